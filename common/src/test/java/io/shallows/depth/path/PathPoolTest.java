package io.shallows.depth.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The least barrier over paths to several levels; the loss of a point is its one coordinate. */
class PathPoolTest {

  private static PathPool pool() {
    return new PathPool(point -> point[0]);
  }

  /** A path through the losses given; between two of them the loss rises by {@code excess}. */
  private static CertifiedPath path(double excess, double... losses) {
    List<double[]> vertices = new ArrayList<>();
    List<Double> maxima = new ArrayList<>();
    double highest = losses[0];
    for (int k = 0; k < losses.length; k++) {
      vertices.add(new double[] {losses[k]});
      if (k > 0) {
        double top = Math.max(losses[k - 1], losses[k]) + excess;
        maxima.add(top);
        highest = Math.max(highest, top);
      }
    }
    return new CertifiedPath(
        "test",
        new Path(vertices),
        new PathCertificate(
            PathCertificate.Kind.EXACT,
            highest,
            highest,
            0,
            losses[0],
            losses[losses.length - 1],
            maxima));
  }

  @Test
  void aPathToALowLevelIsOneToEveryHigherLevelThatItPassesFirst() {
    PathPool pool = pool();
    CertifiedPath whole = path(0, 1, 1.2, 0.8, 2, 0.1);
    pool.add(whole);
    assertSame(whole, pool.lowest(0.1).orElseThrow());
    assertEquals(1, pool.lowest(0.1).orElseThrow().barrier());
    CertifiedPath part = pool.lowest(0.9).orElseThrow();
    assertEquals(0.2, part.barrier(), 1e-15, "the climb to 2 comes later");
    assertEquals(3, part.path().size());
    assertEquals(0.8, part.certificate().end());
    assertTrue(pool.lowest(0.05).isEmpty(), "it says nothing of a lower level");
  }

  @Test
  void theLowestCountsWhateverItWasLookedFor() {
    PathPool pool = pool();
    pool.add(path(0, 1, 1.5, 0.5));
    CertifiedPath lower = path(0, 1, 1.01, 0.2);
    pool.add(lower);
    assertSame(lower, pool.lowest(0.5).orElseThrow());
    assertSame(lower, pool.lowest(0.2).orElseThrow());
  }

  @Test
  void theDepthNeverFallsAsTheLevelFalls() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      PathPool pool = pool();
      for (int k = 0; k < 6; k++) {
        double[] losses = random.doubles(2 + random.nextInt(8), 0, 2).toArray();
        losses[0] = 1;
        pool.add(path(0.1 * random.nextDouble(), losses));
      }
      double known = Double.POSITIVE_INFINITY;
      for (double level = 0; level < 1; level += 0.02) {
        double barrier =
            pool.lowest(level).map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
        assertTrue(barrier <= known, "round " + round + " level " + level);
        known = barrier;
      }
      assertTrue(known < Double.POSITIVE_INFINITY, "no path at all: nothing was shown");
    }
  }
}
