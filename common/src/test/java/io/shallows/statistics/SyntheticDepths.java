package io.shallows.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Depths with a known law: log depth = log law(m) + b_p + e_{p,m} + noise, with normal effects of
 * problem p and of problem and width, and normal noise of every seed. All terms but the law are the
 * same at every width, so that every quantile of depth follows the law with another factor.
 */
record SyntheticDepths(
    DoubleUnaryOperator law,
    List<Integer> widths,
    int problems,
    int seeds,
    double problemEffect,
    double interaction,
    double noise,
    double zeroShare,
    double floor) {

  static final List<Integer> STUDY_WIDTHS = List.of(4, 8, 16, 32, 64, 128);

  static SyntheticDepths of(DoubleUnaryOperator law, int problems, int seeds) {
    return new SyntheticDepths(law, STUDY_WIDTHS, problems, seeds, 0.5, 0, 1, 0, 0);
  }

  static DoubleUnaryOperator power(double slope) {
    return m -> StrictMath.pow(m, slope);
  }

  SyntheticDepths withEffects(double problem, double interactionEffect, double seedNoise) {
    return new SyntheticDepths(
        law, widths, problems, seeds, problem, interactionEffect, seedNoise, zeroShare, floor);
  }

  SyntheticDepths withZeros(double share) {
    return new SyntheticDepths(
        law, widths, problems, seeds, problemEffect, interaction, noise, share, floor);
  }

  SyntheticDepths withFloor(double value) {
    return new SyntheticDepths(
        law, widths, problems, seeds, problemEffect, interaction, noise, zeroShare, value);
  }

  SyntheticDepths withWidths(Integer... others) {
    return new SyntheticDepths(
        law, List.of(others), problems, seeds, problemEffect, interaction, noise, zeroShare, floor);
  }

  static UniformRandomProvider random(long seed) {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  List<DepthObservation> draw(UniformRandomProvider random) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    List<DepthObservation> observations = new ArrayList<>();
    for (int problem = 0; problem < problems; problem++) {
      double effect = problemEffect * normal.sample();
      for (int width : widths) {
        double here = effect + interaction * normal.sample();
        for (int seed = 0; seed < seeds; seed++) {
          double depth = law.applyAsDouble(width) * StrictMath.exp(here + noise * normal.sample());
          boolean zero = random.nextDouble() < zeroShare;
          observations.add(DepthObservation.of(problem, width, zero ? 0 : depth, floor));
        }
      }
    }
    return observations;
  }
}
