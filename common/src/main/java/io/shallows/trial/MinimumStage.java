package io.shallows.trial;

import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.landscape.Landscape;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.minimum.finish.Finishes;
import io.shallows.network.Embedding;
import io.shallows.network.Initialization;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.random.RandomStreams;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.TrainingSpec;
import io.shallows.training.BiasPenalty;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.SafranShamirDescent;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrajectoryPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stage {@code minima}: one trial from its start to its rows. */
final class MinimumStage {

  private final SweepSpec spec;
  private final SweepIdentity identity;
  private final MinimumTolerances tolerances;

  MinimumStage(SweepSpec spec, SweepIdentity identity) {
    this.spec = spec;
    this.identity = identity;
    this.tolerances = MinimumTolerances.of(spec.training());
  }

  private MinimumSearch search(RandomStreams streams, String id, BiasPenalty penalty) {
    TrainingSpec training = spec.training();
    MinimumSearch whole =
        new MinimumSearch(
            training.isSafranShamir()
                ? new SafranShamirDescent()
                : Optimizers.configured(
                    training.optimizer(),
                    training.learningRate(),
                    training.batchSize(),
                    streams.uniform(id, "batches").nextLong(),
                    penalty),
            TrainingLimits.of(training.gradientTolerance(), training.maxIterations()),
            tolerances,
            Finishes.named(training.finish()));
    return training.endsAfterSteps() ? whole.unfinished() : whole;
  }

  private double[] start(
      TrialProblem problem,
      TrialCoordinates at,
      Network network,
      String id,
      RandomStreams streams) {
    Initialization initialization = Initializations.named(at.initialization());
    double[] drawn = initialization.draw(network, streams.uniform(id, "initialization"));
    if (initialization.lifted().isPresent()) {
      Embedding lift = problem.lift(at.cell()).orElseThrow();
      return LiftedStart.of(
          problem,
          lift,
          drawn,
          () -> initialization.lifted().get().draw(lift.plain(), streams.uniform(id, "two layers")),
          streams.uniform(id, "lifted"));
    }
    if (spec.training().isSafranShamir()) {
      // the published starts are N(0, 1/n); he has 2/n
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] *= Math.sqrt(0.5);
      }
    }
    return drawn;
  }

  TrialOutcome run(TrialProblem problem, TrialCoordinates at, Deadline deadline) {
    double began = deadline.elapsedSeconds();
    Network network = problem.network(at.cell());
    String id = identity.trialId(at).hex();
    RandomStreams streams = new RandomStreams(spec.grid().seed().root());
    double[] start = start(problem, at, network, id, streams);
    BiasPenalty penalty = BiasTargets.penalty(network, problem, spec.training(), streams, id);
    MinimumSearch search = search(streams, id, penalty);
    Landscape landscape = problem.landscape(at.cell());
    Minimum minimum = landscape.search(search, start, deadline);
    Optional<MinimumCertificate> certificate = landscape.certify(minimum);
    TrialStatus status = TrialStatuses.of(minimum.outcome(), spec.training());
    Record.Builder leading =
        Record.of(TrialsTable.TABLE)
            .set(LeadingColumns.TRIAL_ID, id)
            .set(LeadingColumns.PROBLEM_ID, problem.id())
            .set(LeadingColumns.FAMILY, at.family())
            .set(LeadingColumns.WIDTH, at.width())
            .set(LeadingColumns.NETWORK_DEPTH, at.networkDepth())
            .set(LeadingColumns.INPUT_DIMENSION, at.inputDimension())
            .set(LeadingColumns.INITIALIZATION, at.initialization())
            .set(LeadingColumns.SEED, (Long) at.seed())
            .set(LeadingColumns.PARAMETER_COUNT, network.parameterCount());
    Record.Builder row =
        leading
            .set(TrialsTable.DIRECTION_DIMENSION, network.shape().inputs() - 1)
            .set(TrialsTable.STATUS, status.label())
            .setFinite(TrialsTable.LOSS, minimum.loss())
            .setFinite(TrialsTable.LOSS_NORMALIZED, minimum.loss() / problem.constantLoss())
            .setFinite(TrialsTable.GRADIENT_NORM, minimum.gradientNorm())
            .setFinite(TrialsTable.STATIONARITY, minimum.stationarity())
            .setFinite(TrialsTable.STATIONARITY_TOLERANCE, minimum.stationarityTolerance())
            .setFinite(
                TrialsTable.STATIONARITY_RELATIVE, minimum.stationarity() / minimum.gradientBound())
            .set(TrialsTable.MINIMUM_KIND, minimum.kind().label())
            .setFinite(TrialsTable.HESSIAN_MIN, minimum.hessianMin())
            .set(TrialsTable.ACTIVE_KINKS, minimum.kinks())
            .set(TrialsTable.ITERATIONS, minimum.iterations())
            .set(TrialsTable.GRADIENT_EVALUATIONS, (Long) minimum.gradientEvaluations());
    certificate.ifPresent(proven -> certify(row, proven));
    if (spec.training().penalty() > 0) {
      UnitPenalty ofUnits = new UnitPenalty(network, spec.training().penalty());
      row.setFinite(TrialsTable.PENALTY, ofUnits.value(minimum.theta()));
    }
    new SingularityStage(spec).measure(row, id, landscape, network, start, minimum);
    Optional<EmpiricalLoss> loss = landscape.empirical();
    List<TrajectoryPoints.Point> points = new ArrayList<>();
    if (loss.isPresent()) {
      points.addAll(
          new SlowDownStage(spec, penalty)
              .measure(row, id, loss.get(), problem.constantLoss(), start, deadline));
    }
    // its time belongs to the trial's, so that the trial's row is finished after it
    Record leadingOnly = row.set(TrialsTable.SECONDS_SPENT, (Double) 0.0).build();
    List<Record> trajectory =
        loss.map(known -> new TrajectoryStage(spec).rows(leadingOnly, known, problem, points))
            .orElse(List.of());
    Record trial = row.set(TrialsTable.SECONDS_SPENT, deadline.elapsedSeconds() - began).build();
    return new TrialOutcome(trial, minimumRow(trial, minimum, status), trajectory);
  }

  private static void certify(Record.Builder row, MinimumCertificate certificate) {
    row.set(TrialsTable.HESSIAN_MIN_CERTIFIED, (Double) certificate.hessianMin())
        .set(TrialsTable.THIRD_DERIVATIVE_BOUND, (Double) certificate.thirdDerivative())
        .set(TrialsTable.CERTIFICATE_RADIUS, (Double) certificate.radius())
        .set(TrialsTable.CERTIFICATE_RISE, (Double) certificate.rise())
        .set(TrialsTable.CERTIFICATE_DIP, (Double) certificate.dip());
  }

  private static Optional<Record> minimumRow(Record trial, Minimum minimum, TrialStatus status) {
    boolean finite = status != TrialStatus.DIVERGED && Double.isFinite(minimum.loss());
    for (double value : minimum.theta()) {
      finite &= Double.isFinite(value);
    }
    return finite
        ? Optional.of(
            Record.of(MinimaTable.TABLE)
                .setShared(trial)
                .set(MinimaTable.PARAMETERS, minimum.theta())
                .build())
        : Optional.empty();
  }
}
