package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OperatorMatrixTest {

  @Test
  void meansOfMirroredElementsAndTheirLargestDifference() {
    double[] a = {2, 1, -3, 1.5, 5, 0, -3, 0.25, 7};
    double[] matrix = new double[9];
    double asymmetry =
        OperatorMatrix.form(
            3,
            (v, product) -> {
              for (int i = 0; i < 3; i++) {
                product[i] = 0;
                for (int j = 0; j < 3; j++) {
                  product[i] += a[i * 3 + j] * v[j];
                }
              }
            },
            matrix);
    assertArrayEquals(new double[] {2, 1.25, -3, 1.25, 5, 0.125, -3, 0.125, 7}, matrix);
    assertEquals(0.5, asymmetry);
  }
}
