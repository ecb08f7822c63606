package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forecast from a few problems is what is decided with more. */
@Tag("repeated")
@Tag("truth")
class VerdictForecastTest {

  private static final RandomStreams STREAMS = new RandomStreams(47);
  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 100);
  private static final int PROBLEMS = 16;
  private static final int COURSES = 60;
  private static final String CONSISTENT = Verdict.CONSISTENT.label();
  private static final String CONTRADICTED = Verdict.CONTRADICTED.label();
  private static final FitGroup GROUP = VerdictTruthTest.GROUP;

  private static VerdictForecast forecast(List<MeasuredDepth> pilot, int most) {
    return VerdictForecast.of(
        Map.of(GROUP, pilot),
        true,
        1,
        most,
        COURSES,
        ProblemTest.FIXED,
        ProblemOrder.BY_ID,
        STREAMS);
  }

  private static List<MeasuredDepth> first(List<MeasuredDepth> depths, int problems) {
    return depths.stream()
        .filter(depth -> Integer.parseInt(depth.problem().substring(1)) < problems)
        .toList();
  }

  /** Forecasts of one statement, and whether it is then made, over many sweeps. */
  private static final class Differences {
    private double forecasts;
    private double decided;
    private double squares;

    void add(Pair pair) {
      double truth = pair.decided ? 1 : 0;
      forecasts += pair.forecast / REPETITIONS;
      decided += truth / REPETITIONS;
      squares += (pair.forecast - truth) * (pair.forecast - truth) / REPETITIONS;
    }

    /** Forecasts less decisions, on average. */
    double mean() {
      return forecasts - decided;
    }

    /** Three standard errors of the mean. */
    double error() {
      return 3 * Math.sqrt((squares - mean() * mean()) / REPETITIONS);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "forecast %.3f, decided %.3f, +-%.3f", forecasts, decided, error());
    }
  }

  /** Both statements about one law, from so many of sixteen problems. */
  private record Forecasts(Differences falling, Differences rising, List<List<Pair>> pairs) {
    List<Differences> both() {
      return List.of(falling, rising);
    }
  }

  /** Bins of forecasts. */
  private static final int BINS = 5;

  /** One forecast of one sweep, and whether the statement is then made. */
  private record Pair(double forecast, boolean decided) {
    int bin() {
      return (int) Math.min(BINS - 1, BINS * forecast);
    }
  }

  private static final TruthPage PAGE =
      new TruthPage(
          "forecasts",
          REPETITIONS,
          "law",
          "problems seen",
          "`consistent`: forecast",
          "decided",
          "difference",
          "`contradicted`: forecast",
          "decided",
          "difference");

  /** By law and by problems of the pilot; all pilots of a law are of the same sweeps. */
  private static final Map<Sweep, Map<Integer, Forecasts>> FORECASTS = new EnumMap<>(Sweep.class);

  private static Map<Integer, Forecasts> forecasts(Sweep sweep) {
    return FORECASTS.computeIfAbsent(sweep, VerdictForecastTest::simulated);
  }

  private static Map<Integer, Forecasts> simulated(Sweep sweep) {
    Map<Integer, Forecasts> pilots = new LinkedHashMap<>();
    for (int pilot : List.of(12, 6, 4)) {
      pilots.put(pilot, new Forecasts(new Differences(), new Differences(), new ArrayList<>()));
    }
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      List<MeasuredDepth> all = sweep.draw("plain", PROBLEMS, 8, 1, 1e-12, 5000 + repetition);
      RateVotes votes = Sweep.votes(all);
      boolean falls = votes.pFalling(ProblemTest.FIXED) <= FitVerdicts.ALPHA;
      boolean rises = votes.pRising(ProblemTest.FIXED) <= FitVerdicts.ALPHA;
      pilots.forEach(
          (pilot, forecasts) -> {
            VerdictOdds odds = forecast(first(all, pilot), PROBLEMS).settings().get(0).odds();
            Pair falling = new Pair(odds.of(CONSISTENT, PROBLEMS), falls);
            Pair rising = new Pair(odds.of(CONTRADICTED, PROBLEMS), rises);
            forecasts.falling.add(falling);
            forecasts.rising.add(rising);
            forecasts.pairs.add(List.of(falling, rising));
          });
    }
    pilots.forEach(
        (pilot, forecasts) ->
            PAGE.row(
                sweep.label,
                pilot,
                forecasts.falling.forecasts,
                forecasts.falling.decided,
                forecasts.falling.mean(),
                forecasts.rising.forecasts,
                forecasts.rising.decided,
                forecasts.rising.mean()));
    return pilots;
  }

  /** Six problems of sixteen, for each law by itself. */
  @ParameterizedTest
  @EnumSource(value = Sweep.class)
  void forecastsAreWithinTenPointsOfWhatIsDecided(Sweep sweep) {
    for (Differences differences : forecasts(sweep).get(6).both()) {
      // Six problems say too little of constant depth, whichever widths it is measured at.
      boolean constant = sweep == Sweep.CONSTANT || sweep == Sweep.CONSTANT_AT_CLOSE_WIDTHS;
      double most = constant ? 0.25 : 0.1;
      assertTrue(
          Math.abs(differences.mean()) <= most + differences.error(), sweep + ": " + differences);
    }
  }

  private static final TruthPage CALIBRATION =
      new TruthPage(
          "calibration",
          REPETITIONS,
          "problems seen",
          "forecast",
          "of all forecasts",
          "mean forecast",
          "then decided",
          "difference");

  /** Forecasts of one bin, of all laws alike. */
  private static final class Bin {
    private int count;
    private double forecasts;
    private double decided;
    private final List<double[]> sweeps = new ArrayList<>();

    /** Adds the forecasts of one sweep that are in this bin; they are not independent. */
    void add(List<Pair> pairs) {
      double difference = 0;
      for (Pair pair : pairs) {
        forecasts += pair.forecast;
        decided += pair.decided ? 1 : 0;
        difference += pair.forecast - (pair.decided ? 1 : 0);
      }
      count += pairs.size();
      sweeps.add(new double[] {pairs.size(), difference});
    }

    double mean() {
      return (forecasts - decided) / count;
    }

    /** Three standard errors of the mean difference, sweeps as units. */
    double error() {
      double squares = 0;
      for (double[] sweep : sweeps) {
        double off = sweep[1] - sweep[0] * mean();
        squares += off * off;
      }
      return 3 * Math.sqrt(squares) / count;
    }
  }

  /**
   * Of statements that are forecast with about p, about p are then made: both statements, all laws
   * with equal weight.
   */
  @ParameterizedTest
  @ValueSource(ints = {12, 6, 4})
  void ofWhatIsForecastAsManyAreDecided(int pilot) {
    Bin[] bins = new Bin[BINS];
    Arrays.setAll(bins, bin -> new Bin());
    int all = 0;
    for (Sweep sweep : Sweep.values()) {
      for (List<Pair> pairs : forecasts(sweep).get(pilot).pairs()) {
        all += pairs.size();
        for (int bin = 0; bin < BINS; bin++) {
          int here = bin;
          bins[bin].add(pairs.stream().filter(pair -> pair.bin() == here).toList());
        }
      }
    }
    for (int bin = 0; bin < BINS; bin++) {
      CALIBRATION.row(
          pilot,
          String.format(Locale.ROOT, "%d to %d%%", 100 * bin / BINS, 100 * (bin + 1) / BINS),
          bins[bin].count / (double) all,
          bins[bin].forecasts / bins[bin].count,
          bins[bin].decided / bins[bin].count,
          bins[bin].mean());
      // Where a forecast is neither high nor low many of the sweeps are without any effect.
      double most = bin == 2 || bin == 3 ? 0.2 : 0.1;
      String said = pilot + " problems, bin " + bin + ": off by " + bins[bin].mean();
      assertTrue(bins[bin].mean() <= most + bins[bin].error(), said);
      assertTrue(bins[bin].mean() >= -0.1 - bins[bin].error(), said);
    }
  }

  /** Twelve of sixteen are within ten points for every law, constant depth among them. */
  @Test
  void twelveProblemsAreEnoughForEveryLaw() {
    for (Sweep sweep : Sweep.values()) {
      for (Differences differences : forecasts(sweep).get(12).both()) {
        assertTrue(
            Math.abs(differences.mean()) <= 0.1 + differences.error(), sweep + ": " + differences);
      }
    }
  }

  /** Four of sixteen say less about each law, and promise neither more nor less over all. */
  @Test
  void fourProblemsPromiseOnAverageWhatIsDecided() {
    double sum = 0;
    for (Sweep sweep : Sweep.values()) {
      for (Differences differences : forecasts(sweep).get(4).both()) {
        sum += differences.mean();
        assertTrue(differences.mean() <= 0.1 + differences.error(), sweep + ": " + differences);
      }
    }
    assertEquals(0, sum / Sweep.values().length, 0.1);
  }

  private static VerdictForecast many(int settings) {
    Map<FitGroup, List<MeasuredDepth>> pilot = new LinkedHashMap<>();
    for (int l = 0; l < settings; l++) {
      pilot.put(new FitGroup(l, 2, 0.5), first(Sweep.CLEAR.draw("plain", 16, 8, 1, 1e-12, l), 6));
    }
    return VerdictForecast.of(
        pilot, true, 1, 24, 60, ProblemTest.FIXED, ProblemOrder.BY_ID, STREAMS);
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

  /** Trends of a third of their deviation take hundreds of problems, and that many are named. */
  @Test
  void weakTrendsHaveANumberToo() {
    List<MeasuredDepth> pilot =
        SweepLaw.power(SweepLaw.FIVE, -0.15).draw("weak trends", "plain", 200, 8, 1, 1e-12);
    VerdictOdds odds =
        VerdictForecast.of(
                Map.of(GROUP, pilot),
                false,
                1,
                512,
                400,
                ProblemTest.FIXED,
                ProblemOrder.BY_ID,
                STREAMS)
            .settings()
            .get(0)
            .odds();
    int wanted = odds.enough(VerdictForecast.SURE).orElseThrow();
    // Slopes are .1 above the rate with a standard error of .31 for a problem: (3.24 / .33)^2.
    assertTrue(wanted > 64 && wanted < 300, wanted + "");
    assertEquals(512, odds.most());
    assertEquals(odds.decided(64), odds.decided(66), "odds are of 64, 68, 72 and so on");
    assertTrue(odds.decided(64) < 0.9, odds.decided(64) + "");
    assertThrows(IllegalArgumentException.class, () -> odds.decided(513));
    assertThrows(IllegalArgumentException.class, () -> odds.decided(0));
  }

  /** What is said of few problems hardly depends on how far it looks. */
  @Test
  void lookingFarChangesNothingNearBy() {
    List<MeasuredDepth> pilot = Sweep.CONSTANT.draw("plain", 16, 8, 1, 1e-12, 14);
    VerdictOdds far =
        VerdictForecast.of(
                Map.of(GROUP, pilot),
                true,
                1,
                512,
                400,
                ProblemTest.FIXED,
                ProblemOrder.BY_ID,
                STREAMS)
            .settings()
            .get(0)
            .odds();
    VerdictOdds near =
        VerdictForecast.of(
                Map.of(GROUP, pilot),
                true,
                1,
                32,
                400,
                ProblemTest.FIXED,
                ProblemOrder.BY_ID,
                STREAMS)
            .settings()
            .get(0)
            .odds();
    for (int count = 1; count <= 32; count++) {
      // three standard errors of the difference of two shares of 400
      assertEquals(near.decided(count), far.decided(count), 0.11, count + " problems");
    }
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
        VerdictForecast.of(
            Map.of(GROUP, pilot), false, 1, 8, 400, ProblemTest.FIXED, ProblemOrder.BY_ID, STREAMS);
    assertEquals(1, own.settings().get(0).odds().decided(6), "these six decide");
    double six = other.settings().get(0).odds().decided(6);
    assertTrue(six < 1 && six > 0.6, six + "");
  }

  /** Zeros everywhere speak only if there are enough minima, as with more seeds there will be. */
  @Test
  void moreSeedsMakeZerosCount() {
    List<MeasuredDepth> pilot = Sweep.CONSTANT.draw("plain", 6, 2, 0, 1e300, 0);
    VerdictForecast few =
        VerdictForecast.of(
            Map.of(GROUP, pilot), true, 1, 16, 100, ProblemTest.FIXED, ProblemOrder.BY_ID, STREAMS);
    VerdictForecast more =
        VerdictForecast.of(
            Map.of(GROUP, pilot), true, 4, 16, 100, ProblemTest.FIXED, ProblemOrder.BY_ID, STREAMS);
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
    assertTrue(
        VerdictForecast.of(Map.of(), true, 1, 16, ProblemTest.FIXED, ProblemOrder.BY_ID, STREAMS)
            .settings()
            .isEmpty());
  }

  /** Skips that halve the number of deep minima are found, equal families are not. */
  @Test
  void skipsAreForecastByTheirOwnTests() {
    List<MeasuredDepth> lower = new ArrayList<>();
    List<MeasuredDepth> equal = new ArrayList<>();
    for (MeasuredDepth depth : Sweep.CONSTANT.draw("plain", 5, 8, 0, 1e-12, 1)) {
      lower.add(withDepth(depth, "plain", 1, false));
      lower.add(withDepth(depth, "long-skip", depth.seed() % 2 == 0 ? 0 : 1, false));
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
