package io.shallows.statistics;

/** What the data say about a rate; never more than they can. */
public enum Verdict {
  /** The upper confidence limit of the slope is at most the theory's. */
  CONSISTENT("consistent"),
  /** The lower confidence limit of the slope is above the theory's. */
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
