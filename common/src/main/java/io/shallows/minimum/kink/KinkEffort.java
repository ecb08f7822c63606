package io.shallows.minimum.kink;

import io.shallows.training.TrainingLimits;

/**
 * What a descent has spent so far: trial steps, and gradient evaluations of all that it calls. One
 * pass over the data with its derivatives counts as one.
 */
final class KinkEffort {

  private final TrainingLimits limits;
  private int iterations;
  private long evaluations;

  KinkEffort(TrainingLimits limits) {
    this.limits = limits;
  }

  /** One trial step more. */
  void step() {
    iterations++;
  }

  /** So many gradient evaluations more. */
  void evaluated(long count) {
    evaluations += count;
  }

  int iterations() {
    return iterations;
  }

  long evaluations() {
    return evaluations;
  }

  boolean isExhausted() {
    return iterations >= limits.maxIterations() || evaluations >= limits.maxGradientEvaluations();
  }
}
