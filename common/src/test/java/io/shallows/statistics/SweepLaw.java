package io.shallows.statistics;

import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * How depths of one problem and width come about: {@code m^exponent} times the exponential of a
 * normal effect of the problem, 0.3 times one of its width, and noise times one of the minimum.
 *
 * @param widths from the narrowest on
 * @param exponent depths go with m to this power
 * @param zeros the share of zeros below a width of 16
 * @param zerosOfWide and from there
 * @param noise in e-folds
 * @param floor below it depths are not known to differ from 0
 * @param dropped the share of minima that are not covered below a width of 16
 * @param droppedOfWide and from there
 */
record SweepLaw(
    List<Integer> widths,
    double exponent,
    double zeros,
    double zerosOfWide,
    double noise,
    double floor,
    double dropped,
    double droppedOfWide) {

  /** Of ratio 2. */
  static final List<Integer> FIVE = List.of(4, 8, 16, 32, 64);

  /** {@code {geometric: {from: 4, to: 64, count: 13}}}: the same span, of ratio 1.26. */
  static final List<Integer> THIRTEEN = List.of(4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 51, 64);

  private static final RandomStreams STREAMS = new RandomStreams(31);

  SweepLaw {
    widths = List.copyOf(widths);
  }

  /** Zeros, floors and coverage do not enter. */
  static SweepLaw power(List<Integer> widths, double exponent) {
    return new SweepLaw(widths, exponent, 0, 0, 1, 0, 0, 0);
  }

  /**
   * Depths of problems p00, p01, ... and so on, of which more begin with the same.
   *
   * @param stream equal ones give equal noise
   * @param known depth_lower over depth_upper
   * @param censored the floor where that of the law is not above it
   */
  List<MeasuredDepth> draw(
      String stream, String family, int problems, int seeds, double known, double censored) {
    ContinuousSampler normal = STREAMS.gaussian(stream, "depths");
    UniformRandomProvider uniform = STREAMS.uniform(stream, "zeros");
    UniformRandomProvider covering = STREAMS.uniform(stream, "covered");
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int problem = 0; problem < problems; problem++) {
      String id = String.format(Locale.ROOT, "p%02d", problem);
      double effect = normal.sample();
      for (int width : widths) {
        double here = effect + 0.3 * normal.sample();
        for (int seed = 0; seed < seeds; seed++) {
          double depth =
              uniform.nextDouble() < (width < 16 ? zeros : zerosOfWide)
                  ? 0
                  : Math.pow(width, exponent) * Math.exp(here + noise * normal.sample());
          depths.add(
              new MeasuredDepth(
                  id,
                  family,
                  width,
                  "he",
                  seed,
                  10L * width,
                  !(covering.nextDouble() < (width < 16 ? dropped : droppedOfWide)),
                  depth,
                  known * depth,
                  false,
                  Math.max(censored, floor),
                  true,
                  Double.NaN));
        }
      }
    }
    return depths;
  }
}
