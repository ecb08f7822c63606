package io.shallows.network;

/**
 * The sizes that a family needs to build a network.
 *
 * @param width hidden width m
 * @param networkDepth L, hidden layers or residual blocks after the first hidden layer
 * @param inputs length of an input row, the appended constant included
 * @param outputs number of outputs c
 * @param committee whether the head is fixed to ones instead of learned
 */
public record NetworkShape(
    int width, int networkDepth, int inputs, int outputs, boolean committee) {

  public NetworkShape {
    requireAtLeast("width", width, 1);
    requireAtLeast("networkDepth", networkDepth, 0);
    requireAtLeast("inputs", inputs, 1);
    requireAtLeast("outputs", outputs, 1);
  }

  /** A shape with a learned head. */
  public NetworkShape(int width, int networkDepth, int inputs, int outputs) {
    this(width, networkDepth, inputs, outputs, false);
  }

  /** The same with one layer or block more. */
  NetworkShape deeper() {
    return new NetworkShape(width, networkDepth + 1, inputs, outputs, committee);
  }

  /** The same without further layers. */
  public NetworkShape twoLayers() {
    return new NetworkShape(width, 0, inputs, outputs, committee);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " is below " + least);
    }
  }
}
