package io.shallows.grid;

/**
 * Where a trial stands in its sweep.
 *
 * @param problemIndex which of the spec's problems, from 0
 * @param family network family
 * @param width hidden width m
 * @param networkDepth layers or blocks L after the first hidden layer
 * @param inputDimension n, without the constant input
 * @param initialization distribution of the initial weights
 * @param seed number of the trial in its cell, from 0
 */
public record TrialCoordinates(
    int problemIndex,
    String family,
    int width,
    int networkDepth,
    int inputDimension,
    String initialization,
    long seed) {

  public CellCoordinates cell() {
    return new CellCoordinates(
        problemIndex, family, width, networkDepth, inputDimension, initialization);
  }
}
