package io.shallows.launch.cli;

import io.shallows.launch.report.SupremaFigure;
import io.shallows.problem.TableProblem;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SpecArguments;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.Numbers;
import io.shallows.suprema.Suprema;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumAscent;
import io.shallows.suprema.SupremumContrast;
import io.shallows.suprema.SupremumPlace;
import io.shallows.suprema.SupremumRate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the landscapes of a spec's tiny two-layer networks; needs no Spark. */
@Command(
    name = "atlas",
    description = {
      "The deepest local minima of all, not of those that training meets: for every problem,"
          + " family",
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
      "  shallows atlas sweep.yaml --ascend 60        targets with deeper minima, too;",
      "                                               with --ascend-eta 0.5 to e(m^.5)",
      "  shallows atlas sweep.yaml --json             one object per landscape and line",
      "  shallows atlas sweep.yaml --keep a.jsonl     go on where it was interrupted"
    })
final class AtlasCommand implements Runnable {

  @Mixin private SpecArguments sweep;

  @Option(
      names = "--states",
      paramLabel = "N",
      description =
          "sets of cells that are listed at most for one landscape, about 100 bytes and 5"
              + " microseconds each; default: measurement.supremaStates of the spec")
  private Integer states;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description =
          "programs, of cells and of facets, that each search may solve; default:"
              + " measurement.supremaBudget of the spec")
  private Integer budget;

  @Option(
      names = "--ascend",
      paramLabel = "K",
      description =
          "change the targets so that the deepest minimum gets deeper, in shares of the loss of the"
              + " network 0: K listings of every landscape at most; default: 0, none")
  private int ascend;

  @Option(
      names = "--ascend-eta",
      paramLabel = "E",
      description =
          "with --ascend: depth to e(m^E), the best loss of that many units, ascends; default:"
              + " depth to any lower loss")
  private Double ascendEta;

  @Option(names = "--json", description = "one JSON object per landscape and line")
  private boolean json;

  @Option(
      names = "--keep",
      paramLabel = "FILE",
      description =
          "keep every landscape there, one JSON object a line, and take from there what is kept:"
              + " after an interruption nothing that had ended is computed again")
  private Path keep;

  @Option(
      names = "--figure",
      paramLabel = "FILE",
      description =
          "draw an SVG: exact suprema and records over width, beside the rate of the bound, with"
              + " the verdicts")
  private Path figure;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    if (ascend < 0) {
      throw new Mistake("--ascend: " + ascend + " is below 0; use a larger number");
    }
    if (ascendEta != null && !(ascendEta > 0 && ascendEta < 1)) {
      throw new Mistake("--ascend-eta: " + ascendEta + " is not between 0 and 1");
    }
    if (ascendEta != null && ascend == 0) {
      throw new Mistake("--ascend-eta: needs --ascend K");
    }
    OptionalDouble eta = ascendEta == null ? OptionalDouble.empty() : OptionalDouble.of(ascendEta);
    List<String> asked = new ArrayList<>(List.of("measurement.suprema=true"));
    ask(asked, "--states", "supremaStates", states);
    ask(asked, "--budget", "supremaBudget", budget);
    SweepSpec spec = sweep.read(Map.of(), asked);
    ShallowsScience science = new ShallowsScience();
    if (spec.problem().kind().equals(TableProblem.NAME)) {
      // read again, for only the file knows how many outputs there are
      spec = science.spec(SpecWriter.write(science.resolve(spec)));
    }
    Suprema suprema = new Suprema(spec, science.tables());
    PrintWriter out = command.commandLine().getOut();
    List<Supremum> all = new ArrayList<>();
    Map<SupremumPlace, SupremumAscent> ascents = new LinkedHashMap<>();
    Optional<SupremaFile> file = Optional.ofNullable(keep).map(SupremaFile::open);
    for (SupremumPlace place : suprema.places()) {
      String key = suprema.key(place);
      Optional<Supremum> kept = file.flatMap(known -> known.find(key, place));
      Supremum one = kept.orElseGet(() -> of(place, suprema::of));
      Optional<SupremumAscent> ascent =
          file.flatMap(known -> known.ascent(key, Suprema.referenceWidth(place, eta), ascend));
      boolean isNew = kept.isEmpty();
      if (ascend > 0 && ascent.isEmpty() && one.exact()) {
        ascent = of(place, at -> suprema.ascent(at, eta, ascend));
        isNew = true;
      }
      if (isNew) {
        Optional<SupremumAscent> last = ascent;
        file.ifPresent(known -> known.add(key, one, last));
      }
      all.add(one);
      ascent.ifPresent(found -> ascents.put(place, found));
      if (json) {
        out.println(SupremaFile.json(key, one, ascent));
        out.flush();
      }
    }
    if (!json) {
      print(out, all, ascents);
    }
    if (figure != null) {
      draw(all);
    }
    out.flush();
  }

  private void draw(List<Supremum> all) {
    try {
      Files.writeString(figure, SupremaFigure.svg(all, SupremumRate.of(all)));
    } catch (IOException e) {
      throw new Mistake("--figure: " + figure + " cannot be written: " + e.getMessage());
    }
  }

  private static <T> T of(SupremumPlace place, Function<SupremumPlace, T> compute) {
    try {
      return compute.apply(place);
    } catch (IllegalArgumentException e) {
      throw new Mistake("problem " + place.problem() + ": " + e.getMessage());
    }
  }

  private static void ask(List<String> asked, String option, String key, Integer value) {
    if (value != null) {
      if (value < 1) {
        throw new Mistake(option + ": " + value + " is below 1; use a larger number");
      }
      asked.add("measurement." + key + "=" + value);
    }
  }

  private void print(
      PrintWriter out, List<Supremum> all, Map<SupremumPlace, SupremumAscent> ascents) {
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
          SupremumContrast.of(all).stream()
              .filter(
                  contrast ->
                      contrast.family().equals(first.place().family())
                          && contrast.inputDimension() == first.place().inputDimension())
              .forEach(contrast -> out.println(verdict(contrast)));
          if (ascend > 0) {
            out.printf(
                Locale.ROOT,
                "  other targets, to %s, %d listings: m, deeper; median, most; now%n",
                ascendEta == null ? "any lower loss" : "e(m^" + Numbers.hundredths(ascendEta) + ")",
                ascend);
            widths.forEach((width, some) -> out.println(ascent(width, some, ascents)));
          }
          out.println();
        });
    out.println("deepest: the largest depth of a local minimum to any lower loss; search and");
    out.println("hopping: in how many problems their record is that. Without a complete tree");
    out.println("their largest record, which the supremum is not below. Minima are counted");
    out.println("without the order of units, equal losses in different basins apart.");
    if (ascend > 0) {
      out.println("other targets: the largest depth in shares of the loss of the network 0, with");
      out.println("a linear skip of the best skip alone, before and now; deeper: in how many.");
    }
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

  /** Relative depths at the targets of the problems and at the last ones. */
  private static String ascent(
      int width, List<Supremum> some, Map<SupremumPlace, SupremumAscent> ascents) {
    List<SupremumAscent> found =
        some.stream()
            .flatMap(one -> Optional.ofNullable(ascents.get(one.place())).stream())
            .toList();
    if (found.size() < some.size()) {
      return String.format(Locale.ROOT, "%5d   -          -         -         -         -", width);
    }
    return String.format(
        Locale.ROOT,
        "%5d %3d   %8.3g  %8.3g  %8.3g  %8.3g",
        width,
        found.stream().filter(one -> one.last() > one.first()).count(),
        median(found, SupremumAscent::first),
        found.stream().mapToDouble(SupremumAscent::first).max().orElse(0),
        median(found, SupremumAscent::last),
        found.stream().mapToDouble(SupremumAscent::last).max().orElse(0));
  }

  /** Suprema to e(m^eta), beside the rate of the bound from the narrowest width on. */
  private static void eta(PrintWriter out, Map<Integer, List<Supremum>> widths) {
    List<Supremum> first = widths.values().iterator().next();
    for (int e = 0; e < first.get(0).levels().size(); e++) {
      int index = e;
      double eta = first.get(0).levels().get(e).eta();
      out.printf(
          Locale.ROOT,
          "  eta %s: m, k, covered minima; depth to e(k): median, most; the rate%n",
          Numbers.hundredths(eta));
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
        "  eta %s: from m = %d to %d faster than the rate in %d of %d problems,"
            + "%n            slower in %d: %s at these widths",
        Numbers.hundredths(rate.eta()),
        rate.narrow(),
        rate.wide(),
        rate.lower(),
        rate.problems(),
        rate.higher(),
        rate.verdict());
  }

  private static String verdict(SupremumContrast contrast) {
    String level =
        contrast.eta().isPresent()
            ? "eta " + Numbers.hundredths(contrast.eta().getAsDouble())
            : "to any lower loss";
    return String.format(
        Locale.ROOT,
        "  %s, against plain of %s: lower in %d of %d pairs, higher%n"
            + "            in %d; in %d of %d problems mostly lower: %s",
        level,
        contrast.pairing().equals(SupremumContrast.WIDTH) ? "equal width" : "one unit more",
        contrast.pairsLower(),
        contrast.pairs(),
        contrast.pairsHigher(),
        contrast.lower(),
        contrast.problems(),
        contrast.verdict());
  }

  private static <T> double median(List<T> some, ToDoubleFunction<T> value) {
    double[] values = some.stream().mapToDouble(value).toArray();
    Arrays.sort(values);
    int n = values.length;
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
  }
}
