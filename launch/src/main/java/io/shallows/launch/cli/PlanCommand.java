package io.shallows.launch.cli;

import io.shallows.grid.Grid;
import io.shallows.problem.TableProblem;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SpecArguments;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.plan.ShardPlanner;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spec.GridSpec;
import io.shallows.spec.IntAxis;
import io.shallows.spec.SweepSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts a sweep and predicts its cost without starting anything. */
@Command(
    name = "plan",
    description =
        "Prints the size of a sweep, its predicted cost, shards and makespan; starts nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows plan sweep.yaml",
      "  shallows plan sweep.yaml --cores 10,100,1000",
      "  shallows plan sweep.yaml --set grid.width=[64,128,256] --set grid.seed.count=100"
    })
final class PlanCommand implements Runnable {
  /** Shards beyond this are not listed one by one but taken as equal. */
  private static final double MAX_SIMULATED_SHARDS = 1e6;

  @Mixin private SpecArguments sweep;

  @Option(
      names = "--cores",
      paramLabel = "N",
      split = ",",
      description = "task slots to simulate, one or several; default: the cores of this machine")
  private List<Integer> cores = List.of();

  @Spec private CommandSpec command;

  @Override
  public void run() {
    List<Integer> slots =
        cores.isEmpty() ? List.of(Runtime.getRuntime().availableProcessors()) : cores;
    for (int count : slots) {
      if (count < 1 || count > 1_000_000) {
        throw new Mistake(
            "--cores: " + count + " is not in 1 to 1000000; use counts such as 10,100,1000");
      }
    }
    SweepSpec spec = resolved(sweep.read(Map.of()));
    Grid grid = new Grid(spec);
    PrintWriter out = command.commandLine().getOut();
    if (spec.problem().kind().equals(TableProblem.NAME)) {
      spec.problem().settings().get(TableProblem.UNDERSTOOD).forEach(out::println);
    }
    printCounts(out, spec, grid);
    printCost(out, spec, grid, slots);
    out.flush();
  }

  /** Only a spec whose samples are in files needs Hadoop's classes to be counted. */
  private static SweepSpec resolved(SweepSpec spec) {
    return spec.problem().kind().equals(TableProblem.NAME)
        ? new ShallowsScience().resolve(spec)
        : spec;
  }

  private static void printCounts(PrintWriter out, SweepSpec spec, Grid grid) {
    GridSpec axes = spec.grid();
    out.println(spec.name());
    line(out, "family", axes.family().size(), String.join(", ", axes.family()));
    line(out, "width", axes.width().size(), extent(axes.width()));
    line(out, "networkDepth", axes.networkDepth().size(), extent(axes.networkDepth()));
    line(out, "inputDimension", axes.inputDimension().size(), extent(axes.inputDimension()));
    line(
        out,
        "initialization",
        axes.initialization().size(),
        String.join(", ", axes.initialization()));
    line(out, "problem", spec.problem().count(), spec.problem().kind());
    String left =
        axes.where()
            .map(where -> "of " + Amounts.count(grid.cellsBeforeConstraint()) + ", where " + where)
            .orElse("");
    line(out, "cells", grid.cells(), left);
    line(out, "seeds", grid.seeds(), "each, root " + axes.seed().root());
    line(out, "trials", grid.size(), "");
  }

  private static void printCost(PrintWriter out, SweepSpec spec, Grid grid, List<Integer> slots) {
    PredictedCost cost = new PredictedCost(spec);
    double total = cost.total(grid);
    out.printf(
        "  %-15s %12s  core-hours, from shapes alone; finished trials correct it%n",
        "predicted", Amounts.digits(total / 3600));
    out.println();
    out.printf(
        "  %9s  %12s  %12s  %12s  %10s%n", "cores", "shards", "makespan", "utilisation", "tail");
    for (int count : slots) {
      double shardSeconds = ShardPlanner.shardSeconds(total, count, 0);
      boolean listed =
          grid.cells() <= PredictedCost.SAMPLED_CELLS
              && total / shardSeconds <= MAX_SIMULATED_SHARDS
              && grid.size() <= ShardPlanner.MOST_TRIALS_OF_SWEEP;
      if (listed) {
        List<Double> shards =
            new ShardPlanner(grid, cost::seconds)
                .plan(new IndexRanges(List.of()), shardSeconds, false).stream()
                    .map(ShardPlanner.Shard::seconds)
                    .toList();
        ScheduleSimulation schedule = ScheduleSimulation.of(shards, count);
        row(out, count, shards.size() + "", schedule);
      } else {
        double makespan = total / count + shardSeconds;
        row(
            out,
            count,
            "~" + Amounts.digits(total / shardSeconds),
            new ScheduleSimulation(makespan, total / count / makespan, shardSeconds));
      }
    }
  }

  private static void row(PrintWriter out, int cores, String shards, ScheduleSimulation schedule) {
    out.printf(
        "  %9s  %12s  %12s  %12s  %10s%n",
        Amounts.count(cores),
        shards,
        Amounts.duration(schedule.makespan()),
        Amounts.percent(schedule.utilisation()),
        Amounts.duration(schedule.tail()));
  }

  private static void line(PrintWriter out, String name, long count, String detail) {
    out.printf("  %-15s %12s  %s%n", name, Amounts.count(count), detail);
  }

  private static String extent(IntAxis axis) {
    return axis.size() == 1 ? "" + axis.smallest() : axis.smallest() + " to " + axis.largest();
  }
}
