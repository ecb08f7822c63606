package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.HolmAdjustment;
import io.shallows.statistics.estimate.QuantileInterval;
import io.shallows.statistics.estimate.SampleQuantile;
import io.shallows.statistics.estimate.SignFlipTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against reference-statistics.json, made by reference_statistics.py with SciPy. */
class ReferenceStatisticsTest {

  private static final double EXACT = 1e-8;
  private final JsonNode reference = read();

  @Test
  void quantilesAreMedianUnbiased() {
    for (JsonNode quantile : reference.get("quantiles")) {
      assertEquals(
          quantile.get("value").asDouble(),
          SampleQuantile.of(numbers(quantile.get("sample")), quantile.get("p").asDouble()),
          EXACT);
    }
    assertThrows(IllegalArgumentException.class, () -> SampleQuantile.of(new double[0], 0.5));
    assertThrows(IllegalArgumentException.class, () -> SampleQuantile.of(new double[1], 1.5));
  }

  @Test
  void signsAreFlippedInEveryWay() {
    for (JsonNode test : reference.get("sign_flip")) {
      int[] x =
          StreamSupport.stream(test.get("x").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      assertEquals(test.get("p").asDouble(), SignFlipTest.pNotAbove(x), 1e-15);
      for (int i = 0; i < x.length; i++) {
        int[] higher = x.clone();
        higher[i]++;
        assertTrue(SignFlipTest.pNotAbove(higher) <= SignFlipTest.pNotAbove(x) + 1e-15);
      }
    }
    assertEquals(1, SignFlipTest.pNotAbove(new int[0]));
    assertEquals(6, SignFlipTest.leastCount(0.025));
    assertEquals(6, SignFlipTest.countToReject(new int[] {1}, 0.025, 100));
    assertEquals(101, SignFlipTest.countToReject(new int[] {1, -1}, 0.025, 100));
    assertThrows(IllegalArgumentException.class, () -> SignFlipTest.leastCount(1));
  }

  @Test
  void holmAdjustsAsTheDefinitionSays() {
    JsonNode holm = reference.get("holm");
    assertArrayEquals(
        numbers(holm.get("adjusted")), HolmAdjustment.adjust(numbers(holm.get("p"))), EXACT);
    assertArrayEquals(
        new double[] {Double.NaN, 0.04, 0.04},
        HolmAdjustment.adjust(new double[] {Double.NaN, 0.02, 0.03}),
        EXACT);
  }

  @Test
  void slopeAndItsErrorAreThoseOfAnIndependentBootstrap() {
    JsonNode scaling = reference.get("scaling");
    List<DepthObservation> observations = new ArrayList<>();
    for (JsonNode row : scaling.get("observations")) {
      observations.add(
          new DepthObservation(
              row.get(0).asInt(), row.get(1).asInt(), row.get(2).asDouble(), false));
    }
    WidthScalingFit fit =
        new WidthScaling(0.9, 20_000).fit(observations, SyntheticDepths.random(11));
    BootstrapEstimate slope = fit.slope().orElseThrow();
    assertEquals(scaling.get("slope").asDouble(), slope.value(), EXACT);
    // 20,000 resamples on both sides: a standard error is known within 1%, this one within 3.
    double expected = scaling.get("standard_error").asDouble();
    assertEquals(expected, slope.standardError(), 0.03 * expected);
    for (int i = 0; i < fit.widths().size(); i++) {
      assertEquals(
          scaling.get("quantiles").get(i).asDouble(), fit.widths().get(i).quantile(), EXACT);
    }
  }

  @Test
  void quantileIntervalIsThatOfAnIndependentBootstrap() {
    JsonNode interval = reference.get("quantile_interval");
    QuantileInterval ours =
        QuantileInterval.of(
            Arrays.stream(numbers(interval.get("problems"))).mapToInt(p -> (int) p).toArray(),
            numbers(interval.get("sample")),
            new double[] {0.5},
            20_000,
            SyntheticDepths.random(12))[0];
    assertEquals(interval.get("value").asDouble(), ours.value(), EXACT);
    double width = interval.get("high").asDouble() - interval.get("low").asDouble();
    assertEquals(interval.get("low").asDouble(), ours.low(), 0.03 * width);
    assertEquals(interval.get("high").asDouble(), ours.high(), 0.03 * width);
  }

  @Test
  void permutationTestIsThatOfAnIndependentOne() {
    JsonNode paired = reference.get("paired");
    double[] skip = numbers(paired.get("skip"));
    PairedEffect effect =
        new PairedComparison(paired.get("tolerance").asDouble(), 0.9, 20_000)
            .compare(
                new int[skip.length],
                skip,
                numbers(paired.get("plain")),
                SyntheticDepths.random(13));
    assertEquals(
        paired.get("share_difference").asDouble(), effect.shareDifference().value(), EXACT);
    assertEquals(
        paired.get("quantile_difference").asDouble(), effect.quantileDifference().value(), EXACT);
    assertMonteCarlo(paired.get("share_p").asDouble(), effect.sharePValue());
    assertMonteCarlo(paired.get("quantile_p").asDouble(), effect.quantilePValue());
  }

  @Test
  void dimensionTrendIsTheWeightedFit() {
    JsonNode trend = reference.get("trend");
    double[] slopes = numbers(trend.get("slopes"));
    double[] errors = numbers(trend.get("errors"));
    BootstrapEstimate[] estimates = new BootstrapEstimate[slopes.length];
    Arrays.setAll(estimates, i -> new BootstrapEstimate(slopes[i], errors[i], 10, false));
    DimensionTrend ours =
        DimensionTrend.fit(
            Arrays.stream(numbers(trend.get("dimensions"))).mapToInt(n -> (int) n).toArray(),
            estimates);
    assertEquals(trend.get("coefficient").asDouble(), ours.coefficient(), EXACT);
    assertEquals(trend.get("standard_error").asDouble(), ours.standardError(), EXACT);
    assertEquals(trend.get("p").asDouble(), ours.pValue(), EXACT);
  }

  @Test
  void intervalsAndTailsAreStudents() {
    for (JsonNode student : reference.get("student")) {
      BootstrapEstimate estimate =
          new BootstrapEstimate(
              student.get("value").asDouble(),
              student.get("error").asDouble(),
              student.get("freedom").asDouble(),
              true);
      assertEquals(student.get("low").asDouble(), estimate.low(0.95), EXACT);
      assertEquals(student.get("high").asDouble(), estimate.high(0.95), EXACT);
      assertEquals(student.get("p_at_most_0").asDouble(), estimate.pAtMost(0), EXACT);
      assertEquals(1, estimate.pAtMost(0) + estimate.pAtLeast(0), EXACT);
    }
  }

  private static void assertMonteCarlo(double expected, double actual) {
    double error = Math.sqrt(2 * expected * (1 - expected) / 20_000);
    assertTrue(
        Math.abs(expected - actual) <= 4 * error + 1e-4, () -> expected + " against " + actual);
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static JsonNode read() {
    try (InputStream in =
        ReferenceStatisticsTest.class.getResourceAsStream("reference-statistics.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
