package io.shallows.minimum.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.kink.KinkFinish;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a slide: stationary for the loss as it is, and the same whoever asks. */
class FinishesTest {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10);

  private static final TrainingLimits LIMITS =
      new TrainingLimits(1e-8, 1e-5, 1e-11, 2000, Long.MAX_VALUE);

  /** Those of the descent with which every finish begins. */
  private static final TrainingLimits SHORT =
      new TrainingLimits(
          1e-8, 1e-5, 1e-11, SlideRun.DESCENT_EVALUATIONS, SlideRun.DESCENT_EVALUATIONS);

  private static final Finish DECAY = Finishes.named("decay");

  /** A search that finishes at once: what training would do takes no part. */
  private static MinimumSearch search(Finish finish) {
    return new MinimumSearch(
        new LevenbergMarquardt(), TrainingLimits.of(1e-8, 30), TOLERANCES, finish);
  }

  private static EmpiricalLoss loss(String family, int width, int layers, int seed) {
    return TestProblems.loss(family, width, layers, TestProblems.teacher(96, 2, 8, 500 + seed));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 6, 1, clustered",
    "residual, 6, 1, clustered",
    "linear-skip, 5, 1, he",
    "orhan-residual, 5, 1, he",
    "plain, 16, 2, clustered",
    "long-skip, 24, 1, he"
  })
  void endsPassTheCertificateWithTheirHeadsAtTheirBest(
      String family, int width, int layers, String initialization) {
    int slid = 0;
    for (int seed = 0; seed < 2; seed++) {
      EmpiricalLoss loss = loss(family, width, layers, seed);
      double[] start = TestProblems.start(loss, initialization, seed);
      Minimum found = search(DECAY).search(loss, start, Deadline.never());
      String where = "seed " + seed + ": " + found.kind() + ", " + found.stationarity();
      assertEquals(TrainingOutcome.CONVERGED, found.outcome(), where);
      Minimum judged = search(DECAY).at(loss, found.theta());
      assertEquals(found.kind(), judged.kind(), where);
      assertEquals(found.stationarity(), judged.stationarity(), where);
      slid += found.gradientEvaluations() > SlideRun.DESCENT_EVALUATIONS ? 1 : 0;
      if (found.kind() == MinimumKind.GLOBAL) {
        continue;
      }
      assertTrue(found.stationarity() <= found.stationarityTolerance(), where);
      double[] gradient = new double[start.length];
      loss.valueAndGradient(found.theta(), gradient);
      ReducedLoss heads = ReducedLoss.withBestHeads(loss);
      for (int j = 0; j < heads.featureCount(); j++) {
        assertEquals(0, gradient[heads.head(j)], found.stationarityTolerance(), where);
      }
    }
    assertTrue(slid > 0 || width < 16, "no search came to a slide");
  }

  /**
   * A narrow network on which neither finish arrives: it stops, and says that it did not arrive.
   */
  @Test
  void aSlideThatLeadsNowhereStopsAtItsLimit() {
    EmpiricalLoss loss = loss("long-skip", 6, 2, 0);
    Minimum found = search(DECAY).search(loss, TestProblems.start(loss, "he", 0), Deadline.never());
    long slack = 10_000; // what was spent before the last look: training, a descent, a line
    assertTrue(
        found.gradientEvaluations() <= DecayFinish.EVALUATIONS + slack,
        found.gradientEvaluations() + " evaluations");
    assertEquals(
        found.outcome() == TrainingOutcome.CONVERGED,
        found.kind() != MinimumKind.NOT_STATIONARY,
        found.outcome() + ", " + found.kind());
  }

  @Test
  void theSameStartHasTheSameEndBitForBit() {
    EmpiricalLoss loss = loss("plain", 8, 2, 1);
    List<Minimum> ends = new ArrayList<>();
    for (int again = 0; again < 2; again++) {
      ends.add(search(DECAY).search(loss, TestProblems.start(loss, "he", 2), Deadline.never()));
      // between them the buffers see something else
      loss.value(TestProblems.start(loss, "clustered", 3));
    }
    EmpiricalLoss other = loss("plain", 8, 2, 1);
    ends.add(search(DECAY).search(other, TestProblems.start(other, "he", 2), Deadline.never()));
    assertTrue(ends.get(0).gradientEvaluations() > SlideRun.DESCENT_EVALUATIONS, "no slide");
    for (Minimum end : ends) {
      assertArrayEquals(ends.get(0).theta(), end.theta());
      assertEquals(ends.get(0).gradientEvaluations(), end.gradientEvaluations());
    }
  }

  @Test
  void descentsThatArriveSoonAreThoseAlongKinksWhateverTheFinish() {
    int alike = 0;
    for (int seed = 0; seed < 8; seed++) {
      EmpiricalLoss loss = loss("plain", 3, 0, seed);
      double[] start = TestProblems.start(loss, "he", seed);
      KinkFinish alone = new KinkFinish(loss, SHORT, 1e-9, Deadline.never(), 0);
      if (alone.settle(start.clone(), List.of()) != TrainingOutcome.CONVERGED) {
        continue;
      }
      alike++;
      for (Finish finish : Finishes.all()) {
        FinishRun run = finish.of(loss, LIMITS, 1e-9, Deadline.never());
        String where = finish.name() + ", seed " + seed;
        assertEquals(TrainingOutcome.CONVERGED, run.settle(start.clone(), List.of()), where);
        assertArrayEquals(alone.point().theta(), run.point().theta(), where);
        assertEquals(alone.evaluations(), run.evaluations(), where);
        assertEquals(alone.iterations(), run.iterations(), where);
      }
    }
    assertTrue(alike >= 3, "only " + alike + " of 8 descents are short");
  }

  /** What the name promises: where the descent arrives by itself no slide goes up before. */
  @Test
  void descendIsMeantWhereNoneIsNamed() {
    EmpiricalLoss loss = loss("plain", 5, 1, 3);
    double[] start = TestProblems.start(loss, "he", 4);
    Minimum byDefault =
        new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-8, 30), TOLERANCES)
            .search(loss, start, Deadline.never());
    assertArrayEquals(
        byDefault.theta(),
        search(Finishes.named("descend")).search(loss, start, Deadline.never()).theta());
  }

  /** Fixed heads: the loss is searched whole, and nothing is refused. */
  @Test
  void descendNeedsNoLearnedHeads() {
    Dataset data = TestProblems.teacher(96, 2, 8, 7);
    Network committee = NetworkFamilies.named("plain").build(new NetworkShape(5, 1, 3, 1, true));
    EmpiricalLoss loss = EmpiricalLoss.of(committee, data);
    assertThrows(
        IllegalArgumentException.class, () -> DECAY.of(loss, LIMITS, 1e-9, Deadline.never()));
    Finish descend = Finishes.named("descend");
    int slid = 0;
    for (int seed = 0; seed < 4; seed++) {
      double[] start = TestProblems.start(loss, "he", seed);
      Minimum found = search(descend).search(loss, start, Deadline.never());
      assertEquals(TrainingOutcome.CONVERGED, found.outcome(), "seed " + seed);
      slid += found.gradientEvaluations() > SlideRun.DESCENT_EVALUATIONS ? 1 : 0;
    }
    assertTrue(slid > 0, "no search came to a slide");
  }

  /** A clock that runs out after so many questions. */
  private static Deadline after(int questions) {
    int[] asked = {0};
    return new Deadline() {
      @Override
      public boolean expired() {
        return asked[0]++ >= questions;
      }

      @Override
      public double elapsedSeconds() {
        return 0;
      }
    };
  }

  @Test
  void aDeadlineEndsDescentAndSlide() {
    EmpiricalLoss loss = loss("plain", 8, 2, 1);
    double[] start = TestProblems.start(loss, "he", 2);
    FinishRun whole = DECAY.of(loss, LIMITS, 1e-9, Deadline.never());
    whole.settle(start.clone(), List.of());
    long last = -1;
    for (int questions : new int[] {0, 5, 3000}) {
      FinishRun run = DECAY.of(loss, LIMITS, 1e-9, after(questions));
      TrainingOutcome outcome = run.settle(start.clone(), List.of());
      assertEquals(TrainingOutcome.TIMED_OUT, outcome, questions + " questions");
      assertTrue(run.evaluations() > last, questions + " questions");
      assertTrue(run.evaluations() < whole.evaluations(), questions + " questions");
      assertTrue(Double.isFinite(run.point().loss()));
      last = run.evaluations();
    }
    assertTrue(last > SlideRun.DESCENT_EVALUATIONS, "no deadline came in the slide");
  }

  @Test
  void aStartThatIsNoNumberDiverges() {
    EmpiricalLoss loss = loss("plain", 4, 1, 1);
    double[] start = TestProblems.start(loss, "he", 2);
    start[0] = Double.NaN;
    FinishRun run = DECAY.of(loss, LIMITS, 1e-9, Deadline.never());
    assertEquals(TrainingOutcome.DIVERGED, run.settle(start, List.of()));
  }

  @Test
  void finishesAreFoundByName() {
    assertEquals(List.of("descend", "decay"), Finishes.names());
    assertFalse(Finishes.DEFAULT.needsLinearHeads());
    assertThrows(IllegalArgumentException.class, () -> Finishes.named("ascend"));
  }
}
