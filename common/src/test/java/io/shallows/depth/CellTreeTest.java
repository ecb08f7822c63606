package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitAlignment;
import io.shallows.depth.path.UnitSymmetry;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamilies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bars of trained networks: their paths hold from the minimum to a lower one. */
class CellTreeTest {

  private static final DepthSettings SETTINGS =
      new DepthSettings(List.of("linear", "aligned", "string"), 1e-3, 300);

  private static List<double[]> minima(TrainedMinima trained, EmpiricalLoss loss, int count) {
    List<double[]> minima = new ArrayList<>();
    for (int seed = 0; seed < count; seed++) {
      minima.add(trained.minimum(loss, "he", seed));
    }
    minima.sort(Comparator.comparingDouble(loss::value));
    return minima;
  }

  /** Between each two, and over a third where that is lower; all of them checked again. */
  @ParameterizedTest
  @CsvSource({"plain, 0", "residual, 1"})
  void linksAreTheLowestKnownWaysOfAllPairs(String family, int layers) {
    TrainedMinima trained = new TrainedMinima(2, 40, 6, List.of(1));
    EmpiricalLoss loss = trained.loss(family, 4, layers);
    List<double[]> points = new ArrayList<>(minima(trained, loss, 4));
    points.add(points.get(1).clone());
    CellTree tree = new CellTree(new SquaredDepth(loss, NetworkFamilies.named(family), SETTINGS));
    List<CellTree.Link> links = tree.links(points);
    assertEquals(10, links.size());
    double[][] heights = new double[5][5];
    for (CellTree.Link link : links) {
      double start = NodeValues.at(loss.network(), loss.data(), points.get(link.from())).loss();
      double end = NodeValues.at(loss.network(), loss.data(), points.get(link.to())).loss();
      assertTrue(start >= end, "a link begins at the higher");
      heights[link.from()][link.to()] = start + link.climb();
      heights[link.to()][link.from()] = start + link.climb();
      if (link.direct().isEmpty()) {
        assertEquals(0, link.climb(), "the same point");
        assertArrayEquals(points.get(link.from()), points.get(link.to()));
        continue;
      }
      CertifiedPath way = link.direct().get();
      assertTrue(link.climb() <= way.barrier());
      assertArrayEquals(points.get(link.from()), way.path().vertex(0));
      assertEquals(end, way.certificate().end(), 1e-9 * start);
      assertEquals(
          List.of(),
          PathVerification.differences(
              loss.network(), loss.data(), way.path(), way.certificate().segmentMaxima()));
    }
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        for (int k = 0; k < 5; k++) {
          if (i != j && j != k && i != k) {
            double over = Math.max(heights[i][k], heights[k][j]);
            assertTrue(heights[i][j] <= over * (1 + 1e-12), i + " to " + j + " over " + k);
          }
        }
      }
    }
  }

  /** The ways to the best are straight lines, so that many bars lead over other minima. */
  @ParameterizedTest
  @CsvSource({"plain, 0", "plain, 1", "residual, 1", "long-skip, 1"})
  void barsHaveCertifiedPathsToLowerMinima(String family, int layers) {
    TrainedMinima trained = new TrainedMinima(2, 40, 6, List.of(1));
    EmpiricalLoss loss = trained.loss(family, 4, layers);
    List<double[]> minima = minima(trained, loss, 6);
    double[] losses = minima.stream().mapToDouble(loss::value).toArray();
    int p = loss.dimension();
    CellTree tree = new CellTree(new SquaredDepth(loss, NetworkFamilies.named(family), SETTINGS));
    List<TreeWay> ways = new ArrayList<>();
    double[] direct = new double[losses.length];
    for (int i = 1; i < losses.length; i++) {
      DepthTarget target =
          DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), List.of());
      SearchLog log = new SearchLog();
      PathProblem problem =
          new NetworkPathProblem(
              loss,
              NodeValues.at(loss.network(), loss.data(), minima.get(i)),
              target,
              SETTINGS,
              log);
      PathFinders.named("linear").search(problem);
      DepthMeasurement straight = problem.measured(losses[i] > target.level()).searched(log);
      direct[i] = straight.upper().orElseThrow();
      ways.addAll(TreeWay.toBest(i, 0, straight, p).stream().toList());
      List<TreeWay> others = tree.ways(i, minima, losses, 0);
      assertTrue(others.size() <= Math.min(CellTree.NEAREST, i - 1), "ways of " + i);
      ways.addAll(others);
    }

    List<CellTree.Bar> bars = tree.bars(minima, losses, 0, ways);

    assertEquals(losses.length - 1, bars.size());
    int overOthers = 0;
    for (CellTree.Bar bar : bars) {
      int i = bar.minimum();
      assertTrue(losses[bar.elder()] <= losses[i]);
      double length = bar.measured().upper().orElseThrow();
      assertTrue(length <= direct[i], i + ": " + length + " above " + direct[i]);
      CertifiedPath path = bar.measured().best().orElseThrow();
      assertArrayEquals(minima.get(i), path.path().vertex(0), "the path begins at the minimum");
      double end = loss.value(path.path().vertex(path.path().size() - 1));
      assertTrue(end <= losses[bar.elder()] * (1 + 1e-9) + 1e-14, "and ends at the lower one");
      assertEquals("exact", bar.measured().certificate().orElseThrow());
      assertEquals(
          List.of(),
          PathVerification.differences(
              loss.network(), loss.data(), path.path(), path.certificate().segmentMaxima()));
      overOthers += length < direct[i] ? 1 : 0;
    }
    assertTrue(overOthers > 0, "some minimum is joined over another");
    List<CellTree.Bar> again = tree.bars(minima, losses, 0, ways);
    for (int k = 0; k < bars.size(); k++) {
      assertEquals(bars.get(k).measured().upper(), again.get(k).measured().upper());
    }
  }

  @ParameterizedTest
  @CsvSource({"plain, 2", "residual, 2", "long-skip, 1", "linear-skip, 1"})
  void symmetriesChangeNoOutputAndCanBeUndone(String family, int layers) {
    TrainedMinima trained = new TrainedMinima(2, 40, 6, List.of(1));
    EmpiricalLoss loss = trained.loss(family, 5, layers);
    double[] a = trained.minimum(loss, "he", 1);
    double[] b = trained.minimum(loss, "he", 2);
    NodeValues from = NodeValues.at(loss.network(), loss.data(), a);
    NodeValues to = NodeValues.at(loss.network(), loss.data(), b);
    UnitSymmetry symmetry = UnitAlignment.symmetry(from, to);
    double[] matched = UnitAlignment.matched(from, to);
    double[] mapped = symmetry.apply(b);
    assertClose(matched, mapped);
    assertClose(b, symmetry.inverse().apply(mapped));
    assertClose(b, symmetry.inverse().after(symmetry).apply(b));
    Random random = new Random(3);
    double[] other = random.doubles(b.length, -1, 1).toArray();
    double value = loss.value(other);
    assertEquals(value, loss.value(symmetry.apply(other)), 1e-12 * value);
  }

  private static void assertClose(double[] expected, double[] actual) {
    for (int q = 0; q < expected.length; q++) {
      assertEquals(expected[q], actual[q], 1e-14 * Math.abs(expected[q]), "parameter " + q);
    }
  }

  @Test
  void minimumThatIsNotAboveTheBestEndsThere() {
    TrainedMinima trained = new TrainedMinima(2, 40, 6, List.of(1));
    EmpiricalLoss loss = trained.loss("plain", 3, 0);
    double[] theta = trained.minimum(loss, "he", 1);
    double[] losses = {loss.value(theta), loss.value(theta)};
    DepthMeasurement none = DepthMeasurement.without(losses[1], losses[0], false);
    List<CellTree.Bar> bars =
        new CellTree(new SquaredDepth(loss, NetworkFamilies.named("plain"), SETTINGS))
            .bars(
                List.of(theta, theta),
                losses,
                0,
                TreeWay.toBest(1, 0, none, theta.length).stream().toList());
    assertEquals(1, bars.size());
    assertTrue(bars.get(0).measured().upper().isEmpty());
    assertEquals(0, bars.get(0).elder());
  }
}
