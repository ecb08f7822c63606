package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.DualActiveSet;
import org.junit.jupiter.api.Test;

class DualActiveSetTest {

  private static double[] unit(double[] v) {
    double square = 0;
    for (double value : v) {
      square += value * value;
    }
    double[] unit = v.clone();
    for (int i = 0; i < v.length; i++) {
      unit[i] /= Math.sqrt(square);
    }
    return unit;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The point is feasible and differs from the centre by normals of what is active: optimal. */
  @Test
  void theNearestPointOfAConeIsFeasibleAndProven() {
    RandomLandscapes random = new RandomLandscapes(1);
    int active = 0;
    for (int trial = 0; trial < 200; trial++) {
      int n = 2 + trial % 7;
      int constraints = 1 + trial % 12;
      double[][] normals = new double[constraints][];
      for (int i = 0; i < constraints; i++) {
        normals[i] = unit(random.vector(n));
      }
      double[] centre = random.vector(n);
      DualActiveSet set = new DualActiveSet(n);
      set.start(centre);
      for (int i = worst(normals, set); i >= 0; i = worst(normals, set)) {
        assertTrue(set.enforce(normals[i], 0, i, false), "0 obeys all");
      }
      double[] rest = set.point().clone();
      for (int i = 0; i < n; i++) {
        rest[i] -= centre[i];
      }
      for (int j = 0; j < set.active(); j++) {
        assertTrue(set.multiplier(j) >= 0);
        assertEquals(0, dot(normals[set.id(j)], set.point()), 1e-12);
        for (int i = 0; i < n; i++) {
          rest[i] -= set.multiplier(j) * normals[set.id(j)][i];
        }
      }
      assertEquals(0, dot(rest, rest), 1e-20);
      active += set.active();
      // the same from a guess of everything that is active, in another order
      DualActiveSet guessed = new DualActiveSet(n);
      for (int j = set.active() - 1; j >= 0; j--) {
        guessed.guess(normals[set.id(j)], set.id(j), false);
      }
      guessed.settle(centre);
      assertEquals(set.active(), guessed.active());
      for (int i = 0; i < n; i++) {
        assertEquals(set.point()[i], guessed.point()[i], 1e-12);
      }
    }
    assertTrue(active > 200, active + " active constraints");
  }

  private static int worst(double[][] normals, DualActiveSet set) {
    int worst = -1;
    double most = -1e-13;
    for (int i = 0; i < normals.length; i++) {
      double along = dot(normals[i], set.point());
      if (along < most && !set.contains(i)) {
        most = along;
        worst = i;
      }
    }
    return worst;
  }

  @Test
  void anEqualityStaysWhateverItsMultiplier() {
    DualActiveSet set = new DualActiveSet(2);
    set.start(new double[] {1, -1});
    double[] left = {-1, 0};
    double[] up = {0, 1};
    assertTrue(set.enforce(left, 0, 7, true));
    assertTrue(set.enforce(up, 0, 8, false));
    assertEquals(0, set.point()[0], 1e-15);
    assertEquals(0, set.point()[1], 1e-15);
    // from a centre on the other side its multiplier is below 0, and it stays
    set.settle(new double[] {-1, -1});
    assertTrue(set.contains(7));
    assertEquals(0, set.point()[0], 1e-15);
  }

  @Test
  void whatNoPointObeysIsProvenByACombination() {
    double third = Math.sqrt(3) / 2;
    double[][] normals = {{0, 1}, {third, -0.5}, {-third, -0.5}};
    DualActiveSet set = new DualActiveSet(2);
    set.start(new double[2]);
    assertTrue(set.enforce(normals[0], 1, 0, false));
    assertTrue(set.enforce(normals[1], 1, 1, false));
    assertFalse(set.enforce(normals[2], 1, 2, false));
    double[] sum = normals[2].clone();
    for (int j = 0; j < set.active(); j++) {
      assertTrue(set.combination(j) >= 0);
      for (int i = 0; i < 2; i++) {
        sum[i] += set.combination(j) * normals[set.id(j)][i];
      }
    }
    assertEquals(0, dot(sum, sum), 1e-28);
  }
}
