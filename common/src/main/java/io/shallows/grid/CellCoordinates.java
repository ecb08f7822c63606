package io.shallows.grid;

import io.shallows.spec.value.Constraint;

/** All coordinates of a trial but its seed. */
public record CellCoordinates(
    int problemIndex,
    String family,
    int width,
    int networkDepth,
    int inputDimension,
    String initialization)
    implements Constraint.Point {

  /** The trial of this cell with a seed. */
  public TrialCoordinates trial(long seed) {
    return new TrialCoordinates(
        problemIndex, family, width, networkDepth, inputDimension, initialization, seed);
  }
}
