package io.shallows.spark.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spark.aggregate.CellAddress;
import io.shallows.spark.aggregate.DepthRun;
import io.shallows.spark.aggregate.NestedRun;
import io.shallows.spark.aggregate.RecordText;
import io.shallows.spark.aggregate.TrialRun;
import io.shallows.statistics.Annihilations;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.ProblemTrends;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.SkipPairs;
import io.shallows.statistics.StudiedTrial;
import io.shallows.statistics.StudyGroup;
import io.shallows.statistics.WidthDepths;
import io.shallows.statistics.estimate.ProblemTest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import scala.Tuple3;

/**
 * The work of stage fits in units, each a pure function of the runs that belong to it, in whatever
 * order they come.
 *
 * <p>First the units of cells and problems: what fits need of a family and width ({@link
 * WidthDepths}), trends of a problem and family ({@link ProblemTrends}), pairs of a problem,
 * comparisons and contrasts of two cells, means of a cell, correlations of a family in a few
 * metrics, annihilations of a level. They end in rows, or in states that meet in a second step: one
 * unit for the fit of a family and quantile and one for its widths, whose resamples are two streams
 * of random numbers.
 */
final class FitUnits implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = "\t";

  private static final String WIDTH = "width";
  private static final String TRENDS = "trends";
  private static final String PAIRS = "pairs";
  private static final String COMPARISON = "comparison";
  private static final String MEANS = "means";
  private static final String CONTRAST = "contrast";
  private static final String CORRELATIONS = "correlations";
  private static final String NESTED = "nested";

  private static final String ROW = "row";
  private static final String FIT = "fit";
  private static final String WIDTHS = "widths";

  private final String measurementId;
  private final long root;
  private final ProblemTest test;
  private final List<String> problems;
  private final int settings;
  private final FitPlan plan;

  /**
   * @param root seed of the sweep
   * @param problems ids in the order that the test asks for
   * @param settings those among which a fit says what would decide it
   */
  FitUnits(
      String measurementId,
      long root,
      ProblemTest test,
      List<String> problems,
      int settings,
      FitPlan plan) {
    this.measurementId = measurementId;
    this.root = root;
    this.test = test;
    this.problems = new ArrayList<>(problems); // serializable
    this.settings = settings;
    this.plan = plan;
  }

  private static String unit(String... parts) {
    return String.join(SEPARATOR, parts);
  }

  static String comparison(String setting, SkipComparisons.Pairing pairing) {
    return unit(
        COMPARISON,
        setting,
        pairing.family(),
        Integer.toString(pairing.width()),
        pairing.pairing(),
        Integer.toString(pairing.plainWidth()));
  }

  static String contrast(String setting, SingularityStudy.Contrast contrast) {
    return unit(
        CONTRAST,
        setting,
        contrast.family(),
        Integer.toString(contrast.width()),
        contrast.pairing(),
        contrast.control(),
        Integer.toString(contrast.controlWidth()));
  }

  /** The unit of a family, which is setting and family as {@link FitPlan} names it. */
  static String correlations(String family, List<Integer> metrics) {
    return unit(
        CORRELATIONS,
        family,
        metrics.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** A run once for every unit that it belongs to. */
  Iterator<Tuple3<String, String, byte[]>> spread(Tuple3<String, String, byte[]> run) {
    CellAddress at = CellAddress.read(run._2());
    String width = Integer.toString(at.width());
    List<Tuple3<String, String, byte[]>> spread = new ArrayList<>();
    switch (at.kind()) {
      case DEPTHS -> {
        spread.add(to(unit(WIDTH, at.setting(), at.family(), width), run));
        spread.add(to(unit(TRENDS, at.setting(), at.family(), at.problem()), run));
        spread.add(to(unit(PAIRS, at.setting(), at.problem()), run));
        plan.comparisons(at).forEach(unit -> spread.add(to(unit, run)));
      }
      case TRIALS, CELL_BEST -> {
        spread.add(to(unit(MEANS, at.setting(), at.family(), width), run));
        plan.comparisons(at).forEach(unit -> spread.add(to(unit, run)));
        for (String unit : plan.correlations(at)) {
          boolean trials = at.kind() == CellAddress.Kind.TRIALS;
          byte[] rows =
              trials
                  ? TrialRun.withMetrics(at, run._3(), metrics(unit.split(SEPARATOR, -1)[3]))
                  : run._3();
          spread.add(new Tuple3<>(unit, run._2(), rows));
        }
      }
      case NESTED -> spread.add(to(unit(NESTED, at.setting()), run));
    }
    return spread.iterator();
  }

  private static List<Integer> metrics(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static Tuple3<String, String, byte[]> to(
      String unit, Tuple3<String, String, byte[]> run) {
    return new Tuple3<>(unit, run._2(), run._3());
  }

  /** Rows and states of a unit; each goes to a unit of the second step. */
  Iterator<Tuple3<String, String, byte[]>> first(
      String unit, Iterator<Tuple3<String, String, byte[]>> runs) {
    String[] parts = unit.split(SEPARATOR, -1);
    return switch (parts[0]) {
      case WIDTH -> width(parts, counted(runs)).iterator();
      case TRENDS -> trends(parts, counted(runs)).iterator();
      case PAIRS -> rows(unit, pairs(parts, runs));
      case COMPARISON -> rows(unit, comparison(parts, runs));
      case MEANS -> rows(unit, SingularityStudy.means(study(parts), trials(runs)));
      case CONTRAST -> rows(unit, contrast(parts, runs));
      case CORRELATIONS ->
          rows(unit, SingularityStudy.correlations(study(parts), trials(runs), metrics(parts[3])));
      case NESTED -> rows(unit, List.of(annihilations(parts[1], runs)));
      default -> throw new IllegalArgumentException("no such unit: " + unit);
    };
  }

  private static StudyGroup study(String[] parts) {
    return CellAddress.studyGroup(parts[1]);
  }

  private static Iterator<Tuple3<String, String, byte[]>> rows(String unit, List<Record> rows) {
    return rows.stream()
        .map(row -> new Tuple3<>(unit(ROW, unit), "", RecordText.write(row).getBytes(UTF_8)))
        .iterator();
  }

  private static List<MeasuredDepth> counted(Iterator<Tuple3<String, String, byte[]>> runs) {
    List<MeasuredDepth> depths = new ArrayList<>();
    while (runs.hasNext()) {
      Tuple3<String, String, byte[]> run = runs.next();
      DepthRun.read(CellAddress.read(run._2()), run._3()).stream()
          .filter(MeasuredDepth::counts)
          .forEach(depths::add);
    }
    return depths;
  }

  private static List<Tuple3<String, String, byte[]>> width(
      String[] parts, List<MeasuredDepth> depths) {
    List<Tuple3<String, String, byte[]>> states = new ArrayList<>();
    if (!depths.isEmpty()) {
      byte[] state = WidthDepths.of(depths).toBytes();
      for (double quantile : FitAggregation.quantiles()) {
        for (String step : List.of(FIT, WIDTHS)) {
          String unit = unit(step, parts[1], parts[2], Double.toString(quantile));
          states.add(new Tuple3<>(unit, WIDTH, state));
        }
      }
    }
    return states;
  }

  private static List<Tuple3<String, String, byte[]>> trends(
      String[] parts, List<MeasuredDepth> depths) {
    List<Tuple3<String, String, byte[]>> states = new ArrayList<>();
    if (!depths.isEmpty()) {
      byte[] state =
          ProblemTrends.of(CellAddress.fitGroup(parts[1]), depths).toText().getBytes(UTF_8);
      for (double quantile : FitAggregation.quantiles()) {
        String unit = unit(FIT, parts[1], parts[2], Double.toString(quantile));
        states.add(new Tuple3<>(unit, TRENDS, state));
      }
    }
    return states;
  }

  /** Width by width, so that the minima of one width are held at once; counts add up. */
  private List<Record> pairs(String[] parts, Iterator<Tuple3<String, String, byte[]>> runs) {
    Map<Integer, List<Tuple3<String, String, byte[]>>> widths = new TreeMap<>();
    while (runs.hasNext()) {
      Tuple3<String, String, byte[]> run = runs.next();
      widths
          .computeIfAbsent(CellAddress.read(run._2()).width(), width -> new ArrayList<>())
          .add(run);
    }
    Map<String, List<Record>> families = new TreeMap<>();
    for (List<Tuple3<String, String, byte[]>> width : widths.values()) {
      List<MeasuredDepth> depths = new ArrayList<>();
      for (Tuple3<String, String, byte[]> run : width) {
        depths.addAll(DepthRun.read(CellAddress.read(run._2()), run._3()));
      }
      for (Record row :
          new SkipPairs(measurementId).count(CellAddress.fitGroup(parts[1]), depths)) {
        families
            .computeIfAbsent(row.get(LeadingColumns.FAMILY), family -> new ArrayList<>())
            .add(row);
      }
    }
    return families.values().stream().map(SkipPairs::sum).toList();
  }

  private List<Record> comparison(String[] parts, Iterator<Tuple3<String, String, byte[]>> runs) {
    SkipComparisons.Pairing pairing =
        new SkipComparisons.Pairing(
            parts[2], Integer.parseInt(parts[3]), parts[4], Integer.parseInt(parts[5]));
    List<MeasuredDepth> skips = new ArrayList<>();
    List<MeasuredDepth> plain = new ArrayList<>();
    while (runs.hasNext()) {
      Tuple3<String, String, byte[]> run = runs.next();
      CellAddress at = CellAddress.read(run._2());
      (at.family().equals(SkipComparisons.PLAIN) ? plain : skips)
          .addAll(DepthRun.read(at, run._3()));
    }
    return new SkipComparisons(measurementId, new RandomStreams(root))
        .compare(CellAddress.fitGroup(parts[1]), pairing, skips, plain).stream().toList();
  }

  private static List<Record> contrast(
      String[] parts, Iterator<Tuple3<String, String, byte[]>> runs) {
    SingularityStudy.Contrast contrast =
        new SingularityStudy.Contrast(
            parts[2], Integer.parseInt(parts[3]), parts[4], parts[5], Integer.parseInt(parts[6]));
    Map<Boolean, List<StudiedTrial>> sides =
        trials(runs).stream()
            .collect(Collectors.partitioningBy(t -> t.family().equals(contrast.control())));
    return SingularityStudy.contrast(study(parts), contrast, sides.get(false), sides.get(true));
  }

  private static List<StudiedTrial> trials(Iterator<Tuple3<String, String, byte[]>> runs) {
    List<TrialRun.Known> trials = new ArrayList<>();
    List<TrialRun.Depth> depths = new ArrayList<>();
    while (runs.hasNext()) {
      Tuple3<String, String, byte[]> run = runs.next();
      CellAddress at = CellAddress.read(run._2());
      if (at.kind() == CellAddress.Kind.TRIALS) {
        trials.addAll(TrialRun.read(at, run._3()));
      } else {
        depths.addAll(TrialRun.readDepths(run._3()));
      }
    }
    return TrialRun.join(trials, depths);
  }

  private Record annihilations(String level, Iterator<Tuple3<String, String, byte[]>> runs) {
    List<Annihilations.Outcome> outcomes = new ArrayList<>();
    while (runs.hasNext()) {
      Tuple3<String, String, byte[]> run = runs.next();
      outcomes.addAll(NestedRun.read(CellAddress.read(run._2()), run._3()));
    }
    return new Annihilations(new RandomStreams(root))
        .summary(Annihilations.Level.read(level), outcomes);
  }

  /** Texts of rows of a unit of the second step. */
  Iterator<String> second(String unit, Iterator<Tuple3<String, String, byte[]>> states) {
    List<WidthDepths> widths = new ArrayList<>();
    List<ProblemTrends> trends = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    String[] parts = unit.split(SEPARATOR, -1);
    while (states.hasNext()) {
      Tuple3<String, String, byte[]> state = states.next();
      if (parts[0].equals(ROW)) {
        texts.add(new String(state._3(), UTF_8));
      } else if (state._2().equals(TRENDS)) {
        trends.add(ProblemTrends.read(new String(state._3(), UTF_8)));
      } else {
        widths.add(WidthDepths.read(state._3()));
      }
    }
    if (!parts[0].equals(ROW)) {
      FitAggregation fits =
          new FitAggregation(
              measurementId, new RandomStreams(root), test, new ProblemOrder(problems), settings);
      double quantile = Double.parseDouble(parts[3]);
      List<Record> rows =
          parts[0].equals(FIT)
              ? List.of(
                  fits.fit(CellAddress.fitGroup(parts[1]), parts[2], quantile, widths, trends))
              : fits.widths(CellAddress.fitGroup(parts[1]), parts[2], quantile, widths);
      rows.forEach(row -> texts.add(RecordText.write(row)));
    }
    return texts.iterator();
  }
}
