package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.training.TestProblems;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLeastSquaresTest {

  /** Coordinate descent, slow and obvious: exact minimisation in one variable at a time. */
  private static double oracle(double[] g, double[][] columns) {
    double[] s = new double[columns.length];
    double[] r = g.clone();
    for (int sweep = 0; sweep < 200_000; sweep++) {
      double moved = 0;
      for (int j = 0; j < columns.length; j++) {
        double dot = 0;
        double square = 0;
        for (int i = 0; i < r.length; i++) {
          dot += columns[j][i] * r[i];
          square += columns[j][i] * columns[j][i];
        }
        double to = square == 0 ? s[j] : Math.min(1, Math.max(0, s[j] - dot / square));
        for (int i = 0; i < r.length; i++) {
          r[i] += (to - s[j]) * columns[j][i];
        }
        moved = Math.max(moved, Math.abs(to - s[j]));
        s[j] = to;
      }
      if (moved < 1e-15) {
        break;
      }
    }
    double sum = 0;
    for (double x : r) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13})
  void agreesWithCoordinateDescent(int k) {
    for (int seed = 0; seed < 40; seed++) {
      UniformRandomProvider random = TestProblems.random(100 * k + seed);
      int p = 1 + random.nextInt(12);
      double[] g = random.doubles(p, -2, 2).toArray();
      double[][] columns = new double[k][];
      for (int j = 0; j < k; j++) {
        columns[j] = random.doubles(p, -1, 1).toArray();
        if (j % 4 == 3) {
          // dependent columns
          for (int i = 0; i < p; i++) {
            columns[j][i] = columns[j - 1][i] - 0.5 * columns[j - 2][i];
          }
        }
      }
      BoundedLeastSquares found = BoundedLeastSquares.solve(g, columns);
      String where = "k " + k + " seed " + seed;
      assertEquals(oracle(g, columns), found.norm(), 1e-9, where);
      for (int j = 0; j < k; j++) {
        double s = found.solution()[j];
        double pull = found.pull()[j];
        assertTrue(s >= 0 && s <= 1, where);
        assertTrue(s == 0 ? pull <= 1e-9 : s == 1 ? pull >= -1e-9 : Math.abs(pull) <= 1e-9, where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 1, 1e8})
  void findsAnExactZeroInside(double scale) {
    double[][] columns = {{scale, 0, scale}, {0, scale, scale}};
    double[] g = {-0.25 * scale, -0.75 * scale, -scale};
    BoundedLeastSquares found = BoundedLeastSquares.solve(g, columns);
    assertEquals(0, found.norm(), 1e-15 * scale);
    assertEquals(0.25, found.solution()[0], 1e-14);
    assertEquals(0.75, found.solution()[1], 1e-14);
  }
}
