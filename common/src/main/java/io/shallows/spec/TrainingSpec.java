package io.shallows.spec;

import java.util.List;
import java.util.Optional;

/**
 * How minima are looked for and when a point counts as one. The keys give meaning, range and
 * default of each field.
 */
public record TrainingSpec(
    String preset,
    String optimizer,
    String loss,
    double gradientTolerance,
    int maxIterations,
    double deadlineSeconds,
    double kinkTolerance,
    double flatTolerance,
    double globalTolerance,
    double learningRate,
    int batchSize,
    double biasRegularization) {

  static final Key<String> PRESET =
      Key.word(
          "preset",
          Preset.words(),
          Optional.of("none"),
          "a published setting that replaces the defaults of other keys");
  static final Key<String> OPTIMIZER =
      Key.word(
          "optimizer",
          Vocabulary::optimizers,
          "levenberg-marquardt",
          "Levenberg-Marquardt needs tens of iterations where first-order methods need tens of thousands");
  static final Key<String> LOSS =
      Key.word(
          "loss",
          List.of("squared", "cross-entropy"),
          Optional.of("squared"),
          "mean over samples of the squared error, or of softmax cross-entropy for problems with classes");
  static final Key<Double> GRADIENT_TOLERANCE =
      Key.number(
          "gradientTolerance",
          Bounds.above(0),
          1e-8,
          "stationary if the gradient norm is below; two digits above what double precision reaches on these losses");
  static final Key<Integer> MAX_ITERATIONS =
      Key.integer(
          "maxIterations",
          1,
          Integer.MAX_VALUE,
          2000,
          "four times the most that Levenberg-Marquardt was seen to need");
  static final Key<Double> DEADLINE_SECONDS =
      Key.number(
          "deadlineSeconds",
          Bounds.above(0),
          600,
          "a trial is recorded as timed out after this wall-clock time");
  static final Key<Double> KINK_TOLERANCE =
      Key.number(
          "kinkTolerance",
          Bounds.above(0),
          1e-9,
          "a pre-activation below this times |w||x| lies on a kink; runs that stall at kinks come below 1e-12");
  static final Key<Double> FLAT_TOLERANCE =
      Key.number(
          "flatTolerance",
          Bounds.above(0),
          1e-7,
          "a curvature counts as zero below this times the largest; the error of the computed eigenvalues is smaller");
  static final Key<Double> GLOBAL_TOLERANCE =
      Key.number(
          "globalTolerance",
          Bounds.atLeast(0),
          1e-10,
          "a minimum is global if its normalized loss is below; the square of an error that no plot would show");
  static final Key<Double> LEARNING_RATE =
      Key.number(
          "learningRate",
          Bounds.above(0),
          1e-3,
          "of adam and gradient-descent only; Adam's published value");
  static final Key<Integer> BATCH_SIZE =
      Key.integer(
          "batchSize",
          0,
          Integer.MAX_VALUE,
          0,
          "samples per step of adam and gradient-descent; 0 is all, as a minimum of the full loss is wanted");

  static final Key<Double> BIAS_REGULARIZATION =
      Key.number(
          "biasRegularization",
          Bounds.atLeast(0),
          0,
          "adds this times the squared distance of the biases from random normal targets to what is"
              + " minimised, cross-entropy only; no recorded loss contains it");

  /** All keys in the order of documentation. */
  static final List<Key<?>> KEYS =
      List.of(
          PRESET,
          OPTIMIZER,
          LOSS,
          GRADIENT_TOLERANCE,
          MAX_ITERATIONS,
          DEADLINE_SECONDS,
          KINK_TOLERANCE,
          FLAT_TOLERANCE,
          GLOBAL_TOLERANCE,
          LEARNING_RATE,
          BATCH_SIZE,
          BIAS_REGULARIZATION);

  /** Validates by the ranges of the keys. */
  public TrainingSpec {
    GRADIENT_TOLERANCE.require("training", gradientTolerance);
    MAX_ITERATIONS.require("training", maxIterations);
    DEADLINE_SECONDS.require("training", deadlineSeconds);
    KINK_TOLERANCE.require("training", kinkTolerance);
    FLAT_TOLERANCE.require("training", flatTolerance);
    GLOBAL_TOLERANCE.require("training", globalTolerance);
    LEARNING_RATE.require("training", learningRate);
    BATCH_SIZE.require("training", batchSize);
    BIAS_REGULARIZATION.require("training", biasRegularization);
  }

  /**
   * Whether starts and stopping rule are those of Safran and Shamir, which no other key can say.
   */
  public boolean isSafranShamir() {
    return preset.equals(Preset.SAFRAN_SHAMIR);
  }

  /** Whether the number of steps is the published rule to stop by, and not a limit. */
  public boolean endsAfterSteps() {
    return preset.equals(Preset.ORHAN_PITKOW);
  }

  /** Every key at its default. */
  public static TrainingSpec defaults() {
    return of(Settings.defaults(KEYS));
  }

  static TrainingSpec of(Settings settings) {
    return new TrainingSpec(
        settings.get(PRESET),
        settings.get(OPTIMIZER),
        settings.get(LOSS),
        settings.get(GRADIENT_TOLERANCE),
        settings.get(MAX_ITERATIONS),
        settings.get(DEADLINE_SECONDS),
        settings.get(KINK_TOLERANCE),
        settings.get(FLAT_TOLERANCE),
        settings.get(GLOBAL_TOLERANCE),
        settings.get(LEARNING_RATE),
        settings.get(BATCH_SIZE),
        settings.get(BIAS_REGULARIZATION));
  }

  /** Whether the optimizer reads {@link #learningRate()} and {@link #batchSize()}. */
  public boolean usesLearningRate() {
    return optimizer.equals("adam") || optimizer.equals("gradient-descent");
  }

  /** The fields under their keys. */
  public Settings settings() {
    return Settings.builder(KEYS)
        .set(PRESET, preset)
        .set(OPTIMIZER, optimizer)
        .set(LOSS, loss)
        .set(GRADIENT_TOLERANCE, gradientTolerance)
        .set(MAX_ITERATIONS, maxIterations)
        .set(DEADLINE_SECONDS, deadlineSeconds)
        .set(KINK_TOLERANCE, kinkTolerance)
        .set(FLAT_TOLERANCE, flatTolerance)
        .set(GLOBAL_TOLERANCE, globalTolerance)
        .set(LEARNING_RATE, learningRate)
        .set(BATCH_SIZE, batchSize)
        .set(BIAS_REGULARIZATION, biasRegularization)
        .build();
  }
}
