package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.ConnectivityTree.Bar;
import io.shallows.depth.ConnectivityTree.Edge;
import io.shallows.depth.ConnectivityTree.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars are least highest edges to anything lower, whichever way they are found. */
class ConnectivityTreeTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Heights of the best ways between all pairs, by trying every stop between every two. */
  private static double[][] ways(int n, List<Edge> edges) {
    double[][] height = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        height[i][j] = i == j ? Double.NEGATIVE_INFINITY : NONE;
      }
    }
    for (Edge edge : edges) {
      height[edge.from()][edge.to()] = Math.min(height[edge.from()][edge.to()], edge.height());
      height[edge.to()][edge.from()] = height[edge.from()][edge.to()];
    }
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double through = Math.max(height[i][k], height[k][j]);
          height[i][j] = i == j ? height[i][j] : Math.min(height[i][j], through);
        }
      }
    }
    return height;
  }

  private static boolean lower(double[] births, int j, int i) {
    return births[j] < births[i] || (births[j] == births[i] && j < i);
  }

  /** Heights are rounded to few values, so that many are equal; some pairs have no edge. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void barsAreThoseOfAllWays(long seed) {
    Random random = new Random(seed);
    int n = 2 + random.nextInt(12);
    double[] births = new double[n];
    for (int i = 0; i < n; i++) {
      births[i] = random.nextInt(6) / 10.0;
    }
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j && random.nextInt(3) > 0) {
          edges.add(new Edge(i, j, 1 + random.nextInt(8) / 8.0));
        }
      }
    }
    ConnectivityTree tree = ConnectivityTree.of(births, edges);
    double[][] ways = ways(n, edges);
    int dying = 0;
    for (int i = 0; i < n; i++) {
      double death = NONE;
      for (int j = 0; j < n; j++) {
        death = lower(births, j, i) ? Math.min(death, ways[i][j]) : death;
      }
      assertEquals(death, tree.bar(i).map(Bar::death).orElse(NONE), "minimum " + i);
      dying += death < NONE ? 1 : 0;
    }
    assertEquals(dying, tree.bars().size());
    assertEquals(dying, tree.edges().size());
    for (Bar bar : tree.bars()) {
      assertTrue(lower(births, bar.elder(), bar.minimum()), bar.toString());
      assertEquals(bar.death(), walked(bar, edges), bar.toString());
    }
    double[][] inTree = ways(n, tree.edges());
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(ways[i][j], inTree[i][j], "the tree keeps the heights of all ways");
      }
    }
  }

  /** The highest edge of a way; fails if it is no way from the one to the other. */
  private static double walked(Bar bar, List<Edge> edges) {
    int at = bar.minimum();
    double highest = Double.NEGATIVE_INFINITY;
    for (Step step : bar.way()) {
      Edge edge = edges.get(step.edge());
      assertEquals(at, step.forward() ? edge.from() : edge.to());
      at = step.forward() ? edge.to() : edge.from();
      highest = Math.max(highest, edge.height());
    }
    assertEquals(bar.elder(), at);
    return highest;
  }

  @Test
  void wayOverAHigherMinimumIsTaken() {
    // 0 and 1 are joined at 9, but both with the higher minimum 2 at 5
    double[] births = {0, 1, 4};
    ConnectivityTree tree =
        ConnectivityTree.of(
            births, List.of(new Edge(1, 0, 9), new Edge(2, 0, 5), new Edge(1, 2, 5)));
    assertEquals(new Bar(2, 0, 5, List.of(new Step(1, true))), tree.bar(2).get());
    assertEquals(
        new Bar(1, 0, 5, List.of(new Step(2, true), new Step(1, true))), tree.bar(1).get());
    assertTrue(tree.bar(0).isEmpty());
  }

  @Test
  void equalEdgesAreTakenInTheOrderGiven() {
    ConnectivityTree tree =
        ConnectivityTree.of(new double[] {0, 0, 0}, List.of(new Edge(2, 1, 1), new Edge(2, 0, 1)));
    assertEquals(
        List.of(
            new Bar(2, 1, 1, List.of(new Step(0, true))),
            new Bar(1, 0, 1, List.of(new Step(0, false), new Step(1, true)))),
        tree.bars());
  }

  @Test
  void heightThatIsNoNumberIsRefused() {
    List<Edge> edges = List.of(new Edge(0, 1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> ConnectivityTree.of(new double[2], edges));
  }
}
