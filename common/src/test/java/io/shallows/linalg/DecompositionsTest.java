package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DecompositionsTest {
  @Test
  void blasRunsOnOneThread() {
    assertEquals(1, NativeLibraries.blasThreads());
  }

  /** ND4J gives the BLAS that both share a thread per core when its arrays are first used. */
  @Test
  void blasRunsOnOneThreadWhateverNd4jDoes() {
    int n = 150;
    SplittableRandom random = new SplittableRandom(3);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = random.nextDouble();
        a[j * n + i] = a[i * n + j];
      }
    }
    double[] alone = SymmetricEigen.values(n, a);
    INDArray array = Nd4j.create(a.clone(), new long[] {n, n}, 'c');
    assertEquals(n, array.mmul(array).size(0));
    openblas.blas_set_num_threads(2);
    assertArrayEquals(alone, SymmetricEigen.values(n, a));
    assertEquals(1, NativeLibraries.blasThreads());
  }

  /** The second-difference matrix of order n has the eigenvalues 4 sin^2(i pi / (2 n + 2)). */
  @Test
  void eigenvaluesOfTheSecondDifference() {
    int n = 37;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) {
        a[i * n + i - 1] = -1;
        a[(i - 1) * n + i] = -1;
      }
    }
    double[] before = a.clone();
    SymmetricEigen eigen = SymmetricEigen.of(n, a);
    assertArrayEquals(before, a);
    for (int i = 0; i < n; i++) {
      double root = 2 * StrictMath.sin((i + 1) * StrictMath.PI / (2 * n + 2));
      assertEquals(root * root, eigen.value(i), 1e-14);
      double[] v = eigen.vector(i);
      for (int r = 0; r < n; r++) {
        double product = 0;
        for (int c = 0; c < n; c++) {
          product += a[r * n + c] * v[c];
        }
        assertEquals(eigen.value(i) * eigen.component(i, r), product, 1e-13);
      }
    }
    assertArrayEquals(eigen.values(), SymmetricEigen.values(n, a), 1e-14);
  }

  @Test
  void notANumberIsAnError() {
    double[] a = {1, Double.NaN, Double.NaN, 1};
    assertThrows(ArithmeticException.class, () -> SymmetricEigen.of(2, a));
    assertThrows(ArithmeticException.class, () -> SingularValues.of(2, 2, a));
  }

  @Test
  void singularValuesAndRank() {
    double[] a = {3, 0, 0, 0, 4, 0};
    double[] values = SingularValues.of(2, 3, a);
    assertArrayEquals(new double[] {4, 3}, values, 1e-15);
    assertEquals(1, SingularValues.rank(values, 0.8));
    assertEquals(0, SingularValues.rank(new double[2], 0.1));
  }

  /** Of all x with x0 + x1 = 2 (twice), the shortest is (1, 1); the mean of 1 and 3 is fitted. */
  @Test
  void minimumNormSolutionOfADeficientSystem() {
    double[] a = {1, 1, 1, 1};
    double tolerance = LeastSquares.roundingTolerance(2, 2);
    LeastSquares result = LeastSquares.solve(2, 2, a, 1, new double[] {1, 3}, tolerance);
    assertArrayEquals(new double[] {1, 1}, result.solution(), 1e-15);
    assertEquals(1, result.rank());
    assertEquals(2, result.singularValues()[0], 1e-15);
  }

  @Test
  void leastSquaresWithMoreUnknownsThanEquations() {
    LeastSquares result =
        LeastSquares.solve(1, 3, new double[] {1, 2, 2}, 2, new double[] {9, 18}, 1e-12);
    assertArrayEquals(new double[] {1, 2, 2, 4, 2, 4}, result.solution(), 1e-14);
  }
}
