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
import io.shallows.loss.EmpiricalLoss;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether what training calls minima of wide two-layer networks are minima at all: what {@code
 * settle} and {@code cell-flood} say of the depth to a loss lower by a thousandth, written to
 * {@code common/target/depth-wide.md} after every shape.
 *
 * <p>{@code ./mvnw -Pcomparison -pl common test -Dtest=WideMinimaComparisonTest}; {@code
 * -Dcomparison.wide} minima per shape (n = 1 to {@code comparison.inputs}, m = 16 and 32), {@code
 * -Dcomparison.budget} and {@code -Dcomparison.seed} change size, search and problems.
 */
@Tag("comparison")
class WideMinimaComparisonTest {

  private static final int MINIMA = Integer.getInteger("comparison.wide", 10);
  private static final int INPUTS = Integer.getInteger("comparison.inputs", 4);
  private static final long BUDGET = Long.getLong("comparison.budget", 5000);
  private static final long SEED = Long.getLong("comparison.seed", 2);
  private static final long SEEDS = 4L * MINIMA;
  private static final double DROP = 1e-3;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What is said of one minimum, in shares of its loss. */
  private record Row(
      boolean left,
      double settled,
      double settleSeconds,
      boolean closed,
      double lower,
      double upper,
      double floodSeconds) {}

  @Test
  void minimaOfWideNetworks() throws IOException {
    StringBuilder page = new StringBuilder();
    line(page, "Budget %d, seed %d", BUDGET, SEED);
    line(page, "");
    line(
        page,
        "| Shape | Minima | Left without a climb by settle | Its climb, of the loss, median |"
            + " Seconds | Closed by cell-flood | Lower end above 0 | Upper end, median | Seconds |");
    line(page, "|---|---|---|---|---|---|---|---|---|");
    List<Row> all = new ArrayList<>();
    for (int inputs = 1; inputs <= INPUTS; inputs++) {
      for (int width : new int[] {16, 32}) {
        ComparedShape shape = new ComparedShape("plain", width, 0, inputs);
        ComparedShape.Trained trained = shape.train(MINIMA, SEED, SEEDS);
        List<Row> rows = new ArrayList<>();
        for (double[] theta : trained.others()) {
          rows.add(row(trained.loss(), theta));
        }
        all.addAll(rows);
        line(page, "| n = %d, m = %d %s", inputs, width, cells(rows));
        Files.writeString(java.nio.file.Path.of("target", "depth-wide.md"), page.toString());
      }
    }
    line(page, "| all %s", cells(all));
    Files.writeString(java.nio.file.Path.of("target", "depth-wide.md"), page.toString());
    assertTrue(all.stream().anyMatch(Row::left), "settle leaves no minimum");
  }

  private static Row row(EmpiricalLoss loss, double[] theta) {
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    double level = (1 - DROP) * start.loss();
    DepthTarget target = new DepthTarget(TargetKind.OWN, level, List.of(), Optional.empty());
    DepthSettings settings = new DepthSettings(List.of("settle"), 1e-3, BUDGET);
    long began = THREADS.getCurrentThreadCpuTime();
    Optional<CertifiedPath> path =
        PathFinders.named("settle")
            .find(new NetworkPathProblem(loss, start, target, settings, new SearchLog()));
    long between = THREADS.getCurrentThreadCpuTime();
    DepthBracket bracket =
        CellDepth.of(loss).orElseThrow().own(theta, DROP, CellFloodFinder.programs(BUDGET));
    long ended = THREADS.getCurrentThreadCpuTime();
    return new Row(
        path.filter(found -> found.barrier() <= found.certificate().floor()).isPresent(),
        path.map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY) / start.loss(),
        (between - began) / 1e9,
        bracket.exact(),
        bracket.lower() / start.loss(),
        bracket.upper().orElse(Double.POSITIVE_INFINITY) / start.loss(),
        (ended - between) / 1e9);
  }

  private static String cells(List<Row> rows) {
    return rows.isEmpty()
        ? "| 0 | | | | | | | |"
        : String.format(
            Locale.ROOT,
            "| %d | %d | %.2g | %.2f | %d | %d | %.2g | %.2f |",
            rows.size(),
            rows.stream().filter(Row::left).count(),
            median(rows.stream().mapToDouble(Row::settled).toArray()),
            median(rows.stream().mapToDouble(Row::settleSeconds).toArray()),
            rows.stream().filter(Row::closed).count(),
            rows.stream().filter(row -> row.lower() > 1e-11).count(),
            median(rows.stream().mapToDouble(Row::upper).toArray()),
            median(rows.stream().mapToDouble(Row::floodSeconds).toArray()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
