package io.shallows.trial;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.DepthProblem;
import io.shallows.depth.TreeWay;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.DepthSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    List<Reference> references = referenceRows.stream().map(ReferenceStage::reference).toList();
    DepthProblem depth = problem.landscape(at.cell()).depth(settings(), references);
    return MinimumDepths.of(
        minimum,
        coverage,
        questions(depth, at, theta, coverage, other),
        (targets, rule) -> new DepthMeter(depth).measure(theta, targets, rule));
  }

  private static boolean isOther(Record best, Record minimum) {
    return !best.get(LeadingColumns.TRIAL_ID).equals(minimum.get(LeadingColumns.TRIAL_ID));
  }

  /** What is asked of one minimum, in the order of rows. */
  private List<DepthQuestion> questions(
      DepthProblem depth,
      TrialCoordinates at,
      double[] theta,
      Coverage coverage,
      Optional<Record> other) {
    List<DepthQuestion> questions = new ArrayList<>();
    for (double eta : spec.measurement().depth().eta()) {
      int k = ReferenceSearch.width(at.width(), eta);
      depth
          .reference(k)
          .ifPresent(target -> questions.add(DepthQuestion.reference(target, eta, k)));
    }
    for (double drop : spec.measurement().depth().drops()) {
      questions.add(DepthQuestion.own(depth.own(theta, drop, coverage), drop));
    }
    other.ifPresent(
        row ->
            questions.add(
                DepthQuestion.minimum(
                    depth.cellBest(row.get(MinimaTable.PARAMETERS)),
                    row.get(LeadingColumns.TRIAL_ID))));
    return questions;
  }
}
