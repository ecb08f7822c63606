package io.shallows.statistics;

/**
 * Trials that are studied together.
 *
 * @param networkDepth L
 * @param inputDimension n
 */
public record StudyGroup(int networkDepth, int inputDimension) {

  /** A name for random streams. */
  String name() {
    return "L=" + networkDepth + " n=" + inputDimension;
  }
}
