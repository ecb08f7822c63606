package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that are put together from parts of a setting against those of all its rows in one list, bit
 * for bit, on sweeps of random shape with ties, zeros, censored, uncovered and missing depths.
 */
class SufficientStatesTest {

  private static final RandomStreams STREAMS = new RandomStreams(11);
  private static final List<String> FAMILIES = List.of("plain", "long-skip", "linear-skip");

  private static double depth(UniformRandomProvider random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Double.NaN;
      case 2 -> 1e-9 * random.nextDouble();
      case 3 -> 0.25;
      default -> StrictMath.exp(3 * random.nextDouble() - 6);
    };
  }

  /** The depths of one setting; problems, widths and starts are missing at random. */
  private static List<MeasuredDepth> sweep(UniformRandomProvider random) {
    List<MeasuredDepth> depths = new ArrayList<>();
    int problems = 1 + random.nextInt(4);
    int seeds = 2 + random.nextInt(12);
    double covered = random.nextDouble();
    for (int problem = 0; problem < problems; problem++) {
      for (String family : FAMILIES) {
        for (int width : List.of(2, 4, 8, 9, 16, 32)) {
          if (random.nextInt(7) == 0) {
            continue;
          }
          for (String start : List.of("he", "clustered")) {
            for (int seed = 0; seed < seeds; seed++) {
              double upper = depth(random);
              double bound = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
              depths.add(
                  new MeasuredDepth(
                      "problem " + problem,
                      family,
                      width,
                      start,
                      seed,
                      family.equals("plain") ? 10L * width : 11L * width,
                      random.nextDouble() < covered,
                      upper,
                      random.nextInt(3) == 0 ? 0 : upper / 2,
                      upper == 0 && random.nextInt(9) > 0,
                      random.nextInt(6) == 0 ? 1e-2 : 1e-8,
                      random.nextInt(20) > 0,
                      bound));
            }
          }
        }
      }
    }
    return depths;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void fitsOfPartsAreThoseOfTheWhole(int number) {
    UniformRandomProvider random = STREAMS.uniform("sweep", "test " + number);
    List<MeasuredDepth> depths = sweep(random);
    FitGroup group = new FitGroup(1, 2, 0.5);
    ProblemTest test = number % 2 == 0 ? ProblemTest.FIXED : ProblemTest.SEQUENTIAL;
    FitAggregation parts = new FitAggregation("m", STREAMS, test, ProblemOrder.BY_ID, 3);
    WholeSettingFits.Rows whole =
        new WholeSettingFits("m", STREAMS, test, 3).aggregate(group, depths);
    assertFalse(whole.fits().isEmpty());
    Collections.shuffle(depths, new Random(number));
    FitAggregation.Rows put = parts.aggregate(group, depths);
    assertEquals(whole.fits(), put.fits());
    assertEquals(whole.widths(), put.widths());

    List<Record> carried = new ArrayList<>();
    for (String family : FAMILIES) {
      List<MeasuredDepth> ofFamily =
          depths.stream().filter(d -> d.family().equals(family) && d.counts()).toList();
      List<WidthDepths> states = new ArrayList<>();
      ofFamily.stream()
          .collect(Collectors.groupingBy(MeasuredDepth::width, TreeMap::new, Collectors.toList()))
          .descendingMap()
          .values()
          .forEach(ofWidth -> states.add(WidthDepths.read(WidthDepths.of(ofWidth).toBytes())));
      List<ProblemTrends> problems = new ArrayList<>();
      ofFamily.stream()
          .collect(Collectors.groupingBy(MeasuredDepth::problem, TreeMap::new, Collectors.toList()))
          .descendingMap()
          .values()
          .forEach(one -> problems.add(ProblemTrends.read(ProblemTrends.of(group, one).toText())));
      for (double quantile : FitAggregation.quantiles()) {
        if (!states.isEmpty()) {
          carried.add(parts.fit(group, family, quantile, states, problems));
        }
      }
    }
    assertEquals(
        whole.fits().stream().map(Record::toString).sorted().toList(),
        carried.stream().map(Record::toString).sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void comparisonsOfCellsAreThoseOfTheWhole(int number) {
    UniformRandomProvider random = STREAMS.uniform("comparisons", "test " + number);
    List<MeasuredDepth> depths = sweep(random);
    FitGroup group = new FitGroup(2, 1, 0.25);
    List<Record> whole = new WholeSettingComparisons("m", STREAMS).compare(group, depths);
    assertTrue(whole.size() > 4, whole.size() + " rows");
    Collections.shuffle(depths, new Random(number));
    assertEquals(whole, new SkipComparisons("m", STREAMS).compare(group, depths));
  }

  @Test
  void pairsOfWidthsAddUp() {
    List<MeasuredDepth> depths = sweep(STREAMS.uniform("pairs", "test"));
    FitGroup group = new FitGroup(1, 2, 0.5);
    SkipPairs pairs = new SkipPairs("m");
    List<Record> parts = new ArrayList<>();
    depths.stream()
        .collect(Collectors.groupingBy(MeasuredDepth::width))
        .values()
        .forEach(ofWidth -> parts.addAll(pairs.count(group, ofWidth)));
    List<Record> sums =
        parts.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get(LeadingColumns.FAMILY) + row.get(LeadingColumns.PROBLEM_ID),
                    TreeMap::new,
                    Collectors.toList()))
            .values()
            .stream()
            .map(SkipPairs::sum)
            .toList();
    assertTrue(parts.size() > sums.size());
    assertEquals(pairs.count(group, depths), sums);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void studiesOfCellsAreThoseOfTheWhole(int number) {
    UniformRandomProvider random = STREAMS.uniform("study", "test " + number);
    List<StudiedTrial> trials = new ArrayList<>();
    for (String family : List.of("orhan-plain", "orhan-residual", "plain", "long-skip")) {
      for (int width : List.of(4, 8)) {
        for (int i = 0; i < 60; i++) {
          int at = i;
          DoubleStream values =
              IntStream.range(0, StudyColumns.all().size())
                  .mapToDouble(
                      k ->
                          random.nextInt(4) == 0 || (k % 3 == number % 3 && at % 5 > 0)
                              ? Double.NaN
                              : random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble());
          trials.add(
              new StudiedTrial(
                  "p" + i % 3, family, width, i % 2 == 0 ? "he" : "zero", i, 7L * width, values));
        }
      }
    }
    StudyGroup group = new StudyGroup(1, 2);
    List<Record> whole = WholeGroupStudy.rows(group, trials);
    assertTrue(whole.size() > 100, whole.size() + " rows");
    Collections.shuffle(trials, new Random(number));
    assertEquals(whole, SingularityStudy.rows(group, trials));
    List<StudiedTrial> family =
        trials.stream().filter(trial -> trial.family().equals("plain")).toList();
    for (List<Integer> metrics : SingularityStudy.metricsAtOnce(SingularityStudy.columns(family))) {
      assertEquals(
          SingularityStudy.correlations(group, family, metrics),
          SingularityStudy.correlations(
              group, family.stream().map(trial -> trial.withMetrics(metrics)).toList(), metrics));
    }
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    List<MeasuredDepth> depths = sweep(STREAMS.uniform("refused", "test"));
    assertThrows(IllegalArgumentException.class, () -> WidthDepths.of(depths));
    assertThrows(
        IllegalArgumentException.class, () -> ProblemTrends.of(new FitGroup(1, 2, 0.5), depths));
    WidthDepths one =
        WidthDepths.of(
            List.of(
                new MeasuredDepth(
                    "p", "plain", 4, "he", 1, 9, true, 1, 0, false, 0, false, Double.NaN)));
    FitAggregation fits = new FitAggregation("m", STREAMS);
    assertThrows(
        IllegalArgumentException.class,
        () -> fits.widths(new FitGroup(1, 2, 0.5), "plain", 0.9, List.of(one, one)));
  }
}
