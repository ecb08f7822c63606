package io.shallows.statistics;

import io.shallows.random.RandomStreams;
import io.shallows.record.Column;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
 * <p>Cost: resamples times metrics times outcomes times trials multiply-adds, a second for 300
 * trials.
 */
final class SingularityCorrelations {

  /** Fewer trials say nothing of a rank correlation. */
  static final int LEAST_TRIALS = 8;

  private static final int LEAST_IN_CELL = 3;
  private static final int RESAMPLES = BootstrapEstimate.LEAST_RESAMPLES;
  private static final double NEARLY_ONE = 1 - 1e-9;

  private final StudyGroup group;
  private final RandomStreams streams;

  SingularityCorrelations(StudyGroup group, RandomStreams streams) {
    this.group = group;
    this.streams = streams;
  }

  /** Centred ranks of the two columns, 0 where the trial has not both. */
  private record Pair(
      int metric, int outcome, List<Double> u, List<Double> v, long trials, long cells) {}

  /** The rows of one family. */
  List<Record> rows(List<StudiedTrial> trials) {
    Collection<int[]> cells = cells(trials);
    List<Column<?>> columns = StudyColumns.all();
    int metrics = StudyColumns.metrics().size();
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < metrics; k++) {
      for (int o = metrics; o < columns.size(); o++) {
        Pair pair = pair(trials, cells, k, o);
        if (pair.trials() >= LEAST_TRIALS && !Double.isNaN(correlation(pair))) {
          pairs.add(pair);
        }
      }
    }
    return pairs.isEmpty() ? List.of() : rows(trials, pairs);
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

  private static Pair pair(
      List<StudiedTrial> trials, Collection<int[]> cells, int metric, int outcome) {
    double[] u = new double[trials.size()];
    double[] v = new double[trials.size()];
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
    return new Pair(
        metric,
        outcome,
        Arrays.stream(u).boxed().toList(),
        Arrays.stream(v).boxed().toList(),
        counted,
        used);
  }

  private static void rank(int[] at, double[] values, double[] ranks) {
    double[] ranked = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
    for (int i = 0; i < at.length; i++) {
      ranks[at[i]] = (ranked[i] - (at.length + 1) / 2.0) / at.length;
    }
  }

  private static double correlation(Pair pair) {
    double[] result = new double[1];
    int[] once = new int[pair.u().size()];
    Arrays.fill(once, 1);
    correlations(new double[][][] {arrays(pair)}, once, result);
    return result[0];
  }

  private static double[][] arrays(Pair pair) {
    return new double[][] {
      pair.u().stream().mapToDouble(Double::doubleValue).toArray(),
      pair.v().stream().mapToDouble(Double::doubleValue).toArray()
    };
  }

  private static void correlations(double[][][] pairs, int[] counts, double[] result) {
    for (int p = 0; p < pairs.length; p++) {
      double[] u = pairs[p][0];
      double[] v = pairs[p][1];
      double uu = 0;
      double vv = 0;
      double uv = 0;
      for (int i = 0; i < u.length; i++) {
        uu += counts[i] * u[i] * u[i];
        vv += counts[i] * v[i] * v[i];
        uv += counts[i] * u[i] * v[i];
      }
      result[p] = uu > 0 && vv > 0 ? uv / Math.sqrt(uu * vv) : Double.NaN;
    }
  }

  private List<Record> rows(List<StudiedTrial> trials, List<Pair> pairs) {
    double[][][] arrays =
        pairs.stream().map(SingularityCorrelations::arrays).toArray(double[][][]::new);
    HierarchicalBootstrap bootstrap =
        new HierarchicalBootstrap(
            new int[][] {VectorMean.indices(trials.stream().map(StudiedTrial::problem).toList())});
    HierarchicalBootstrap.Statistic statistic =
        (counts, totals, result) -> {
          correlations(arrays, counts[0], result);
          for (int p = 0; p < result.length; p++) {
            result[p] = fisher(result[p]);
          }
        };
    var random =
        streams.uniform(
            group.name() + " family=" + trials.get(0).family(), "singularity-correlations");
    double[] observed = bootstrap.observed(statistic, pairs.size());
    double[][] hierarchical = bootstrap.hierarchical(statistic, pairs.size(), RESAMPLES, random);
    double[][] seedsOnly = bootstrap.seedsOnly(statistic, pairs.size(), RESAMPLES, random);
    List<Record> rows = new ArrayList<>();
    for (int p = 0; p < pairs.size(); p++) {
      BootstrapEstimate z =
          BootstrapEstimate.of(
              observed[p],
              VectorMean.component(hierarchical, p),
              VectorMean.component(seedsOnly, p),
              bootstrap.problems(),
              Math.max(1, pairs.get(p).trials() - 3.0));
      rows.add(row(trials, pairs.get(p), atLeastNormal(z, pairs.get(p))));
    }
    return rows;
  }

  /**
   * A standard error no smaller than that of normal data, 1 / sqrt(n - 3) for one cell and one
   * degree of freedom less for every further one: nearly equal ranks leave resamples no freedom.
   */
  private static BootstrapEstimate atLeastNormal(BootstrapEstimate z, Pair pair) {
    double freedom = Math.max(1.0, pair.trials() - pair.cells() - 2.0);
    double normal = 1 / Math.sqrt(freedom);
    return z.standardError() >= normal
        ? z
        : new BootstrapEstimate(z.value(), normal, freedom, false);
  }

  private Record row(List<StudiedTrial> trials, Pair pair, BootstrapEstimate z) {
    Column<?> metric = StudyColumns.all().get(pair.metric());
    Column<?> outcome = StudyColumns.all().get(pair.outcome());
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
        .set(CorrelationsTable.CORRELATION, (Double) correlation(pair))
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

  /** Fisher's z of a correlation; those next to 1 are held there, so that z is finite. */
  private static double fisher(double correlation) {
    double r = Math.max(-NEARLY_ONE, Math.min(NEARLY_ONE, correlation));
    return 0.5 * StrictMath.log((1 + r) / (1 - r));
  }

  private static double back(double z) {
    return StrictMath.tanh(z);
  }
}
