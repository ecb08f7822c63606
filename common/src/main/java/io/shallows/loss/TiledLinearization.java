package io.shallows.loss;

import io.shallows.linalg.Kernels;

/** The first-order view of an {@link Expansion}; refuses to answer once that has moved on. */
final class TiledLinearization implements Linearization {
  /** Rows of J that are formed at a time for the normal matrix. */
  private static final int JACOBIAN_ROWS = 256;

  private final Expansion point;
  private final int generation;

  TiledLinearization(Expansion point) {
    this.point = point;
    this.generation = point.generation();
  }

  private Expansion point() {
    if (generation != point.generation()) {
      throw new IllegalStateException(
          "the loss was expanded at another point since this linearization");
    }
    return point;
  }

  @Override
  public double loss() {
    return point().loss();
  }

  @Override
  public double[] residual() {
    return point().residual();
  }

  @Override
  public void gradient(double[] gradient) {
    point().multiplyTransposed(point.residual(), 2.0 / point.samples(), gradient);
  }

  @Override
  public void multiply(double[] v, double[] product) {
    point().multiply(v, product);
  }

  @Override
  public void multiplyTransposed(double[] u, double[] product) {
    point().multiplyTransposed(u, 1, product);
  }

  @Override
  public void gram(double[] gram) {
    point().gram(gram);
  }

  @Override
  public void normal(double[] normal) {
    Kernels kernels = point().kernels();
    int p = point.plan().network().parameterCount();
    int samples = point.samples();
    double[] rows = new double[Math.min(JACOBIAN_ROWS, samples) * p];
    boolean accumulate = false;
    NodeBuffers adjoints = null;
    for (int k = 0; k < point.outputs(); k++) {
      adjoints = point.outputAdjoints(k, adjoints);
      for (int from = 0; from < samples; from += JACOBIAN_ROWS) {
        int to = Math.min(samples, from + JACOBIAN_ROWS);
        point.jacobianRows(adjoints, from, to, rows);
        kernels.normal(to - from, p, rows, 0, p, normal, 0, p, accumulate);
        accumulate = true;
      }
    }
  }

  @Override
  public double jacobianNorm() {
    double sum = 0;
    NodeBuffers adjoints = null;
    for (int k = 0; k < point().outputs(); k++) {
      adjoints = point.outputAdjoints(k, adjoints);
      sum += point.jacobianSquares(adjoints);
    }
    return Math.sqrt(sum);
  }

  @Override
  public double[] preActivations(int relu) {
    return point().nodeValues(source(relu));
  }

  @Override
  public double[] reluAdjoints(int relu) {
    return point().reluAdjoints(point.plan().network().relus().get(relu));
  }

  @Override
  public void preActivationGradient(Kink kink, double[] gradient) {
    point().nodeGradient(source(kink.relu()), kink.sample(), kink.unit(), gradient);
  }

  @Override
  public double[] preActivationSensitivity(Kink kink, int relu) {
    int below = point.plan().network().relus().get(relu);
    return point().nodeSensitivity(source(kink.relu()), kink.sample(), kink.unit(), below);
  }

  private int source(int relu) {
    return GraphShape.source(point.plan().network(), relu);
  }
}
