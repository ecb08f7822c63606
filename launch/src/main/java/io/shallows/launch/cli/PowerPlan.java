package io.shallows.launch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.grid.Grid;
import io.shallows.random.RandomStreams;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.StoredPilot;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.Numbers;
import io.shallows.statistics.FitGroup;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.VerdictForecast;
import io.shallows.statistics.VerdictOdds;
import io.shallows.statistics.estimate.ProblemTest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;

/** Which verdicts a sweep will reach with how many problems, and at what price. */
final class PowerPlan {

  private static final List<Integer> PROBLEMS = List.of(8, 16, 24, 32);
  private static final int COLUMNS = 5;

  /**
   * Problems up to which a price is looked for: an effect that takes more is an eighth of a
   * standard deviation of a problem's trend or less.
   */
  private static final int FAR = 512;

  /** Chance that a share of problems is larger than is said of one of which none was seen. */
  private static final double UNSEEN = 0.05;

  private static final int NAMES = 39;

  /** Of a thousand each. */
  private static final List<String> UNITS = List.of("", "k", "M", "G");

  private record Setting(
      String family, FitGroup group, Optional<VerdictForecast.Setting> forecast, int done) {}

  /**
   * Problems and core-hours.
   *
   * @param isFloor whether more are needed
   */
  private record Price(int problems, double hours, boolean isFloor) {

    String count() {
      return (isFloor ? ">" : "") + problems;
    }

    String time() {
      String text = PowerPlan.hours(hours);
      return !isFloor ? text : text.startsWith("<") ? ">0" : ">" + text;
    }
  }

  private final SweepSpec spec;
  private final StoredPilot pilot;
  private final VerdictForecast forecast;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Integer> problems;

  private final PowerPrices prices;

  private PowerPlan(SweepSpec spec, Grid grid, StoredPilot pilot) {
    this.spec = spec;
    this.pilot = pilot;
    forecast =
        VerdictForecast.of(
            pilot.depths(),
            pilot.belongs(),
            pilot.times(spec),
            Math.max(FAR, spec.problem().count()),
            ProblemTest.named(spec.measurement().verdicts()),
            pilot.order(),
            new RandomStreams(spec.grid().seed().root()));
    prices = new PowerPrices(spec, grid, pilot); // of what grid.where leaves
    for (int n : axis(spec.grid().inputDimension().size(), spec.grid().inputDimension()::get)) {
      for (String family : spec.grid().family()) {
        for (int l : axis(spec.grid().networkDepth().size(), spec.grid().networkDepth()::get)) {
          if (prices.has(PowerPrices.key(family, l, n))) { // nothing else is a setting
            for (double eta : spec.measurement().depth().eta()) {
              settings.add(setting(family, new FitGroup(l, n, eta)));
            }
          }
        }
      }
    }
    problems = problems();
  }

  /**
   * The plan.
   *
   * @param grid that of the spec
   * @param pilot a store with depths to the reference; without any the plan says what to run
   */
  static PowerPlan of(SweepSpec spec, Grid grid, StoredPilot pilot) {
    return new PowerPlan(spec, grid, pilot);
  }

  /** What is said without a pilot. */
  static String without(String uri) {
    return "no forecast of verdicts: "
        + uri
        + " has no minima with depths to the reference; run a pilot into it first, which the sweep"
        + " continues: shallows run SPEC --set problem.count=4 --set grid.seed.count=2";
  }

  /** Whether a store has what a forecast is made of. */
  static boolean isPilot(StoredPilot pilot) {
    return pilot.depths().values().stream()
        .flatMap(List::stream)
        .anyMatch(depth -> depth.covered() && !Double.isNaN(depth.depthUpper()));
  }

  private static List<Integer> axis(long size, LongFunction<Integer> at) {
    List<Integer> values = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      values.add(at.apply(i));
    }
    return values;
  }

  private Setting setting(String family, FitGroup group) {
    Optional<VerdictForecast.Setting> found =
        forecast.settings().stream()
            .filter(setting -> setting.family().equals(family) && setting.group().equals(group))
            .findFirst();
    return new Setting(
        family,
        group,
        found,
        pilot.belongs() ? found.map(VerdictForecast.Setting::problems).orElse(0) : 0);
  }

  private static String key(Setting setting) {
    return PowerPrices.key(setting.family(), setting.group());
  }

  /** What is left to pay for so many problems. */
  private double price(Setting setting, int count) {
    return ofTrials(setting, count) + ofReferences(setting.group().inputDimension(), count);
  }

  /** Trials of problems that are there may lack seeds. */
  private double ofTrials(Setting setting, int count) {
    return prices.ofTrials(key(setting)) * Math.max(0, count - setting.done() / pilot.times(spec));
  }

  /** What every problem has once in an input dimension; that of the pilot's problems is there. */
  private double ofReferences(int inputDimension, int count) {
    int there =
        settings.stream()
            .filter(setting -> setting.group().inputDimension() == inputDimension)
            .mapToInt(Setting::done)
            .max()
            .orElse(0);
    return prices.shared(inputDimension) * Math.max(0, count - there);
  }

  private double ofReferences(int count) {
    return prices.shared().keySet().stream().mapToDouble(n -> ofReferences(n, count)).sum();
  }

  /** Problems of the pilot in each dimension that the sweep need not pay for. */
  private int done() {
    return settings.stream().mapToInt(Setting::done).max().orElse(0);
  }

  private double priceOfAll(int count) {
    Map<String, Double> left = new TreeMap<>();
    for (Setting setting : settings) {
      left.merge(key(setting), ofTrials(setting, count), Math::min);
    }
    return ofReferences(count) + left.values().stream().mapToDouble(value -> value).sum();
  }

  private List<Integer> problems() {
    TreeSet<Integer> counts = new TreeSet<>(PROBLEMS);
    counts.add(12);
    counts.add(spec.problem().count());
    while (counts.size() > COLUMNS) {
      counts.remove(counts.contains(12) && spec.problem().count() != 12 ? 12 : 24);
    }
    counts.removeIf(count -> count < done());
    if (counts.isEmpty()) {
      counts.add(done());
    }
    return List.copyOf(counts);
  }

  /** Prints a table of at most 80 columns. */
  void print(PrintWriter out) {
    out.println();
    sentence(
        out,
        "forecast from "
            + pilotProblems()
            + " in "
            + pilot.uri()
            + (pilot.belongs() ? "" : ", none of this sweep")
            + ": percent of possible courses of the sweep with a verdict, by problem.count;"
            + " problems and core-hours to "
            + Math.round(100 * VerdictForecast.SURE)
            + "%");
    pilot.differences().forEach(difference -> sentence(out, "the pilot differs: " + difference));
    out.println(
        line(
            String.format(
                Locale.ROOT, "%-14s %2s %3s %4s %-12s", "family", "L", "n", "eta", "verdict"),
            count -> count + "",
            Math.round(100 * VerdictForecast.SURE) + "%",
            "hours"));
    for (Setting setting : settings) {
      Optional<VerdictOdds> odds = setting.forecast().map(VerdictForecast.Setting::odds);
      Price price = wanted(setting);
      String verdict =
          setting.forecast().filter(PowerPlan::isForecast).isEmpty()
              ? "no trend yet"
              : likeliest(odds.get(), price);
      String names =
          String.format(
              Locale.ROOT,
              "%-14s %2d %3d %4s %-12s",
              setting.family(),
              setting.group().networkDepth(),
              setting.group().inputDimension(),
              Numbers.hundredths(setting.group().eta()),
              verdict);
      out.println(
          line(
              names,
              count -> odds.map(all -> percent(all, count)).orElse("-"),
              price.count(),
              price.time()));
    }
    out.println(
        line(
            "settings decided, of " + settings.size(),
            count -> String.format(Locale.ROOT, "%.1f", decided(count)),
            "",
            ""));
    out.println(line("core-hours for all from here on", count -> hours(priceOfAll(count)), "", ""));
    printSkips(out);
  }

  private void printSkips(PrintWriter out) {
    if (!forecast.skips().isEmpty()) {
      out.println(
          line(
              String.format(Locale.ROOT, "%-14s %-11s %-12s", "skips", "question", "verdict"),
              count -> "",
              "",
              ""));
    }
    for (VerdictForecast.Skip skip : forecast.skips()) {
      VerdictOdds odds = skip.odds();
      Price price = wanted(skip);
      String names =
          String.format(
              Locale.ROOT,
              "%-14s %-11s %-12s",
              skip.family(),
              skip.question(),
              likeliest(odds, price));
      out.println(line(names, count -> percent(odds, count), price.count(), price.time()));
    }
    if (settings.stream().anyMatch(setting -> wanted(setting).isFloor())
        || forecast.skips().stream().anyMatch(skip -> wanted(skip).isFloor())) {
      sentence(
          out,
          "> N: problems like these need more than N, and more than those core-hours; where none"
              + " has a trend yet, N is what is needed if as many have one as may with a chance of "
              + Math.round(100 * UNSEEN)
              + "%");
    }
  }

  /** With how many problems a setting will be decided, or what is not enough. */
  private Price wanted(Setting setting) {
    Optional<VerdictForecast.Setting> voting = setting.forecast().filter(PowerPlan::isForecast);
    if (voting.isPresent()) {
      return wanted(voting.get().odds(), count -> price(setting, count));
    }
    int seen = setting.forecast().map(VerdictForecast.Setting::problems).orElse(0);
    double share = seen == 0 ? 1 : 1 - StrictMath.pow(UNSEEN, 1.0 / seen);
    int least =
        FitVerdicts.leastProblems(
            ProblemTest.named(spec.measurement().verdicts()), settings.size());
    int count = Math.max(seen, (int) Math.ceil(least / share) - 1);
    return new Price(count, price(setting, count), true);
  }

  private Price wanted(VerdictForecast.Skip skip) {
    return wanted(skip.odds(), count -> price(skip, count));
  }

  private static Price wanted(VerdictOdds odds, IntToDoubleFunction price) {
    OptionalInt enough = odds.enough(VerdictForecast.SURE);
    int count = enough.orElse(odds.most());
    return new Price(count, price.applyAsDouble(count), enough.isEmpty());
  }

  private double price(VerdictForecast.Skip skip, int count) {
    double one = prices.ofFamily(skip.family()) + prices.ofFamily("plain");
    return one * Math.max(0, count - done() / pilot.times(spec)) + ofReferences(count);
  }

  private static boolean isForecast(VerdictForecast.Setting setting) {
    return setting.voting() > 0 || setting.odds().decided(1) > 0;
  }

  private double decided(int count) {
    return settings.stream()
        .map(Setting::forecast)
        .flatMap(Optional::stream)
        .mapToDouble(setting -> setting.odds().decided(count))
        .sum();
  }

  /** The verdict that the problems of the last column reach, or those of the price if more. */
  private String likeliest(VerdictOdds odds, Price price) {
    int last = problems.get(problems.size() - 1);
    int count = Math.min(odds.most(), price.isFloor() ? last : Math.max(last, price.problems()));
    return odds.decided(count) > 0 ? odds.likeliest(count) : "undecided";
  }

  private String pilotProblems() {
    long count =
        pilot.depths().values().stream()
            .flatMap(List::stream)
            .map(MeasuredDepth::problem)
            .distinct()
            .count();
    return count + (count == 1 ? " problem" : " problems");
  }

  private String line(String names, IntFunction<String> value, String enough, String hours) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + NAMES + "s", names));
    problems.forEach(count -> line.append(String.format(Locale.ROOT, " %5s", value.apply(count))));
    return (line + String.format(Locale.ROOT, " %4s %5s", enough, hours)).stripTrailing();
  }

  private static String percent(VerdictOdds odds, int count) {
    return count > odds.most()
        ? "-"
        : String.format(Locale.ROOT, "%.0f", 100 * odds.decided(count));
  }

  /** At most four characters, up to 10^12 hours, so that a sign has room beside it. */
  static String hours(double hours) {
    if (hours > 0 && hours < 0.01) {
      return "<.01";
    }
    if (hours < 9.995) {
      return String.format(Locale.ROOT, "%.2f", hours);
    }
    if (hours < 99.95) {
      return String.format(Locale.ROOT, "%.1f", hours);
    }
    double amount = hours;
    int unit = 0;
    while (amount >= (unit == 0 ? 9999.5 : 999.5) && unit < UNITS.size() - 1) {
      amount /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 9.95 ? "%.1f" : "%.0f", amount) + UNITS.get(unit);
  }

  private static void sentence(PrintWriter out, String text) {
    out.println(TerminalWidth.wrap(text, TerminalWidth.ofProcess(), 0));
  }

  /** Writes all of it into an object. */
  void write(ObjectNode power) {
    power.put("pilot", pilot.uri());
    power.put("pilot_belongs", pilot.belongs());
    ArrayNode differences = power.putArray("pilot_differences");
    pilot.differences().forEach(differences::add);
    power.put("costs_measured", pilot.knowsCosts());
    ArrayNode rows = power.putArray("settings");
    for (Setting setting : settings) {
      ObjectNode row = rows.addObject();
      row.put("family", setting.family());
      row.put("network_depth", setting.group().networkDepth());
      row.put("input_dimension", setting.group().inputDimension());
      row.put("eta", setting.group().eta());
      row.put(
          "pilot_problems", setting.forecast().map(VerdictForecast.Setting::problems).orElse(0));
      row.put(
          "pilot_problems_voting",
          setting.forecast().map(VerdictForecast.Setting::voting).orElse(0));
      row.put(
          "core_hours_per_problem",
          prices.ofTrials(key(setting)) + prices.shared(setting.group().inputDimension()));
      row.put("core_hours_shared_per_problem", prices.shared(setting.group().inputDimension()));
      write(row, wanted(setting));
      setting
          .forecast()
          .ifPresent(found -> write(row, found.odds(), count -> price(setting, count)));
    }
    ArrayNode skips = power.putArray("skips");
    for (VerdictForecast.Skip skip : forecast.skips()) {
      ObjectNode row = skips.addObject();
      row.put("family", skip.family());
      row.put("question", skip.question());
      row.put("pilot_problems", skip.problems());
      write(row, wanted(skip));
      write(row, skip.odds(), count -> price(skip, count));
    }
    ArrayNode all = power.putArray("sweep");
    for (int count : problems) {
      ObjectNode row = all.addObject();
      row.put("problems", count);
      row.put("settings_decided", decided(count));
      row.put("core_hours", priceOfAll(count));
    }
  }

  private static void write(ObjectNode row, Price price) {
    row.put(price.isFloor() ? "problems_above" : "problems_wanted", price.problems());
    row.put(price.isFloor() ? "core_hours_above" : "core_hours_wanted", price.hours());
  }

  private void write(ObjectNode row, VerdictOdds odds, IntToDoubleFunction price) {
    ArrayNode forecasts = row.putArray("forecast");
    for (int count : problems) {
      if (count <= odds.most()) {
        ObjectNode at = forecasts.addObject();
        at.put("problems", count);
        at.put("decided", odds.decided(count));
        odds.verdicts().forEach(verdict -> at.put(verdict, odds.of(verdict, count)));
        at.put("core_hours", price.applyAsDouble(count));
      }
    }
  }
}
