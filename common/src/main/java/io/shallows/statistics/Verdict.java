package io.shallows.statistics;

/** What the data say about a rate, as {@link FitVerdicts} decides. */
public enum Verdict {
  /** The adjusted p-value of "the slope is at least the theory's" is small. */
  CONSISTENT("consistent"),
  /** The adjusted p-value of "the slope is at most the theory's" is small. */
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
