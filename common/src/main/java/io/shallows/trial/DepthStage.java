package io.shallows.trial;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.DepthProblem;
import io.shallows.depth.TreeWay;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.question.AskedMinimum;
import io.shallows.depth.question.AskedTarget;
import io.shallows.depth.question.DepthQuestion;
import io.shallows.depth.question.DepthTargets;
import io.shallows.depth.question.TargetLevel;
import io.shallows.depth.reference.Reference;
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
  private final NestedStage nested;

  DepthStage(SweepSpec spec, SweepIdentity identity) {
    this.spec = spec;
    this.write = new DepthRows(spec, identity);
    this.tree = new TreeStage(settings(), write);
    this.nested = new NestedStage(spec, settings());
  }

  /** The rows of a cell that waited for its tree, and those of the tree. */
  DepthOutcome tree(
      TrialProblem problem,
      TrialCoordinates at,
      Record best,
      List<Record> minima,
      List<DepthOutcome> measured) {
    return spec.measurement().depth().hasTree()
        ? tree.rows(problem, at, best, minima, measured)
        : DepthOutcome.none();
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
    List<Reference> references = referenceRows.stream().map(ReferenceStage::reference).toList();
    MinimumDepths depths = depths(problem, at, minimum, best, references);
    depths.took(deadline.elapsedSeconds() - began);
    depths.with(nested.measure(problem, at, depths, references, deadline));
    if (!spec.measurement().depth().hasTree() || best.isEmpty() || minima.isEmpty()) {
      return depths.rows(write, TrialSurface.of(problem, at));
    }
    Optional<DepthMeasurement> toBest = depths.toBest();
    List<TreeWay> ways = tree.ways(problem, at, minimum, best.get(), minima, toBest);
    return new DepthOutcome(List.of(), List.of(), List.of(), Optional.of(depths), ways);
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
      List<Reference> references) {
    Coverage coverage =
        Coverage.of(
            MinimumKind.of(minimum.get(MinimaTable.MINIMUM_KIND)),
            spec.training().globalTolerance(),
            problem.constantLoss());
    double[] theta = minimum.get(MinimaTable.PARAMETERS);
    Optional<Record> other = best.filter(row -> isOther(row, minimum));
    DepthProblem depth = problem.landscape(at.cell()).depth(settings(), references);
    return MinimumDepths.of(
        minimum,
        coverage,
        questions(
            AskedMinimum.at(
                depth,
                theta,
                at.width(),
                coverage,
                other.map(
                    row ->
                        AskedMinimum.Other.at(
                            row.get(LeadingColumns.TRIAL_ID), row.get(MinimaTable.PARAMETERS))))),
        (targets, rule) -> new DepthMeter(depth).measure(theta, targets, rule));
  }

  private static boolean isOther(Record best, Record minimum) {
    return !best.get(LeadingColumns.TRIAL_ID).equals(minimum.get(LeadingColumns.TRIAL_ID));
  }

  /** What is asked of one minimum, in the order of rows. */
  private List<DepthQuestion> questions(AskedMinimum minimum) {
    DepthSpec depth = spec.measurement().depth();
    List<DepthQuestion> questions = new ArrayList<>();
    for (String name : depth.targets()) {
      AskedTarget target = DepthTargets.named(name);
      for (TargetLevel level : target.levels(depth.eta(), depth.drops())) {
        target.question(minimum, level).ifPresent(questions::add);
      }
    }
    return questions;
  }
}
