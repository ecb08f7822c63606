package io.shallows.grid;

import io.shallows.spec.DepthSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.TrainingSpec;

/**
 * Names what a sweep computes.
 *
 * <p>A trial id covers the numerics revision, the problem with its index and input dimension,
 * family, width, depth, initialisation, root seed and seed, loss, optimizer and the tolerances by
 * which an end point is classified. It leaves out whatever does not change the numbers: the sweep's
 * name and output, the extents of its grid, the wall-clock deadline, settings of optimizers that
 * are not used, and how depth is measured. The run that measures the learning slow-down is named
 * only where there is one.
 */
public final class SweepIdentity {
  /**
   * Raised whenever a change of code changes recorded numbers, so that rows of different code never
   * share an id.
   */
  public static final int NUMERICS_REVISION = 1;

  private final SweepSpec spec;
  private final String trialPrefix;
  private final MeasurementId measurementId;

  public SweepIdentity(SweepSpec spec) {
    this.spec = spec;
    Fingerprint training = new Fingerprint();
    TrainingSpec settings = spec.training();
    training
        .with("training.optimizer", settings.optimizer())
        .with("training.loss", settings.loss())
        .with("training.gradientTolerance", settings.gradientTolerance())
        .with("training.maxIterations", settings.maxIterations())
        .with("training.kinkTolerance", settings.kinkTolerance())
        .with("training.flatTolerance", settings.flatTolerance())
        .with("training.globalTolerance", settings.globalTolerance());
    if (settings.usesLearningRate()) {
      training
          .with("training.learningRate", settings.learningRate())
          .with("training.batchSize", settings.batchSize());
    }
    if (settings.biasRegularization() > 0) {
      training.with("training.biasRegularization", settings.biasRegularization());
    }
    if (spec.measurement().measuresSlowDown()) {
      training
          .with("measurement.slowDown", spec.measurement().slowDown())
          .with("measurement.slowDownSteps", spec.measurement().slowDownSteps());
      if (!settings.usesLearningRate()) {
        training
            .with("training.learningRate", settings.learningRate())
            .with("training.batchSize", settings.batchSize());
      }
    }
    this.trialPrefix = training.text();
    DepthSpec depth = spec.measurement().depth();
    this.measurementId =
        new MeasurementId(
            new Fingerprint()
                .with("numerics", NUMERICS_REVISION)
                .with("finders", String.join(",", depth.finders()))
                .with("certificateTolerance", depth.certificateTolerance())
                .with("budget", depth.budget())
                .with("referenceRestarts", depth.referenceRestarts())
                .with("connectivity", depth.connectivity())
                .hex());
  }

  /** The id of the problem with this index and input dimension. */
  public ProblemId problemId(int problemIndex, int inputDimension) {
    return new ProblemId(
        new Fingerprint()
            .with("numerics", NUMERICS_REVISION)
            .with("root", spec.grid().seed().root())
            .with("problem.kind", spec.problem().kind())
            .with("problem", spec.problem().settings())
            .with("problem.index", problemIndex)
            .with("inputDimension", inputDimension)
            .hex());
  }

  /** The id of the trial at these coordinates. */
  public TrialId trialId(TrialCoordinates trial) {
    return new TrialId(
        new Fingerprint()
            .with("problem", problemId(trial.problemIndex(), trial.inputDimension()).hex())
            .with("family", trial.family())
            .with("width", trial.width())
            .with("networkDepth", trial.networkDepth())
            .with("initialization", trial.initialization())
            .with("seed", trial.seed())
            .with("training", trialPrefix)
            .hex());
  }

  /**
   * The id of the way this sweep measures depth: finders, certificate tolerance, budgets and
   * connectivity. The list of exponents eta is left out, since eta stands in every row of depths.
   */
  public MeasurementId measurementId() {
    return measurementId;
  }
}
