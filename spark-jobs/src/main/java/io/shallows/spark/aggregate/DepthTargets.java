package io.shallows.spark.aggregate;

/** The values of column {@code target}. */
public final class DepthTargets {

  /** The level of the best two-layer network of width ceil(m^eta). */
  public static final String REFERENCE = "reference";

  /** The level of the lowest minimum of the cell. */
  public static final String CELL_BEST = "cell-best";

  private DepthTargets() {}
}
