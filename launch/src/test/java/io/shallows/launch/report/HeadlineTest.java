package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.AnnihilationsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.spark.drive.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the report must not say before it is known. */
class HeadlineTest {

  private static SweepStatus status(
      boolean complete, long finished, Long measured, long failed, long timedOut) {
    return new SweepStatus(
        "s", "uri", complete, 80, finished, measured, failed, timedOut, 0, Map.of(), Map.of(), 0);
  }

  private static String headline(SweepStatus status) {
    return String.join("\n", Headline.sentences(List.of(), List.of(), List.of(), 0, status, true));
  }

  @Test
  void nothingCoveredIsSaidOfAWholeSweepOnly() {
    String nothing = "no minimum was covered by the bound";
    assertTrue(headline(status(true, 80, 80L, 0, 0)).contains(nothing));
    assertFalse(headline(status(false, 80, 80L, 0, 0)).contains(nothing));
    assertFalse(headline(status(false, 80, 10L, 0, 0)).contains(nothing));
    assertFalse(headline(status(true, 80, null, 0, 0)).contains(nothing));
  }

  /** A population has no reference networks, whose levels the rate is about. */
  @Test
  void noRateIsAskedOfAProblemWithoutData() {
    List<String> sentences =
        Headline.sentences(List.of(), List.of(), List.of(), 0, status(true, 80, 80L, 0, 0), false);
    assertEquals(1, sentences.size());
    assertTrue(sentences.get(0).startsWith("The rate is not asked here"), sentences.get(0));
    assertFalse(sentences.get(0).contains("covered"), sentences.get(0));
  }

  /** Of depths, what is known of them is said, and of how many no more than an upper end. */
  @Test
  void knownDepthsAreToldFromUpperEnds() {
    Record fit =
        Record.of(FitsTable.TABLE)
            .set(LeadingColumns.FAMILY, "plain")
            .set(LeadingColumns.NETWORK_DEPTH, 0)
            .set(LeadingColumns.INPUT_DIMENSION, 1)
            .set(LeadingColumns.ETA, (Double) 0.9)
            .set(FitsTable.MEASUREMENT_ID, "m")
            .set(FitsTable.TARGET, "reference")
            .set(FitsTable.QUANTILE, (Double) 0.9)
            .set(FitsTable.THEORY_SLOPE, (Double) (-0.1))
            .set(FitsTable.VERDICT, "consistent")
            .set(FitsTable.REASON, "made up")
            .set(FitsTable.BOUND_PROVEN, true)
            .set(FitsTable.WIDTHS, 5)
            .set(FitsTable.USED_WIDTHS, 4)
            .set(FitsTable.PROBLEMS, 12)
            .set(FitsTable.MINIMA, 200)
            .set(FitsTable.ZERO_SHARE, (Double) 0.6)
            .set(FitsTable.CENSORED_SHARE, (Double) 0.05)
            .set(FitsTable.EXACT_SHARE, (Double) 0.9)
            .set(FitsTable.BOUND_CHECKED, 0)
            .set(FitsTable.BOUND_VIOLATIONS, 0)
            .build();
    String sentence =
        Headline.sentences(List.of(fit), List.of(), List.of(), 0, status(true, 80, 80L, 0, 0), true)
            .get(0);
    assertTrue(
        sentence.endsWith(
            "; of 200 depths of covered minima 60.0% are 0 by an argument, 5.0% hidden by rounding"
                + " and 25.0% above 0 and known from both sides; of 10.0% only an upper end"
                + " counts, which may be far above the depth."),
        sentence);
  }

  /** What became of 40 made-up plain minima. */
  static Record annihilations(String target, Double drop, Double eta, long certain) {
    Record.Builder row =
        Record.of(AnnihilationsTable.TABLE)
            .set(NestedTable.NESTED_FAMILY, "linear-skip")
            .set(AnnihilationsTable.MEASUREMENT_ID, "m")
            .set(AnnihilationsTable.TARGET, target)
            .set(AnnihilationsTable.DROP, drop)
            .set(AnnihilationsTable.ETA, eta)
            .set(AnnihilationsTable.PAIRS, 40)
            .set(AnnihilationsTable.CERTAIN, (Long) certain)
            .set(AnnihilationsTable.CERTAIN_PROBLEMS, (Long) Math.min(certain, 6))
            .set(AnnihilationsTable.CERTAIN_ANNIHILATED, (Long) (3 * certain / 4))
            .set(AnnihilationsTable.CERTAIN_KEPT, (Long) (certain / 12))
            .set(AnnihilationsTable.SEEN, 30)
            .set(AnnihilationsTable.SEEN_PROBLEMS, 6)
            .set(AnnihilationsTable.SEEN_ANNIHILATED, 24)
            .set(AnnihilationsTable.SEEN_HIDDEN, 1)
            .set(AnnihilationsTable.SEEN_SHARE, (Double) 0.8)
            .set(AnnihilationsTable.SEEN_SHARE_LOW, (Double) 0.6)
            .set(AnnihilationsTable.SEEN_SHARE_HIGH, (Double) 0.95)
            .set(AnnihilationsTable.RATIO_MEDIAN, (Double) 0.0);
    if (certain > 0) {
      row.set(AnnihilationsTable.CERTAIN_SHARE, (Double) 0.75)
          .set(AnnihilationsTable.CERTAIN_SHARE_LOW, (Double) 0.4)
          .set(AnnihilationsTable.CERTAIN_SHARE_HIGH, (Double) 0.95);
    }
    return row.build();
  }

  /** One sentence per family, about the level that is least below the minima. */
  @Test
  void whatSkipsMakeOfPlainMinimaIsOneSentence() {
    List<String> sentences =
        Headline.sentences(
            List.of(),
            List.of(
                annihilations("cell-best", null, null, 0),
                annihilations("own", 0.1, null, 0),
                annihilations("own", 1e-3, null, 12)),
            List.of(),
            0,
            status(true, 80, 80L, 0, 0),
            true);
    assertEquals(
        "Plain minima as points of linear-skip networks, to a loss lower by 0.1%: of 12 that are"
            + " deep for certain, 9 have depth 0 with the skips (75%, 95% interval 40% to 95%) and"
            + " 1 certainly have not; of 30 from which no way out without a climb is known, 24 have"
            + " depth 0 with them (80%, 95% interval 60% to 95%), and the median climb is 0 times"
            + " what it was.",
        sentences.get(sentences.size() - 1));
    List<String> reference =
        Headline.sentences(
            List.of(),
            List.of(
                annihilations("reference", null, 0.25, 0),
                annihilations("reference", null, 0.5, 0)),
            List.of(),
            0,
            status(true, 80, 80L, 0, 0),
            true);
    String said = reference.get(reference.size() - 1);
    assertTrue(
        said.startsWith(
            "Plain minima as points of linear-skip networks, to target reference at eta 0.5: of"
                + " 30"),
        said);
  }

  @Test
  void whatIsMissingComesFirst() {
    assertEquals(
        "Of the sweep: 20 of 80 trials are not run yet, the depths of 70 are not measured yet, 3"
            + " failed, 2 timed out.",
        headline(status(false, 60, 10L, 3, 2)).lines().findFirst().orElseThrow());
    assertTrue(headline(status(true, 80, 80L, 0, 0)).startsWith("The rate: "));
    assertTrue(
        headline(status(false, 80, 80L, 0, 0))
            .startsWith("Of the sweep: cells are not summarised yet."));
  }

  @Test
  void completenessIsThatOfTheLogNotOfTheRowsThatAreAtHand() {
    ReportTable table = TrialTally.completeness(status(true, 80, 80L, 1, 2));
    assertTrue(table.rows().contains(List.<Object>of("not yet run", 0L)), table.rows().toString());
    assertTrue(table.rows().contains(List.<Object>of("timed out, depths included", 2L)));
  }
}
