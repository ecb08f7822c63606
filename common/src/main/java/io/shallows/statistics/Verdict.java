package io.shallows.statistics;

/** What the data say about a rate, as {@link FitVerdicts} decides. */
public enum Verdict {
  /** A proof gives the rate: depth is 0 from a width on, or its proven bound falls as fast. */
  PROVED("proved"),
  /** Depths of more than half of the problems fall at least as fast, by an adjusted p-value. */
  CONSISTENT("consistent"),
  /** Certified lower ends of more than half of the problems do not, by an adjusted p-value. */
  CONTRADICTED("contradicted"),
  /** Neither; the reason says why. */
  UNDECIDED("undecided");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** The value stored in column {@code verdict}. */
  public String label() {
    return label;
  }
}
