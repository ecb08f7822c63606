package io.shallows.benchmark;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;

/** One gradient and one Adam update, again and again, as the training loop does them. */
public final class TrainingStep {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  /** Small, so that a long measurement stays in the region of its start. */
  private static final double RATE = 1e-5;

  private static final double EPSILON = 1e-8;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final double[] theta;
  private final double[] gradient;
  private final double[] first;
  private final double[] second;
  private double power1 = 1;
  private double power2 = 1;

  public TrainingStep(BenchmarkProblem problem) {
    this.loss = problem.loss();
    this.theta = problem.start(0);
    this.gradient = new double[theta.length];
    this.first = new double[theta.length];
    this.second = new double[theta.length];
  }

  /** Makes a step and returns the loss before it. */
  public double run() {
    double value = loss.valueAndGradient(theta, gradient);
    power1 *= BETA1;
    power2 *= BETA2;
    double root = Math.sqrt(1 - power2);
    double step = RATE * root / (1 - power1);
    kernels.adam(theta.length, theta, gradient, first, second, BETA1, BETA2, step, EPSILON * root);
    return value;
  }

  /** The Hessian at the present parameters times the last gradient. */
  public void hessianVectorProduct(double[] product) {
    loss.hessianVectorProduct(theta, gradient, product);
  }

  /** Number of parameters. */
  public int dimension() {
    return theta.length;
  }
}
