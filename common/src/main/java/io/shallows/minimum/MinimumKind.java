package io.shallows.minimum;

/** What a point is. */
public enum MinimumKind {
  /**
   * Stationary, no active kinks, all curvatures above the flat tolerance: an isolated local
   * minimum.
   */
  SMOOTH_STRICT("smooth-strict", true),
  /** Stationary, no active kinks, no negative curvature, some that cannot be told from 0. */
  SMOOTH_FLAT("smooth-flat", true),
  /** Stationary on active kinks with no negative curvature along them. */
  KINK("kink", true),
  /** The loss is at most the global tolerance, and losses are never negative. */
  GLOBAL("global", true),
  /** Stationary with a direction of negative curvature. */
  SADDLE("saddle", false),
  /** The stationarity is above its tolerance, or the loss falls for ever: a valley to infinity. */
  NOT_STATIONARY("not-stationary", false),
  /**
   * On kinks without an answer whether it is stationary: with a penalty of units, where a unit is 0
   * and the largest entry is not known. No other search ends with it.
   */
  KINK_UNRESOLVED("kink-unresolved", false);

  private final String label;
  private final boolean minimum;

  MinimumKind(String label, boolean minimum) {
    this.label = label;
    this.minimum = minimum;
  }

  /** The name that rows and reports use. */
  public String label() {
    return label;
  }

  /** Whether points of this kind may enter depth statistics. */
  public boolean isMinimum() {
    return minimum;
  }

  /** The kind stored as {@code label}. */
  public static MinimumKind of(String label) {
    for (MinimumKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("\"" + label + "\" is not a kind of minimum");
  }
}
