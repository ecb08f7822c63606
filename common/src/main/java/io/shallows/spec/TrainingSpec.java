package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * How minima are looked for and when a point counts as one. The keys give meaning, range, default
 * and role of each value.
 *
 * @param settings the values under the keys
 * @param usesLearningRate whether the optimizer reads {@link #learningRate()} and {@link
 *     #batchSize()}
 */
public record TrainingSpec(Settings settings, boolean usesLearningRate) {

  private static final String READ = "if the optimizer reads it";

  static final Key<String> PRESET =
      Key.word(
              "preset",
              Preset.words(),
              Optional.of("none"),
              "a published setting that replaces the defaults of other keys")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyWhereSet();
  static final Key<String> OPTIMIZER =
      Key.word(
              "optimizer",
              Vocabulary::optimizerNames,
              "levenberg-marquardt",
              "Levenberg-Marquardt needs tens of iterations where first-order methods need tens of"
                  + " thousands")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<String> LOSS =
      Key.word(
              "loss",
              Vocabulary::lossNames,
              "squared",
              "mean over samples of the squared error, or of softmax cross-entropy for problems"
                  + " with classes")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<Double> GRADIENT_TOLERANCE =
      Key.number(
              "gradientTolerance",
              Bounds.above(0),
              1e-8,
              "stationary if the gradient norm is below; two digits above what double precision"
                  + " reaches on these losses")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<Double> RELATIVE_TOLERANCE =
      Key.number(
              "relativeTolerance",
              Bounds.above(0),
              1e-5,
              "and below this times the most that the gradient can be at its loss, which decides"
                  + " where losses are small: below about 1e-6, where by the other alone some"
                  + " points still fell by half")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyWhereSet();
  static final Key<Integer> MAX_ITERATIONS =
      Key.integer(
              "maxIterations",
              1,
              Integer.MAX_VALUE,
              2000,
              "four times the most that Levenberg-Marquardt was seen to need")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<Double> DEADLINE_SECONDS =
      Key.number(
              "deadlineSeconds",
              Bounds.above(0),
              600,
              "a trial is recorded as timed out after this processor time, or four times as long by"
                  + " the clock")
          .in(Section.TRAINING, Role.LIMIT);
  static final Key<Double> KINK_TOLERANCE =
      Key.number(
              "kinkTolerance",
              Bounds.above(0),
              1e-9,
              "a pre-activation at most this times the unit's largest over the samples lies on a"
                  + " kink; runs that stall at kinks come below 1e-12")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<Double> FLAT_TOLERANCE =
      Key.number(
              "flatTolerance",
              Bounds.above(0),
              1e-7,
              "a curvature counts as zero below this times the largest; the error of the computed"
                  + " eigenvalues is smaller")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<Double> GLOBAL_TOLERANCE =
      Key.number(
              "globalTolerance",
              Bounds.atLeast(0),
              1e-10,
              "a minimum is global if its normalized loss is below; the square of an error that no"
                  + " plot would show")
          .in(Section.TRAINING, Role.TRAINING);
  static final Key<Double> LEARNING_RATE =
      Key.number(
              "learningRate",
              Bounds.above(0),
              1e-3,
              "of adam and gradient-descent only; Adam's published value")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyIf(READ, spec -> spec.training().usesLearningRate())
          .lastIf(MeasurementSpec.WITH_SLOW_DOWN, spec -> spec.measurement().measuresSlowDown());
  static final Key<Integer> BATCH_SIZE =
      Key.integer(
              "batchSize",
              0,
              Integer.MAX_VALUE,
              0,
              "samples per step of adam and gradient-descent; 0 is all, as a minimum of the full"
                  + " loss is wanted")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyIf(READ, spec -> spec.training().usesLearningRate())
          .lastIf(MeasurementSpec.WITH_SLOW_DOWN, spec -> spec.measurement().measuresSlowDown());

  static final Key<Double> BIAS_REGULARIZATION =
      Key.number(
              "biasRegularization",
              Bounds.atLeast(0),
              0,
              "adds this times the squared distance of the biases from random normal targets to"
                  + " what is minimised, cross-entropy only; no recorded loss contains it")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyWhereSet();

  static final Key<Double> PENALTY =
      Key.number(
              "penalty",
              Bounds.atLeast(0),
              0,
              "adds this times the sum over units of |b_k| |w_k| to the loss, in training, minima,"
                  + " paths and depth; two-layer networks of one output and squared loss only")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyWhereSet();

  static final Key<String> FINISH =
      Key.word(
              "finish",
              Vocabulary::finishNames,
              "descend",
              "the way from where training ended to a stationary point: descend goes"
                  + " down the loss along kinks, as before there was a choice; decay slides a"
                  + " weight decay to 0, ends sooner and meets other minima")
          .in(Section.TRAINING, Role.TRAINING)
          .onlyWhereSet();

  /** All keys in the order of documentation. */
  static final List<Key<?>> KEYS =
      List.of(
          PRESET,
          OPTIMIZER,
          LOSS,
          GRADIENT_TOLERANCE,
          RELATIVE_TOLERANCE,
          MAX_ITERATIONS,
          DEADLINE_SECONDS,
          KINK_TOLERANCE,
          FLAT_TOLERANCE,
          GLOBAL_TOLERANCE,
          LEARNING_RATE,
          BATCH_SIZE,
          BIAS_REGULARIZATION,
          FINISH,
          PENALTY);

  /** Refuses settings of other keys; the settings have checked their values. */
  public TrainingSpec {
    settings.requireKeys(KEYS);
  }

  public String preset() {
    return settings.get(PRESET);
  }

  public String optimizer() {
    return settings.get(OPTIMIZER);
  }

  public String loss() {
    return settings.get(LOSS);
  }

  public double gradientTolerance() {
    return settings.get(GRADIENT_TOLERANCE);
  }

  public double relativeTolerance() {
    return settings.get(RELATIVE_TOLERANCE);
  }

  public int maxIterations() {
    return settings.get(MAX_ITERATIONS);
  }

  public double deadlineSeconds() {
    return settings.get(DEADLINE_SECONDS);
  }

  public double kinkTolerance() {
    return settings.get(KINK_TOLERANCE);
  }

  public double flatTolerance() {
    return settings.get(FLAT_TOLERANCE);
  }

  public double globalTolerance() {
    return settings.get(GLOBAL_TOLERANCE);
  }

  public double learningRate() {
    return settings.get(LEARNING_RATE);
  }

  public int batchSize() {
    return settings.get(BATCH_SIZE);
  }

  public double biasRegularization() {
    return settings.get(BIAS_REGULARIZATION);
  }

  /** kappa of the penalty of units; 0 for none. */
  public double penalty() {
    return settings.get(PENALTY);
  }

  /** How a search goes on where training ended. */
  public String finish() {
    return settings.get(FINISH);
  }

  /**
   * Whether starts and stopping rule are those of Safran and Shamir, which no other key can say.
   */
  public boolean isSafranShamir() {
    return preset().equals(Preset.SAFRAN_SHAMIR);
  }

  /** Whether the number of steps is the published rule to stop by, and not a limit. */
  public boolean endsAfterSteps() {
    return preset().equals(Preset.ORHAN_PITKOW);
  }
}
