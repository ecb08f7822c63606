package io.shallows.statistics;

import static io.shallows.statistics.SyntheticDepths.power;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.law.ScalingLaw;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Laws that are known, found again. The default is a sample that catches mistakes, with limits
 * widened by three standard deviations of its own; the profile validation takes 250 repetitions,
 * and -Dtests.repetitions=1000 makes the limits those of the claims.
 */
@Tag("repeated")
class ScalingTruthTest {

  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 25);
  private static final double THEORY = -0.25;

  @ParameterizedTest
  @CsvSource({
    // problems, seeds, problem effect, problem-by-width effect, noise
    "1, 32, 0.5, 0, 1",
    "1, 64, 0.5, 0, 1",
    "4, 64, 0.5, 0.3, 1",
    "8, 16, 0.5, 0.3, 1",
    "16, 16, 0.5, 1, 0.5",
  })
  void intervalsCoverAndFalseContradictionsAreRare(
      int problems, int seeds, double problem, double interaction, double noise) {
    SyntheticDepths depths =
        SyntheticDepths.of(power(THEORY), problems, seeds).withEffects(problem, interaction, noise);
    int covered = 0;
    int contradicted = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      BootstrapEstimate slope = fit(depths, i).slope().orElseThrow();
      covered += slope.low(0.95) <= THEORY && THEORY <= slope.high(0.95) ? 1 : 0;
      contradicted += slope.pAtMost(THEORY) <= FitVerdicts.ALPHA ? 1 : 0;
    }
    assertShare(covered, 0.93, 0.97);
    assertShare(contradicted, 0, 0.05);
  }

  /** Problems that differ by a factor only: intervals are wider than need be, never narrower. */
  @ParameterizedTest
  @CsvSource({"4, 16", "16, 16"})
  void problemsThatAreAlikeAreNeverOverconfident(int problems, int seeds) {
    SyntheticDepths depths = SyntheticDepths.of(power(THEORY), problems, seeds);
    int covered = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      BootstrapEstimate slope = fit(depths, i).slope().orElseThrow();
      covered += slope.low(0.95) <= THEORY && THEORY <= slope.high(0.95) ? 1 : 0;
    }
    assertShare(covered, 0.93, 1);
  }

  /** Slope -.25 against a theory of -.75: eta = .25 and n = 1, as for the bound on a line. */
  @Test
  void knownViolationsAndKnownAgreementsAreFound() {
    SyntheticDepths depths = SyntheticDepths.of(power(-0.25), 8, 16).withEffects(0.5, 0.3, 1);
    int contradicted = 0;
    int consistent = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      BootstrapEstimate slope = fit(depths, i).slope().orElseThrow();
      contradicted += slope.pAtMost(-0.75) <= FitVerdicts.ALPHA ? 1 : 0;
      consistent += slope.pAtLeast(0.25) <= FitVerdicts.ALPHA ? 1 : 0;
    }
    assertShare(contradicted, 0.9, 1);
    assertShare(consistent, 0.9, 1);
  }

  @ParameterizedTest
  @EnumSource
  void lawsAreRecognised(ScalingLaw law) {
    DoubleUnaryOperator truth =
        switch (law) {
          case INVERSE_ROOT -> power(-0.5);
          case POWER -> power(-1.5);
          case EXPONENTIAL -> m -> StrictMath.exp(-m / 12);
          case OFFSET_POWER -> m -> StrictMath.pow(m, -1.5) + 0.01;
          case BROKEN_POWER ->
              m -> StrictMath.pow(m, -0.3) * Math.min(1, StrictMath.pow(m / 16, -2));
        };
    SyntheticDepths depths =
        SyntheticDepths.of(truth, 16, 32)
            .withWidths(4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128)
            .withEffects(0.5, 0, 0.5);
    int right = 0;
    int repetitions = Math.max(12, REPETITIONS / 3);
    for (int i = 0; i < repetitions; i++) {
      right += fit(depths, i).law().orElseThrow().law() == law ? 1 : 0;
    }
    double share = (double) right / repetitions;
    assertTrue(share >= 0.8 - slack(0.8, repetitions), law + " found in " + share);
  }

  @Test
  void zerosAndCensoringAreSetApart() {
    SyntheticDepths study = SyntheticDepths.of(power(THEORY), 4, 32);
    WidthScalingFit zeros = fit(study.withZeros(1), 1);
    assertEquals(Set.of(WidthQuantile.Use.ZEROS), uses(zeros));
    assertTrue(zeros.slope().isEmpty());

    WidthScalingFit halfZeros = fit(study.withZeros(0.5), 1);
    assertEquals(Set.of(WidthQuantile.Use.USED), uses(halfZeros));
    assertEquals(THEORY, halfZeros.slope().orElseThrow().value(), 0.3);

    WidthScalingFit censored = fit(study.withFloor(1e9), 1);
    assertEquals(Set.of(WidthQuantile.Use.CENSORED), uses(censored));

    WidthScalingFit few = fit(SyntheticDepths.of(power(THEORY), 1, 8), 1);
    assertEquals(Set.of(WidthQuantile.Use.TOO_FEW), uses(few));
  }

  /** Half of the depths below the floor: the upper quantile and its slope hardly notice. */
  @Test
  void censoringOfLowDepthsDoesNotMoveTheSlope() {
    SyntheticDepths depths = SyntheticDepths.of(power(THEORY), 8, 32);
    double sum = 0;
    int repetitions = 15;
    for (int i = 0; i < repetitions; i++) {
      WidthScalingFit fit = fit(depths.withFloor(0.5), i);
      assertTrue(fit.widths().stream().mapToInt(WidthQuantile::censored).sum() > 300);
      sum += fit.slope().orElseThrow().value();
    }
    assertEquals(THEORY, sum / repetitions, 0.05);
  }

  @Test
  void resultsDependOnTheStreamOnly() {
    SyntheticDepths depths = SyntheticDepths.of(power(THEORY), 4, 16);
    assertEquals(fit(depths, 7), fit(depths, 7));
    List<DepthObservation> sample = depths.draw(SyntheticDepths.random(7));
    assertEquals(
        new WidthScaling(0.9, 2000).fit(sample, SyntheticDepths.random(1)).widths(),
        new WidthScaling(0.9, 2000).fit(sample, SyntheticDepths.random(2)).widths());
  }

  private static WidthScalingFit fit(SyntheticDepths depths, int repetition) {
    UniformRandomProvider random = SyntheticDepths.random(20240607 + repetition);
    return new WidthScaling(0.9, 2000).fit(depths.draw(random), random);
  }

  private static Set<WidthQuantile.Use> uses(WidthScalingFit fit) {
    EnumSet<WidthQuantile.Use> uses = EnumSet.noneOf(WidthQuantile.Use.class);
    fit.widths().forEach(width -> uses.add(width.use()));
    return uses;
  }

  private static void assertShare(int count, double least, double greatest) {
    double share = (double) count / REPETITIONS;
    assertTrue(
        share >= least - slack(least, REPETITIONS)
            && share <= greatest + slack(greatest, REPETITIONS),
        () -> share + " is not in " + Arrays.toString(new double[] {least, greatest}));
  }

  private static double slack(double share, int repetitions) {
    return repetitions >= 1000 ? 0 : 3 * Math.sqrt(share * (1 - share) / repetitions);
  }
}
