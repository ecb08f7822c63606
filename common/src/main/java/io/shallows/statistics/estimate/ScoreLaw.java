package io.shallows.statistics.estimate;

import io.shallows.random.RandomStreams;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * What whole-number scores of problems to come may be, given those of a few.
 *
 * <p>Formula: scores are taken as normal with mean mu and variance v, rounded and held within the
 * largest score there can be. Before any is seen, v is inverse chi-squared with {@value #FREEDOM}
 * degrees of freedom around {@value #SHARE} of the variance that scores have by chance alone (clear
 * effects leave them less); with probability {@value #NOTHING} mu is 0, and else normal with
 * variance {@code v / }{@value #WEIGHT}. Given n scores both are conjugate, so that {@link #draw}
 * is exact: first which of the two, then v, then mu.
 *
 * <p>So a few problems that agree promise much and never certainty, and few that differ keep the
 * possibility that nothing is there. The numbers were chosen by simulation, so that forecasts are
 * off alike where nothing is there and where effects are clear ({@code VerdictForecastTest}).
 *
 * <p>Source: Gelman and others, Bayesian data analysis, third edition, 2013, sections 3.3 and 7.4.
 */
public final class ScoreLaw {

  /** Scores that the guess of their variance counts for. */
  static final double FREEDOM = 4;

  /** Scores that a mean of 0 counts for where there is an effect: effects are of order sqrt(v). */
  static final double WEIGHT = 0.5;

  /** Of the variance by chance: an effect without exception leaves scores none. */
  static final double SHARE = 0.3;

  /** The probability, before any score is seen, that only chance is at work. */
  static final double NOTHING = 0.5;

  private final int most;
  private final double nothing;
  private final double freedom;
  private final double sumOfNothing;
  private final double sumOfEffect;
  private final double centre;
  private final double weight;

  /**
   * The law after some scores.
   *
   * @param scores those that are known, none or more
   * @param most no score is further from 0
   * @param variance of scores by chance alone, above 0
   */
  public ScoreLaw(int[] scores, int most, double variance) {
    if (!(variance > 0) || most < 0) {
      throw new IllegalArgumentException(
          "scores up to " + most + " with variance " + variance + ", which must be above 0");
    }
    this.most = most;
    int count = scores.length;
    double mean = Arrays.stream(scores).average().orElse(0);
    double around = Arrays.stream(scores).mapToDouble(x -> (x - mean) * (x - mean)).sum();
    freedom = FREEDOM + count;
    weight = WEIGHT + count;
    centre = count * mean / weight;
    sumOfNothing = FREEDOM * SHARE * variance + around + count * mean * mean;
    sumOfEffect = FREEDOM * SHARE * variance + around + WEIGHT * count / weight * mean * mean;
    double logOdds =
        0.5 * StrictMath.log(WEIGHT / weight)
            + 0.5 * freedom * StrictMath.log(sumOfNothing / sumOfEffect);
    nothing = NOTHING / (NOTHING + (1 - NOTHING) * StrictMath.exp(logOdds));
  }

  /** The probability that only chance is at work. */
  public double nothing() {
    return nothing;
  }

  /** Fills the places from {@code first} on with the scores of one possible course of events. */
  public void draw(int[] into, int first, UniformRandomProvider random) {
    boolean chance = random.nextDouble() < nothing;
    double chiSquared =
        AhrensDieterMarsagliaTsangGammaSampler.of(random, 0.5 * freedom, 2).sample();
    double variance = (chance ? sumOfNothing : sumOfEffect) / chiSquared;
    ContinuousSampler normal = RandomStreams.gaussian(random);
    double mean = chance ? 0 : centre + Math.sqrt(variance / weight) * normal.sample();
    double deviation = Math.sqrt(variance);
    for (int i = first; i < into.length; i++) {
      double score = Math.rint(mean + deviation * normal.sample());
      into[i] = (int) Math.max(-most, Math.min(most, score));
    }
  }
}
