package io.shallows.trial;

import io.shallows.depth.CellTree;
import io.shallows.depth.TreeWay;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.question.DepthQuestion;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.LossSurface;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    if (measured.covered() && measured.upper().orElse(Double.MAX_VALUE) > measured.floor()) {
      ways.addAll(tree(problem, at).ways(from, parameters(minima), losses(minima), to));
    }
    return ways;
  }

  /**
   * The rows that waited for the tree, and one per bar. The path of a bar counts for the other
   * targets of its minimum as well, and theirs for the bar.
   */
  DepthOutcome rows(
      TrialProblem problem,
      TrialCoordinates at,
      Record best,
      List<Record> minima,
      List<DepthOutcome> measured) {
    LossSurface surface = TrialSurface.of(problem, at);
    List<TreeWay> ways = measured.stream().flatMap(outcome -> outcome.ways().stream()).toList();
    Map<String, CellTree.Bar> bars = new TreeMap<>();
    if (!ways.isEmpty()) {
      tree(problem, at)
          .bars(parameters(minima), losses(minima), position(minima, best), ways)
          .forEach(bar -> bars.put(id(minima.get(bar.minimum())), bar));
    }
    List<Record> depths = new ArrayList<>();
    List<Record> paths = new ArrayList<>();
    List<Record> nested = new ArrayList<>();
    for (DepthOutcome outcome : measured) {
      if (outcome.held().isEmpty()) {
        continue;
      }
      MinimumDepths held = outcome.held().get();
      Optional<CellTree.Bar> bar = Optional.ofNullable(bars.get(id(held.minimum())));
      Optional<DepthMeasurement> measuredBar = bar.map(found -> held.add(found.measured()));
      DepthOutcome rows = held.rows(write, surface);
      depths.addAll(rows.depths());
      paths.addAll(rows.paths());
      nested.addAll(rows.nested());
      if (measuredBar.isPresent()) {
        DepthMeasurement lowest = measuredBar.get();
        DepthQuestion question =
            DepthQuestion.minimum(
                DepthTarget.bar(lowest.level()), id(minima.get(bar.get().elder())));
        depths.add(write.depth(held.minimum(), lowest, question, 0));
        paths.addAll(write.paths(surface, held.minimum(), lowest, question));
      }
    }
    return new DepthOutcome(depths, paths, nested);
  }

  private static String id(Record minimum) {
    return minimum.get(LeadingColumns.TRIAL_ID);
  }

  private CellTree tree(TrialProblem problem, TrialCoordinates at) {
    return new CellTree(problem.landscape(at.cell()).depth(settings, List.of()));
  }

  private static int position(List<Record> minima, Record minimum) {
    for (int k = 0; k < minima.size(); k++) {
      if (id(minima.get(k)).equals(id(minimum))) {
        return k;
      }
    }
    throw new IllegalArgumentException(
        "minimum: " + id(minimum) + " is not among those of its cell");
  }

  private static List<double[]> parameters(List<Record> minima) {
    return minima.stream().map(row -> row.get(MinimaTable.PARAMETERS)).toList();
  }

  private static double[] losses(List<Record> minima) {
    return minima.stream().mapToDouble(row -> row.get(MinimaTable.LOSS)).toArray();
  }
}
