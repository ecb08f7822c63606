package io.shallows.trial;

import io.shallows.depth.CrossEntropyDepth;
import io.shallows.depth.DepthMeasurement;
import io.shallows.depth.DepthMeter;
import io.shallows.depth.DepthSettings;
import io.shallows.depth.DepthTarget;
import io.shallows.depth.PopulationDepth;
import io.shallows.depth.Reference;
import io.shallows.depth.ReferenceSearch;
import io.shallows.depth.TreeWay;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.network.NetworkFamilies;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.DepthSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stage {@code depths}: one minimum's depth to every target. */
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

  /** The rows of a cell's tree. */
  DepthOutcome tree(
      TrialProblem problem,
      TrialCoordinates at,
      Record best,
      List<Record> minima,
      List<TreeWay> ways) {
    return hasTree()
        ? tree.rows(problem, at, best, minima, ways)
        : new DepthOutcome(List.of(), List.of());
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
    DepthOutcome measured = measure(problem, at, minimum, best, referenceRows, deadline);
    return hasTree() && best.isPresent() && !minima.isEmpty()
        ? measured.with(tree.ways(problem, at, minimum, best.get(), minima, measured.toBest()))
        : measured;
  }

  private DepthOutcome measure(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      List<Record> referenceRows,
      Deadline deadline) {
    if (!spec.measurement().depth().enabled()) {
      return new DepthOutcome(List.of(), List.of());
    }
    if (problem.data().isEmpty()) {
      return population(problem, at, minimum, best, deadline);
    }
    return problem.outputLoss().isSquared()
        ? network(problem, at, minimum, best, referenceRows, deadline)
        : crossEntropy(problem, at, minimum, best, deadline);
  }

  private DepthSettings settings() {
    DepthSpec depth = spec.measurement().depth();
    return new DepthSettings(depth.finders(), depth.certificateTolerance(), depth.budget());
  }

  /** A population loss has no references; the level is that of the best minimum of the cell. */
  private DepthOutcome population(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      Deadline deadline) {
    List<Record> rows = new ArrayList<>();
    List<Record> paths = new ArrayList<>();
    Optional<DepthMeasurement> toBest = Optional.empty();
    if (isOther(best, minimum)) {
      double began = deadline.elapsedSeconds();
      GaussianTeacherLoss loss = problem.population(at.cell());
      PopulationDepth depth =
          new PopulationDepth(
              loss, settings(), spec.training().globalTolerance() * loss.constantLoss());
      DepthMeasurement measured =
          depth.measure(
              minimum.get(MinimaTable.PARAMETERS),
              depth.to(best.get().get(MinimaTable.PARAMETERS)));
      toBest = Optional.of(measured);
      rows.add(cellBest(minimum, best.get(), measured, deadline.elapsedSeconds() - began));
      paths.addAll(
          write.paths(loss, minimum, measured, DepthTarget.Kind.CELL_BEST, Optional.empty()));
    }
    return new DepthOutcome(rows, paths, toBest, List.of());
  }

  /** The cross-entropy has no references either. */
  private DepthOutcome crossEntropy(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      Deadline deadline) {
    if (!isOther(best, minimum)) {
      return new DepthOutcome(List.of(), List.of());
    }
    double began = deadline.elapsedSeconds();
    EmpiricalLoss loss =
        EmpiricalLoss.of(problem.network(at.cell()), problem.data().get(), problem.outputLoss());
    CrossEntropyDepth depth = new CrossEntropyDepth(loss, settings());
    DepthMeasurement measured =
        depth.measure(
            minimum.get(MinimaTable.PARAMETERS), depth.to(best.get().get(MinimaTable.PARAMETERS)));
    return new DepthOutcome(
        List.of(cellBest(minimum, best.get(), measured, deadline.elapsedSeconds() - began)),
        write.paths(loss, minimum, measured, DepthTarget.Kind.CELL_BEST, Optional.empty()),
        Optional.of(measured),
        List.of());
  }

  private static boolean isOther(Optional<Record> best, Record minimum) {
    return best.isPresent()
        && !best.get().get(LeadingColumns.TRIAL_ID).equals(minimum.get(LeadingColumns.TRIAL_ID));
  }

  private Record cellBest(Record minimum, Record best, DepthMeasurement measured, double seconds) {
    return write
        .depth(minimum, measured, DepthTarget.Kind.CELL_BEST)
        .set(DepthsTable.TARGET_TRIAL_ID, best.get(LeadingColumns.TRIAL_ID))
        .set(DepthsTable.SECONDS_SPENT, seconds)
        .build();
  }

  private DepthOutcome network(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      List<Record> referenceRows,
      Deadline deadline) {
    EmpiricalLoss loss = EmpiricalLoss.of(problem.network(at.cell()), problem.data().get());
    DepthMeter depth = new DepthMeter(loss, NetworkFamilies.named(at.family()), settings());
    double[] theta = minimum.get(MinimaTable.PARAMETERS);
    List<Reference> references = referenceRows.stream().map(ReferenceStage::reference).toList();
    List<Record> rows = new ArrayList<>();
    List<Record> paths = new ArrayList<>();
    for (double eta : spec.measurement().depth().eta()) {
      int k = ReferenceSearch.width(at.width(), eta);
      Optional<Reference> reference = references.stream().filter(r -> r.width() == k).findFirst();
      if (reference.isPresent()) {
        double began = deadline.elapsedSeconds();
        DepthMeasurement measured =
            depth.measure(theta, DepthTarget.reference(reference.get(), problem.data().get()));
        Record.Builder row =
            write
                .depth(minimum, measured, DepthTarget.Kind.REFERENCE)
                .set(LeadingColumns.ETA, (Double) eta)
                .set(DepthsTable.REFERENCE_WIDTH, k);
        DepthRows.set(
            row,
            DepthsTable.NORMALIZED_DEPTH,
            measured.normalized(at.width(), eta, at.inputDimension()));
        rows.add(row.set(DepthsTable.SECONDS_SPENT, deadline.elapsedSeconds() - began).build());
        paths.addAll(
            write.paths(loss, minimum, measured, DepthTarget.Kind.REFERENCE, Optional.of(eta)));
      }
    }
    Optional<DepthMeasurement> toBest = Optional.empty();
    if (isOther(best, minimum)) {
      double began = deadline.elapsedSeconds();
      DepthTarget target =
          DepthTarget.cellBest(
              loss.network(), loss.data(), best.get().get(MinimaTable.PARAMETERS), references);
      DepthMeasurement measured = depth.measure(theta, target);
      toBest = Optional.of(measured);
      rows.add(cellBest(minimum, best.get(), measured, deadline.elapsedSeconds() - began));
      paths.addAll(
          write.paths(loss, minimum, measured, DepthTarget.Kind.CELL_BEST, Optional.empty()));
    }
    return new DepthOutcome(rows, paths, toBest, List.of());
  }
}
