package io.shallows.trial;

import io.shallows.depth.question.DepthTargets;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceDescent;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.landscape.Landscapes;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialStatus;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizer;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import java.util.Optional;

/** The stage {@code references}: e(k) of one problem as rows. */
final class ReferenceStage {

  private final SweepSpec spec;

  ReferenceStage(SweepSpec spec) {
    this.spec = spec;
  }

  List<Integer> widths(Iterable<Integer> hiddenWidths) {
    java.util.TreeSet<Integer> widths = new java.util.TreeSet<>();
    for (int width : hiddenWidths) {
      for (double eta : spec.measurement().depth().eta()) {
        widths.add(ReferenceSearch.width(width, eta));
      }
    }
    return List.copyOf(widths);
  }

  List<Record> rows(
      TrialProblem problem, List<Integer> widths, List<Record> known, Deadline deadline) {
    Optional<Dataset> data = Landscapes.referenceData(problem.data(), problem.outputLoss());
    if (data.isEmpty() || widths.isEmpty() || !isWanted(spec)) {
      return List.of();
    }
    TrainingLimits limits =
        TrainingLimits.of(spec.training().gradientTolerance(), spec.training().maxIterations())
            .withRelativeTolerance(spec.training().relativeTolerance())
            .withLossTolerance(spec.training().globalTolerance() * problem.constantLoss());
    ReferenceSearch search =
        new ReferenceSearch(
            data.get(),
            new RandomStreams(spec.grid().seed().root()),
            problem.id(),
            descent(limits),
            limits.lossTolerance(),
            spec.measurement().depth().referenceRestarts());
    double began = deadline.elapsedSeconds();
    List<Reference> references =
        search.search(widths, known.stream().map(ReferenceStage::reference).toList(), deadline);
    double seconds = deadline.elapsedSeconds() - began;
    return references.stream()
        .map(reference -> row(problem, reference, seconds / references.size()))
        .toList();
  }

  /**
   * With a penalty of units, references are looked for only where a target is one: nothing else
   * asks for them.
   */
  static boolean isWanted(SweepSpec spec) {
    return spec.training().penalty() == 0
        || spec.measurement().depth().targets().stream()
            .anyMatch(name -> DepthTargets.named(name).kind().bounded());
  }

  private ReferenceDescent descent(TrainingLimits limits) {
    Optimizer optimizer = Optimizers.named(ReferenceSearch.OPTIMIZER);
    double kappa = spec.training().penalty();
    return kappa == 0
        ? ReferenceDescent.training(optimizer, limits)
        : ReferenceDescent.penalized(
            new MinimumSearch(optimizer, limits, MinimumTolerances.of(spec.training())), kappa);
  }

  private static Record row(TrialProblem problem, Reference reference, double seconds) {
    return Record.of(ReferencesTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, problem.id())
        .set(LeadingColumns.WIDTH, reference.width())
        .set(LeadingColumns.INPUT_DIMENSION, problem.coordinates().inputDimension())
        .set(LeadingColumns.PARAMETER_COUNT, reference.theta().length)
        .set(ReferencesTable.REFERENCE_LOSS, reference.loss())
        .setFinite(ReferencesTable.LOSS_NORMALIZED, reference.loss() / problem.constantLoss())
        .setFinite(ReferencesTable.GRADIENT_NORM, reference.gradientNorm())
        .set(ReferencesTable.RESTARTS, reference.restarts())
        .set(ReferencesTable.CONVERGED_RESTARTS, reference.converged())
        .set(ReferencesTable.BEST_RESTART, reference.best())
        .set(ReferencesTable.PARAMETERS, reference.theta())
        .set(ReferencesTable.STATUS, TrialStatuses.of(reference.outcome()).label())
        .set(ReferencesTable.SECONDS_SPENT, seconds)
        .build();
  }

  /** The reference that a row holds. */
  static Reference reference(Record row) {
    return new Reference(
        Math.toIntExact(row.get(LeadingColumns.WIDTH)),
        row.get(ReferencesTable.REFERENCE_LOSS),
        row.get(ReferencesTable.PARAMETERS),
        row.find(ReferencesTable.GRADIENT_NORM).orElse(Double.NaN),
        Math.toIntExact(row.get(ReferencesTable.RESTARTS)),
        Math.toIntExact(row.get(ReferencesTable.CONVERGED_RESTARTS)),
        Math.toIntExact(row.get(ReferencesTable.BEST_RESTART)),
        row.get(ReferencesTable.STATUS).equals(TrialStatus.CONVERGED.label())
            ? TrainingOutcome.CONVERGED
            : TrainingOutcome.BUDGET);
  }
}
