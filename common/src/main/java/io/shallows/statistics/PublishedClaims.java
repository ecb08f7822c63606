package io.shallows.statistics;

import io.shallows.record.Column;
import java.util.Map;

/**
 * Directions that Orhan and Pitkow (arXiv 1701.09175) claim, as far as they are known here: with
 * more skip (plain, residual, hyper-residual) networks train faster and have fewer degenerate
 * directions, and among networks without skips the runs that train worst are nearest to the
 * singularities. They are compared with what is found, never assumed.
 */
final class PublishedClaims {

  /** The sign of a metric's correlation with the loss, where nearness raises the loss. */
  private static final Map<String, Integer> NEARNESS =
      Map.ofEntries(
          Map.entry("overlap_mean_max", 1),
          Map.entry("overlap_mean", 1),
          Map.entry("elimination_incoming_min", -1),
          Map.entry("elimination_incoming_mean", -1),
          Map.entry("elimination_outgoing_min", -1),
          Map.entry("elimination_outgoing_mean", -1),
          Map.entry("elimination_dead_share", 1),
          Map.entry("dependence_rank", -1),
          Map.entry("dependence_participation", -1),
          Map.entry("dependence_condition", -1),
          Map.entry("degenerate_share", 1));

  private PublishedClaims() {}

  /** Whether the paper claims that the family has lower values than the control. */
  static boolean lowerWithSkip(String family, String control, Column<?> column) {
    boolean families =
        (family.equals("orhan-residual") || family.startsWith("hyper-residual"))
            && control.startsWith("orhan-");
    return families
        && (column.name().equals("degenerate_share")
            || column.name().equals("slowdown_loss_normalized")
            || column.name().startsWith("slowdown_steps"));
  }

  /**
   * The sign that the paper claims for a correlation, or 0: of its networks without skips, between
   * a metric where training ended and the loss.
   */
  static int sign(String family, Column<?> metric, Column<?> outcome) {
    return family.equals("orhan-plain") && outcome.name().equals("loss_normalized")
        ? NEARNESS.getOrDefault(metric.name(), 0)
        : 0;
  }

  /** Whether the 95% interval lies on the claimed side of 0, on the other, or on both. */
  static String verdict(double low, double high, int claimed) {
    boolean above = low > 0;
    boolean below = high < 0;
    if (!above && !below) {
      return "undecided";
    }
    return above == (claimed > 0) ? "agree" : "disagree";
  }

  /** Two-sided p-value of 0. */
  static double twoSided(BootstrapEstimate estimate) {
    return Math.min(1, 2 * Math.min(estimate.pAtMost(0), estimate.pAtLeast(0)));
  }
}
