package io.shallows.problem;

/**
 * Mean and standard deviation of some columns of a matrix, by which they get mean 0 and variance 1.
 *
 * <p>Formula: {@code mean = sum x / k}, {@code deviation = sqrt(sum (x - mean)^2 / k)} over all k
 * entries, in the order of rows, two passes. Where a sum or a square would leave the range of
 * doubles (entries above about 1e150, or deviations below about 1e-150) both are computed of {@code
 * x 2^-e}, e the exponent of the largest entry, which changes no bit of an entry that is not far
 * smaller. Edge cases: entries that are all equal become 0. Cost: three passes.
 *
 * @param exponent e, 0 in the usual range
 * @param mean of the entries times 2^-e
 * @param deviation of the entries times 2^-e; 0 where they are all equal
 */
record ColumnScale(int exponent, double mean, double deviation) {

  private static final double LARGEST_SQUARES = 1e300;
  private static final double SMALLEST_SQUARES = 1e-290;

  /** Of columns from..to of rows that are {@code stride} apart. */
  static ColumnScale of(double[] x, int from, int to, int stride) {
    double largest = 0;
    boolean constant = true;
    for (int row = 0; row < x.length; row += stride) {
      for (int j = from; j < to; j++) {
        largest = Math.max(largest, Math.abs(x[row + j]));
        constant &= x[row + j] == x[from];
      }
    }
    if (constant) {
      return new ColumnScale(0, x[from], 0);
    }
    double[] usual = moments(x, from, to, stride, 0);
    double squares = usual[1];
    if (squares >= SMALLEST_SQUARES && squares <= LARGEST_SQUARES) {
      return of(usual, count(x, from, to, stride), 0);
    }
    int exponent = Math.getExponent(largest);
    return of(moments(x, from, to, stride, exponent), count(x, from, to, stride), exponent);
  }

  private static ColumnScale of(double[] moments, double count, int exponent) {
    return new ColumnScale(exponent, moments[0], Math.sqrt(moments[1] / count));
  }

  private static double count(double[] x, int from, int to, int stride) {
    int rows = x.length / stride;
    return (double) rows * (to - from);
  }

  /** Mean and sum of squared deviations. */
  private static double[] moments(double[] x, int from, int to, int stride, int exponent) {
    double sum = 0;
    for (int row = 0; row < x.length; row += stride) {
      for (int j = from; j < to; j++) {
        sum += scaled(x[row + j], exponent);
      }
    }
    double mean = sum / count(x, from, to, stride);
    double squares = 0;
    for (int row = 0; row < x.length; row += stride) {
      for (int j = from; j < to; j++) {
        double difference = scaled(x[row + j], exponent) - mean;
        squares += difference * difference;
      }
    }
    return new double[] {mean, squares};
  }

  private static double scaled(double value, int exponent) {
    return exponent == 0 ? value : Math.scalb(value, -exponent);
  }

  /** Whether all entries are equal as far as doubles can tell. */
  boolean isConstant() {
    return deviation == 0;
  }

  /** An entry with mean and deviation taken off. */
  double of(double value) {
    return isConstant() ? 0 : (scaled(value, exponent) - mean) / deviation;
  }

  /** Scales the columns that it was made of. */
  void apply(double[] x, int from, int to, int stride) {
    for (int row = 0; row < x.length; row += stride) {
      for (int j = from; j < to; j++) {
        x[row + j] = of(x[row + j]);
      }
    }
  }
}
