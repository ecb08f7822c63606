package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.ProblemDeclaration.Misfit;
import io.shallows.spec.Settings;
import io.shallows.spec.value.Bounds;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** The inputs that sampled problems share. */
final class Samples {
  /**
   * The largest number of a setting that data are made with, as in tables: products of four of them
   * are finite.
   */
  static final double LARGEST = TableChecks.LARGEST;

  /** Factors may make data as small as they may make them large. */
  static final Bounds FACTOR = Bounds.atLeast(1e-30).upTo(LARGEST);

  /** Numbers of the data themselves. */
  static final Bounds SIGNED = Bounds.atLeast(-LARGEST).upTo(LARGEST);

  /** What java's arrays hold; the last eight some machines keep for themselves. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

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
          "noise",
          Bounds.atLeast(0).upTo(LARGEST),
          0,
          "standard deviation of normal noise added to the targets");

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

  /** A misfit where {@code rows} of the longest inputs of a grid are more than an array holds. */
  static Optional<Misfit> excessOfInputs(
      String key, long rows, ProblemKind kind, Settings settings, GridSpec grid) {
    int largest = grid.inputDimension().largest();
    // One more than the largest dimension may be no int.
    return excess(key, rows, Math.max(largest, kind.inputs(settings, largest)), "inputs");
  }

  /**
   * A misfit where {@code rows} times {@code columns} numbers are more than an array holds.
   *
   * @param key that says the rows
   * @param what the columns are, such as {@code inputs}
   */
  static Optional<Misfit> excess(String key, long rows, long columns, String what) {
    // Both are whole numbers of 31 bits, and a constant input more.
    long numbers = rows * columns;
    return numbers <= LARGEST_ARRAY
        ? Optional.empty()
        : Optional.of(
            new Misfit(
                key,
                rows + "",
                "times "
                    + columns
                    + " "
                    + what
                    + " is "
                    + numbers
                    + " numbers, and an array holds "
                    + LARGEST_ARRAY,
                "use fewer, or a smaller grid.inputDimension"));
  }
}
