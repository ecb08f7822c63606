package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.StudyColumns;
import io.shallows.record.Table;
import io.shallows.statistics.estimate.MeanInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.hipparchus.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class SingularityStudyTest {

  private static final RandomStreams STREAMS = new RandomStreams(7);
  private static final StudyGroup GROUP = new StudyGroup(3, 2);

  private static StudiedTrial trial(
      String family, int width, long parameters, int seed, Map<String, Double> known) {
    return trial("p", family, width, parameters, seed, known);
  }

  private static StudiedTrial trial(
      String problem,
      String family,
      int width,
      long parameters,
      int seed,
      Map<String, Double> known) {
    DoubleStream values =
        StudyColumns.all().stream()
            .mapToDouble(column -> known.getOrDefault(column.name(), Double.NaN));
    return new StudiedTrial(problem, family, width, "he", seed, parameters, values);
  }

  private static List<Record> rows(List<StudiedTrial> trials, Table table) {
    return SingularityStudy.rows(GROUP, trials).stream()
        .filter(row -> row.table() == table)
        .toList();
  }

  /** As in a published store that has depths alone. */
  @Test
  void noTrialsHaveNoMeans() {
    assertEquals(List.of(), SingularityStudy.means(GROUP, List.of()));
    assertEquals(
        1,
        SingularityStudy.means(
                GROUP, List.of(trial("plain", 4, 10, 0, Map.of("overlap_mean", 1.0))))
            .size());
  }

  @Test
  void oneCellHasSpearmansCorrelation() {
    ContinuousSampler normal = STREAMS.gaussian("spearman", "test");
    List<StudiedTrial> trials = new ArrayList<>();
    double[] x = new double[25];
    double[] y = new double[25];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.rint(3 * normal.sample());
      y[i] = x[i] + 4 * normal.sample();
      trials.add(
          trial("orhan-plain", 4, 10, i, Map.of("overlap_mean", x[i], "loss_normalized", y[i])));
    }
    Record row = rows(trials, CorrelationsTable.TABLE).get(0);
    double expected = new SpearmansCorrelation().correlation(x, y);
    double found = row.get(CorrelationsTable.CORRELATION);
    assertEquals(expected, found, 1e-12);
    assertEquals(25L, row.get(CorrelationsTable.TRIALS));
    assertTrue(row.get(CorrelationsTable.CORRELATION_LOW) < found);
    assertTrue(row.get(CorrelationsTable.CORRELATION_HIGH) > found);
    assertEquals("positive", row.get(CorrelationsTable.PUBLISHED));
  }

  @Test
  void metricsAreCorrelatedWithDepthWhereItIsKnown() {
    ContinuousSampler normal = STREAMS.gaussian("depth", "test");
    List<StudiedTrial> trials = new ArrayList<>();
    double[] x = new double[16];
    double[] y = new double[16];
    for (int i = 0; i < 40; i++) {
      double metric = normal.sample();
      double depth = StrictMath.exp(metric + normal.sample());
      StudiedTrial trial = trial("plain", 4, 10, i, Map.of("overlap_mean", metric));
      // the others ended in the best minimum of their cell, or nowhere: they have no depth
      trials.add(i < x.length ? trial.withDepth(depth) : trial);
      if (i < x.length) {
        x[i] = metric;
        y[i] = depth;
      }
    }
    Record row = rows(trials, CorrelationsTable.TABLE).get(0);
    assertEquals("depth_upper", row.get(CorrelationsTable.OUTCOME));
    assertEquals(16L, row.get(CorrelationsTable.TRIALS));
    assertEquals(
        new SpearmansCorrelation().correlation(x, y),
        row.get(CorrelationsTable.CORRELATION),
        1e-12);
    assertTrue(row.get(CorrelationsTable.CORRELATION_LOW) > 0, "found");
    assertTrue(row.find(CorrelationsTable.PUBLISHED).isEmpty(), "nothing is claimed of depth");
  }

  @Test
  void whatSeparatesCellsDoesNotCorrelate() {
    ContinuousSampler normal = STREAMS.gaussian("cells", "test");
    List<StudiedTrial> apart = new ArrayList<>();
    List<StudiedTrial> together = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double metric = normal.sample();
      double outcome = normal.sample();
      int width = 4 << i % 3;
      // both rise with the width: without cells the correlation would be near 1
      apart.add(values(width, i, 100 * width + metric, 1000 * width + outcome));
      together.add(values(width, i, StrictMath.exp(metric), outcome));
    }
    double found = correlation(apart);
    assertTrue(Math.abs(found) < 0.3, () -> "correlation " + found);
    assertEquals(correlation(together), found);
  }

  private static StudiedTrial values(int width, int seed, double metric, double outcome) {
    return trial(
        "plain",
        width,
        10,
        seed,
        Map.of("dependence_participation", metric, "loss_normalized", outcome));
  }

  private static double correlation(List<StudiedTrial> trials) {
    return rows(trials, CorrelationsTable.TABLE).get(0).get(CorrelationsTable.CORRELATION);
  }

  @Test
  void nullCorrelationsAreSignificantAsOftenAsTheyShouldBe() {
    ContinuousSampler normal = STREAMS.gaussian("null", "test");
    int significant = 0;
    int tests = 200;
    for (int t = 0; t < tests; t++) {
      List<StudiedTrial> trials = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        trials.add(
            trial(
                "n" + t,
                "plain",
                4,
                10,
                i,
                Map.of("overlap_mean", normal.sample(), "loss_normalized", normal.sample())));
      }
      Record row = rows(trials, CorrelationsTable.TABLE).get(0);
      significant += row.get(CorrelationsTable.P_VALUE) < 0.05 ? 1 : 0;
    }
    // 200 tests at .05: 10 expected, 20 is three standard deviations more
    int found = significant;
    assertTrue(found <= 20, () -> found + " of 200");
  }

  @Test
  void contrastsPairSeedsAndRankLevelsThatWereNeverReachedLast() {
    List<StudiedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      trials.add(
          trial(
              "orhan-plain",
              8,
              100,
              i,
              i < 3
                  ? Map.of("slowdown_loss_normalized", 0.9)
                  : Map.of("slowdown_loss_normalized", 0.4, "slowdown_steps_50", 40.0 + i)));
      trials.add(
          trial(
              "orhan-residual",
              8,
              100,
              i,
              Map.of("slowdown_loss_normalized", 0.1, "slowdown_steps_50", 10.0 + i)));
    }
    List<Record> rows =
        rows(trials, ContrastsTable.TABLE).stream()
            .filter(row -> row.get(ContrastsTable.PAIRING).equals("width"))
            .toList();
    Record steps = of(rows, "slowdown_steps_50");
    assertEquals(-1.0, steps.get(ContrastsTable.SIGN));
    assertEquals(6L, steps.get(ContrastsTable.PAIRS));
    assertTrue(steps.find(ContrastsTable.DIFFERENCE).isEmpty());
    assertEquals("agree", steps.get(ContrastsTable.VERDICT));
    Record never = of(rows, "slowdown_steps_10");
    assertEquals(0.0, never.get(ContrastsTable.SIGN));
    Record loss = of(rows, "slowdown_loss_normalized");
    assertEquals(-0.55, loss.get(ContrastsTable.DIFFERENCE), 1e-15);
    assertTrue(loss.get(ContrastsTable.DIFFERENCE_LOW) < -0.55);
  }

  private static Record of(List<Record> rows, String metric) {
    return rows.stream()
        .filter(row -> row.get(ContrastsTable.METRIC).equals(metric))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fewPairsThatAgreeProveNothing() {
    // Clopper and Pearson: all of 5 lower leaves up to 52% higher, all of 6 up to 46%
    assertEquals("undecided", allLower(5).get(ContrastsTable.VERDICT));
    assertEquals(
        2 * (1 - StrictMath.pow(0.025, 0.2)) - 1, allLower(5).get(ContrastsTable.SIGN_HIGH), 1e-9);
    assertEquals(0.0625, allLower(5).get(ContrastsTable.P_VALUE), 1e-12);
    assertEquals("agree", allLower(6).get(ContrastsTable.VERDICT));
  }

  @Test
  void theThreeSingularitiesAreClaimedForSkipsAgainstNone() {
    List<StudiedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Map<String, Double> none =
          Map.of(
              "overlap_mean", 0.5, "dependence_rank_initial", 4.0, "elimination_dead_share", 0.1);
      Map<String, Double> skip =
          Map.of(
              "overlap_mean", 0.4, "dependence_rank_initial", 8.0, "elimination_dead_share", 0.2);
      trials.add(trial("orhan-plain", 8, 100, i, none));
      trials.add(trial("orhan-residual", 8, 100, i, skip));
      trials.add(trial("hyper-residual", 8, 100, i, skip));
    }
    List<Record> rows = rows(trials, ContrastsTable.TABLE);
    List<Record> one =
        rows.stream()
            .filter(row -> row.get(LeadingColumns.FAMILY).equals("orhan-residual"))
            .toList();
    assertEquals("agree", of(one, "overlap_mean").get(ContrastsTable.VERDICT));
    assertEquals("agree", of(one, "dependence_rank_initial").get(ContrastsTable.VERDICT));
    assertEquals("higher", of(one, "dependence_rank_initial").get(ContrastsTable.PUBLISHED));
    assertEquals("disagree", of(one, "elimination_dead_share").get(ContrastsTable.VERDICT));
    assertTrue(
        rows.stream()
            .filter(row -> row.get(ContrastsTable.CONTROL_FAMILY).equals("orhan-residual"))
            .allMatch(row -> row.find(ContrastsTable.PUBLISHED).isEmpty()),
        "nothing is claimed of the three between kinds of skip");
  }

  private static Record allLower(int pairs) {
    List<StudiedTrial> trials = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      trials.add(trial("orhan-plain", 8, 100, i, Map.of("degenerate_share", 0.5)));
      trials.add(trial("orhan-residual", 8, 100, i, Map.of("degenerate_share", 0.4 - 0.01 * i)));
    }
    return of(rows(trials, ContrastsTable.TABLE), "degenerate_share");
  }

  @Test
  void equalParametersMeansTheNearestWidthWithinATenth() {
    List<StudiedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Map<String, Double> values = Map.of("overlap_mean", 0.5 + i);
      trials.add(trial("plain", 8, 80, i, values));
      trials.add(trial("plain", 10, 104, i, values));
      trials.add(trial("long-skip", 8, 100, i, values));
      trials.add(trial("linear-skip", 8, 300, i, values));
    }
    List<Record> rows = rows(trials, ContrastsTable.TABLE);
    List<String> found =
        rows.stream()
            .map(
                row ->
                    row.get(LeadingColumns.FAMILY)
                        + ' '
                        + row.get(ContrastsTable.PAIRING)
                        + ' '
                        + row.get(ContrastsTable.CONTROL_WIDTH))
            .sorted()
            .toList();
    assertEquals(
        List.of("linear-skip width 8", "long-skip parameters 10", "long-skip width 8"), found);
  }

  @Test
  void intervalsOfMeansSeeDifferencesBetweenProblems() {
    List<StudiedTrial> alike = new ArrayList<>();
    List<StudiedTrial> apart = new ArrayList<>();
    ContinuousSampler normal = STREAMS.gaussian("means", "test");
    for (int i = 0; i < 40; i++) {
      double value = normal.sample();
      alike.add(trial("p" + i % 4, "plain", 4, 10, i, Map.of("overlap_mean", value)));
      apart.add(
          trial("p" + i % 4, "plain", 4, 10, i, Map.of("overlap_mean", value + 10 * (i % 4))));
    }
    Record one = rows(alike, SingularitiesTable.TABLE).get(0);
    Record other = rows(apart, SingularitiesTable.TABLE).get(0);
    assertEquals(one.get(SingularitiesTable.MEAN) + 15, other.get(SingularitiesTable.MEAN), 1e-12);
    assertTrue(width(one) < 1.5, () -> "width " + width(one));
    // four problems 10 apart: s = 12.9, t = 3.18, half width 20.5
    assertEquals(41, width(other), 5);
  }

  private static double width(Record row) {
    return row.get(SingularitiesTable.MEAN_HIGH) - row.get(SingularitiesTable.MEAN_LOW);
  }

  @Test
  void rowsDoNotDependOnTheOrderOfTrials() {
    ContinuousSampler normal = STREAMS.gaussian("order", "test");
    List<StudiedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      trials.add(
          trial(
              "p" + i % 3,
              i % 2 == 0 ? "plain" : "residual",
              4,
              10,
              i / 2,
              Map.of("overlap_mean", normal.sample(), "loss_normalized", normal.sample())));
    }
    List<Record> rows = SingularityStudy.rows(GROUP, trials);
    assertFalse(rows.isEmpty());
    Collections.shuffle(trials, new Random(5));
    assertEquals(rows, SingularityStudy.rows(GROUP, trials));
  }

  @Test
  void intervalOfAMean() {
    // s / sqrt(4) = sqrt(38 / 12), Student's .975 quantile with 3 degrees of freedom is 3.182446305
    MeanInterval interval = MeanInterval.of(new double[] {1, 2, 4, 9});
    assertEquals(4, interval.mean());
    assertEquals(4 - 3.182446305 * Math.sqrt(38 / 12.0), interval.low(), 1e-8);
    assertEquals(4 + 3.182446305 * Math.sqrt(38 / 12.0), interval.high(), 1e-8);
    assertTrue(Double.isNaN(MeanInterval.of(new double[] {3}).low()));
  }
}
