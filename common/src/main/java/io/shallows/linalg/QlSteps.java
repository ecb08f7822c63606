package io.shallows.linalg;

/**
 * Implicit QL steps with Wilkinson's shift: a symmetric tridiagonal matrix becomes diagonal, by
 * rotations that are applied to the rows of another matrix too.
 */
final class QlSteps {

  /** Steps for one eigenvalue; two or three are usual. */
  private static final int MOST_STEPS = 60;

  /**
   * Steps after which an element below the rounding of the largest one is 0. What is left of a
   * matrix of low rank is its rounding: hundreds of rows of 1e-20 beside elements of 1, into which
   * every step carries new rounding, so that some never become small beside their neighbours. The
   * error is one that each step makes anyway; before, elements that matter keep their digits.
   */
  private static final int STEPS_OF_DIGITS = 30;

  private static final double HALF_ULP = 0.5 * Math.ulp(1.0);

  private QlSteps() {}

  /**
   * Diagonalises.
   *
   * @param d the diagonal, n numbers; becomes the eigenvalues in no order
   * @param e {@code e[i]} stands beside {@code d[i]} and {@code d[i + 1]}; n numbers, of which the
   *     last is not read; overwritten
   * @param rows row-major n x n whose rows are rotated, or empty: with the identity its row i
   *     becomes the eigenvector of {@code d[i]}
   * @throws ArithmeticException if a number is not finite or the steps do not converge
   */
  static void run(double[] d, double[] e, double[] rows) {
    int n = d.length;
    e[n - 1] = 0;
    double rounding = HALF_ULP * largest(d, e);
    for (int low = 0; low < n; low++) {
      for (int step = 0; ; step++) {
        int high = low;
        double least = step < STEPS_OF_DIGITS ? Double.MIN_NORMAL : rounding;
        while (high < n - 1 && !isNegligible(e[high], d[high], d[high + 1], least)) {
          high++;
        }
        if (high == low) {
          break;
        }
        if (step == MOST_STEPS) {
          throw new ArithmeticException("eigenvalues: the iteration did not converge");
        }
        step(d, e, low, high, rows);
      }
    }
  }

  /** Below half a unit in the last place of its neighbours, or below what counts at all. */
  private static boolean isNegligible(double beside, double left, double right, double least) {
    return Math.abs(beside) <= HALF_ULP * (Math.abs(left) + Math.abs(right))
        || Math.abs(beside) < least;
  }

  private static double largest(double[] d, double[] e) {
    double largest = 0;
    for (int i = 0; i < d.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(d[i]), Math.abs(e[i])));
    }
    return largest;
  }

  private static void step(double[] d, double[] e, int low, int high, double[] rows) {
    int n = d.length;
    double g = (d[low + 1] - d[low]) / (2 * e[low]);
    double r = hypotenuse(g, 1);
    g = d[high] - d[low] + e[low] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = high - 1; i >= low; i--) {
      double f = s * e[i];
      double b = c * e[i];
      r = hypotenuse(f, g);
      e[i + 1] = r;
      if (r == 0) { // the matrix falls apart here
        d[i + 1] -= p;
        e[high] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      if (rows.length > 0) {
        rotate(n, rows, i * n, (i + 1) * n, c, s);
      }
    }
    d[low] -= p;
    e[low] = g;
    e[high] = 0;
  }

  /** {@code (x, y) := (c x - s y, s x + c y)} for two rows. */
  static void rotate(int n, double[] rows, int x, int y, double c, double s) {
    for (int k = 0; k < n; k++) {
      double left = rows[x + k];
      double right = rows[y + k];
      rows[x + k] = c * left - s * right;
      rows[y + k] = s * left + c * right;
    }
  }

  /** {@code sqrt(a^2 + b^2)} without overflow. */
  static double hypotenuse(double a, double b) {
    double large = Math.max(Math.abs(a), Math.abs(b));
    if (large < 1e150 && large > 1e-140) {
      return Math.sqrt(a * a + b * b);
    }
    if (large == 0 || !(large < Double.POSITIVE_INFINITY)) {
      return large;
    }
    double x = a / large;
    double y = b / large;
    return large * Math.sqrt(x * x + y * y);
  }
}
