package io.shallows.spark.aggregate;

import io.shallows.depth.measurement.DepthTarget;

/** The values of column {@code target} that tables are made of. */
public final class DepthTargets {

  /** A level below the minimum itself. */
  public static final String OWN = DepthTarget.Kind.OWN.label();

  /** The level of the best two-layer network of width ceil(m^eta). */
  public static final String REFERENCE = DepthTarget.Kind.REFERENCE.label();

  /** The level of the lowest minimum of the cell. */
  public static final String CELL_BEST = DepthTarget.Kind.CELL_BEST.label();

  private DepthTargets() {}
}
