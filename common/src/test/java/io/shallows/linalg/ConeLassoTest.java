package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Test;

class ConeLassoTest {

  private static final int D = 3;

  private final ContinuousSampler normal =
      RandomStreams.gaussian(new RandomStreams(5).uniform("cones", "data"));

  private double[] vector(int length) {
    double[] v = new double[length];
    for (int i = 0; i < length; i++) {
      v[i] = normal.sample();
    }
    return v;
  }

  private static double[] identity(int size) {
    double[] identity = new double[size * size];
    for (int i = 0; i < size; i++) {
      identity[i * size + i] = 1;
    }
    return identity;
  }

  private static double dot(double[] a, int from, double[] b) {
    double sum = 0;
    for (int c = 0; c < b.length; c++) {
      sum += a[from + c] * b[c];
    }
    return sum;
  }

  /**
   * Over a half-space with J the identity: of what the half-space leaves of y, as much less as half
   * the weight; on the plane the same of what the plane leaves.
   */
  @Test
  void oneBlockBehindOnePlaneIsAKnownPoint() {
    int zeros = 0;
    int planes = 0;
    for (int k = 0; k < 200; k++) {
      double[] y = vector(D);
      double[] a = vector(D);
      double length = Math.sqrt(dot(a, 0, a));
      for (int c = 0; c < D; c++) {
        a[c] /= length;
      }
      double weight = 0.1 + k / 60.0;
      double tolerance = 2e-7 * Math.sqrt(dot(y, 0, y)); // the root of the gap
      ConeLasso problem = new ConeLasso(identity(D), y, D, new double[][] {a}, weight);
      for (boolean facet : new boolean[] {false, true}) {
        double behind = facet ? dot(a, 0, y) : Math.min(0, dot(a, 0, y));
        double[] nearest = y.clone();
        for (int c = 0; c < D; c++) {
          nearest[c] -= behind * a[c];
        }
        double size = Math.sqrt(dot(nearest, 0, nearest));
        double share = Math.max(0, 1 - weight / 2 / size);
        ConeLasso.Solution solution =
            facet ? problem.solve(vector(D), 0, 0) : problem.solve(new double[D]);
        for (int c = 0; c < D; c++) {
          assertEquals(share * nearest[c], solution.vectors()[c], tolerance, "problem " + k);
        }
        assertEquals(-behind, solution.multipliers()[0], tolerance, "problem " + k);
        zeros += share == 0 ? 1 : 0;
        planes += behind < 0 ? 1 : 0;
      }
    }
    assertTrue(zeros > 30 && zeros < 370 && planes > 100, zeros + " at 0, " + planes);
  }

  /** No point near a solution, in the cones, has a lower value. */
  @Test
  void nothingNearASolutionIsBetter() {
    int moved = 0;
    for (int k = 0; k < 60; k++) {
      int n = 8;
      int blocks = 3;
      double[] jacobian = vector(n * blocks * D);
      double[] y = vector(n);
      double[][] walls = new double[blocks][2 * D];
      for (int b = 0; b < blocks; b++) {
        walls[b] = vector(2 * D);
        for (int i = 0; i < 2; i++) {
          double square = 0;
          for (int c = 0; c < D; c++) {
            square += walls[b][i * D + c] * walls[b][i * D + c];
          }
          for (int c = 0; c < D; c++) {
            walls[b][i * D + c] /= Math.sqrt(square);
          }
        }
      }
      double weight = new double[] {0.01, 0.5, 4}[k % 3];
      ConeLasso.Solution solution =
          new ConeLasso(jacobian, y, D, walls, weight).solve(vector(blocks * D));
      double best = value(jacobian, y, weight, solution.vectors());
      assertTrue(solution.gap() <= 1e-9, "problem " + k + ": gap " + solution.gap());
      for (int trial = 0; trial < 400; trial++) {
        double[] near = solution.vectors();
        double[] change = vector(near.length);
        boolean inside = true;
        for (int b = 0; b < blocks; b++) {
          for (int c = 0; c < D; c++) {
            near[b * D + c] += StrictMath.pow(10, -1 - trial % 5) * change[b * D + c];
          }
          for (int i = 0; i < 2; i++) {
            double along = 0;
            for (int c = 0; c < D; c++) {
              along += walls[b][i * D + c] * near[b * D + c];
            }
            inside &= along >= 0;
          }
        }
        if (inside) {
          moved++;
          assertTrue(value(jacobian, y, weight, near) >= best - 1e-12, "problem " + k);
        }
      }
    }
    assertTrue(moved > 300, moved + " points");
  }

  private static double value(double[] jacobian, double[] y, double weight, double[] v) {
    double value = 0;
    for (int s = 0; s < y.length; s++) {
      double r = y[s];
      for (int j = 0; j < v.length; j++) {
        r -= jacobian[j * y.length + s] * v[j];
      }
      value += r * r;
    }
    for (int b = 0; b < v.length; b += D) {
      value += weight * Math.sqrt(v[b] * v[b] + v[b + 1] * v[b + 1] + v[b + 2] * v[b + 2]);
    }
    return value;
  }

  @Test
  void aWeightIsAboveZero() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConeLasso(identity(D), new double[D], D, new double[][] {new double[D]}, 0));
  }
}
