package io.shallows.trial;

import io.shallows.depth.PooledDepths;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.question.DepthQuestion;
import io.shallows.loss.LossSurface;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One minimum's depths to all its targets, before they are rows. */
public final class MinimumDepths {

  /** Measures all targets of one minimum. */
  interface Meter {
    PooledDepths measure(List<DepthTarget> targets, Coverage coverage);
  }

  private final Record minimum;
  private final Coverage coverage;
  private final List<DepthQuestion> questions;
  private final List<DepthTarget> targets;
  private final PooledDepths pooled;
  private List<NestedStage.Pair> nested = List.of();
  private double seconds;

  private MinimumDepths(
      Record minimum,
      Coverage coverage,
      List<DepthQuestion> questions,
      List<DepthTarget> targets,
      PooledDepths pooled) {
    this.minimum = minimum;
    this.coverage = coverage;
    this.questions = List.copyOf(questions);
    this.targets = targets;
    this.pooled = pooled;
  }

  /** Measures every target once, however many questions ask for it. */
  static MinimumDepths of(
      Record minimum, Coverage coverage, List<DepthQuestion> questions, Meter meter) {
    Set<DepthTarget> distinct = new LinkedHashSet<>();
    questions.forEach(question -> distinct.add(question.target()));
    List<DepthTarget> targets = List.copyOf(distinct);
    return new MinimumDepths(
        minimum, coverage, questions, targets, meter.measure(targets, coverage));
  }

  /** The same with the time that the measurement took. */
  MinimumDepths took(double wallSeconds) {
    seconds = wallSeconds;
    return this;
  }

  /** The same with what was measured in networks with skips. */
  MinimumDepths with(List<NestedStage.Pair> pairs) {
    nested = List.copyOf(pairs);
    return this;
  }

  Record minimum() {
    return minimum;
  }

  Coverage coverage() {
    return coverage;
  }

  /** The targets, each once. */
  List<DepthTarget> targets() {
    return targets;
  }

  /** What is known by now, in the order of the targets. */
  List<DepthMeasurement> measurements() {
    return pooled.measurements();
  }

  /** What was measured to the best minimum of the cell. */
  Optional<DepthMeasurement> toBest() {
    return questions.stream()
        .filter(question -> question.target().kind().equals(TargetKind.CELL_BEST))
        .map(this::measured)
        .findFirst();
  }

  private DepthMeasurement measured(DepthQuestion question) {
    return pooled.measurements().get(targets.indexOf(question.target()));
  }

  /**
   * Takes the bar that the tree of the cell gives this minimum: its path counts for all targets,
   * and theirs for the bar.
   */
  DepthMeasurement add(DepthMeasurement bar) {
    bar.best().ifPresent(pooled::add);
    if (!coverage.covers(bar.loss(), DepthTarget.bar(bar.level()))) {
      return DepthMeasurement.without(bar.loss(), bar.level(), false);
    }
    return pooled.lowest(bar.level()).map(bar::lowered).orElse(bar);
  }

  /** The rows, each with an equal share of the time that all took. */
  DepthOutcome rows(DepthRows write, LossSurface surface) {
    List<Record> depths = new ArrayList<>();
    List<Record> paths = new ArrayList<>();
    List<Record> pairs = new ArrayList<>();
    for (DepthQuestion question : questions) {
      DepthMeasurement measured = measured(question);
      Record row = write.depth(minimum, measured, question, seconds / questions.size());
      depths.add(row);
      paths.addAll(write.paths(surface, minimum, measured, question));
      for (NestedStage.Pair pair : measured.covered() ? nested : List.<NestedStage.Pair>of()) {
        DepthMeasurement within = pair.measured().get(targets.indexOf(question.target()));
        pairs.add(NestedStage.row(pair, row, measured, within, pair.seconds() / questions.size()));
      }
    }
    return new DepthOutcome(depths, paths, pairs);
  }
}
