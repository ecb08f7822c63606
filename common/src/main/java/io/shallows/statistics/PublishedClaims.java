package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.statistics.estimate.BootstrapEstimate;
import java.util.Map;

/**
 * Directions that Orhan and Pitkow (arXiv 1701.09175) claim, as far as they are known here: with
 * more skip (plain, residual, hyper-residual) networks train faster and have fewer degenerate
 * directions; skips remove overlap, elimination and linear dependence; and among networks without
 * skips the runs that train worst are nearest to the singularities. They are compared with what is
 * found, never assumed.
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

  /** The sign of a metric's change by skips, as the abstract says of the three singularities. */
  private static final Map<String, Integer> AGAINST_NONE =
      Map.of(
          "overlap_mean_max", -1,
          "overlap_mean", -1,
          "elimination_dead_share", -1,
          "dependence_rank", 1,
          "dependence_participation", 1,
          "dependence_condition", 1);

  private PublishedClaims() {}

  /**
   * The sign that the paper claims for the family minus the control, or 0. More skip: faster
   * training and fewer degenerate directions. Skip against none, at either end of training: less
   * overlap, fewer eliminated units, less linear dependence.
   */
  static int sign(String family, String control, Column<?> column) {
    boolean skip = family.equals("orhan-residual") || family.startsWith("hyper-residual");
    if (!skip || !control.startsWith("orhan-")) {
      return 0;
    }
    String name = column.name();
    if (name.equals("slowdown_loss_normalized") || name.startsWith("slowdown_steps")) {
      return -1;
    }
    String metric = name.replaceFirst("_initial$", "");
    if (metric.equals("degenerate_share")) {
      return -1;
    }
    return control.equals("orhan-plain") ? AGAINST_NONE.getOrDefault(metric, 0) : 0;
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
