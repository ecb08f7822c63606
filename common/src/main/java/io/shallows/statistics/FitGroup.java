package io.shallows.statistics;

/**
 * What the fits and comparisons of one job have in common.
 *
 * @param networkDepth L
 * @param inputDimension n
 * @param eta exponent of the reference width
 */
public record FitGroup(int networkDepth, int inputDimension, double eta) {

  public FitGroup {
    if (networkDepth < 0 || inputDimension < 1 || !(eta < 1)) {
      throw new IllegalArgumentException(
          "not a group: L " + networkDepth + ", n " + inputDimension + ", eta " + eta);
    }
  }

  /** The bound's slope (eta - 1) / n. */
  public double theorySlope() {
    return (eta - 1) / inputDimension;
  }

  /** Name that keys the group's random streams. */
  String name() {
    return "L=" + networkDepth + " n=" + inputDimension + " eta=" + eta;
  }
}
