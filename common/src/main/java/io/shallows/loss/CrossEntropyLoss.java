package io.shallows.loss;

import io.shallows.problem.Dataset;

/**
 * Softmax cross-entropy {@code log sum_k exp(f_k) - sum_k y_k f_k} of c outputs with targets y that
 * are a distribution over the classes, one-hot as a rule.
 *
 * <p>With s = softmax(f): derivative {@code s - y}, second derivative {@code diag(s) - s s^T}. The
 * largest output is subtracted before exponentials, so nothing overflows; s and the loss carry a
 * few units in the last place of the largest term, so a loss below 1e-16 comes out as 0. With one
 * class the loss is 0 everywhere. Exponentials and logarithms are those of StrictMath.
 */
final class CrossEntropyLoss implements OutputLoss {

  private static final double SUM_TOLERANCE = 1e-9;

  @Override
  public String name() {
    return "cross-entropy";
  }

  @Override
  public String definition() {
    return "log sum_k exp(f_k) - sum_k y_k f_k, mean over samples; y a distribution over classes";
  }

  @Override
  public void requireFit(Dataset data) {
    for (int i = 0; i < data.samples(); i++) {
      double sum = 0;
      for (int k = 0; k < data.outputs(); k++) {
        if (data.y(i, k) < 0) {
          throw new IllegalArgumentException(
              "cross-entropy: target " + data.y(i, k) + " of sample " + i + " is below 0");
        }
        sum += data.y(i, k);
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw new IllegalArgumentException(
            "cross-entropy: the targets of sample " + i + " sum to " + sum + ", not to 1");
      }
    }
  }

  @Override
  public double sample(double[] f, int fAt, double[] y, int yAt, int c, double[] residual) {
    double largest = largest(f, fAt, c);
    double sum = 0;
    for (int k = 0; k < c; k++) {
      double e = StrictMath.exp(f[fAt + k] - largest);
      residual[yAt + k] = e;
      sum += e;
    }
    double loss = StrictMath.log(sum);
    for (int k = 0; k < c; k++) {
      residual[yAt + k] = 0.5 * (residual[yAt + k] / sum - y[yAt + k]);
      loss += y[yAt + k] * (largest - f[fAt + k]);
    }
    return loss;
  }

  @Override
  public void curve(double[] f, int fAt, int c, double[] tangent, int tangentAt) {
    double largest = largest(f, fAt, c);
    double sum = 0;
    double mean = 0;
    for (int k = 0; k < c; k++) {
      double e = StrictMath.exp(f[fAt + k] - largest);
      sum += e;
      mean += e * tangent[tangentAt + k];
    }
    mean /= sum;
    for (int k = 0; k < c; k++) {
      double share = StrictMath.exp(f[fAt + k] - largest) / sum;
      tangent[tangentAt + k] = 0.5 * share * (tangent[tangentAt + k] - mean);
    }
  }

  /** The entropy of the mean target. */
  @Override
  public double constant(Dataset data) {
    double entropy = 0;
    for (int k = 0; k < data.outputs(); k++) {
      double share = 0;
      for (int i = 0; i < data.samples(); i++) {
        share += data.y(i, k);
      }
      share /= data.samples();
      entropy -= share > 0 ? share * StrictMath.log(share) : 0;
    }
    return entropy;
  }

  /** {@code max_k d_k - y . d}, exact for one-hot y. */
  @Override
  public double slopeAtInfinity(double[] d, int dAt, double[] y, int yAt, int c) {
    double wanted = 0;
    for (int k = 0; k < c; k++) {
      wanted += y[yAt + k] * d[dAt + k];
    }
    return largest(d, dAt, c) - wanted;
  }

  private static double largest(double[] f, int fAt, int c) {
    double largest = f[fAt];
    for (int k = 1; k < c; k++) {
      largest = Math.max(largest, f[fAt + k]);
    }
    return largest;
  }

  @Override
  public boolean needsClasses() {
    return true;
  }
}
