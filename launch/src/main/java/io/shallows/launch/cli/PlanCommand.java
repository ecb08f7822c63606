package io.shallows.launch.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.grid.Grid;
import io.shallows.problem.TableProblem;
import io.shallows.problem.TableSource;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SpecArguments;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredPilot;
import io.shallows.spark.drive.StoredPlan;
import io.shallows.spec.GridSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.IntAxis;
import io.shallows.statistics.VerdictDesign;
import io.shallows.suprema.Suprema;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts a sweep, what its store has of it, and the cost of the rest; starts nothing. */
@Command(
    name = "plan",
    description =
        "Prints the size of a sweep, what its store holds of it, and the predicted cost, shards and"
            + " makespan of the rest; starts nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows plan sweep.yaml",
      "  shallows plan sweep.yaml --cores 10,100,1000",
      "  shallows plan sweep.yaml --json                 for scripts",
      "  shallows plan sweep.yaml --power                what its problems will decide",
      "  shallows plan sweep.yaml --power --pilot out/pilot",
      "  shallows plan sweep.yaml --set grid.width=[64,128] --set grid.seed.count=9"
    })
final class PlanCommand implements Runnable {
  @Mixin private SpecArguments sweep;

  @Option(
      names = "--cores",
      paramLabel = "N",
      split = ",",
      description = "task slots to simulate, one or several; default: the cores of this machine")
  private List<Integer> cores = List.of();

  @Option(names = "--json", description = "prints one JSON object")
  private boolean json;

  @Option(
      names = "--power",
      description =
          "from the problems that a store has: which verdicts more will reach, and at what price")
  private boolean power;

  @Option(
      names = "--pilot",
      paramLabel = "URI",
      description = "the store for --power; default: that of the spec")
  private String pilot;

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
    if (pilot != null && !power) {
      throw new Mistake("--pilot: is the store for --power; give that too");
    }
    SweepSpec spec = resolved(sweep.read(Map.of()));
    Grid grid = new Grid(spec);
    Optional<StoredPlan> stored = stored(spec);
    PlannedCost cost = PlannedCost.of(spec, grid, stored);
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(json(spec, grid, cost, slots, stored.isPresent()));
    } else {
      if (spec.problem().kind().equals(TableProblem.NAME)) {
        spec.problem().settings().get(TableProblem.UNDERSTOOD).stream()
            .map(line -> TerminalWidth.wrap(line, TerminalWidth.ofProcess(), 4))
            .forEach(out::println);
      }
      printCounts(out, spec, grid);
      stored.ifPresent(store -> printStored(out, store));
      printCost(out, spec, grid, cost, slots);
      if (power) {
        printPower(out, spec, grid, stored.isPresent());
      }
    }
    out.flush();
  }

  /** Only where there is a store Hadoop's classes are needed to look at it. */
  private static Optional<StoredPlan> stored(SweepSpec spec) {
    String uri = spec.output().uri();
    boolean local = !uri.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    if (local && !Files.exists(Path.of(uri, "spec.yaml"))) {
      return Optional.empty();
    }
    return StoredPlan.of(spec, new ShallowsScience());
  }

  /** What keeps a forecast from being made, or its store. */
  private record Ground(Optional<String> missing, Optional<StoredPilot> pilot) {}

  private Ground ground(SweepSpec spec, boolean isStored) {
    if (VerdictDesign.of(spec).isEmpty()) {
      return new Ground(
          Optional.of(
              "no forecast of verdicts: the spec asks none on the rate, which is about depths to"
                  + " the reference of problems with data"),
          Optional.empty());
    }
    String uri = pilot == null ? spec.output().uri() : pilot;
    if (pilot == null && !isStored) {
      return new Ground(Optional.of(PowerPlan.without(uri)), Optional.empty());
    }
    StoredPilot found =
        StoredPilot.of(spec, pilot == null ? "output.uri" : "--pilot", uri, new ShallowsScience());
    return PowerPlan.isPilot(found)
        ? new Ground(Optional.empty(), Optional.of(found))
        : new Ground(Optional.of(PowerPlan.without(uri)), Optional.empty());
  }

  private void printPower(PrintWriter out, SweepSpec spec, Grid grid, boolean isStored) {
    Ground ground = ground(spec, isStored);
    ground
        .missing()
        .ifPresent(
            sentence ->
                out.println("\n" + TerminalWidth.wrap(sentence, TerminalWidth.ofProcess(), 0)));
    ground.pilot().ifPresent(found -> PowerPlan.of(spec, grid, found).print(out));
  }

  private static void printStored(PrintWriter out, StoredPlan store) {
    line(out, "trained", store.trained(), "of them, in " + store.uri());
    line(out, "measured", store.measured(), "of them, their depths");
  }

  private String json(
      SweepSpec spec, Grid grid, PlannedCost cost, List<Integer> slots, boolean isStored) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode plan = mapper.createObjectNode();
    plan.put("name", spec.name());
    plan.put("store", spec.output().uri());
    plan.put("cells", grid.cells());
    plan.put("trials", grid.size());
    VerdictDesign.of(spec)
        .ifPresent(
            design -> {
              plan.put("settings", design.settings());
              plan.put("problems", design.problems());
              plan.put("problems_needed", design.least());
              plan.put("decidable", design.isPossible());
              plan.put("skips_decidable", design.canTellSkips());
            });
    plan.put("trials_trained", cost.trained());
    plan.put("trials_measured", cost.measured());
    if (spec.measurement().suprema()) {
      plan.put("suprema", new Suprema(spec, TableSource.none()).places().size());
    }
    plan.put("core_seconds", cost.seconds());
    plan.put("core_seconds_low", cost.low());
    plan.put("core_seconds_high", cost.high());
    plan.put("costs_measured", cost.isMeasured());
    ArrayNode stages = plan.putArray("stages");
    for (PlannedCost.Part part : cost.parts()) {
      ObjectNode row = stages.addObject();
      row.put("stage", part.stage().label());
      row.put("core_seconds", part.seconds());
      row.put("core_seconds_low", part.seconds() / part.less());
      row.put("core_seconds_high", part.seconds() * part.more());
      row.put("measured", part.measured());
    }
    ArrayNode schedules = plan.putArray("schedules");
    for (int count : slots) {
      PlannedSchedule schedule = PlannedSchedule.of(spec, grid, cost, count);
      ObjectNode row = schedules.addObject();
      row.put("cores", count);
      row.put("shards", schedule.shards());
      row.put("makespan_seconds", schedule.simulation().makespan());
      row.put("utilisation", schedule.simulation().utilisation());
      row.put("tail_seconds", schedule.simulation().tail());
    }
    if (power) {
      ObjectNode forecast = plan.putObject("power");
      Ground ground = ground(spec, isStored);
      ground.missing().ifPresent(sentence -> forecast.put("missing", sentence));
      ground.pilot().ifPresent(found -> PowerPlan.of(spec, grid, found).write(forecast));
    }
    return plan.toPrettyString();
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
    VerdictDesign.of(spec)
        .ifPresent(
            design -> {
              line(out, "settings", design.settings(), design.sentence());
              design.skipSentence().ifPresent(text -> line(out, "skips", design.skips(), text));
            });
    if (spec.measurement().suprema()) {
      line(
          out,
          "suprema",
          new Suprema(spec, TableSource.none()).places().size(),
          "landscapes, one of each problem, family and width");
    }
  }

  private static void printCost(
      PrintWriter out, SweepSpec spec, Grid grid, PlannedCost cost, List<Integer> slots) {
    String range =
        String.format(
            Locale.ROOT,
            "core-hours left, likely %s to %s, %s",
            Amounts.digits(cost.low() / 3600),
            Amounts.digits(cost.high() / 3600),
            source(cost));
    line(out, "predicted", Amounts.digits(cost.seconds() / 3600), range);
    for (PlannedCost.Part part : cost.parts()) {
      line(
          out,
          "  " + part.stage().label(),
          Amounts.digits(part.seconds() / 3600),
          "of them" + (part.trial() == null ? ", " + problems(part.problems().size()) : ""));
    }
    out.println();
    out.println(row("cores", "shards", "makespan", "utilisation", "tail"));
    for (int count : slots) {
      PlannedSchedule schedule = PlannedSchedule.of(spec, grid, cost, count);
      row(
          out,
          count,
          schedule.listed() ? schedule.shards() + "" : "~" + Amounts.digits(schedule.shardCount()),
          schedule.simulation());
    }
  }

  private static String problems(int count) {
    return Amounts.count(count) + (count == 1 ? " problem" : " problems");
  }

  /** Where the numbers are from; what is left of nothing is not asked. */
  private static String source(PlannedCost cost) {
    List<PlannedCost.Part> left = cost.parts().stream().filter(part -> part.seconds() > 0).toList();
    List<String> counted =
        left.stream().filter(part -> !part.measured()).map(part -> part.stage().label()).toList();
    if (counted.isEmpty() && cost.isMeasured()) {
      return "from what trials of this store took";
    }
    return counted.size() == left.size()
        ? "from shapes alone; run corrects it by what its trials take"
        : "from what trials of this store took, " + String.join(" and ", counted) + " from shapes";
  }

  private static void row(PrintWriter out, int cores, String shards, ScheduleSimulation schedule) {
    out.println(
        row(
            Amounts.count(cores),
            shards,
            Amounts.duration(schedule.makespan()),
            Amounts.percent(schedule.utilisation()),
            Amounts.duration(schedule.tail())));
  }

  /** A line of the table; what the end leaves idle is left out where the terminal is narrow. */
  private static String row(
      String cores, String shards, String makespan, String utilisation, String tail) {
    String text =
        String.format(Locale.ROOT, "  %9s  %12s  %12s  %12s", cores, shards, makespan, utilisation);
    String whole = text + String.format(Locale.ROOT, "  %10s", tail);
    return whole.length() <= TerminalWidth.ofProcess() ? whole : text;
  }

  private static void line(PrintWriter out, String name, long count, String detail) {
    line(out, name, Amounts.count(count), detail);
  }

  private static void line(PrintWriter out, String name, String amount, String detail) {
    String head = String.format(Locale.ROOT, "  %-15s %12s  ", name, amount);
    out.println(
        TerminalWidth.wrap(head + detail, TerminalWidth.ofProcess(), head.length())
            .stripTrailing());
  }

  private static String extent(IntAxis axis) {
    return axis.size() == 1 ? "" + axis.smallest() : axis.smallest() + " to " + axis.largest();
  }
}
