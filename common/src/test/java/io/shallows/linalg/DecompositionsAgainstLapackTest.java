package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decompositions against LAPACK, on matrices that are easy to get wrong; and their bits. */
class DecompositionsAgainstLapackTest {

  private static final double UNIT = Math.ulp(1.0);

  @BeforeAll
  static void lapack() {
    NativeLibraries.requireOneThread();
  }

  /**
   * Kinds of symmetric matrices: plain, of low rank, clustered, graded, tiny, huge, almost zero.
   */
  private static double[] symmetric(String kind, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = new double[n * n];
    int terms = kind.equals("low-rank") ? Math.max(1, n / 3) : n;
    double[] v = new double[n];
    for (int t = 0; t < terms; t++) {
      for (int i = 0; i < n; i++) {
        v[i] = random.nextDouble() - 0.5;
      }
      double weight = kind.equals("graded") ? StrictMath.pow(10, -20.0 * t / n) : 1;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[i * n + j] += weight * (t % 2 == 0 ? 1 : -1) * v[i] * v[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] =
            switch (kind) {
              case "clustered" -> (i == j ? 1 : 0) + 1e-13 * a[i * n + j];
              case "tiny" -> 1e-290 * a[i * n + j];
              case "huge" -> 1e290 * a[i * n + j];
              case "one-entry" -> i == n - 1 && j == n - 1 ? 3 : 0;
              default -> a[i * n + j];
            };
      }
    }
    return a;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "low-rank", "clustered", "graded", "tiny", "huge", "one-entry"})
  void eigenvaluesAndVectors(String kind) {
    for (int n : new int[] {1, 2, 3, 4, 7, 8, 9, 16, 31, 60, 130}) {
      double[] a = symmetric(kind, n, n);
      double[] expected = new double[n];
      int info =
          openblas.LAPACKE_dsyevd(
              openblas.LAPACK_COL_MAJOR, (byte) 'N', (byte) 'U', n, a.clone(), n, expected);
      assertEquals(0, info);
      double size = Math.max(Math.abs(expected[0]), Math.abs(expected[n - 1]));
      double close = 4 * n * UNIT * size;
      SymmetricEigen eigen = SymmetricEigen.of(n, a);
      assertArrayEquals(expected, eigen.values(), close, kind + " " + n);
      assertArrayEquals(expected, SymmetricEigen.values(n, a), close, kind + " " + n);
      for (int i = 0; i < n; i++) {
        double[] v = eigen.vector(i);
        for (int r = 0; r < n; r++) {
          double product = 0;
          double inner = 0;
          for (int c = 0; c < n; c++) {
            product += a[r * n + c] * v[c];
            inner += v[c] * eigen.component(r, c);
          }
          assertEquals(eigen.value(i) * v[r], product, close, kind + " " + n);
          assertEquals(r == i ? 1 : 0, inner, 4 * n * UNIT, kind + " " + n);
        }
      }
    }
  }

  private static double[] matrix(int m, int n, int rank, SplittableRandom random) {
    double[] a = new double[m * n];
    for (int t = 0; t < rank; t++) {
      double weight = StrictMath.pow(10, -6.0 * t / rank);
      double[] right = random.doubles(n, -1, 1).toArray();
      for (int i = 0; i < m; i++) {
        double left = weight * (random.nextDouble() - 0.5);
        for (int j = 0; j < n; j++) {
          a[i * n + j] += left * right[j];
        }
      }
    }
    return a;
  }

  @Test
  void singularValuesAndShortestSolutions() {
    SplittableRandom random = new SplittableRandom(5);
    for (int[] shape : new int[][] {{1, 1}, {5, 1}, {1, 5}, {6, 6}, {40, 9}, {9, 40}, {33, 32}}) {
      int m = shape[0];
      int n = shape[1];
      int least = Math.min(m, n);
      for (int rank : new int[] {Math.max(1, least / 2), least}) {
        double[] a = matrix(m, n, rank, random);
        double[] b = random.doubles(2L * m, -1, 1).toArray();
        double[] sigma = new double[least];
        double[] x = new double[2 * Math.max(m, n)];
        System.arraycopy(b, 0, x, 0, 2 * m);
        int[] found = new int[1];
        double tolerance = 1e-11;
        int info =
            openblas.LAPACKE_dgelsd(
                openblas.LAPACK_ROW_MAJOR, m, n, 2, a.clone(), n, x, 2, sigma, tolerance, found);
        assertEquals(0, info);
        String where = m + " x " + n + " of rank " + rank;
        double close = 4 * Math.max(m, n) * UNIT * sigma[0];
        assertArrayEquals(sigma, SingularValues.of(m, n, a), close, where);
        LeastSquares solved = LeastSquares.solve(m, n, a, 2, b, tolerance);
        assertEquals(found[0], solved.rank(), where);
        assertEquals(rank, solved.rank(), where);
        assertArrayEquals(sigma, solved.singularValues(), close, where);
        double largest = 0;
        for (int i = 0; i < 2 * n; i++) {
          largest = Math.max(largest, Math.abs(x[i]));
        }
        double condition = sigma[0] / sigma[rank - 1];
        for (int i = 0; i < 2 * n; i++) {
          assertEquals(
              x[i], solved.solution()[i], 100 * UNIT * condition * condition * largest, where);
        }
      }
    }
  }

  /** Two units alike have outputs alike: the singular value that is 0 is found to be 0. */
  @Test
  void columnsAlikeAreFound() {
    SplittableRandom random = new SplittableRandom(6);
    int m = 50;
    int n = 8;
    double[] a = random.doubles((long) m * n).toArray();
    for (int i = 0; i < m; i++) {
      a[i * n + 5] = a[i * n + 2];
      a[i * n + 7] = 0;
    }
    double[] values = SingularValues.of(m, n, a);
    assertEquals(6, SingularValues.rank(values, Math.max(m, n) * UNIT));
    assertTrue(values[6] <= UNIT * values[0], "smallest " + values[6]);
  }

  private static long digest(double... values) {
    long sum = 17;
    for (double value : values) {
      sum = 31 * sum + Double.doubleToLongBits(value);
    }
    return sum;
  }

  /**
   * The bits are those of these numbers on every processor and every vector width. A LAPACK with
   * kernels for each processor has others on each.
   */
  @Test
  void bitsAreTheSameOnEveryProcessor() {
    int n = 40;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = (((long) i * j * 7919 + (i + j) * 104729L) % 2003 - 1001) / 997.0;
      }
    }
    assertEquals(EIGENVALUES, digest(SymmetricEigen.values(n, a)));
    assertEquals(EIGENVECTOR, digest(SymmetricEigen.of(n, a).vector(3)));
    assertEquals(SINGULAR_VALUES, digest(SingularValues.of(n / 2, 2 * n, a)));
    double[] b = new double[2 * n];
    System.arraycopy(a, 5, b, 0, 2 * n);
    assertEquals(SOLUTION, digest(LeastSquares.solve(2 * n, n / 2, a, 1, b, 1e-13).solution()));
  }

  private static final long EIGENVALUES = 5185067116894584097L;
  private static final long EIGENVECTOR = 452390142926822959L;
  private static final long SINGULAR_VALUES = -4912511489929150147L;
  private static final long SOLUTION = 8234737120592423385L;
}
