package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.problem.Dataset;

/** The residuals of all samples and the mean loss, filled tile by tile. */
final class OutputResiduals {
  private final Kernels kernels;
  private final TilePlan plan;
  private final OutputLoss loss;
  private final int samples;
  private final int outputs;
  private final double[] targets;
  private final double[] residual;
  private final double[] losses;

  OutputResiduals(Kernels kernels, TilePlan plan, Dataset data, OutputLoss loss) {
    this.kernels = kernels;
    this.plan = plan;
    this.loss = loss;
    this.samples = data.samples();
    this.outputs = data.outputs();
    this.targets = data.y();
    this.residual = new double[targets.length];
    this.losses = new double[samples];
  }

  /** Residuals and losses of a range of samples. */
  void compute(NodeBuffers values, int from, int to) {
    int last = plan.last();
    double[] f = values.array(last);
    for (int s = from; s < to; s++) {
      losses[s] = loss.sample(f, values.offset(last, s), targets, s * outputs, outputs, residual);
    }
  }

  /** The mean over all samples, once all are computed. */
  double meanLoss() {
    if (loss.isSquared()) {
      return kernels.dot(residual.length, residual, 0, residual, 0) / samples;
    }
    double sum = 0;
    for (double each : losses) {
      sum += each;
    }
    return sum / samples;
  }

  double[] targets() {
    return targets;
  }

  double[] array() {
    return residual;
  }

  /**
   * Applies half the second derivative to a tile of output tangents that begins at {@code from}.
   */
  void curve(NodeBuffers values, int from, int to, double[] tangents) {
    if (loss.isSquared()) {
      return;
    }
    int last = plan.last();
    double[] f = values.array(last);
    for (int s = from; s < to; s++) {
      loss.curve(f, values.offset(last, s), outputs, tangents, (s - from) * plan.strideOf(last));
    }
  }
}
