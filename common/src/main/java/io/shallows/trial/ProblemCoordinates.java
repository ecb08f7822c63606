package io.shallows.trial;

import io.shallows.grid.CellCoordinates;

/**
 * Which data set: what all trials on it have in common.
 *
 * @param problemIndex which of the spec's problems, from 0
 * @param inputDimension n, without the constant input
 */
public record ProblemCoordinates(int problemIndex, int inputDimension) {

  public ProblemCoordinates {
    if (problemIndex < 0 || inputDimension < 1) {
      throw new IllegalArgumentException(
          "problem: index "
              + problemIndex
              + " and input dimension "
              + inputDimension
              + " name no problem");
    }
  }

  /** The problem of a cell. */
  public static ProblemCoordinates of(CellCoordinates cell) {
    return new ProblemCoordinates(cell.problemIndex(), cell.inputDimension());
  }
}
