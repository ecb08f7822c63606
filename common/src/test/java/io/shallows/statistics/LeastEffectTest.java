package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.value.IntAxis;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How much slower than the rate depth has to fall to be contradicted in nine sweeps of ten, with
 * sixteen problems that are fixed and with as many as are looked at one after another.
 */
@Tag("repeated")
@Tag("truth")
class LeastEffectTest {

  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 100);

  /** Problems of the fixed test, and the looks after which the sequential one is asked. */
  private static final int FIXED = 16;

  private static final int[] LOOKS = {16, 20, 24, 32, 40};

  /** The slope of log depth less that of the rate; 0 is the rate itself. */
  private static final double[] EXCESS = {0, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5};

  /** What is measured of each problem, and the excesses from which nine of ten are found. */
  enum Design {
    FIVE_WIDTHS("5 widths, 8 minima of each", Sweep.CONSTANT, 8, 0.35, 0.4),
    THIRTEEN_WIDTHS("13 widths, 8 minima of each", Sweep.CONSTANT_AT_CLOSE_WIDTHS, 8, 0.25, 0.25),
    AS_MANY_MINIMA("13 widths, 3 minima of each", Sweep.CONSTANT_AT_CLOSE_WIDTHS, 3, 0.3, 0.3);

    private final String label;
    private final Sweep noise;
    private final int seeds;
    private final double foundFixed;
    private final double foundSequentially;

    Design(String label, Sweep noise, int seeds, double foundFixed, double foundSequentially) {
      this.label = label;
      this.noise = noise;
      this.seeds = seeds;
      this.foundFixed = foundFixed;
      this.foundSequentially = foundSequentially;
    }

    /** The least trends of the most problems; sweeps of all excesses have the same noise. */
    private List<Integer> least(double excess, int repetition) {
      SweepLaw law = SweepLaw.power(noise.law.widths(), excess - 0.25);
      String stream = noise.name() + repetition + "plain";
      return Sweep.votes(law.draw(stream, "plain", LOOKS[LOOKS.length - 1], seeds, 1, 1e-12))
          .least();
    }
  }

  /** The first look at which the sequential test decides; one more than there are if none. */
  private static int firstDecision(List<Integer> scores) {
    double[] p =
        ProblemTest.SEQUENTIAL.pNotAboveOfBeginnings(
            scores.stream().mapToInt(score -> score).toArray());
    return 1
        + IntStream.range(0, p.length)
            .filter(i -> p[i] <= FitVerdicts.ALPHA)
            .findFirst()
            .orElse(p.length);
  }

  private static final TruthPage PAGE =
      new TruthPage(
          "least-effects",
          REPETITIONS,
          "each problem",
          "slope above the rate's",
          "16, fixed",
          "within 16, sequential",
          "within 20",
          "within 24",
          "within 32",
          "within 40");

  /** What the page and the recipes advise gives the widths that are simulated. */
  @Test
  void theAdvisedAxisHasTheseWidths() {
    IntAxis axis = new IntAxis.Geometric(4, 64, 13);
    assertEquals(
        SweepLaw.THIRTEEN,
        IntStream.range(0, Math.toIntExact(axis.size())).mapToObj(axis::get).toList());
  }

  @ParameterizedTest
  @EnumSource(Design.class)
  void nineOfTenAreFoundFromAnEffectOn(Design design) {
    int[] fixed = new int[EXCESS.length];
    int[][] within = new int[EXCESS.length][LOOKS.length];
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      boolean before = false;
      int decidedBefore = Integer.MAX_VALUE;
      for (int e = 0; e < EXCESS.length; e++) {
        List<Integer> scores = design.least(EXCESS[e], repetition);
        assertEquals(LOOKS[LOOKS.length - 1], scores.size());
        int[] first = scores.stream().limit(FIXED).mapToInt(score -> score).toArray();
        boolean shown = ProblemTest.FIXED.pNotAbove(first) <= FitVerdicts.ALPHA;
        int decided = firstDecision(scores);
        String what = design + ", sweep " + repetition + ", slope " + EXCESS[e];
        assertTrue(shown || !before, what + ": a larger effect is lost by the fixed test");
        assertTrue(decided <= decidedBefore, what + ": a larger effect is found later");
        fixed[e] += shown ? 1 : 0;
        for (int look = 0; look < LOOKS.length; look++) {
          within[e][look] += decided <= LOOKS[look] ? 1 : 0;
        }
        before = shown;
        decidedBefore = decided;
      }
    }
    for (int e = 0; e < EXCESS.length; e++) {
      PAGE.row(
          design.label,
          EXCESS[e],
          fixed[e],
          within[e][0],
          within[e][1],
          within[e][2],
          within[e][3],
          within[e][4]);
    }
    int most = within[0][LOOKS.length - 1];
    double error = Math.sqrt(FitVerdicts.ALPHA * (1 - FitVerdicts.ALPHA) / REPETITIONS);
    double rare = REPETITIONS * (FitVerdicts.ALPHA + 3 * error);
    assertTrue(fixed[0] <= rare && most <= rare, fixed[0] + " and " + most + " at the rate");
    for (int e = 0; e < EXCESS.length; e++) {
      if (EXCESS[e] >= design.foundFixed) {
        assertTrue(fixed[e] >= 0.9 * REPETITIONS, EXCESS[e] + " fixed: " + fixed[e]);
      }
      if (EXCESS[e] >= design.foundSequentially) {
        assertTrue(within[e][0] >= 0.9 * REPETITIONS, EXCESS[e] + " sequential: " + within[e][0]);
      }
    }
  }
}
