package io.shallows.statistics;

/**
 * One width of a scaling question.
 *
 * @param width hidden width m
 * @param zeros number of depths that are exactly zero
 * @param censored number of depths at or below the float floor
 * @param measured number of depths above the floor
 * @param quantile the quantile of the positive depths (censored ones ranked lowest), or NaN without
 *     positive depths
 * @param use whether the width enters the fit, and if not why
 */
public record WidthQuantile(
    int width, int zeros, int censored, int measured, double quantile, Use use) {

  /** Whether a width enters the fit. */
  public enum Use {
    /** It does. */
    USED("used"),
    /** Fewer minima than the quantile needs. */
    TOO_FEW("too-few"),
    /** Enough minima, but most have depth zero and too few are left. */
    ZEROS("zeros"),
    /** The quantile lies in or near the censored depths: it is only known to be small. */
    CENSORED("censored");

    private final String label;

    Use(String label) {
      this.label = label;
    }

    /** The value stored in column {@code use}. */
    public String label() {
      return label;
    }
  }

  /** Number of positive depths. */
  public int positive() {
    return censored + measured;
  }

  /** Number of depths. */
  public int total() {
    return zeros + censored + measured;
  }
}
