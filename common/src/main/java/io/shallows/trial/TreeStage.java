package io.shallows.trial;

import io.shallows.depth.CellTree;
import io.shallows.depth.DepthMeasurement;
import io.shallows.depth.DepthSettings;
import io.shallows.depth.DepthTarget;
import io.shallows.depth.TreeWay;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The minimum spanning tree of a cell, with {@code connectivity: tree}. */
final class TreeStage {

  private final DepthSettings settings;
  private final DepthRows write;

  TreeStage(DepthSettings settings, DepthRows write) {
    this.settings = settings;
    this.write = write;
  }

  /** The ways that begin at one minimum of a cell; none at the best. */
  List<TreeWay> ways(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Record best,
      List<Record> minima,
      Optional<DepthMeasurement> toBest) {
    if (toBest.isEmpty()) {
      return List.of();
    }
    DepthMeasurement measured = toBest.get();
    int from = position(minima, minimum);
    int to = position(minima, best);
    List<TreeWay> ways = new ArrayList<>();
    int parameters = minimum.get(MinimaTable.PARAMETERS).length;
    TreeWay.toBest(from, to, measured, parameters).ifPresent(ways::add);
    if (measured.covered() && measured.upper().orElse(1) > measured.floor()) {
      ways.addAll(tree(problem, at).ways(from, parameters(minima), losses(minima), to));
    }
    return ways;
  }

  /** One row per bar, and the paths of those whose way is not the one to the best. */
  DepthOutcome rows(
      TrialProblem problem,
      TrialCoordinates at,
      Record best,
      List<Record> minima,
      List<TreeWay> ways) {
    List<Record> depths = new ArrayList<>();
    List<Record> paths = new ArrayList<>();
    LossSurface surface = TrialSurface.of(problem, at);
    List<CellTree.Bar> bars =
        tree(problem, at).bars(parameters(minima), losses(minima), position(minima, best), ways);
    for (CellTree.Bar bar : bars) {
      Record minimum = minima.get(bar.minimum());
      depths.add(
          write
              .depth(minimum, bar.measured(), DepthTarget.Kind.TREE)
              .set(
                  DepthsTable.TARGET_TRIAL_ID, minima.get(bar.elder()).get(LeadingColumns.TRIAL_ID))
              .set(DepthsTable.SECONDS_SPENT, 0.0)
              .build());
      paths.addAll(
          write.paths(surface, minimum, bar.measured(), DepthTarget.Kind.TREE, Optional.empty()));
    }
    return new DepthOutcome(depths, paths);
  }

  private CellTree tree(TrialProblem problem, TrialCoordinates at) {
    if (problem.data().isEmpty()) {
      return CellTree.population(problem.population(at.cell()), settings);
    }
    EmpiricalLoss loss =
        EmpiricalLoss.of(problem.network(at.cell()), problem.data().get(), problem.outputLoss());
    return problem.outputLoss().isSquared()
        ? CellTree.squared(loss, settings)
        : CellTree.crossEntropy(loss, settings);
  }

  private static int position(List<Record> minima, Record minimum) {
    String id = minimum.get(LeadingColumns.TRIAL_ID);
    for (int k = 0; k < minima.size(); k++) {
      if (minima.get(k).get(LeadingColumns.TRIAL_ID).equals(id)) {
        return k;
      }
    }
    throw new IllegalArgumentException("minimum: " + id + " is not among those of its cell");
  }

  private static List<double[]> parameters(List<Record> minima) {
    return minima.stream().map(row -> row.get(MinimaTable.PARAMETERS)).toList();
  }

  private static double[] losses(List<Record> minima) {
    return minima.stream().mapToDouble(row -> row.get(MinimaTable.LOSS)).toArray();
  }
}
