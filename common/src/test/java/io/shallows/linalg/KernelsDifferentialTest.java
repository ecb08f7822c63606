package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every provider returns the reference's bits, over sizes that leave every kind of remainder.
 *
 * <p>A JVM uses vectors of one width only, so the build runs this class again for each width that
 * the kernels know, whatever the processor's is ({@code shallows.kernels}, see common/pom.xml).
 */
class KernelsDifferentialTest {
  private static final Kernels REFERENCE = new ReferenceKernels();
  private static final int GUARD = 5;

  static Stream<Kernels> providers() {
    return Stream.of(new PlainKernels(), Kernels.best());
  }

  private static double[] random(SplittableRandom random, int size) {
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextInt(9) == 0 ? 0 : random.nextDouble() * 2 - 1;
    }
    return x;
  }

  @Test
  void theKernelsThatWereAskedForAreCompared() {
    String asked = System.getProperty("shallows.kernels", "");
    assertTrue(asked.isEmpty() || asked.equals(Kernels.best().name()), Kernels.best().name());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void gemmOfEveryRemainder(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(1);
    for (int m : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 23}) {
      for (int n : new int[] {1, 2, 3, 7, 8, 9, 15, 16, 17, 23, 24, 25, 32, 33, 48, 55, 71}) {
        for (int k : new int[] {0, 1, 2, 3, 4, 5, 17}) {
          gemm(kernels, random, m, n, k);
        }
      }
    }
    gemm(kernels, random, 67, 301, 9);
    gemm(kernels, random, 9, 32, 517);
  }

  /** Around the edges of the runs and blocks that {@code VectorPackedProduct} copies. */
  @ParameterizedTest
  @MethodSource("providers")
  void gemmOfLargeRightFactors(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(7);
    for (int k : new int[] {127, 128, 129, 255, 256, 257, 511, 512, 513}) {
      int enough = (16384 + k - 1) / k;
      for (int m : new int[] {1, 31, 32, 33, 34, 35, 37, 38, 40}) {
        for (int n : new int[] {enough - 1, enough, enough + random.nextInt(1, 30)}) {
          gemm(kernels, random, m, n, k);
        }
      }
    }
    for (int m : new int[] {127, 128, 129, 130, 255, 256, 257, 260, 511, 512, 514}) {
      gemm(kernels, random, m, 47, 379);
    }
    gemm(kernels, random, 40, 6, 3000);
    gemm(kernels, random, 33, 5000, 4);
    gemm(kernels, random, 500, 251, 130);
  }

  @Test
  void threadsDoNotShareScratch() {
    int n = 160;
    SplittableRandom random = new SplittableRandom(8);
    double[] a = random(random, n * n);
    double[] b = random(random, n * n);
    double[] expected = new double[n * n];
    REFERENCE.gemm(n, n, n, a, 0, 1, n, b, 0, n, expected, 0, n, false);
    IntStream.range(0, 32)
        .parallel()
        .forEach(
            copy -> {
              double[] actual = new double[n * n];
              Kernels.best().gemm(n, n, n, a, 0, 1, n, b, 0, n, actual, 0, n, false);
              assertBits(expected, actual, () -> "copy " + copy);
            });
  }

  private static void gemm(Kernels kernels, SplittableRandom random, int m, int n, int k) {
    for (boolean transposed : List.of(false, true)) {
      for (boolean accumulate : List.of(false, true)) {
        int aStride = (transposed ? m : k) + random.nextInt(3);
        int bRow = n + random.nextInt(3);
        int cRow = n + random.nextInt(3);
        double[] a = random(random, GUARD + aStride * Math.max(m, k) + GUARD);
        double[] b = random(random, GUARD + bRow * k + GUARD);
        double[] expected = random(random, GUARD + cRow * m + GUARD);
        double[] actual = expected.clone();
        int aRow = transposed ? 1 : aStride;
        int aColumn = transposed ? aStride : 1;
        REFERENCE.gemm(
            m, n, k, a, GUARD, aRow, aColumn, b, GUARD, bRow, expected, GUARD, cRow, accumulate);
        kernels.gemm(
            m, n, k, a, GUARD, aRow, aColumn, b, GUARD, bRow, actual, GUARD, cRow, accumulate);
        assertBits(
            expected, actual, () -> kernels.name() + " gemm " + m + "," + n + "," + k + transposed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void vectorKernels(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(2);
    for (int n : new int[] {0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 257}) {
      double[] x = random(random, GUARD + n + GUARD);
      double[] y = random(random, GUARD + n + GUARD);
      double[] z = random(random, GUARD + n + GUARD);
      String size = kernels.name() + " n = " + n;
      assertEquals(
          REFERENCE.dot(n, x, GUARD, y, 3), kernels.dot(n, x, GUARD, y, 3), 0.0, size + " dot");

      double[] expected = y.clone();
      double[] actual = y.clone();
      REFERENCE.axpy(n, 0.7, x, GUARD, expected, 3);
      kernels.axpy(n, 0.7, x, GUARD, actual, 3);
      REFERENCE.scale(n, -1.3, expected, GUARD);
      kernels.scale(n, -1.3, actual, GUARD);
      REFERENCE.multiplyAdd(n, x, GUARD, z, 2, expected, GUARD);
      kernels.multiplyAdd(n, x, GUARD, z, 2, actual, GUARD);
      REFERENCE.maskPositive(n, x, 4, expected, GUARD);
      kernels.maskPositive(n, x, 4, actual, GUARD);
      assertBits(expected, actual, () -> size);

      REFERENCE.relu(n, x, GUARD, expected, 1);
      kernels.relu(n, x, GUARD, actual, 1);
      REFERENCE.relu(n, expected, GUARD, expected, GUARD);
      kernels.relu(n, actual, GUARD, actual, GUARD);
      assertBits(expected, actual, () -> size + " relu");
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void gemvAndTranspose(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(3);
    for (int m : new int[] {1, 2, 3, 4, 5, 8, 9, 17, 40}) {
      for (int k : new int[] {1, 3, 7, 8, 9, 16, 21, 64, 65}) {
        int aRow = k + 2;
        double[] a = random(random, m * aRow + 2 * GUARD);
        double[] x = random(random, k + GUARD);
        double[] expected = random(random, Math.max(m, k * (m + 1)) + GUARD);
        double[] actual = expected.clone();
        for (boolean accumulate : List.of(true, false)) {
          REFERENCE.gemv(m, k, a, GUARD, aRow, x, 2, expected, 3, accumulate);
          kernels.gemv(m, k, a, GUARD, aRow, x, 2, actual, 3, accumulate);
          assertBits(expected, actual, () -> kernels.name() + " gemv " + m + "," + k);
        }
        REFERENCE.transpose(m, k, a, GUARD, aRow, expected, 1, m + 1);
        kernels.transpose(m, k, a, GUARD, aRow, actual, 1, m + 1);
        assertBits(expected, actual, () -> kernels.name() + " transpose " + m + "," + k);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void adam(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(4);
    for (int n : new int[] {1, 7, 8, 19, 64, 333}) {
      double[] gradient = random(random, n);
      double[][] expected = {random(random, n), new double[n], new double[n]};
      double[][] actual = {expected[0].clone(), new double[n], new double[n]};
      for (int t = 1; t <= 3; t++) {
        double root = Math.sqrt(1 - StrictMath.pow(0.999, t));
        double step = 1e-3 * root / (1 - StrictMath.pow(0.9, t));
        adam(REFERENCE, n, gradient, expected, step, root);
        adam(kernels, n, gradient, actual, step, root);
      }
      for (int i = 0; i < 3; i++) {
        assertBits(expected[i], actual[i], () -> kernels.name() + " adam " + n);
      }
    }
  }

  private static void adam(
      Kernels kernels, int n, double[] gradient, double[][] state, double step, double root) {
    kernels.adam(n, state[0], gradient, state[1], state[2], 0.9, 0.999, step, 1e-8 * root);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void twoLayerBlocks(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(6);
    for (int units : new int[] {4, 8, 20}) {
      for (int inputs : new int[] {1, 2, 3, 4, 5, 8, 9, 13}) {
        for (int samples : new int[] {16, 48}) {
          int xRow = samples + 32;
          double[] x = random(random, inputs * xRow);
          double[] w = random(random, inputs * units);
          double[] a = random(random, units);
          double[] d = random(random, xRow);
          double[] v = random(random, inputs * units);
          double[] b = random(random, units);
          double[][] expected = new double[3][];
          for (Kernels k : List.of(REFERENCE, kernels)) {
            double[] h = new double[units * (samples + 3)];
            double[] f = new double[xRow];
            double[] tangent = new double[xRow];
            double[] sums = new double[units * (inputs + 1) * 8];
            for (int from : new int[] {0, 16}) {
              k.twoLayerForward(units, inputs, samples, x, from, xRow, w, a, h, samples + 3, f);
              k.twoLayerBackward(units, inputs, samples, x, from, xRow, h, samples + 3, d, sums);
              k.twoLayerTangent(
                  units, inputs, samples, x, from, xRow, v, a, b, h, samples + 3, tangent);
            }
            if (k == REFERENCE) {
              expected[0] = f;
              expected[1] = sums;
              expected[2] = tangent;
            } else {
              String what = k.name() + " two-layer " + units + "," + inputs + "," + samples;
              assertBits(expected[0], f, () -> what);
              assertBits(expected[1], sums, () -> what);
              assertBits(expected[2], tangent, () -> what);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void gramMatricesAreTheProductsAndSymmetric(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(5);
    for (int[] shape : new int[][] {{1, 1}, {7, 3}, {49, 20}, {130, 9}, {20, 100}}) {
      int m = shape[0];
      int k = shape[1];
      double[] a = random(random, m * k);
      double[] transposed = new double[m * k];
      double[] rows = new double[m * m];
      kernels.gram(m, k, a, 0, k, transposed, rows, 0, m, false);
      double[] expectedRows = new double[m * m];
      REFERENCE.gemm(m, m, k, a, 0, k, 1, transposed, 0, m, expectedRows, 0, m, false);
      assertBits(expectedRows, rows, () -> "rows " + m + "," + k);
      double[] columns = new double[k * k];
      kernels.normal(m, k, a, 0, k, columns, 0, k, false);
      double[] expectedColumns = new double[k * k];
      REFERENCE.gemm(k, k, m, a, 0, 1, k, a, 0, k, expectedColumns, 0, k, false);
      assertBits(expectedColumns, columns, () -> "columns " + m + "," + k);
    }
  }

  private static void assertBits(
      double[] expected, double[] actual, java.util.function.Supplier<String> what) {
    assertArrayEquals(expected, actual, what);
  }
}
