package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelBitsTest {

  @Test
  void providersAndRunsHaveTheSameText() {
    String bits = KernelBits.of(new ReferenceKernels());
    assertTrue(bits.matches("[0-9a-f]{16}"), bits);
    assertEquals(bits, KernelBits.of(new PlainKernels()));
    assertEquals(bits, KernelBits.of(Kernels.best()));
    assertEquals(bits, KernelBits.of(new ReferenceKernels()));
  }

  /** Sums in another order, as a library or processor might. */
  @Test
  void oneRoundingElsewhereIsSeen() {
    Kernels other =
        new PlainKernels() {
          @Override
          public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
              sum += x[xOffset + i] * y[yOffset + i];
            }
            return sum;
          }
        };
    assertNotEquals(KernelBits.of(Kernels.best()), KernelBits.of(other));
  }
}
