package io.shallows.depth.cell;

/**
 * A way out of a network cell, with a lower bound of the loss on it.
 *
 * @param bound no point of the facet, or of the cell without the unit, has a lower loss
 * @param unit position of the unit that moves
 * @param plane the plane that it crosses; {@link #REMOVAL} if it passes 0
 */
record FrontierEntry(double bound, int unit, int plane) implements Comparable<FrontierEntry> {

  /** In place of a plane: the unit passes 0, where it may change its sign and take any cell. */
  static final int REMOVAL = -1;

  @Override
  public int compareTo(FrontierEntry other) {
    int bounds = Double.compare(bound, other.bound);
    int units = bounds != 0 ? bounds : Integer.compare(unit, other.unit);
    return units != 0 ? units : Integer.compare(plane, other.plane);
  }
}
