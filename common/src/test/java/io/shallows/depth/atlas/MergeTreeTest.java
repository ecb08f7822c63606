package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MergeTreeTest {

  /** A valley of 1, one of 3, one of 3 again and a slope: joined at 5, 4 and without a climb. */
  private static MergeTree tree() {
    MergeTree.Builder builder = new MergeTree.Builder(new double[] {1, 3.5, 3, 3}, 1e-9);
    builder.join(1, 2, 3.5);
    builder.join(2, 3, 4);
    builder.join(0, 1, 5);
    return builder.build();
  }

  @Test
  void aSlopeIsNoMinimum() {
    assertEquals(3, tree().minima());
    assertEquals(1, tree().loss(0));
    assertEquals(3, tree().loss(2));
  }

  @Test
  void equalMinimaAreAsDeepAsTheWayToALowerOne() {
    MergeTree tree = tree();
    assertEquals(OptionalDouble.empty(), tree.depth(0));
    assertEquals(2, tree.depth(1).orElseThrow());
    assertEquals(2, tree.depth(2).orElseThrow());
    // the first of the two lives on
    assertEquals(2, tree.bar(1).orElseThrow());
    assertEquals(1, tree.bar(2).orElseThrow());
    assertEquals(OptionalDouble.empty(), tree.bar(0));
  }

  @Test
  void deeperLevelsAreNeverNearer() {
    MergeTree tree = tree();
    assertEquals(0, tree.depth(1, 3).orElseThrow());
    assertEquals(2, tree.depth(1, 2.9).orElseThrow());
    assertEquals(2, tree.depth(1, 1).orElseThrow());
    assertTrue(tree.depth(1, 0.5).isEmpty());
  }

  @Test
  void oneBasinIsATree() {
    MergeTree.Builder builder = new MergeTree.Builder(new double[] {2, 1}, 1e-9);
    builder.join(0, 1, 2);
    assertEquals(1, builder.build().minima());
    assertEquals(1, builder.build().loss(0));
  }

  @Test
  void weightsAreSortedWithoutObjects() {
    double[] weights = {3, 1, 2, 1, 0, 7, 5};
    assertArrayEquals(new int[] {4, 1, 3, 2, 0, 6, 5}, WeightOrder.of(weights, 7));
    assertArrayEquals(new int[0], WeightOrder.of(weights, 0));
  }
}
