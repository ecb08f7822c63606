package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Both ends of the depth of two-layer minima to far levels, those of references and of the best
 * minimum of the shape, written to {@code common/target/depth-far.md} after every shape. Upper ends
 * are those of {@code constructive}, {@code string} and {@code cell-flood}, as in a run.
 *
 * <p>{@code ./mvnw -Pcomparison -pl common test -Dtest=FarLevelComparisonTest}; {@code
 * -Dcomparison.far} minima per shape (n = 1 to {@code comparison.inputs}, m = 4 and 8), {@code
 * -Dcomparison.budget} and {@code -Dcomparison.seed} change size, search and problems.
 */
@Tag("comparison")
class FarLevelComparisonTest {

  private static final int MINIMA = Integer.getInteger("comparison.far", 5);
  private static final int[] WIDTHS = {4, 8};
  private static final int INPUTS = Integer.getInteger("comparison.inputs", 4);
  private static final long BUDGET = Long.getLong("comparison.budget", 5000);
  private static final long SEED = Long.getLong("comparison.seed", 2);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** One depth from both sides. */
  private record Row(
      ComparedShape shape,
      TargetKind kind,
      double start,
      double lower,
      double upper,
      boolean closed,
      double seconds) {

    boolean above() {
      return lower > 1e-11 * start;
    }

    double ratio() {
      return closed ? 1 : lower / upper;
    }
  }

  @Test
  void bothEndsOfDepthsToFarLevels() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int inputs = 1; inputs <= INPUTS; inputs++) {
      for (int width : WIDTHS) {
        ComparedShape shape = new ComparedShape("plain", width, 0, inputs);
        ComparedShape.Trained trained = shape.train(MINIMA, SEED);
        List<double[]> others = trained.others();
        // spread over the losses, not the highest alone
        int count = Math.min(MINIMA, others.size());
        for (int k = 0; k < count; k++) {
          rows.addAll(rows(shape, trained, others.get(k * others.size() / count)));
        }
        Files.writeString(java.nio.file.Path.of("target", "depth-far.md"), page(rows));
      }
    }
    assertTrue(rows.stream().anyMatch(row -> row.lower() > 0), "no lower end is above 0");
  }

  private static List<Row> rows(
      ComparedShape shape, ComparedShape.Trained trained, double[] theta) {
    EmpiricalLoss loss = trained.loss();
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    List<DepthTarget> targets = new ArrayList<>();
    for (Reference reference : trained.references()) {
      if (reference.loss() < start.loss() && reference.width() <= shape.width()) {
        targets.add(DepthTarget.reference(reference, loss.data()));
      }
    }
    targets.add(trained.target());
    targets.sort(Comparator.comparingDouble(DepthTarget::level));
    CellDepth cells = CellDepth.of(loss).orElseThrow();
    List<Row> rows = new ArrayList<>();
    for (DepthTarget target : targets) {
      Optional<CertifiedPath> known = known(loss, start, target);
      double upper = known.map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
      double ceiling =
          known.map(path -> path.certificate().maximum()).orElse(Double.POSITIVE_INFINITY);
      long began = THREADS.getCurrentThreadCpuTime();
      DepthBracket bracket =
          cells.measure(theta, target.level(), ceiling, CellFloodFinder.programs(BUDGET));
      double seconds = (THREADS.getCurrentThreadCpuTime() - began) / 1e9;
      upper = Math.min(upper, bracket.upper().orElse(Double.POSITIVE_INFINITY));
      boolean closed = bracket.exact() || upper - bracket.lower() <= DepthBracket.TOLERANCE * upper;
      rows.add(
          new Row(
              shape,
              target.kind(),
              start.loss(),
              Math.min(bracket.lower(), upper),
              upper,
              closed,
              seconds));
    }
    return rows;
  }

  /** The lower path of the two finders that come before the search over cells in a run. */
  private static Optional<CertifiedPath> known(
      EmpiricalLoss loss, NodeValues start, DepthTarget target) {
    Optional<CertifiedPath> known = Optional.empty();
    for (String finder : List.of("constructive", "string")) {
      DepthSettings settings = new DepthSettings(List.of(finder), 1e-3, BUDGET);
      known =
          CertifiedPath.lower(
              known,
              PathFinders.named(finder)
                  .find(new NetworkPathProblem(loss, start, target, settings, new SearchLog())));
    }
    return known;
  }

  private static String page(List<Row> rows) {
    StringBuilder page = new StringBuilder();
    line(page, "%d depths, budget %d, seed %d", rows.size(), BUDGET, SEED);
    line(page, "");
    line(
        page,
        "| Level | Depths | Closed | Of these 0 | Open with lower end above 0 | Lower / upper, 25%% | Median | 75%% |"
            + " Seconds, median |");
    line(page, "|---|---|---|---|---|---|---|---|---|");
    for (TargetKind kind : List.of(TargetKind.REFERENCE, TargetKind.CELL_BEST)) {
      for (int inputs = 1; inputs <= INPUTS; inputs++) {
        int n = inputs;
        for (int m : WIDTHS) {
          part(
              page,
              kind.label() + ", n = " + n + ", m = " + m,
              of(
                  rows,
                  row ->
                      row.kind().equals(kind)
                          && row.shape().inputs() == n
                          && row.shape().width() == m));
        }
      }
      part(page, kind.label(), of(rows, row -> row.kind().equals(kind)));
    }
    part(page, "all", rows);
    return page.toString();
  }

  private static void part(StringBuilder page, String name, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    double[] ratios = rows.stream().mapToDouble(Row::ratio).sorted().toArray();
    double[] seconds = rows.stream().mapToDouble(Row::seconds).sorted().toArray();
    line(
        page,
        "| %s | %d | %d | %d | %d of %d | %.2g | %.2g | %.2g | %.2f |",
        name,
        rows.size(),
        of(rows, Row::closed).size(),
        of(rows, row -> row.closed() && !row.above()).size(),
        of(rows, row -> !row.closed() && row.above()).size(),
        of(rows, row -> !row.closed()).size(),
        ratios[ratios.length / 4],
        ratios[ratios.length / 2],
        ratios[3 * ratios.length / 4],
        Arrays.stream(seconds).skip(seconds.length / 2).findFirst().orElse(0));
  }

  private static List<Row> of(List<Row> rows, Predicate<Row> which) {
    return rows.stream().filter(which).toList();
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
