package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.FloodCut;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.CellDepth;
import io.shallows.depth.problem.DepthBracket;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.reference.Reference;
import io.shallows.loss.EmpiricalLoss;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The finders against the exact depth of two-layer minima, to a loss lower by a thousandth: the
 * tables with truth of {@code docs/depth-comparison.md}, written to {@code
 * common/target/depth-truth.md} after every shape.
 *
 * <p>{@code ./mvnw -Pcomparison -pl common test -Dtest=DepthTruthComparisonTest}; {@code
 * -Dcomparison.minima} per shape (n = {@code comparison.from} to {@code comparison.inputs}, 1 to 4,
 * and m of {@code comparison.widths}, 3,4,5,6,7,8), {@code -Dcomparison.budget} and {@code
 * -Dcomparison.seed} change size, search and problems.
 */
@Tag("comparison")
class DepthTruthComparisonTest {

  private static final int MINIMA = Integer.getInteger("comparison.minima", 28);
  private static final int FROM = Integer.getInteger("comparison.from", 1);
  private static final int INPUTS = Integer.getInteger("comparison.inputs", 4);
  private static final int[] WIDTHS =
      Arrays.stream(System.getProperty("comparison.widths", "3,4,5,6,7,8").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();
  private static final long BUDGET = Long.getLong("comparison.budget", 5000);
  private static final long SEED = Long.getLong("comparison.seed", 2);
  private static final double DROP = 1e-3;
  private static final List<String> FINDERS =
      List.of(
          System.getProperty("comparison.finders", "string,bezier,autoneb,dss,aligned,linear")
              .split(","));

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** One minimum: its bracket, and what others say of it. */
  private static final class Row {
    final ComparedShape shape;
    final DepthBracket bracket;
    final double seconds;

    /** Whether a network of no more units is known at or below the level. */
    final boolean reachable;

    final Map<String, Double> certified = new LinkedHashMap<>();
    final Map<String, Double> sampled = new LinkedHashMap<>();

    Row(ComparedShape shape, DepthBracket bracket, double seconds, boolean reachable) {
      this.reachable = reachable;
      this.shape = shape;
      this.bracket = bracket;
      this.seconds = seconds;
    }

    double upper() {
      return bracket.upper().orElse(Double.POSITIVE_INFINITY);
    }

    double floor() {
      return bracket.path().map(path -> path.certificate().floor()).orElse(0.0);
    }

    boolean isFlat() {
      return bracket.exact() && upper() <= floor();
    }

    boolean isDeep() {
      return bracket.exact() && !isFlat();
    }
  }

  @Test
  void findersAgainstTheExactDepth() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int inputs = FROM; inputs <= INPUTS; inputs++) {
      for (int width : WIDTHS) {
        ComparedShape shape = new ComparedShape("plain", width, 0, inputs);
        ComparedShape.Trained trained = shape.train(MINIMA, SEED);
        for (double[] theta : trained.others()) {
          rows.add(row(shape, trained, theta));
        }
        StringBuilder page = new StringBuilder();
        line(page, "%d minima, budget %d, seed %d", rows.size(), BUDGET, SEED);
        reach(page, rows);
        truth(page, rows);
        readings(page, rows);
        Files.writeString(java.nio.file.Path.of("target", "depth-truth.md"), page.toString());
      }
    }
    assertTrue(rows.stream().anyMatch(Row::isDeep), "no depth above 0 is known");
  }

  private static Row row(ComparedShape shape, ComparedShape.Trained trained, double[] theta) {
    EmpiricalLoss loss = trained.loss();
    long began = THREADS.getCurrentThreadCpuTime();
    DepthBracket bracket =
        CellDepth.of(loss).orElseThrow().own(theta, DROP, CellFloodFinder.programs(BUDGET));
    double seconds = (THREADS.getCurrentThreadCpuTime() - began) / 1e9;
    double known =
        trained.references().stream()
            .filter(reference -> reference.width() <= shape.width())
            .mapToDouble(Reference::loss)
            .reduce(loss.value(trained.best()), Math::min);
    Row row = new Row(shape, withoutCut(bracket), seconds, known <= bracket.level());
    if (!bracket.exact()) {
      return row;
    }
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    DepthTarget target =
        new DepthTarget(
            TargetKind.OWN,
            bracket.level(),
            List.of(),
            Optional.of(new Path(List.of(trained.best()))));
    for (String finder : FINDERS) {
      DepthSettings settings = new DepthSettings(List.of(finder), 1e-3, BUDGET);
      NetworkPathProblem problem =
          new NetworkPathProblem(loss, start, target, settings, new SearchLog());
      Optional<CertifiedPath> path = PathFinders.named(finder).find(problem);
      row.certified.put(finder, path.map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY));
      double least = bracket.lower() - row.floor();
      assertTrue(
          path.map(CertifiedPath::barrier).orElse(1e9) >= least * (1 - 1e-6),
          finder + " is certified below the proven depth");
    }
    List<double[]> curve =
        BezierFinder.points(new BudgetedSurface(loss, BUDGET), start.theta(), trained.best(), 61);
    row.sampled.put("Bezier, 61 points", largest(loss, curve, 1) - start.loss());
    List<double[]> string =
        new StringMethod(7, 4, 0, false)
            .relax(new BudgetedSurface(loss, BUDGET), List.of(start.theta(), trained.best()));
    row.sampled.put("string, images only", largest(loss, string, 1) - start.loss());
    row.sampled.put("string, 1000 points per gap", largest(loss, string, 1000) - start.loss());
    row.sampled.put(
        "straight line, 1000 points",
        largest(loss, List.of(start.theta(), trained.best()), 1000) - start.loss());
    return row;
  }

  /** A cut that is no longer asked for takes the memory of all its cells. */
  private static DepthBracket withoutCut(DepthBracket bracket) {
    return new DepthBracket(
        bracket.loss(),
        bracket.level(),
        bracket.lower(),
        bracket.exact(),
        bracket.cells(),
        bracket.programs(),
        bracket.path(),
        new FloodCut(bracket.level(), bracket.lower(), List.of(), List.of()));
  }

  private static double largest(EmpiricalLoss loss, List<double[]> points, int perSegment) {
    double largest = loss.value(points.get(0));
    for (int k = 0; k + 1 < points.size(); k++) {
      for (int q = 1; q <= perSegment; q++) {
        double t = q / (double) perSegment;
        largest =
            Math.max(largest, loss.value(Images.between(points.get(k), points.get(k + 1), t)));
      }
    }
    return largest;
  }

  private static void reach(StringBuilder page, List<Row> rows) {
    line(page, "");
    line(
        page,
        "| Shape | Minima | Closed | Within a second | Of a known lower network | Of these closed | Within a second | Of these 0 | Cells, median | Seconds, median |"
            + " Largest | Open with lower end above 0 | Least lower / upper of the open | Largest"
            + " gap, of the loss |");
    line(page, "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int inputs = 1; inputs <= INPUTS; inputs++) {
      for (int m : WIDTHS) {
        int n = inputs;
        reach(
            page,
            "n = " + n + ", m = " + m,
            of(rows, row -> row.shape.inputs() == n && row.shape.width() == m));
      }
    }
    reach(page, "all", rows);
  }

  private static void reach(StringBuilder page, String name, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Row> open = of(rows, row -> !row.bracket.exact());
    double[] seconds = rows.stream().mapToDouble(row -> row.seconds).toArray();
    line(
        page,
        "| %s | %d | %d | %d | %d | %d | %d | %d | %.0f | %.3f | %.2f | %d of %d | %s | %s |",
        name,
        rows.size(),
        rows.size() - open.size(),
        of(rows, row -> row.bracket.exact() && row.seconds <= 1).size(),
        of(rows, row -> row.reachable).size(),
        of(rows, row -> row.reachable && row.bracket.exact()).size(),
        of(rows, row -> row.reachable && row.bracket.exact() && row.seconds <= 1).size(),
        rows.stream().filter(Row::isFlat).count(),
        quantile(rows.stream().mapToDouble(row -> row.bracket.cells()).toArray(), 0.5),
        quantile(seconds, 0.5),
        quantile(seconds, 1),
        open.stream().filter(row -> row.bracket.lower() > row.floor()).count(),
        open.size(),
        open.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "%.2g",
                open.stream()
                    .mapToDouble(row -> row.bracket.lower() / row.upper())
                    .min()
                    .orElse(0)),
        open.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "%.2g",
                open.stream()
                    .mapToDouble(row -> (row.upper() - row.bracket.lower()) / row.bracket.loss())
                    .max()
                    .orElse(0)));
  }

  private static void truth(StringBuilder page, List<Row> rows) {
    List<Row> deep = of(rows, Row::isDeep);
    List<Row> flat = of(rows, Row::isFlat);
    line(page, "");
    line(
        page,
        "| Finder, of %d depths above 0 | Found | Within 1%% | Median over depth | 90%% | Of %d"
            + " depths 0: told | median barrier |",
        deep.size(),
        flat.size());
    line(page, "|---|---|---|---|---|---|---|");
    for (String finder : FINDERS) {
      double[] ratios =
          deep.stream().mapToDouble(row -> row.certified.get(finder) / row.upper()).toArray();
      double[] zeros = flat.stream().mapToDouble(row -> row.certified.get(finder)).toArray();
      line(
          page,
          "| %s | %d | %.0f%% | %.3g | %.3g | %d | %.2g |",
          finder,
          Arrays.stream(ratios).filter(Double::isFinite).count(),
          100.0 * Arrays.stream(ratios).filter(r -> r <= 1.01).count() / Math.max(1, ratios.length),
          quantile(ratios, 0.5),
          quantile(ratios, 0.9),
          flat.stream().filter(row -> row.certified.get(finder) <= 1e-11).count(),
          quantile(zeros, 0.5));
    }
  }

  private static void readings(StringBuilder page, List<Row> rows) {
    List<Row> deep = of(rows, Row::isDeep);
    line(page, "");
    line(page, "| Reading without a certificate | Below the depth | Median over depth | 90%% |");
    line(page, "|---|---|---|---|");
    for (String name : deep.isEmpty() ? List.<String>of() : deep.get(0).sampled.keySet()) {
      double[] ratios =
          deep.stream().mapToDouble(row -> row.sampled.get(name) / row.upper()).toArray();
      line(
          page,
          "| %s | %d of %d | %.3g | %.3g |",
          name,
          Arrays.stream(ratios).filter(r -> r < 1 - 1e-6).count(),
          ratios.length,
          quantile(ratios, 0.5),
          quantile(ratios, 0.9));
    }
  }

  private static List<Row> of(List<Row> rows, Predicate<Row> which) {
    return rows.stream().filter(which).toList();
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, q * sorted.length)];
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
