package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;

/**
 * Adam with constant step, beta_1 = 0.9, beta_2 = 0.999 and epsilon = 1e-8: the comparator that
 * practice uses; on the full data set or on mini-batches.
 *
 * <p>On the full data set one gradient per iteration. With mini-batches an iteration is one batch;
 * limits and observers see the full loss once per epoch, and an epoch counts as two gradient
 * evaluations, its batches together and the full one. Source: Kingma, Ba 2015, arXiv 1412.6980.
 */
public final class Adam implements Optimizer {

  /** The step of the paper. */
  public static final double DEFAULT_STEP = 1e-3;

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double step;
  private final int batchSize;
  private final long seed;
  private final BiasPenalty penalty;

  /** With the paper's step, on the full data set. */
  public Adam() {
    this(DEFAULT_STEP);
  }

  /** With this step, on the full data set. */
  public Adam(double step) {
    this(step, 0, 0);
  }

  /**
   * With this step and mini-batches.
   *
   * @param batchSize samples per step; 0 is all
   * @param seed of the order of batches
   */
  public Adam(double step, int batchSize, long seed) {
    this(step, batchSize, seed, BiasPenalty.NONE);
  }

  /** With this step, mini-batches and a penalty of biases. */
  Adam(double step, int batchSize, long seed, BiasPenalty penalty) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("step: " + step + " is not above 0");
    }
    if (batchSize < 0) {
      throw new IllegalArgumentException("batchSize: " + batchSize + " is below 0");
    }
    this.step = step;
    this.batchSize = batchSize;
    this.seed = seed;
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public String definition() {
    return "Adam with constant step, on the full data set or on mini-batches";
  }

  @Override
  public boolean usesLearningRate() {
    return true;
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optimizer configured(
      double newStep, int newBatchSize, long newSeed, BiasPenalty newPenalty) {
    return new Adam(newStep, newBatchSize, newSeed, newPenalty);
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    FirstOrderRun run = new FirstOrderRun(loss, start, limits, deadline, observer, penalty);
    Moments moments = new Moments(run.theta.length);
    boolean batched =
        batchSize > 0
            && loss instanceof EmpiricalLoss empirical
            && batchSize < empirical.data().samples();
    if (batched) {
      return epochs(run, moments, new MiniBatches((EmpiricalLoss) loss, batchSize, seed));
    }
    while (true) {
      TrainingOutcome outcome = run.outcome();
      if (outcome != null) {
        return run.end(outcome);
      }
      moments.move(run.theta, run.gradient);
      run.evaluate();
      run.stepped();
    }
  }

  private TrainingResult epochs(FirstOrderRun run, Moments moments, MiniBatches batches) {
    double[] gradient = new double[run.theta.length];
    while (true) {
      TrainingOutcome outcome = run.outcome();
      if (outcome != null) {
        return run.end(outcome);
      }
      int steps = Math.min(batches.count(), run.iterationsLeft());
      for (int batch = 0; batch < steps; batch++) {
        batches.valueAndGradient(run.theta, gradient);
        penalty.addGradient(run.theta, gradient);
        moments.move(run.theta, gradient);
      }
      run.countBatches();
      run.evaluate();
      run.stepped(steps);
    }
  }

  /** The running means of gradients and their squares. */
  private final class Moments {
    private final double[] first;
    private final double[] second;
    private double power1 = 1;
    private double power2 = 1;

    private Moments(int p) {
      this.first = new double[p];
      this.second = new double[p];
    }

    private void move(double[] theta, double[] gradient) {
      power1 *= BETA1;
      power2 *= BETA2;
      double root = Math.sqrt(1 - power2);
      Kernels.best()
          .adam(
              theta.length,
              theta,
              gradient,
              first,
              second,
              BETA1,
              BETA2,
              step * root / (1 - power1),
              EPSILON * root);
    }
  }
}
