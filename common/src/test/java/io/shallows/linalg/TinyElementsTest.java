package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements whose squares have no digits, beside elements of 1: what units of size 0 leave. */
class TinyElementsTest {

  private static final int LARGE = 4;
  private static final int ORDER = 12;
  private static final double TOLERANCE = 1e-14;

  private static double[] symmetric(double tiny, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    double[] a = new double[ORDER * ORDER];
    for (int i = 0; i < ORDER; i++) {
      for (int j = 0; j <= i; j++) {
        double size = i < LARGE ? 1 : tiny;
        a[i * ORDER + j] = size * random.nextDouble(-1, 1);
        a[j * ORDER + i] = a[i * ORDER + j];
      }
    }
    return a;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-140, 1e-155, 1e-158, 1e-161, 1e-162, 1e-181, 1e-300, 4.9E-324})
  void eigenvaluesAreThoseOfTheRest(double tiny) {
    for (long seed = 0; seed < 20; seed++) {
      double[] a = symmetric(tiny, seed);
      double[] block = new double[LARGE * LARGE];
      for (int i = 0; i < LARGE; i++) {
        System.arraycopy(a, i * ORDER, block, i * LARGE, LARGE);
      }
      double[] expected = Arrays.copyOf(SymmetricEigen.values(LARGE, block), ORDER);
      Arrays.sort(expected);
      assertArrayEquals(expected, SymmetricEigen.values(ORDER, a), TOLERANCE);
      SymmetricEigen eigen = SymmetricEigen.of(ORDER, a);
      for (int i = 0; i < ORDER; i++) {
        double[] v = eigen.vector(i);
        double square = Arrays.stream(v).map(x -> x * x).sum();
        assertEquals(1, square, TOLERANCE);
        for (int r = 0; r < ORDER; r++) {
          double image = 0;
          for (int c = 0; c < ORDER; c++) {
            image += a[r * ORDER + c] * v[c];
          }
          assertEquals(eigen.value(i) * v[r], image, TOLERANCE);
        }
      }
    }
  }

  /** Tall, where a triangle comes first, and wide, where it does not. */
  @ParameterizedTest
  @CsvSource({
    "9, 5, 1e-155", "9, 5, 1e-161", "9, 5, 1e-162", "9, 5, 1e-300",
    "5, 9, 1e-155", "5, 9, 1e-161", "5, 9, 1e-162", "5, 9, 1e-300"
  })
  void singularValuesAreThoseOfTheRest(int rows, int columns, double tiny) {
    int large = 2;
    for (long seed = 0; seed < 20; seed++) {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
      double[] a = new double[rows * columns];
      double[] rest = new double[rows * columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          boolean kept = rows > columns ? j < large : i < large;
          double value = random.nextDouble(-1, 1);
          a[i * columns + j] = kept ? value : tiny * value;
          rest[i * columns + j] = kept ? value : 0;
        }
      }
      double[] found = SingularValues.of(rows, columns, a);
      assertArrayEquals(SingularValues.of(rows, columns, rest), found, TOLERANCE);
      assertTrue(found[0] > 0.1);
    }
  }
}
