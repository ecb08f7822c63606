package io.shallows.launch.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.depth.atlas.CellSearch;
import io.shallows.problem.TableProblem;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SpecArguments;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.Suprema;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumPlace;
import io.shallows.suprema.SupremumRate;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the landscapes of a spec's tiny two-layer networks; needs no Spark and writes nothing. */
@Command(
    name = "atlas",
    description = {
      "The deepest local minima of all, not of those that training meets: for every problem, family",
      "and width of a spec the complete merge tree of two-layer networks (networkDepth 0, one",
      "output, squared loss), with the supremum of depth over all local minima, and beside it the",
      "records of two searches. Where there is too much to list there are the records alone."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows atlas launch/examples/deepest.yaml",
      "  shallows atlas sweep.yaml --budget 20000     more for the searches",
      "  shallows atlas sweep.yaml --states 50000000  list more; 8 GB or so",
      "  shallows atlas sweep.yaml --json             one object per landscape and line"
    })
final class AtlasCommand implements Runnable {

  @Mixin private SpecArguments sweep;

  @Option(
      names = "--states",
      paramLabel = "N",
      defaultValue = "5000000",
      description =
          "sets of cells that are listed at most for one landscape, about 100 bytes and 5"
              + " microseconds each; default: ${DEFAULT-VALUE}")
  private long states;

  @Option(
      names = "--budget",
      paramLabel = "N",
      defaultValue = "5000",
      description = "cells that each search may solve; default: ${DEFAULT-VALUE}")
  private long budget;

  @Option(names = "--json", description = "one JSON object per landscape and line")
  private boolean json;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    requirePositive("--states", states);
    requirePositive("--budget", budget);
    SweepSpec spec = sweep.read(Map.of());
    ShallowsScience science = new ShallowsScience();
    if (spec.problem().kind().equals(TableProblem.NAME)) {
      spec = science.resolve(spec);
    }
    Suprema suprema = new Suprema(spec, science.tables(), states, budget);
    suprema
        .refusal()
        .ifPresent(
            reason -> {
              throw new Mistake(
                  reason + ": an atlas is of two-layer networks with one output and squared loss");
            });
    PrintWriter out = command.commandLine().getOut();
    List<Supremum> all = new ArrayList<>();
    for (SupremumPlace place : suprema.places()) {
      Supremum one = of(suprema, place);
      all.add(one);
      if (json) {
        out.println(json(one));
        out.flush();
      }
    }
    if (!json) {
      print(out, all);
    }
    out.flush();
  }

  private static Supremum of(Suprema suprema, SupremumPlace place) {
    try {
      return suprema.of(place);
    } catch (IllegalArgumentException e) {
      throw new Mistake("problem " + place.problem() + ": " + e.getMessage());
    }
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new Mistake(option + ": " + value + " is below 1; use a larger number");
    }
  }

  private static String json(Supremum one) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("problem", one.place().problem());
    node.put("family", one.place().family());
    node.put("width", one.place().width());
    node.put("input_dimension", one.place().inputDimension());
    node.put("samples", one.samples());
    node.put("states", one.states());
    node.put("exact", one.exact());
    if (one.exact()) {
      node.put("minima", one.minima());
      node.put("depth", one.depth().orElseThrow());
    }
    ArrayNode levels = node.putArray("levels");
    for (Supremum.Level level : one.levels()) {
      levels
          .addObject()
          .put("eta", level.eta())
          .put("reference_width", level.referenceWidth())
          .put("reference_loss", level.reference())
          .put("covered", level.covered())
          .put("depth", level.depth());
    }
    put(node.putObject("search"), one.search());
    put(node.putObject("basin_hopping"), one.hopping());
    return node.toString();
  }

  private static void put(ObjectNode node, CellSearch.Result result) {
    node.put("depth", result.depth())
        .put("cells", result.cells())
        .put("facets", result.facetPrograms())
        .put("starts", result.starts())
        .put("minima", result.minima())
        .put("unseen", result.unseen());
    ArrayNode records = node.putArray("records");
    for (CellSearch.Improvement record : result.records()) {
      records.addObject().put("cells", record.cells()).put("depth", record.depth());
    }
  }

  private static void print(PrintWriter out, List<Supremum> all) {
    Map<String, Map<Integer, List<Supremum>>> families = new LinkedHashMap<>();
    for (Supremum one : all) {
      String of =
          one.place().family()
              + ", "
              + one.place().inputDimension()
              + (one.place().inputDimension() == 1 ? " input, " : " inputs, ")
              + one.samples()
              + " samples";
      families
          .computeIfAbsent(of, key -> new LinkedHashMap<>())
          .computeIfAbsent(one.place().width(), key -> new ArrayList<>())
          .add(one);
    }
    List<SupremumRate> rates = SupremumRate.of(all);
    families.forEach(
        (family, widths) -> {
          out.println(family);
          out.println(
              "  m  problems     states  minima   deepest: median      most   search  hopping");
          widths.forEach((width, some) -> out.println(row(width, some)));
          eta(out, widths);
          Supremum first = widths.values().iterator().next().get(0);
          rates.stream()
              .filter(
                  rate ->
                      rate.family().equals(first.place().family())
                          && rate.inputDimension() == first.place().inputDimension())
              .forEach(rate -> out.println(verdict(rate)));
          out.println();
        });
    out.println("deepest: the largest depth of a local minimum to any lower loss; search and");
    out.println("hopping: in how many problems their record is that. Without a complete tree");
    out.println("their largest record, which the supremum is not below. Minima are counted");
    out.println("without the order of units, equal losses in different basins apart.");
  }

  private static String row(int width, List<Supremum> some) {
    boolean exact = some.stream().allMatch(Supremum::exact);
    String head =
        String.format(
            Locale.ROOT, "%3d %9d %10.0f", width, some.size(), median(some, one -> one.states()));
    if (!exact) {
      return head
          + String.format(
              Locale.ROOT,
              "       -                  -         -  %7.2g  %7.2g",
              some.stream().mapToDouble(one -> one.search().depth()).max().orElse(0),
              some.stream().mapToDouble(one -> one.hopping().depth()).max().orElse(0));
    }
    return head
        + String.format(
            Locale.ROOT,
            " %7.0f           %8.2g  %8.2g  %7d  %7d",
            median(some, Supremum::minima),
            median(some, one -> one.depth().orElseThrow()),
            some.stream().mapToDouble(one -> one.depth().orElseThrow()).max().orElse(0),
            some.stream().filter(one -> one.isFoundBy(one.search())).count(),
            some.stream().filter(one -> one.isFoundBy(one.hopping())).count());
  }

  /** Suprema to e(m^eta), beside the rate of the bound from the narrowest width on. */
  private static void eta(PrintWriter out, Map<Integer, List<Supremum>> widths) {
    List<Supremum> first = widths.values().iterator().next();
    for (int e = 0; e < first.get(0).levels().size(); e++) {
      int index = e;
      double eta = first.get(0).levels().get(e).eta();
      out.printf(
          Locale.ROOT,
          "  eta %.2f: m, k, covered minima; depth to e(k): median, most; the rate%n",
          eta);
      double from = 0;
      for (Map.Entry<Integer, List<Supremum>> entry : widths.entrySet()) {
        List<Supremum> some = entry.getValue();
        if (some.stream().allMatch(Supremum::exact)) {
          double rate =
              StrictMath.pow(entry.getKey(), (eta - 1) / some.get(0).place().inputDimension());
          from = from == 0 ? rate : from;
          out.printf(
              Locale.ROOT,
              "%5d %3d %7.0f   %8.2g  %8.2g   %6.2f%n",
              entry.getKey(),
              some.get(0).levels().get(index).referenceWidth(),
              median(some, one -> one.levels().get(index).covered()),
              median(some, one -> one.levels().get(index).depth()),
              some.stream().mapToDouble(one -> one.levels().get(index).depth()).max().orElse(0),
              rate / from);
        }
      }
    }
  }

  private static String verdict(SupremumRate rate) {
    return String.format(
        Locale.ROOT,
        "  eta %.2f: from m = %d to %d faster than the rate in %d of %d problems,"
            + "%n            slower in %d: %s at these widths",
        rate.eta(),
        rate.narrow(),
        rate.wide(),
        rate.lower(),
        rate.problems(),
        rate.higher(),
        rate.verdict());
  }

  private static double median(List<Supremum> some, ToDoubleFunction<Supremum> value) {
    double[] values = some.stream().mapToDouble(value).toArray();
    Arrays.sort(values);
    int n = values.length;
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
  }
}
