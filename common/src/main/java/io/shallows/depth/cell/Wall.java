package io.shallows.depth.cell;

/**
 * A plane of a unit in a network cell, with a factor.
 *
 * @param unit position in {@link NetworkCell#units}
 * @param plane index in the {@link Landscape}
 * @param multiplier the factor of {@code side p}, side the unit's side of the plane
 */
public record Wall(int unit, int plane, double multiplier) {
  public Wall {
    if (unit < 0 || plane < 0 || !Double.isFinite(multiplier)) {
      throw new IllegalArgumentException(
          "wall: unit " + unit + ", plane " + plane + ", multiplier " + multiplier);
    }
  }
}
