package io.shallows.statistics;

import java.util.List;

/** Sweeps of known law; the rate is m^-1/4. */
enum Sweep {
  /** The rate itself: neither verdict is true. */
  AT_THE_RATE("depth at the rate", SweepLaw.power(SweepLaw.FIVE, -0.25)),
  /** The same with a floor under which a tenth of the depths lies at width 4 and a fifth at 64. */
  CENSORED_AT_THE_RATE(
      "the same, a fifth of the depths under a floor at width 64",
      new SweepLaw(SweepLaw.FIVE, -0.25, 0, 0, 1, 0.11, 0, 0)),
  /** The same where a tenth of the minima is not covered, and half from a width of 16 on. */
  DROPPED_AT_THE_RATE(
      "the same, 9 of 10 minima covered below width 16, 5 of 10 from there",
      new SweepLaw(SweepLaw.FIVE, -0.25, 0, 0, 1, 0, 0.1, 0.5)),
  /** The same with zeros whose share grows towards the quantile, but not past it. */
  ZEROS_AT_THE_RATE(
      "the same, half of the depths 0", new SweepLaw(SweepLaw.FIVE, -0.25, 0.5, 0.5, 1, 0, 0, 0)),
  /** The same with noise of heavy tails. */
  OUTLIERS_AT_THE_RATE(
      "the same, noise of three e-folds", new SweepLaw(SweepLaw.FIVE, -0.25, 0, 0, 3, 0, 0, 0)),
  /** The same at widths that lie closer. */
  AT_THE_RATE_OF_CLOSE_WIDTHS("the same, 13 widths", SweepLaw.power(SweepLaw.THIRTEEN, -0.25)),
  /** Far faster than the rate, with little noise. */
  CLEAR("m^-2, noise of 0.1", new SweepLaw(SweepLaw.FIVE, -2, 0, 0, 0.1, 0, 0, 0)),
  /** Much faster than the rate. */
  FASTER("m^-1, a fifth of the depths 0", new SweepLaw(SweepLaw.FIVE, -1, 0.2, 0.2, 1, 0, 0, 0)),
  /** Zeros take over while those that are left do not fall. */
  ZEROS_TAKE_OVER(
      "constant, 3 of 10 depths 0 below width 16 and nearly all from there",
      new SweepLaw(SweepLaw.FIVE, 0, 0.3, 0.999, 1, 0, 0, 0)),
  /** Depth does not fall at all. */
  CONSTANT("constant", SweepLaw.power(SweepLaw.FIVE, 0)),
  /** The same at widths that lie closer. */
  CONSTANT_AT_CLOSE_WIDTHS("constant, 13 widths", SweepLaw.power(SweepLaw.THIRTEEN, 0)),
  /** Depth grows. */
  GROWING("m^1/4", SweepLaw.power(SweepLaw.FIVE, 0.25));

  /** As tables name it. */
  final String label;

  @SuppressWarnings("ImmutableEnumChecker") // numbers, and a list that List.of makes
  final SweepLaw law;

  Sweep(String label, SweepLaw law) {
    this.label = label;
    this.law = law;
  }

  /** Whether depth falls faster than the rate, and whether it falls more slowly. */
  boolean isTrue(Verdict verdict) {
    return verdict == Verdict.CONSISTENT
        ? this == CLEAR || this == FASTER || this == ZEROS_TAKE_OVER
        : this == CONSTANT || this == CONSTANT_AT_CLOSE_WIDTHS || this == GROWING;
  }

  /** The trends of drawn depths at the quantile that is asked first. */
  static RateVotes votes(List<MeasuredDepth> depths) {
    return RateVotes.of(depths.stream().filter(MeasuredDepth::counts).toList(), 0.9, 0.25);
  }

  List<MeasuredDepth> draw(
      String family, int problems, int seeds, double known, double censored, long repetition) {
    return law.draw(name() + repetition + family, family, problems, seeds, known, censored);
  }
}
