package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyFactorTest {
  private static double[] gramOfRandom(int n, int rank, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = new double[n * rank];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextDouble() * 2 - 1;
    }
    double[] gram = new double[n * n];
    Kernels.best().gram(n, rank, a, 0, rank, new double[n * rank], gram, 0, n, false);
    return gram;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 17, 31, 64, 100, 129, 257})
  void solvesAShiftedGramMatrix(int n) {
    double shift = 0.5;
    double[] a = gramOfRandom(n, n + 3, n);
    CholeskyFactor cholesky = new CholeskyFactor(Kernels.best(), n);
    assertTrue(cholesky.factor(n, a, shift));
    double[] x = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 1 + i % 5;
    }
    for (int i = 0; i < n; i++) {
      b[i] = Kernels.best().dot(n, a, i * n, x, 0) + shift * x[i];
    }
    double[] columns = new double[n * 3];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        columns[i * 3 + j] = b[i] * (j + 1);
      }
    }
    cholesky.solve(b, 0);
    assertArrayEquals(x, b, 1e-9);
    cholesky.solve(3, columns, 0, 3);
    for (int i = 0; i < n; i++) {
      assertEquals(3 * x[i], columns[i * 3 + 2], 3e-9);
    }
  }

  @Test
  void bitsDoNotDependOnTheProvider() {
    int n = 91;
    double[] a = gramOfRandom(n, n, 3);
    double[] expected = new double[n];
    double[] actual = new double[n];
    expected[5] = 1;
    actual[5] = 1;
    CholeskyFactor reference = new CholeskyFactor(new ReferenceKernels(), n);
    CholeskyFactor fast = new CholeskyFactor(Kernels.best(), 200);
    assertTrue(reference.factor(n, a, 1e-3) && fast.factor(n, a, 1e-3));
    reference.solve(expected, 0);
    fast.solve(actual, 0);
    assertArrayEquals(expected, actual);
  }

  @Test
  void reportsAMatrixThatIsNotPositiveDefinite() {
    CholeskyFactor cholesky = new CholeskyFactor(Kernels.best(), 40);
    double[] a = gramOfRandom(40, 10, 1);
    assertFalse(cholesky.factor(40, a, -1.0));
    assertThrows(IllegalStateException.class, () -> cholesky.solve(new double[40], 0));
    a[20 * 40 + 20] = Double.NaN;
    assertFalse(cholesky.factor(40, a, 1.0));
    assertTrue(cholesky.factor(1, new double[] {4}, 0));
  }
}
