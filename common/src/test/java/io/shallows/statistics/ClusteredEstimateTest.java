package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.random.RandomStreams;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.HierarchicalBootstrap;
import io.shallows.statistics.estimate.MeanInterval;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteredEstimateTest {

  private static final RandomStreams STREAMS = new RandomStreams(11);

  @Test
  void oneProblemHasStudentsInterval() {
    double[][] values = {{1, 5}, {2, Double.NaN}, {4, 7}, {9, 6}};
    BootstrapEstimate[] means = ClusteredEstimate.means(List.of("p", "p", "p", "p"), values);
    MeanInterval first = MeanInterval.of(new double[] {1, 2, 4, 9});
    MeanInterval second = MeanInterval.of(new double[] {5, 7, 6});
    assertEquals(first.low(), means[0].low(QuantileInterval.LEVEL), 1e-12);
    assertEquals(second.mean(), means[1].value(), 1e-15);
    assertEquals(second.high(), means[1].high(QuantileInterval.LEVEL), 1e-12);
  }

  /**
   * With a spread of problems of 0, once and three times that of seeds: far from a tie of the two.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 3})
  void itIsWhereTheHierarchicalBootstrapTends(double spread) {
    ContinuousSampler normal = STREAMS.gaussian("clusters " + spread, "test");
    int count = 8;
    List<String> problems = new ArrayList<>();
    double[] values = new double[count * 25];
    double[] effects = new double[count];
    Arrays.setAll(effects, p -> spread * normal.sample());
    for (int i = 0; i < values.length; i++) {
      problems.add("p" + i % count);
      values[i] = effects[i % count] + normal.sample();
    }
    BootstrapEstimate found =
        ClusteredEstimate.means(
            problems,
            Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new))[0];
    HierarchicalBootstrap bootstrap =
        new HierarchicalBootstrap(new int[][] {ClusteredEstimate.indices(problems)});
    HierarchicalBootstrap.Statistic mean =
        (counts, totals, result) -> {
          for (int i = 0; i < values.length; i++) {
            result[0] += counts[0][i] * values[i] / totals[0];
          }
        };
    var random = STREAMS.uniform("clusters " + spread, "resamples");
    BootstrapEstimate expected =
        BootstrapEstimate.of(
            found.value(),
            column(bootstrap.hierarchical(mean, 1, 20_000, random)),
            column(bootstrap.seedsOnly(mean, 1, 20_000, random)),
            count,
            values.length - count);
    assertEquals(expected.betweenProblems(), found.betweenProblems());
    // 20,000 resamples know a standard error within half a percent; 25 seeds a problem cost 2%
    assertEquals(1, found.standardError() / expected.standardError(), 0.04);
  }

  private static double[] column(double[][] replicates) {
    return Arrays.stream(replicates).mapToDouble(replicate -> replicate[0]).toArray();
  }
}
