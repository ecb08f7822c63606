package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.statistics.VerdictTruthTest.Sweep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is forecast from a few problems is what is decided with more. */
@Tag("repeated")
class VerdictForecastTest {

  private static final RandomStreams STREAMS = new RandomStreams(47);
  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 150);
  private static final int PROBLEMS = 16;
  private static final String CONSISTENT = Verdict.CONSISTENT.label();
  private static final String CONTRADICTED = Verdict.CONTRADICTED.label();
  private static final FitGroup GROUP = VerdictTruthTest.GROUP;

  private static VerdictForecast forecast(List<MeasuredDepth> pilot, int most) {
    return VerdictForecast.of(Map.of(GROUP, pilot), true, 1, most, 100, STREAMS);
  }

  private static List<MeasuredDepth> first(List<MeasuredDepth> depths, int problems) {
    return depths.stream()
        .filter(depth -> Integer.parseInt(depth.problem().substring(1)) < problems)
        .toList();
  }

  /** Mean forecasts of both statements, and the shares of sweeps in which they are decided. */
  private record Means(double consistent, double contradicted, double falling, double rising) {
    static Means of(Sweep sweep, int pilot) {
      double[] sums = new double[4];
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        List<MeasuredDepth> all = sweep.draw("plain", PROBLEMS, 8, 1, 1e-12, 5000 + repetition);
        VerdictOdds odds = forecast(first(all, pilot), PROBLEMS).settings().get(0).odds();
        RateVotes votes = RateVotes.of(all, 0.9, 0.25);
        sums[0] += odds.of(CONSISTENT, PROBLEMS);
        sums[1] += odds.of(CONTRADICTED, PROBLEMS);
        sums[2] += votes.pFalling() <= FitVerdicts.ALPHA ? 1 : 0;
        sums[3] += votes.pRising() <= FitVerdicts.ALPHA ? 1 : 0;
      }
      return new Means(
          sums[0] / REPETITIONS,
          sums[1] / REPETITIONS,
          sums[2] / REPETITIONS,
          sums[3] / REPETITIONS);
    }
  }

  /** Six problems of sixteen, by themselves and for each law. */
  @ParameterizedTest
  @EnumSource(value = Sweep.class)
  void forecastsAreWithinTenPointsOfWhatIsDecided(Sweep sweep) {
    Means means = Means.of(sweep, 6);
    assertEquals(means.falling, means.consistent, 0.1, sweep + " " + means);
    // Constant depth is contradicted in three of four sweeps only: an effect in between.
    assertEquals(
        means.rising, means.contradicted, sweep == Sweep.CONSTANT ? 0.25 : 0.1, means + "");
  }

  /** Four of sixteen say less about each law, and promise neither more nor less over all. */
  @Test
  void fourProblemsPromiseOnAverageWhatIsDecided() {
    double forecast = 0;
    double decided = 0;
    for (Sweep sweep : Sweep.values()) {
      Means means = Means.of(sweep, 4);
      forecast += means.consistent + means.contradicted;
      decided += means.falling + means.rising;
      assertTrue(means.consistent <= means.falling + 0.15, sweep + " " + means);
      assertTrue(means.contradicted <= means.rising + 0.15, sweep + " " + means);
    }
    int laws = Sweep.values().length;
    assertEquals(decided / laws, forecast / laws, 0.1);
  }

  private static VerdictForecast many(int settings) {
    Map<FitGroup, List<MeasuredDepth>> pilot = new LinkedHashMap<>();
    for (int l = 0; l < settings; l++) {
      pilot.put(
          new FitGroup(l, 2, 0.5), first(Sweep.CLEAR.draw("plain", 16, 8, 1, 1e-12, l), 6));
    }
    return VerdictForecast.of(pilot, true, 1, 24, 60, STREAMS);
  }

  /** Holm's method over all settings is part of the forecast: 2^-P has to reach .025 / 24. */
  @Test
  void manySettingsNeedMoreProblems() {
    VerdictForecast forecast = many(24);
    assertEquals(10, FitVerdicts.leastProblems(24));
    assertEquals(0, forecast.decided(9));
    assertTrue(forecast.decided(16) > 0.9 * 24, forecast.decided(16) + " settings");
    OptionalInt one = many(1).settings().get(0).odds().enough(VerdictForecast.SURE);
    OptionalInt all = forecast.settings().get(0).odds().enough(VerdictForecast.SURE);
    assertTrue(one.orElseThrow() >= 6 && one.orElseThrow() <= 8, one + "");
    assertTrue(all.orElseThrow() >= 10 && all.orElseThrow() <= 14, all + "");
  }

  @Test
  void nothingDependsOnTheOrderOfRows() {
    List<MeasuredDepth> pilot =
        new ArrayList<>(first(Sweep.FASTER.draw("plain", 16, 8, 1, 1e-12, 3), 5));
    String told = forecast(pilot, 20).settings().get(0).odds().toString();
    Collections.reverse(pilot);
    assertEquals(told, forecast(pilot, 20).settings().get(0).odds().toString());
  }

  /** Problems of another sweep are evidence, and none of those that will be judged. */
  @Test
  void aPilotFromElsewhereCountsForLess() {
    List<MeasuredDepth> pilot = first(Sweep.CLEAR.draw("plain", 16, 8, 1, 1e-12, 9), 6);
    VerdictForecast own = forecast(pilot, 8);
    VerdictForecast other =
        VerdictForecast.of(Map.of(GROUP, pilot), false, 1, 8, 400, STREAMS);
    assertEquals(1, own.settings().get(0).odds().decided(6), "these six decide");
    double six = other.settings().get(0).odds().decided(6);
    assertTrue(six < 1 && six > 0.8, six + "");
  }

  /** Zeros everywhere speak only if there are enough minima, as with more seeds there will be. */
  @Test
  void moreSeedsMakeZerosCount() {
    List<MeasuredDepth> pilot = Sweep.CONSTANT.draw("plain", 6, 2, 0, 1e300, 0);
    VerdictForecast few = VerdictForecast.of(Map.of(GROUP, pilot), true, 1, 16, 100, STREAMS);
    VerdictForecast more = VerdictForecast.of(Map.of(GROUP, pilot), true, 4, 16, 100, STREAMS);
    assertTrue(few.decided(16) < 0.5, few.decided(16) + "");
    assertTrue(more.decided(16) > 0.9, more.decided(16) + "");
  }

  @Test
  void aProofNeedsOneProblem() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (MeasuredDepth depth : Sweep.GROWING.draw("plain", 2, 4, 0, 1e-12, 0)) {
      depths.add(withDepth(depth, "plain", depth.width() >= 32 ? 0 : 1, depth.width() >= 32));
    }
    VerdictOdds odds = forecast(depths, 8).settings().get(0).odds();
    assertEquals(1, odds.of(Verdict.PROVED.label(), 1));
    assertEquals(OptionalInt.of(1), odds.enough(VerdictForecast.SURE));
    assertEquals("proved", odds.likeliest(8));
  }

  @Test
  void settingsWithoutMinimaAreNotForecast() {
    List<MeasuredDepth> narrow =
        Sweep.CLEAR.draw("plain", 4, 8, 1, 1e-12, 0).stream()
            .filter(depth -> depth.width() < 16)
            .toList();
    VerdictForecast forecast = forecast(narrow, 16);
    assertEquals(0, forecast.settings().get(0).voting());
    assertEquals(0, forecast.decided(16), "widths of a factor of 2 have no trend");
    assertTrue(VerdictForecast.of(Map.of(), true, 1, 16, STREAMS).settings().isEmpty());
  }

  /** Skips that halve the number of deep minima are found, equal families are not. */
  @Test
  void skipsAreForecastByTheirOwnTests() {
    List<MeasuredDepth> lower = new ArrayList<>();
    List<MeasuredDepth> equal = new ArrayList<>();
    for (MeasuredDepth depth : Sweep.CONSTANT.draw("plain", 5, 8, 0, 1e-12, 1)) {
      lower.add(withDepth(depth, "plain", 1, false));
      lower.add(withDepth(depth, "long-skip", depth.seed() % 2, false));
      equal.add(withDepth(depth, "plain", 1, false));
      equal.add(withDepth(depth, "long-skip", 1, false));
    }
    VerdictForecast.Skip deep = forecast(lower, 16).skips().get(0);
    assertEquals("deep", deep.question());
    assertEquals(5, deep.problems());
    assertTrue(deep.odds().of("lower", 12) > 0.9, deep.odds().of("lower", 12) + "");
    assertEquals(0, deep.odds().of("higher", 12), 0.05);
    assertEquals(0, deep.odds().decided(5), "2^-5 is above .025");
    assertTrue(forecast(equal, 16).skips().get(0).odds().decided(16) < 0.2);
  }

  private static MeasuredDepth withDepth(
      MeasuredDepth depth, String family, double upper, boolean zero) {
    return new MeasuredDepth(
        depth.problem(),
        family,
        depth.width(),
        depth.initialization(),
        depth.seed(),
        depth.parameterCount(),
        true,
        upper,
        0,
        zero,
        depth.floor(),
        true,
        Double.NaN);
  }
}
