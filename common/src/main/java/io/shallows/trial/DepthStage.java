package io.shallows.trial;

import io.shallows.depth.CrossEntropyDepth;
import io.shallows.depth.DepthMeter;
import io.shallows.depth.PopulationDepth;
import io.shallows.depth.TreeWay;
import io.shallows.depth.exact.PathBound;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.MinimumKind;
import io.shallows.network.NetworkFamilies;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.DepthSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stage {@code depths}: one minimum's depth to every target, from one pool of paths. */
final class DepthStage {

  private final SweepSpec spec;
  private final DepthRows write;
  private final TreeStage tree;

  DepthStage(SweepSpec spec, SweepIdentity identity) {
    this.spec = spec;
    this.write = new DepthRows(spec, identity);
    this.tree = new TreeStage(settings(), write);
  }

  /** Whether the minima of a cell are joined by a tree. */
  private boolean hasTree() {
    DepthSpec depth = spec.measurement().depth();
    return depth.enabled() && depth.connectivity().equals("tree");
  }

  /** The rows of a cell that waited for its tree, and those of the tree. */
  DepthOutcome tree(
      TrialProblem problem,
      TrialCoordinates at,
      Record best,
      List<Record> minima,
      List<DepthOutcome> measured) {
    return hasTree() ? tree.rows(problem, at, best, minima, measured) : DepthOutcome.none();
  }

  /** The depths of a minimum and, for a tree, its ways to others of its cell. */
  DepthOutcome measure(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      List<Record> minima,
      List<Record> referenceRows,
      Deadline deadline) {
    if (!spec.measurement().depth().enabled()) {
      return DepthOutcome.none();
    }
    double began = deadline.elapsedSeconds();
    MinimumDepths depths = depths(problem, at, minimum, best, referenceRows);
    depths.took(deadline.elapsedSeconds() - began);
    if (!hasTree() || best.isEmpty() || minima.isEmpty()) {
      return depths.rows(write, TrialSurface.of(problem, at));
    }
    Optional<DepthMeasurement> toBest = depths.toBest();
    List<TreeWay> ways = tree.ways(problem, at, minimum, best.get(), minima, toBest);
    return new DepthOutcome(List.of(), List.of(), Optional.of(depths), ways);
  }

  private DepthSettings settings() {
    DepthSpec depth = spec.measurement().depth();
    return new DepthSettings(depth.finders(), depth.certificateTolerance(), depth.budget());
  }

  private MinimumDepths depths(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      List<Record> referenceRows) {
    Coverage coverage =
        Coverage.of(
            MinimumKind.of(minimum.get(MinimaTable.MINIMUM_KIND)),
            spec.training().globalTolerance(),
            problem.constantLoss());
    double[] theta = minimum.get(MinimaTable.PARAMETERS);
    Optional<Record> other = best.filter(row -> isOther(row, minimum));
    if (problem.data().isEmpty()) {
      PopulationDepth depth = new PopulationDepth(problem.population(at.cell()), settings());
      return MinimumDepths.of(
          minimum,
          coverage,
          surface(drop -> depth.own(theta, drop, coverage), depth::to, other),
          (targets, rule) -> depth.measure(theta, targets, rule));
    }
    EmpiricalLoss loss =
        EmpiricalLoss.of(problem.network(at.cell()), problem.data().get(), problem.outputLoss());
    if (PathBound.required(problem.outputLoss()) == PathBound.SQUARED) {
      List<Reference> references = referenceRows.stream().map(ReferenceStage::reference).toList();
      DepthMeter depth = new DepthMeter(loss, NetworkFamilies.named(at.family()), settings());
      return MinimumDepths.of(
          minimum,
          coverage,
          network(loss, at, theta, coverage, other, references),
          (targets, rule) -> depth.measure(theta, targets, rule));
    }
    CrossEntropyDepth depth = new CrossEntropyDepth(loss, settings());
    return MinimumDepths.of(
        minimum,
        coverage,
        surface(drop -> depth.own(theta, drop, coverage), depth::to, other),
        (targets, rule) -> depth.measure(theta, targets, rule));
  }

  private static boolean isOther(Record best, Record minimum) {
    return !best.get(LeadingColumns.TRIAL_ID).equals(minimum.get(LeadingColumns.TRIAL_ID));
  }

  /** A level below the minimum by a share of its loss. */
  private interface Own {
    DepthTarget below(double drop);
  }

  /** The level of a lower minimum. */
  private interface Lower {
    DepthTarget to(double[] theta);
  }

  /** A population loss and the cross-entropy have no references. */
  private List<DepthQuestion> surface(Own own, Lower lower, Optional<Record> other) {
    List<DepthQuestion> questions = new ArrayList<>();
    for (double drop : spec.measurement().depth().drops()) {
      questions.add(DepthQuestion.own(own.below(drop), drop));
    }
    other.ifPresent(
        row ->
            questions.add(
                DepthQuestion.minimum(
                    lower.to(row.get(MinimaTable.PARAMETERS)), row.get(LeadingColumns.TRIAL_ID))));
    return questions;
  }

  private List<DepthQuestion> network(
      EmpiricalLoss loss,
      TrialCoordinates at,
      double[] theta,
      Coverage coverage,
      Optional<Record> other,
      List<Reference> references) {
    double start = DepthMeter.lossAt(loss, theta);
    List<DepthQuestion> questions = new ArrayList<>();
    Map<Integer, DepthTarget> byWidth = new TreeMap<>();
    for (double eta : spec.measurement().depth().eta()) {
      int k = ReferenceSearch.width(at.width(), eta);
      references.stream()
          .filter(reference -> reference.width() == k)
          .findFirst()
          .map(
              reference ->
                  byWidth.computeIfAbsent(
                      k, width -> DepthTarget.reference(reference, loss.data())))
          .ifPresent(target -> questions.add(DepthQuestion.reference(target, eta, k)));
    }
    questions.addAll(
        surface(
            drop ->
                DepthTarget.own(
                    coverage.below(start, drop), loss.network(), loss.data(), references),
            best -> DepthTarget.cellBest(loss.network(), loss.data(), best, references),
            other));
    return questions;
  }
}
