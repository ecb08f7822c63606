package io.shallows.problem;

import io.shallows.spec.Key;
import io.shallows.spec.value.Bounds;
import java.util.function.DoubleSupplier;

/** The inputs that sampled problems share. */
final class Samples {
  static final Key<Integer> SAMPLES =
      Key.integer(
          "samples",
          1,
          10_000_000,
          256,
          "samples N; enough that small networks cannot fit them all");
  static final Key<Boolean> BIAS =
      Key.flag("bias", true, "append the constant 1 to every input, so that units have biases");
  static final Key<Double> NOISE =
      Key.number(
          "noise", Bounds.atLeast(0), 0, "standard deviation of normal noise added to the targets");

  private Samples() {}

  static int inputs(int inputDimension, boolean bias) {
    return inputDimension + (bias ? 1 : 0);
  }

  /** Rows drawn entry by entry, each with the constant appended if {@code bias}. */
  static double[] rows(int samples, int inputDimension, boolean bias, DoubleSupplier entry) {
    int inputs = inputs(inputDimension, bias);
    double[] x = new double[Math.multiplyExact(samples, inputs)];
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < inputDimension; j++) {
        x[i * inputs + j] = entry.getAsDouble();
      }
      if (bias) {
        x[i * inputs + inputDimension] = 1;
      }
    }
    return x;
  }
}
