package io.shallows.minimum.finish;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import java.util.Arrays;

/**
 * The inverse as a matrix: at first that of the Schur complement {@code S = B_ww - B_wA B_AA^-1
 * B_Aw} of the heads in the Gauss-Newton matrix {@code (2/N) J^T J + decay I}, then by BFGS. It
 * keeps what it has learned when the decay changes: the Hessians differ by multiples of the
 * identity that are small against all but the flattest directions.
 *
 * <p>A product costs n^2, an update 2 n^2, n the number of inner parameters; building costs p^2 N +
 * p^3.
 */
final class DenseCurvature implements ReducedCurvature {

  private final Kernels kernels = Kernels.best();
  private final ReducedLoss reduced;
  private final int n;
  private final double[] inverse;
  private final double[] image;

  DenseCurvature(ReducedLoss reduced) {
    this.reduced = reduced;
    this.n = reduced.inner().length;
    this.inverse = new double[n * n];
    this.image = new double[n];
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public void build(double[] theta) {
    int p = theta.length;
    int samples = reduced.loss().data().samples();
    int outputs = reduced.loss().data().outputs();
    int[] inner = reduced.inner();
    int count = reduced.featureCount() * outputs;
    double decay = reduced.decay();
    double[] whole = new double[p * p];
    reduced.loss().linearize(theta).normal(whole);
    reduced.evaluated(2);
    kernels.scale(p * p, 2.0 / samples, whole, 0);
    int[] heads = new int[count];
    for (int i = 0; i < count; i++) {
      heads[i] = reduced.head(i / outputs) + i % outputs;
    }
    double[] own = new double[count * count];
    double[] cross = new double[count * n];
    double trace = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        own[i * count + j] = whole[heads[i] * p + heads[j]];
      }
      for (int j = 0; j < n; j++) {
        cross[i * n + j] = whole[heads[i] * p + inner[j]];
      }
      trace += own[i * count + i];
    }
    CholeskyFactor factor = new CholeskyFactor(kernels, Math.max(n, count));
    identity();
    double[] removed = new double[n * n];
    if (count > 0) {
      double shift = decay + ReducedLoss.RIDGE * trace / count;
      if (!ReducedLoss.factored(factor, count, own, shift)) {
        return;
      }
      factor.solveHalf(n, cross, 0, n);
      kernels.normal(count, n, cross, 0, n, removed, 0, n, false);
    }
    trace = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        removed[i * n + j] = whole[inner[i] * p + inner[j]] - removed[i * n + j];
      }
      trace += Math.max(0, removed[i * n + i]);
    }
    double damping = SlideRun.DAMPING * trace / n + decay;
    if (ReducedLoss.factored(factor, n, removed, damping)) {
      factor.solve(n, inverse, 0, n);
    }
  }

  private void identity() {
    Arrays.fill(inverse, 0);
    for (int i = 0; i < n; i++) {
      inverse[i * n + i] = 1;
    }
  }

  /** What was learned is in the matrix, which is made anew before it is used again. */
  @Override
  public void forget() {}

  @Override
  public void rescale(double[] factors) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        inverse[i * n + j] *= factors[i] * factors[j];
      }
    }
  }

  @Override
  public void apply(double[] vector, double[] product) {
    kernels.gemv(n, n, inverse, 0, n, vector, 0, product, 0, false);
  }

  @Override
  public void learn(double[] step, double[] change, double slope) {
    apply(change, image);
    double weight = (1 + kernels.dot(n, change, 0, image, 0) / slope) / slope;
    for (int i = 0; i < n; i++) {
      kernels.axpy(n, weight * step[i] - image[i] / slope, step, 0, inverse, i * n);
      kernels.axpy(n, -step[i] / slope, image, 0, inverse, i * n);
    }
  }
}
