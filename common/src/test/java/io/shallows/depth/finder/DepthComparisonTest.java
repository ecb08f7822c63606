package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamilies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Certified barriers of the default search against other finders at equal budget, on trained
 * networks of four shapes: the tables of {@code docs/depth-comparison.md}, written to {@code
 * common/target/depth-comparison.md}.
 *
 * <p>{@code ./mvnw -Pcomparison -pl common test}; {@code -Dcomparison.pairs} per shape and {@code
 * -Dcomparison.budget} change its size, {@code -Dcomparison.seed} its problem and networks.
 */
@Tag("comparison")
class DepthComparisonTest {

  private static final int PAIRS = Integer.getInteger("comparison.pairs", 50);
  private static final long BUDGET = Long.getLong("comparison.budget", 5000);
  private static final long SEED = Long.getLong("comparison.seed", 2);
  private static final List<String> DEFAULT = List.of("constructive", "string");
  private static final List<String> OTHERS =
      List.of("linear", "aligned", "bezier", "autoneb", "dss", "saddle");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Barriers and times of one pair. */
  private static final class Row {
    final Map<String, Double> barrier = new TreeMap<>();
    final Map<String, Double> seconds = new TreeMap<>();
    final Map<String, Long> spent = new TreeMap<>();
    double bezierAt61;
    double stringAtImages;
    double stringDense;
    final Map<String, Cost> certificate = new TreeMap<>();
  }

  /** Segments of a path, and the time of its certificate over that of 61 losses on it. */
  private record Cost(double segments, double of61) {}

  @Test
  void defaultSearchAgainstOthersAtEqualBudget() throws IOException {
    List<List<Row>> rows = new ArrayList<>();
    for (ComparedShape shape : ComparedShape.ALL) {
      ComparedShape.Trained trained = shape.train(PAIRS, SEED);
      List<Row> ofShape = new ArrayList<>();
      for (double[] theta : trained.others()) {
        if (ofShape.isEmpty()) {
          rows.add(ofShape);
        }
        ofShape.add(row(shape, trained, theta));
        StringBuilder page = new StringBuilder();
        tables(page, rows);
        Files.writeString(java.nio.file.Path.of("target", "depth-comparison.md"), page.toString());
      }
    }
  }

  private static Row row(ComparedShape shape, ComparedShape.Trained trained, double[] theta) {
    Row row = new Row();
    EmpiricalLoss loss = trained.loss();
    DepthTarget target = trained.target();
    long began = THREADS.getCurrentThreadCpuTime();
    DepthMeasurement measured =
        new DepthMeter(
                new SquaredDepth(
                    loss,
                    NetworkFamilies.named(shape.family()),
                    new DepthSettings(DEFAULT, 1e-3, BUDGET)))
            .measure(theta, target);
    put(row, "default", measured.upper().orElse(NONE), began, measured.effort().evaluations());
    measured.best().ifPresent(path -> row.certificate.put("default", certificate(loss, path)));
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    List<String> finders = new ArrayList<>(OTHERS);
    finders.addAll(DEFAULT);
    for (String finder : finders) {
      SearchLog log = new SearchLog();
      DepthSettings settings = new DepthSettings(List.of(finder), 1e-3, BUDGET);
      NetworkPathProblem problem = new NetworkPathProblem(loss, start, target, settings, log);
      began = THREADS.getCurrentThreadCpuTime();
      Optional<CertifiedPath> path = PathFinders.named(finder).find(problem);
      put(row, finder, path.map(CertifiedPath::barrier).orElse(NONE), began, log.spent());
      path.ifPresent(found -> assertNotBelowSamples(loss, found));
      path.ifPresent(found -> row.certificate.put(finder, certificate(loss, found)));
    }
    readings(row, loss, start, target);
    return row;
  }

  private static void put(Row row, String name, double barrier, long began, long spent) {
    row.barrier.put(name, barrier);
    row.seconds.put(name, (THREADS.getCurrentThreadCpuTime() - began) / 1e9);
    row.spent.put(name, spent);
  }

  private static void assertNotBelowSamples(EmpiricalLoss loss, CertifiedPath path) {
    double sampled = largest(loss, path.path().vertices(), 3);
    assertTrue(
        sampled <= path.certificate().maximum() * (1 + 1e-12),
        path.method() + ": " + sampled + " above " + path.certificate().maximum());
  }

  /** The largest loss at so many points of every segment. */
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

  /** What methods without a certificate report: 61 points of a curve, the images of a string. */
  private static void readings(Row row, EmpiricalLoss loss, NodeValues start, DepthTarget target) {
    double[] goal = target.minimum().orElseThrow().vertex(0);
    List<double[]> curve =
        BezierFinder.points(new BudgetedSurface(loss, BUDGET), start.theta(), goal, 61);
    row.bezierAt61 = largest(loss, curve, 1) - start.loss();
    List<double[]> string =
        new StringMethod(7, 4, 0, false)
            .relax(new BudgetedSurface(loss, BUDGET), List.of(start.theta(), goal));
    row.stringAtImages = largest(loss, string, 1) - start.loss();
    row.stringDense = largest(loss, string, 1000) - start.loss();
  }

  /**
   * The least of five rounds, in turns with 61 losses at equal times along the path; processor time
   * of this thread, since what lasts longer is interrupted more often on a machine that does more.
   */
  private static Cost certificate(EmpiricalLoss loss, CertifiedPath path) {
    PathCertifier certifier = new PathCertifier(loss);
    double certificate = NONE;
    double points = NONE;
    for (int round = 0; round < 5; round++) {
      long began = THREADS.getCurrentThreadCpuTime();
      certifier.certify(path.path());
      certificate = Math.min(certificate, (double) (THREADS.getCurrentThreadCpuTime() - began));
      began = THREADS.getCurrentThreadCpuTime();
      for (int q = 0; q <= 60; q++) {
        double at = q / 60.0 * (path.path().size() - 1);
        int k = Math.min((int) at, path.path().size() - 2);
        loss.value(Images.between(path.path().at(k), path.path().at(k + 1), at - k));
      }
      points = Math.min(points, (double) (THREADS.getCurrentThreadCpuTime() - began));
    }
    return new Cost(path.path().size() - 1, certificate / points);
  }

  private static void tables(StringBuilder page, List<List<Row>> rows) {
    List<Row> all = new ArrayList<>();
    rows.forEach(all::addAll);
    line(page, "%d pairs, budget %d, seed %d", all.size(), BUDGET, SEED);
    line(page, "");
    line(
        page,
        "| Shape | Pairs | Lower than Bezier | Lower than AutoNEB | Lower than both | Median ratio |"
            + " 90%% of ratios |");
    line(page, "|---|---|---|---|---|---|---|");
    for (int k = 0; k < rows.size(); k++) {
      reach(page, ComparedShape.ALL.get(k).toString(), rows.get(k));
    }
    reach(page, "all", all);
    line(page, "");
    line(
        page,
        "| Search | Found | Median barrier | Best of all | Evaluations | Processor seconds |");
    line(page, "|---|---|---|---|---|---|");
    for (String name : all.get(0).barrier.keySet()) {
      double[] barriers = all.stream().mapToDouble(row -> row.barrier.get(name)).toArray();
      long found = Arrays.stream(barriers).filter(b -> b < NONE).count();
      long best = all.stream().filter(row -> isBest(row, name)).count();
      line(
          page,
          "| %s | %d | %.2g | %s | %.0f | %.2f |",
          name,
          found,
          quantile(barriers, 0.5),
          name.equals("default")
              ? ""
              : String.format(Locale.ROOT, "%.1f%%", 100.0 * best / all.size()),
          all.stream().mapToLong(row -> row.spent.get(name)).average().orElse(0),
          quantile(all.stream().mapToDouble(row -> row.seconds.get(name)).toArray(), 0.5));
    }
    line(page, "");
    line(
        page, "| Reading over the certified barrier of the same path | Least | Median | Largest |");
    line(page, "|---|---|---|---|");
    spread(
        page,
        "Bezier, 61 points",
        all.stream().mapToDouble(r -> r.bezierAt61 / r.barrier.get("bezier")));
    spread(
        page,
        "string, images only",
        all.stream().mapToDouble(r -> r.stringAtImages / r.barrier.get("autoneb")));
    spread(
        page,
        "string, 1000 points per gap",
        all.stream().mapToDouble(r -> r.stringDense / r.barrier.get("autoneb")));
    line(page, "");
    line(
        page,
        "| Certificate of | Segments, median | Time over 61 losses: least | Median | Largest | Median"
            + " per segment |");
    line(page, "|---|---|---|---|---|---|");
    for (String name : all.get(0).barrier.keySet()) {
      costs(page, name, all);
    }
  }

  private static void costs(StringBuilder page, String name, List<Row> all) {
    List<Cost> costs =
        all.stream()
            .filter(row -> row.certificate.containsKey(name))
            .map(row -> row.certificate.get(name))
            .toList();
    if (!costs.isEmpty()) {
      double[] of61 = costs.stream().mapToDouble(Cost::of61).toArray();
      line(
          page,
          "| %s | %.0f | %.3g | %.3g | %.3g | %.2f |",
          name,
          quantile(costs.stream().mapToDouble(Cost::segments).toArray(), 0.5),
          quantile(of61, 0),
          quantile(of61, 0.5),
          quantile(of61, 1),
          quantile(costs.stream().mapToDouble(c -> c.of61() / c.segments()).toArray(), 0.5));
    }
  }

  private static boolean isBest(Row row, String name) {
    double least = NONE;
    for (Map.Entry<String, Double> entry : row.barrier.entrySet()) {
      least = entry.getKey().equals("default") ? least : Math.min(least, entry.getValue());
    }
    return row.barrier.get(name) == least;
  }

  /** The ratio is that of the default's barrier to the lower one of Bezier and AutoNEB. */
  private static void reach(StringBuilder page, String name, List<Row> rows) {
    double[] ratios =
        rows.stream()
            .mapToDouble(row -> Math.max(ratio(row, "bezier"), ratio(row, "autoneb")))
            .toArray();
    line(
        page,
        "| %s | %d | %s | %s | %s | %.3f | %.3f |",
        name,
        rows.size(),
        lower(rows.stream().mapToDouble(row -> ratio(row, "bezier")).toArray()),
        lower(rows.stream().mapToDouble(row -> ratio(row, "autoneb")).toArray()),
        lower(ratios),
        quantile(ratios, 0.5),
        quantile(ratios, 0.9));
  }

  private static double ratio(Row row, String other) {
    return row.barrier.get("default") / row.barrier.get(other);
  }

  private static String lower(double[] ratios) {
    long lower = Arrays.stream(ratios).filter(ratio -> ratio < 1).count();
    return String.format(Locale.ROOT, "%d (%.1f%%)", lower, 100.0 * lower / ratios.length);
  }

  private static void spread(
      StringBuilder page, String name, java.util.stream.DoubleStream values) {
    double[] sorted = values.toArray();
    line(
        page,
        "| %s | %.3g | %.3g | %.3g |",
        name,
        quantile(sorted, 0),
        quantile(sorted, 0.5),
        quantile(sorted, 1));
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, q * sorted.length)];
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
