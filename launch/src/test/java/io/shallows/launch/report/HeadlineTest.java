package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
