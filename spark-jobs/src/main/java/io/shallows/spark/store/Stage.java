package io.shallows.spark.store;

/** The stages of a sweep that write rows, in their order. */
public enum Stage {
  REFERENCES("references"),
  MINIMA("minima"),
  DEPTHS("depths"),
  CELLS("cells"),
  FITS("fits");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The stage's name in commits and messages. */
  public String label() {
    return label;
  }
}
