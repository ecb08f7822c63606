package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** The cards of a page. */
class AnswersTest {

  private static final SweepStatus WHOLE = status(true, 80, 80L);

  private static SweepStatus status(boolean complete, long finished, Long measured) {
    return new SweepStatus(
        "s", "u", complete, 80, finished, measured, 0, 0, 0, Map.of(), Map.of(), 0);
  }

  private static Subject subject(boolean references, boolean depths) {
    return new Subject(
        "s", "teacher", List.of("plain", "residual"), 4, 16, references, depths, true);
  }

  private static void depth(
      TrialTally tally, String family, int width, String target, double upper, double lower) {
    tally.addDepth(
        SyntheticReport.row(DepthsTable.TABLE, family, 2, width)
            .set(DepthsTable.TARGET, target)
            .set(LeadingColumns.ETA, null)
            .set(DepthsTable.COVERED, true)
            .set(DepthsTable.LOSS, (Double) (width == 4 ? 2.0 : 0.5))
            .set(DepthsTable.DEPTH_UPPER, (Double) upper)
            .set(DepthsTable.DEPTH_LOWER, (Double) lower)
            .set(DepthsTable.DEPTH_FLOOR, (Double) 1e-12)
            .set(DepthsTable.DEPTH_EXACT, DepthMeasurement.isExact(lower, upper, 1e-12))
            .build());
  }

  private static List<Card> cards(Subject subject, SweepStatus status, TrialTally tally) {
    return new Answers(subject, status, tally, List.of(), List.of(), List.of()).cards();
  }

  @Test
  void medianClimbsAreComparedWhereMostOfThemShow() {
    TrialTally tally = new TrialTally();
    for (double factor : new double[] {0.5, 1, 2}) {
      depth(tally, "plain", 4, "cell-best", 0.8 * factor, factor == 1 ? 0.06 : 0.1);
      depth(tally, "plain", 16, "cell-best", 0.05 * factor, 0.05 * factor);
    }
    Card card = cards(subject(true, true), WHOLE, tally).get(0);
    assertEquals(
        "Yes, here, on the way to the best of its cell: the median climb is 16 times lower, over the"
            + " loss 4.0 times lower (plain), m = 4 to 16.",
        card.answer());
    assertTrue(
        card.certainty().contains("for 50% of 6 minima the lower end meets it"), card::certainty);
    assertEquals(Card.Tone.OPEN, card.tone(), "no test was made");
  }

  /** A hundred million times a climb of rounding is a small climb. */
  @Test
  void mediansOfRoundingAreNotDividedBy() {
    TrialTally tally = new TrialTally();
    for (double factor : new double[] {0.5, 1, 2}) {
      depth(tally, "plain", 4, "cell-best", 2e-12 * factor, 0);
      depth(tally, "plain", 16, "cell-best", 2e-4 * factor, 0);
    }
    assertEquals(
        "Not known, on the way to the best of its cell: the median climb is 2.00e-12 at first and"
            + " 0.000200 at last, over the loss 1.00e-12 and 0.000400 (plain), m = 4 to 16.",
        cards(subject(true, true), WHOLE, tally).get(0).answer());
  }

  /** Climbs are upper ends: one that falls, or rises, says nothing of depth where ends overlap. */
  @Test
  void whatUpperEndsAloneSayIsNotKnown() {
    TrialTally falls = new TrialTally();
    TrialTally rises = new TrialTally();
    TrialTally unknown = new TrialTally();
    for (double factor : new double[] {0.5, 1, 2}) {
      depth(falls, "plain", 4, "cell-best", 0.8 * factor, 0.01);
      depth(falls, "plain", 16, "cell-best", 0.05 * factor, 0.01);
      depth(rises, "plain", 4, "cell-best", 0.05 * factor, 0.01);
      depth(rises, "plain", 16, "cell-best", 0.8 * factor, 0.01);
      depth(unknown, "plain", 4, "cell-best", 0.8 * factor, 0.4);
      depth(unknown, "plain", 16, "cell-best", 0.05 * factor, 0.05 * factor);
    }
    // no way out is known from half of the wide ones, so their median may be anything
    for (int i = 0; i < 3; i++) {
      unknown.addDepth(noWay(16));
    }
    for (TrialTally tally : List.of(falls, rises, unknown)) {
      String answer = cards(subject(true, true), WHOLE, tally).get(0).answer();
      assertTrue(answer.startsWith("Not known, on the way to the best of its cell: "), answer);
    }
    TrialTally certain = new TrialTally();
    for (int i = 0; i < 3; i++) {
      depth(certain, "plain", 4, "cell-best", 0.05, 0);
      depth(certain, "plain", 16, "cell-best", 0.8, 0.1);
    }
    String answer = cards(subject(true, true), WHOLE, certain).get(0).answer();
    assertTrue(answer.startsWith("Not here, on the way to the best of its cell: "), answer);
  }

  private static Record noWay(int width) {
    return SyntheticReport.row(DepthsTable.TABLE, "plain", 2, width)
        .set(DepthsTable.TARGET, "cell-best")
        .set(LeadingColumns.ETA, null)
        .set(DepthsTable.COVERED, true)
        .set(DepthsTable.DEPTH_UPPER, null)
        .set(DepthsTable.DEPTH_LOWER, (Double) 0.0)
        .set(DepthsTable.DEPTH_FLOOR, (Double) 1e-12)
        .set(DepthsTable.DEPTH_EXACT, false)
        .build();
  }

  /** The sentence is about one shape, and names it where there are others. */
  @Test
  void ofSeveralShapesTheOneIsNamed() {
    TrialTally tally = new TrialTally();
    for (int i = 0; i < 2; i++) {
      depth(tally, "plain", 4, "cell-best", 0.8, 0.8);
      depth(tally, "plain", 16, "cell-best", 0.05, 0.05);
    }
    tally.addDepth(
        SyntheticReport.row(DepthsTable.TABLE, "plain", 3, 4)
            .set(DepthsTable.TARGET, "cell-best")
            .set(LeadingColumns.ETA, null)
            .set(DepthsTable.COVERED, true)
            .set(DepthsTable.DEPTH_UPPER, (Double) 0.1)
            .build());
    String answer = cards(subject(true, true), WHOLE, tally).get(0).answer();
    assertTrue(
        answer.matches(
            "Yes, here, on the way to the best of its cell, of networks with L = 1 and n = 2: .*"),
        answer);
  }

  /** The card and the column would contradict each other: of the solver, ends differ by 1e-7. */
  @Test
  void bothEndsMeetWhereTheColumnSaysSo() {
    TrialTally tally = new TrialTally();
    depth(tally, "plain", 4, "cell-best", 0.8, 0.8 * (1 - 1e-7));
    depth(tally, "plain", 4, "cell-best", 0.8, 0.8 * (1 - 1e-5));
    depth(tally, "plain", 16, "cell-best", 0.05, 0.05);
    depth(tally, "plain", 16, "cell-best", 0.05, 0);
    Card card = cards(subject(true, true), WHOLE, tally).get(0);
    assertTrue(
        card.certainty().contains("for 50% of 4 minima the lower end meets it"), card::certainty);
  }

  /** The shipped sweep: as many as the column counts at the level that the card speaks of. */
  @Test
  void theShippedSweepIsCountedByItsColumn() {
    Store store =
        Store.open(
            "../notebooks-data/reference/quickstart", SparkSettings.hadoop(new SparkConf(false)));
    ClimbTally tally = new ClimbTally();
    Map<ClimbTally.Key, Long> known = new HashMap<>();
    store.read(
        DepthsTable.TABLE,
        row -> {
          tally.add(row);
          if (row.get(DepthsTable.COVERED)
              && row.find(DepthsTable.DEPTH_UPPER).isPresent()
              && row.get(DepthsTable.DEPTH_EXACT)) {
            known.merge(ClimbTally.Key.of(row), 1L, Long::sum);
          }
        });
    long own = 0;
    for (Map.Entry<ClimbTally.Key, ClimbTally.Heights> one : tally.heights().entrySet()) {
      assertEquals(known.getOrDefault(one.getKey(), 0L), one.getValue().exact(), one::toString);
      own += one.getKey().level().target().equals("own") ? one.getValue().exact() : 0;
    }
    assertTrue(own > 800, "the column is set: " + own);
  }

  @Test
  void whereRoundingHidesMostClimbsTheirShareIsTheAnswer() {
    TrialTally tally = new TrialTally();
    for (int i = 0; i < 4; i++) {
      depth(tally, "plain", 4, "own", i == 0 ? 1e-14 : 0.1, 0);
      depth(tally, "plain", 16, "own", i == 0 ? 0.1 : 1e-14, 0);
      depth(tally, "residual", 4, "own", i == 0 ? 0.1 : 0, 0);
      depth(tally, "residual", 16, "own", i < 2 ? 0.1 : 0, 0);
    }
    assertEquals(
        "In part, on the way to a loss lower by 50%: of the known ways out, those that climb go from"
            + " 75% to 25% (plain), 25% to 50% (residual), m = 4 to 16.",
        cards(subject(true, true), WHOLE, dropped(tally)).get(0).answer());
  }

  /** Made-up rows have a drop of .5, as all their numbers. */
  private static TrialTally dropped(TrialTally tally) {
    TrialTally same = new TrialTally();
    for (int i = 0; i < 4; i++) {
      own(same, "plain", 4, i == 0 ? 1e-14 : 0.1);
      own(same, "plain", 16, i == 0 ? 0.1 : 1e-14);
      own(same, "residual", 4, i == 0 ? 0.1 : 0);
      own(same, "residual", 16, i < 2 ? 0.1 : 0);
    }
    assertEquals(tally.heights().size(), same.heights().size());
    return same;
  }

  private static void own(TrialTally tally, String family, int width, double upper) {
    Record.Builder row =
        SyntheticReport.row(DepthsTable.TABLE, family, 2, width)
            .set(DepthsTable.TARGET, "own")
            .set(DepthsTable.DROP, (Double) 0.5)
            .set(DepthsTable.COVERED, true)
            .set(DepthsTable.DEPTH_UPPER, (Double) upper)
            .set(DepthsTable.DEPTH_LOWER, (Double) upper)
            .set(DepthsTable.DEPTH_FLOOR, (Double) 1e-12);
    tally.addDepth(row.build());
  }

  @Test
  void beforeDepthsThereAreNoneAndItIsSaid() {
    Card trained = cards(subject(true, true), status(false, 60, 0L), new TrialTally()).get(0);
    assertEquals("Depths are not computed yet.", trained.answer());
    assertEquals("60 of 80 trials finished, depths of 0 of them looked for", trained.certainty());
    assertEquals(Card.Tone.WAITING, trained.tone());
    Card nothing = cards(subject(true, true), status(false, 0, 0L), new TrialTally()).get(0);
    assertEquals("Nothing is trained yet.", nothing.answer());
  }

  /** That no minimum is above a level says that there are minima, and that depths were measured. */
  @Test
  void whereNoDepthCouldBeMeasuredItIsSaidWhy() {
    TrialTally tally = new TrialTally();
    Card lost = cards(subject(true, true), WHOLE, tally).get(0);
    assertTrue(lost.answer().startsWith("No network came to an end point"), lost.answer());
    assertEquals(
        "80 of 80 trials finished, 0 with an end point, 0 of these a minimum", lost.certainty());
    tally.addTrial(end("not-stationary"));
    Card none = cards(subject(true, true), WHOLE, tally).get(0);
    assertTrue(none.answer().startsWith("No training ended in a minimum"), none.answer());
    tally.addTrial(end("global"));
    Card whole = cards(subject(true, true), WHOLE, tally).get(0);
    assertTrue(whole.answer().startsWith("No minimum stands above a level"), whole.answer());
    assertEquals(
        "80 of 80 trials finished, 2 with an end point, 1 of these a minimum", whole.certainty());
  }

  private static Record end(String kind) {
    return SyntheticReport.row(TrialsTable.TABLE, "plain", 2, 4)
        .set(TrialsTable.MINIMUM_KIND, kind)
        .build();
  }

  /** A population has no reference: its question is where training ends. */
  @Test
  void aPopulationIsAskedWhereTrainingEnds() {
    TrialTally tally = new TrialTally();
    for (int i = 0; i < 100; i++) {
      tally.addTrial(
          SyntheticReport.row(TrialsTable.TABLE, "plain", 2, 4)
              .set(TrialsTable.MINIMUM_KIND, i < 20 ? "smooth-strict" : "global")
              .build());
    }
    Subject population = subject(false, false);
    assertEquals(
        "How often does training end in a bad minimum, and does width help?",
        population.question());
    Card card = cards(population, WHOLE, tally).get(0);
    assertEquals("80% global, 20% smooth-strict.", card.answer());
    // Clopper and Pearson for 20 of 100: .1267 to .2918
    assertEquals(
        "In a minimum that is not global: 20%, 95% interval 13% to 29%; 100 runs.",
        card.certainty());
  }

  /** By Clopper and Pearson, of the family and width of which least is known. */
  @Test
  void howFarSharesMayBeOffIsThatOfTheLeastKnown() {
    assertEquals(new TrialTally.Doubt(1, 1), new TrialTally().doubt());
    TrialTally tally = new TrialTally();
    for (int width : new int[] {4, 16}) {
      for (int i = 0; i < 100; i++) {
        tally.addTrial(
            SyntheticReport.row(TrialsTable.TABLE, "plain", 2, width)
                .set(TrialsTable.MINIMUM_KIND, i < 20 ? "smooth-strict" : "global")
                .build());
      }
    }
    // .0362 is 1 - .025^(1/100): none of 100 ends above a climb
    assertEquals(0.0362, tally.doubt().climbing(), 5e-5);
    for (int i = 0; i < 20; i++) {
      depth(tally, "plain", 4, "own", 0.5, 0);
    }
    // 20 of 100: .1267 to .2918
    assertEquals(0.0918, tally.doubt().climbing(), 5e-5);
    // 40 of 200: .1470 to .2622, were the runs independent; here all are of one problem
    assertEquals(0.0622, tally.doubt().ends(), 5e-5);
  }

  @Test
  void aDepthAboveItsBoundIsTheFirstCard() {
    TrialTally tally = new TrialTally();
    tally.addDepth(
        SyntheticReport.row(DepthsTable.TABLE, "plain", 2, 4)
            .set(DepthsTable.COVERED, true)
            .set(DepthsTable.DEPTH_UPPER, (Double) 2.0)
            .set(DepthsTable.BOUND_EXPLICIT, (Double) 1.0)
            .set(DepthsTable.BOUND_APPLIES, true)
            .build());
    Card card = cards(subject(true, true), WHOLE, tally).get(0);
    assertEquals(Card.Tone.ALARM, card.tone());
    assertEquals("No: 1 depth is above a bound that is proven.", card.answer());
  }

  @Test
  void theTitleIsTheSweepsQuestion() {
    assertEquals(
        "Do minima get shallower as networks get wider?",
        new Subject("s", "t", List.of("plain"), 4, 16, true, true, true).question());
    assertEquals(
        "Do skip connections make minima shallower?",
        new Subject("s", "t", List.of("plain", "residual"), 4, 4, true, true, true).question());
    assertEquals(
        "How deep are the minima of these networks?",
        new Subject("s", "t", List.of("residual"), 4, 4, true, true, true).question());
    assertEquals(
        "Do skips keep training away from singularities?",
        new Subject("s", "t", List.of("a", "b"), 4, 4, true, false, true).question());
    assertThrows(IllegalArgumentException.class, () -> new Card("q", "a", " ", Card.Tone.OPEN));
  }
}
