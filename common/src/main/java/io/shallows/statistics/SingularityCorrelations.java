package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/**
 * Rows of table correlations: Spearman's correlation of ranks taken within cells, so that what
 * distinguishes problems, widths and initializations is not mistaken for what distinguishes runs.
 *
 * <p>Cost: metrics times outcomes sorts of the trials.
 */
final class SingularityCorrelations {

  /** Fewer trials say nothing of a rank correlation. */
  static final int LEAST_TRIALS = 8;

  private static final int LEAST_IN_CELL = 3;
  private static final double NEARLY_ONE = 1 - 1e-9;

  private final StudyGroup group;

  SingularityCorrelations(StudyGroup group) {
    this.group = group;
  }

  /**
   * Two columns by their ranks.
   *
   * @param z Fisher's z of the correlation
   */
  private record Pair(
      Column<?> metric,
      Column<?> outcome,
      long trials,
      long cells,
      double correlation,
      BootstrapEstimate z) {}

  /**
   * The rows of one family.
   *
   * @param metrics indices of the metrics among {@link StudyColumns#all()}
   */
  List<Record> rows(List<StudiedTrial> trials, List<Integer> metrics) {
    Collection<int[]> cells = cells(trials);
    int[] problems = ClusteredEstimate.indices(trials.stream().map(StudiedTrial::problem).toList());
    List<Record> rows = new ArrayList<>();
    for (int k : metrics) {
      for (int o = StudyColumns.metrics().size(); o < StudyColumns.all().size(); o++) {
        pair(trials, problems, cells, k, o).ifPresent(pair -> rows.add(row(trials, pair)));
      }
    }
    return rows;
  }

  private static Collection<int[]> cells(List<StudiedTrial> trials) {
    return IntStream.range(0, trials.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> trials.get(i).cell(),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    list -> list.stream().mapToInt(Integer::intValue).toArray())))
        .values();
  }

  private static Optional<Pair> pair(
      List<StudiedTrial> trials, int[] problems, Collection<int[]> cells, int metric, int outcome) {
    double[] u = new double[trials.size()];
    double[] v = new double[trials.size()];
    Arrays.fill(u, Double.NaN);
    long counted = 0;
    long used = 0;
    for (int[] cell : cells) {
      int[] both =
          Arrays.stream(cell)
              .filter(i -> !Double.isNaN(trials.get(i).value(metric)))
              .filter(i -> !Double.isNaN(trials.get(i).ranked(outcome)))
              .toArray();
      if (both.length >= LEAST_IN_CELL) {
        rank(both, Arrays.stream(both).mapToDouble(i -> trials.get(i).value(metric)).toArray(), u);
        rank(
            both, Arrays.stream(both).mapToDouble(i -> trials.get(i).ranked(outcome)).toArray(), v);
        counted += both.length;
        used++;
      }
    }
    double[] squares = squares(u, v);
    if (counted < LEAST_TRIALS || !(squares[0] > 0) || !(squares[1] > 0)) {
      return Optional.empty();
    }
    double correlation = squares[2] / Math.sqrt(squares[0] * squares[1]);
    return Optional.of(
        new Pair(
            StudyColumns.all().get(metric),
            StudyColumns.all().get(outcome),
            counted,
            used,
            correlation,
            fisher(correlation, problems, u, v, squares, counted, used)));
  }

  /** Sums of u^2, v^2 and u v over the trials that are ranked. */
  private static double[] squares(double[] u, double[] v) {
    double[] sums = new double[3];
    for (int i = 0; i < u.length; i++) {
      if (!Double.isNaN(u[i])) {
        sums[0] += u[i] * u[i];
        sums[1] += v[i] * v[i];
        sums[2] += u[i] * v[i];
      }
    }
    return sums;
  }

  /**
   * Fisher's z with the uncertainty of its linear part: trial i contributes {@code a b - r (a^2 +
   * b^2) / 2} to the correlation r, a and b its ranks in units of their root mean squares. The
   * standard error is no smaller than that of independent normal data, 1 / sqrt(n - 3) for one cell
   * and one degree of freedom less for every further one: nearly equal ranks leave none to see.
   */
  private static BootstrapEstimate fisher(
      double correlation,
      int[] problems,
      double[] u,
      double[] v,
      double[] squares,
      long trials,
      long cells) {
    double r = Math.max(-NEARLY_ONE, Math.min(NEARLY_ONE, correlation));
    double[] contributions = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      double a = u[i] * Math.sqrt(trials / squares[0]);
      double b = v[i] * Math.sqrt(trials / squares[1]);
      contributions[i] = a * b - r * (a * a + b * b) / 2;
    }
    double z = 0.5 * StrictMath.log((1 + r) / (1 - r));
    BootstrapEstimate found = ClusteredEstimate.of(z, problems, contributions, 1 / (1 - r * r));
    double freedom = Math.max(1.0, trials - cells - 2.0);
    double normal = 1 / Math.sqrt(freedom);
    return found.standardError() >= normal
        ? found
        : new BootstrapEstimate(z, normal, freedom, false);
  }

  private static void rank(int[] at, double[] values, double[] ranks) {
    double[] ranked = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
    for (int i = 0; i < at.length; i++) {
      ranks[at[i]] = (ranked[i] - (at.length + 1) / 2.0) / at.length;
    }
  }

  private Record row(List<StudiedTrial> trials, Pair pair) {
    Column<?> metric = pair.metric();
    Column<?> outcome = pair.outcome();
    BootstrapEstimate z = pair.z();
    String family = trials.get(0).family();
    int claimed = PublishedClaims.sign(family, metric, outcome);
    return Record.of(CorrelationsTable.TABLE)
        .set(LeadingColumns.FAMILY, family)
        .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
        .set(CorrelationsTable.METRIC, metric.name())
        .set(CorrelationsTable.OUTCOME, outcome.name())
        .set(CorrelationsTable.TRIALS, (Long) pair.trials())
        .set(CorrelationsTable.CELLS, (Long) pair.cells())
        .set(
            CorrelationsTable.PROBLEMS,
            (Long) trials.stream().map(StudiedTrial::problem).distinct().count())
        .set(CorrelationsTable.CORRELATION, (Double) pair.correlation())
        .setFinite(CorrelationsTable.CORRELATION_LOW, back(z.low(QuantileInterval.LEVEL)))
        .setFinite(CorrelationsTable.CORRELATION_HIGH, back(z.high(QuantileInterval.LEVEL)))
        .setFinite(CorrelationsTable.P_VALUE, PublishedClaims.twoSided(z))
        .set(
            CorrelationsTable.PUBLISHED,
            claimed == 0 ? null : claimed > 0 ? "positive" : "negative")
        .set(
            CorrelationsTable.VERDICT,
            claimed == 0
                ? null
                : PublishedClaims.verdict(
                    z.low(QuantileInterval.LEVEL), z.high(QuantileInterval.LEVEL), claimed))
        .build();
  }

  private static double back(double z) {
    return StrictMath.tanh(z);
  }
}
