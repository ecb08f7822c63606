package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.statistics.estimate.SignWealth;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence that may be looked at after every problem errs no more often than it says. */
@Tag("repeated")
@Tag("truth")
class SignWealthTest {

  private static final RandomStreams STREAMS = new RandomStreams(77);
  private static final int REPETITIONS = 20 * Integer.getInteger("shallows.repetitions", 200);

  private static SignWealth of(int... scores) {
    SignWealth wealth = SignWealth.BEGINNING;
    for (int score : scores) {
      wealth = wealth.after(score);
    }
    return wealth;
  }

  /** Sum over all futures of so many signs of probability times evidence. */
  private static double expected(SignWealth now, int more, double up, double none) {
    return more == 0
        ? now.value()
        : up * expected(now.after(1), more - 1, up, none)
            + none * expected(now.after(0), more - 1, up, none)
            + (1 - up - none) * expected(now.after(-1), more - 1, up, none);
  }

  /** By enumeration, from every past of up to four signs. */
  @Test
  void fairSignsKeepItInExpectationAndOthersLowerIt() {
    for (int past = 0; past < 81; past++) {
      SignWealth now = of(past % 3 - 1, past / 3 % 3 - 1, past / 9 % 3 - 1, past / 27 % 3 - 1);
      assertEquals(now.value(), expected(now, 8, 0.5, 0), 1e-12 * now.value());
      assertEquals(now.value(), expected(now, 5, 0.25, 0.5), 1e-12 * now.value());
      double less = expected(now, 8, 0.4, 0.1);
      assertTrue(less <= now.value(), less + " of " + now);
    }
  }

  /** The exact probability of ever reaching a level in n fair signs, by enumeration. */
  private static double everReaches(SignWealth now, double level, int more) {
    if (now.value() >= level) {
      return 1;
    }
    return more == 0
        ? 0
        : 0.5 * everReaches(now.after(1), level, more - 1)
            + 0.5 * everReaches(now.after(-1), level, more - 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 5, 10, 40})
  void reachingALevelEverIsAsRareAsItsInverse(double level) {
    double probability = everReaches(SignWealth.BEGINNING, level, 18);
    assertTrue(probability > 0 && probability <= 1 / level, probability + " for " + level);
  }

  /**
   * Eight settings share their problems' luck, and an adversary asks wherever evidence is greatest
   * until something is decided.
   */
  @Test
  void falseDecisionsAreRareWhereverProblemsGo() {
    int settings = 8;
    int wrong = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      UniformRandomProvider random = STREAMS.uniform("adversary " + repetition, "signs");
      SignWealth[] wealth = new SignWealth[settings];
      Arrays.fill(wealth, SignWealth.BEGINNING);
      boolean decided = false;
      for (int step = 0; step < 120 && !decided; step++) {
        int at = 0;
        for (int s = 1; s < settings; s++) {
          at = wealth[s].value() > wealth[at].value() ? s : at;
        }
        // Stuck ones are left for those that had no turn.
        at = wealth[at].scores() > 30 ? step % settings : at;
        wealth[at] = wealth[at].after(random.nextBoolean() ? 1 : -1);
        decided = wealth[at].decides(settings, FitVerdicts.ALPHA);
      }
      wrong += decided ? 1 : 0;
    }
    double error = Math.sqrt(0.025 * 0.975 / REPETITIONS);
    assertTrue(wrong <= REPETITIONS * (0.025 + 3 * error), wrong + " of " + REPETITIONS);
  }

  /** log2(5 T / alpha): one statement 7.6, eight 10.6. */
  @Test
  void scoresThatAgreeDecideAfterTwoMoreThanTheFixedTest() {
    assertFalse(of(1, 1, 1, 1, 1, 1).decides(1, FitVerdicts.ALPHA));
    SignWealth wealth = SignWealth.BEGINNING;
    int one = 0;
    int eight = 0;
    while (!wealth.decides(8, FitVerdicts.ALPHA)) {
      wealth = wealth.after(7);
      one += wealth.decides(1, FitVerdicts.ALPHA) ? 0 : 1;
      eight++;
    }
    assertTrue(one + 1 <= FitVerdicts.leastProblems(1) + 2, one + " for one");
    assertTrue(eight <= FitVerdicts.leastProblems(8) + 2, eight + " for eight");
    assertEquals(40, SignWealth.threshold(1, FitVerdicts.ALPHA), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> SignWealth.threshold(0, FitVerdicts.ALPHA));
  }

  /** Nine of ten problems agree: found among eight settings within 32 problems. */
  @Test
  void whatIsThereIsFound() {
    int found = 0;
    int problems = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      UniformRandomProvider random = STREAMS.uniform("power " + repetition, "signs");
      SignWealth wealth = SignWealth.BEGINNING;
      while (wealth.scores() < 32 && !wealth.decides(8, FitVerdicts.ALPHA)) {
        wealth = wealth.after(random.nextDouble() < 0.9 ? 1 : -1);
      }
      found += wealth.decides(8, FitVerdicts.ALPHA) ? 1 : 0;
      problems += wealth.scores();
    }
    assertTrue(found >= 0.9 * REPETITIONS, found + " of " + REPETITIONS);
    assertTrue(problems <= 20 * REPETITIONS, problems / (double) REPETITIONS + " problems each");
  }

  /** Trends of whole sweeps, looked at after every problem: at the rate, and far faster. */
  @Test
  void sweepsThatAreLookedAtAllTheTimeErrNoMoreOften() {
    int repetitions = REPETITIONS / 20;
    int wrong = 0;
    int found = 0;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      wrong += decides(Sweep.AT_THE_RATE, 24, 1, repetition) ? 1 : 0;
      found += decides(Sweep.FASTER, 20, 8, repetition) ? 1 : 0;
    }
    double error = Math.sqrt(0.025 * 0.975 / repetitions);
    assertTrue(wrong <= repetitions * (0.025 + 3 * error), wrong + " of " + repetitions);
    assertTrue(found >= 0.9 * repetitions, found + " of " + repetitions);
  }

  private static boolean decides(Sweep sweep, int problems, int settings, int repetition) {
    SignWealth wealth = SignWealth.BEGINNING;
    List<MeasuredDepth> depths = sweep.draw("plain", problems, 8, 0, 1e-12, 9000 + repetition);
    for (int trend : RateVotes.of(depths, 0.9, 0.25).trends()) {
      wealth = wealth.after(-trend);
      if (wealth.decides(settings, FitVerdicts.ALPHA)) {
        return true;
      }
    }
    return false;
  }

  /** e by its formula; the sizes of scores count, their order does not. */
  @Test
  void aLargeScoreSaysMoreThanASmallOne() {
    double expected = 0;
    for (double theta : new double[] {0.125, 0.25, 0.5, 1, 1e9}) {
      expected +=
          (1 + Math.tanh(theta * Math.sqrt(3)))
              * (1 + Math.tanh(theta * Math.sqrt(10)))
              * (1 - Math.tanh(theta * Math.sqrt(7)))
              / 5;
    }
    assertEquals(expected, of(3, 10, 0, -7).value(), 1e-15);
    assertEquals(expected, of(-7, 0, 10, 3).value(), 1e-15);
    assertTrue(of(9, 9, 9, -1).value() > of(1, 1, 1, -9).value());
    assertTrue(of(9, 9, 9, -1).value() > of(9, 9, 9, -9).value());
    assertEquals(1, SignWealth.BEGINNING.value());
    assertEquals(4, of(0, 0, 1, 1).scores());
    assertTrue(Double.isFinite(of(Integer.MAX_VALUE, Integer.MIN_VALUE + 1).value()));
  }

  /** Scores of any size, as long as each is as likely as its negative, which the sizes may tell. */
  @Test
  void sizesThatFollowWhatWasSeenDoNotMakeItGrow() {
    SignWealth now = of(2, -1);
    for (int size = 1; size < 40; size++) {
      double even = (now.after(size).value() + now.after(-size).value()) / 2;
      assertEquals(now.value(), even, 1e-13);
      double next = 0;
      for (int sign : new int[] {1, -1}) {
        SignWealth then = now.after(sign * size);
        int chosen = sign > 0 ? 3 * size : 1;
        next += (then.after(chosen).value() + then.after(-chosen).value()) / 4;
      }
      assertEquals(now.value(), next, 1e-13);
    }
  }
}
