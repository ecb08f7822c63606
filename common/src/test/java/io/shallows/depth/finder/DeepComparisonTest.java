package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.PooledDepths;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Upper ends of depth of networks of more than two layers without and with {@code settle}, {@code
 * descent} and {@code pull-down}: a table of {@code docs/depth-comparison.md}, written to {@code
 * common/target/deep-comparison.md} after every shape.
 *
 * <p>{@code ./mvnw -Pcomparison -pl common test -Dtest=DeepComparisonTest}; {@code
 * -Dcomparison.minima} per shape and problem and {@code -Dcomparison.budget} change its size,
 * {@code -Dcomparison.problems} the noisy teachers. No setting was chosen on those that it takes by
 * itself.
 */
@Tag("comparison")
class DeepComparisonTest {

  private static final int MINIMA = Integer.getInteger("comparison.minima", 6);
  private static final long BUDGET = Long.getLong("comparison.budget", 1000);
  private static final List<Integer> PROBLEMS =
      Arrays.stream(System.getProperty("comparison.problems", "41,42").split(",", -1))
          .map(Integer::valueOf)
          .toList();

  private static final List<String> BEFORE = List.of("constructive", "string");
  private static final List<String> AFTER =
      List.of("constructive", "string", "settle", "descent", "pull-down");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** One depth of one minimum. */
  private record Row(DeepMinima shape, String target, double before, double after, boolean hidden) {

    /** The upper end with the new finders over that without; 1 where neither has a path. */
    double ratio() {
      return before == after ? 1 : after / before;
    }
  }

  /** Processor seconds of all depths of one minimum. */
  private record Time(DeepMinima shape, double before, double after) {}

  @Test
  void settleAndPullDownNeverRaiseDepthsOfDeepNetworks() throws IOException {
    List<Row> rows = new ArrayList<>();
    List<Time> times = new ArrayList<>();
    for (int problem : PROBLEMS) {
      for (DeepMinima shape : DeepMinima.shapes(problem)) {
        measure(shape, rows, times);
        Files.writeString(java.nio.file.Path.of("target", "deep-comparison.md"), page(rows, times));
      }
    }
    assertTrue(!rows.isEmpty());
    for (Row row : rows) {
      assertTrue(row.after() <= row.before(), row.toString());
    }
  }

  private static void measure(DeepMinima shape, List<Row> rows, List<Time> times) {
    DeepMinima.Trained trained = shape.train(MINIMA);
    for (int i = 0; i < trained.minima().size(); i++) {
      long began = THREADS.getCurrentThreadCpuTime();
      PooledDepths before = depths(shape, trained, i, BEFORE);
      long between = THREADS.getCurrentThreadCpuTime();
      PooledDepths after = depths(shape, trained, i, AFTER);
      long ended = THREADS.getCurrentThreadCpuTime();
      times.add(new Time(shape, (between - began) / 1e9, (ended - between) / 1e9));
      List<DepthTarget> targets = targets(shape, trained, i, BEFORE);
      for (int k = 0; k < targets.size(); k++) {
        DepthMeasurement old = before.measurements().get(k);
        DepthMeasurement now = after.measurements().get(k);
        if (old.covered()) {
          rows.add(
              new Row(
                  shape,
                  targets.get(k).kind().label(),
                  old.upper().orElse(Double.POSITIVE_INFINITY),
                  now.upper().orElse(Double.POSITIVE_INFINITY),
                  now.zero().isPresent()
                      || now.best().map(DeepComparisonTest::isHidden).orElse(false)));
        }
      }
    }
  }

  private static boolean isHidden(CertifiedPath path) {
    return path.certificate().isHidden();
  }

  private static SquaredDepth problem(
      DeepMinima shape, DeepMinima.Trained trained, List<String> finders) {
    EmpiricalLoss loss = trained.loss();
    return new SquaredDepth(
        loss,
        NetworkFamilies.named(shape.family()),
        new DepthSettings(finders, 1e-3, BUDGET),
        trained.references());
  }

  private static PooledDepths depths(
      DeepMinima shape, DeepMinima.Trained trained, int minimum, List<String> finders) {
    return new DepthMeter(problem(shape, trained, finders))
        .measure(
            trained.minima().get(minimum),
            targets(shape, trained, minimum, finders),
            trained.coverage(minimum));
  }

  /** A thousandth below itself, the reference of eta = 1/2, the lowest minimum of the shape. */
  private static List<DepthTarget> targets(
      DeepMinima shape, DeepMinima.Trained trained, int minimum, List<String> finders) {
    SquaredDepth depth = problem(shape, trained, finders);
    double[] theta = trained.minima().get(minimum);
    List<DepthTarget> targets = new ArrayList<>();
    targets.add(depth.own(theta, 1e-3, trained.coverage(minimum)));
    depth.reference((int) Math.ceil(Math.sqrt(shape.width()))).ifPresent(targets::add);
    targets.add(depth.cellBest(trained.minima().get(0)));
    return targets;
  }

  private static String page(List<Row> rows, List<Time> times) {
    StringBuilder page = new StringBuilder();
    line(page, "%d minima, budget %d, problems %s", times.size(), BUDGET, PROBLEMS);
    line(page, "");
    line(
        page,
        "| Depths | Rows | A path at last | Lower | Ratio, 25%% | Median | 75%% | Climb 0 | Processor"
            + " time, ratio |");
    line(page, "|---|---|---|---|---|---|---|---|---|");
    for (String target : List.of("own", "reference", "cell-best")) {
      line(page, target, rows, times, row -> row.target().equals(target), shape -> false);
    }
    for (String family : List.of("plain", "long-skip", "residual")) {
      for (int depth : new int[] {1, 2}) {
        Predicate<DeepMinima> of = s -> s.family().equals(family) && s.depth() == depth;
        line(page, family + ", L = " + depth, rows, times, row -> of.test(row.shape()), of);
      }
    }
    for (int width : new int[] {4, 8, 16}) {
      Predicate<DeepMinima> of = s -> s.width() == width;
      line(page, "m = " + width, rows, times, row -> of.test(row.shape()), of);
    }
    line(page, "all", rows, times, row -> true, shape -> true);
    return page.toString();
  }

  private static void line(
      StringBuilder page,
      String name,
      List<Row> rows,
      List<Time> times,
      Predicate<Row> chosen,
      Predicate<DeepMinima> timed) {
    List<Row> some = rows.stream().filter(chosen).toList();
    List<Row> known = some.stream().filter(row -> row.before() < Double.POSITIVE_INFINITY).toList();
    if (known.isEmpty()) {
      return;
    }
    double[] ratios = known.stream().mapToDouble(Row::ratio).sorted().toArray();
    long first =
        some.stream().filter(r -> !known.contains(r) && Double.isFinite(r.after())).count();
    List<Time> of = times.stream().filter(time -> timed.test(time.shape())).toList();
    double spent = of.stream().mapToDouble(Time::after).sum();
    double before = of.stream().mapToDouble(Time::before).sum();
    line(
        page,
        "| %s | %d | %d | %.0f%% | %.2g | %.2g | %.2g | %.0f%% | %s |",
        name,
        some.size(),
        first,
        100.0 * known.stream().filter(row -> row.ratio() < 1).count() / known.size(),
        ratios[ratios.length / 4],
        ratios[ratios.length / 2],
        ratios[ratios.length * 3 / 4],
        100.0 * some.stream().filter(Row::hidden).count() / some.size(),
        of.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", spent / before));
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
