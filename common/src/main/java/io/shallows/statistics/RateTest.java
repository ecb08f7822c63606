package io.shallows.statistics;

import java.util.Locale;

/**
 * The verdict on one rate: is the slope of an upper quantile of depth at most the theory's?
 *
 * <p>Convention: {@code pContradicted} is the p-value of "slope at most theory" and {@code
 * pConsistent} that of "slope at least theory", each adjusted by {@link HolmAdjustment} over all
 * tests made together. The verdict is contradicted where the first is at most {@value #ALPHA},
 * consistent where the second is, and undecided otherwise or where fewer than {@value
 * #LEAST_WIDTHS} widths could be used. An absent p-value is NaN.
 *
 * <p>What it does not say: depth_upper is the height of a path that was found. Consistent therefore
 * carries over to the depth itself, contradicted is a statement about the paths found.
 *
 * @param theorySlope the rate that is tested
 * @param verdict what the data say
 * @param pContradicted adjusted p-value of a slope at most the theory's
 * @param pConsistent adjusted p-value of a slope at least the theory's
 * @param reason the verdict's reason in one sentence
 */
public record RateTest(
    double theorySlope, Verdict verdict, double pContradicted, double pConsistent, String reason) {

  /** Family-wise level of either kind of false statement. */
  public static final double ALPHA = 0.05;

  /** Fewest widths for a verdict: with three, a bend cannot be told from a line. */
  public static final int LEAST_WIDTHS = 4;

  /**
   * Tests all rates together.
   *
   * @param fits the fits
   * @param theorySlopes the rate for each fit, in the same order
   */
  public static RateTest[] judge(WidthScalingFit[] fits, double[] theorySlopes) {
    double[] exceeds = new double[fits.length];
    double[] below = new double[fits.length];
    for (int i = 0; i < fits.length; i++) {
      boolean tested = fits[i].slope().isPresent() && fits[i].usedWidths() >= LEAST_WIDTHS;
      exceeds[i] = tested ? fits[i].slope().get().pAtMost(theorySlopes[i]) : Double.NaN;
      below[i] = tested ? fits[i].slope().get().pAtLeast(theorySlopes[i]) : Double.NaN;
    }
    exceeds = HolmAdjustment.adjust(exceeds);
    below = HolmAdjustment.adjust(below);
    RateTest[] tests = new RateTest[fits.length];
    for (int i = 0; i < fits.length; i++) {
      Verdict verdict =
          exceeds[i] <= ALPHA
              ? Verdict.CONTRADICTED
              : below[i] <= ALPHA ? Verdict.CONSISTENT : Verdict.UNDECIDED;
      tests[i] =
          new RateTest(
              theorySlopes[i],
              verdict,
              exceeds[i],
              below[i],
              reason(verdict, fits[i], theorySlopes[i]));
    }
    return tests;
  }

  private static String reason(Verdict verdict, WidthScalingFit fit, double theory) {
    if (fit.usedWidths() < LEAST_WIDTHS) {
      return tooFewWidths(fit);
    }
    BootstrapEstimate slope = fit.slope().orElseThrow();
    if (Double.isNaN(slope.standardError())) {
      return "no standard error: resamples leave a width without minima";
    }
    String range =
        String.format(
            Locale.ROOT,
            "slope %.2f, 95%% interval %.2f to %.2f, against %.2f",
            slope.value(),
            slope.low(0.95),
            slope.high(0.95),
            theory);
    return switch (verdict) {
      case CONSISTENT -> "depth falls faster than the rate: " + range;
      case CONTRADICTED -> "depth_upper falls more slowly than the rate: " + range;
      case UNDECIDED ->
          (slope.low(0.95) > theory || slope.high(0.95) < theory
                  ? "not decided once all tests are counted: "
                  : "interval too wide: ")
              + range;
    };
  }

  private static String tooFewWidths(WidthScalingFit fit) {
    StringBuilder reason = new StringBuilder();
    int zeros = fit.count(WidthQuantile.Use.ZEROS);
    int censored = fit.count(WidthQuantile.Use.CENSORED);
    int few = fit.count(WidthQuantile.Use.TOO_FEW);
    reason.append(
        zeros >= Math.max(censored, few) && zeros > 0
            ? "too many zeros"
            : censored >= few && censored > 0 ? "too heavily censored" : "too few widths");
    reason.append(": ").append(fit.usedWidths()).append(" of ").append(fit.widths().size());
    reason.append(" widths usable, ").append(LEAST_WIDTHS).append(" needed");
    append(reason, zeros, "with too many zeros");
    append(reason, censored, "at the float floor");
    append(reason, few, "with too few covered minima");
    return reason.toString();
  }

  private static void append(StringBuilder reason, int count, String what) {
    if (count > 0) {
      reason.append("; ").append(count).append(' ').append(what);
    }
  }
}
