package io.shallows.network;

import java.util.Objects;

/**
 * A dense layer's place in the parameter vector.
 *
 * @param name the symbol of the definition, for example {@code W0}, {@code U1}, {@code A}
 * @param role what the layer does, which decides its initial scale
 * @param inputs rows of the weight matrix (fan-in)
 * @param outputs columns of the weight matrix (fan-out)
 * @param offset index of its first parameter; the weight from input i to output j is at {@code
 *     offset + i * outputs + j}
 */
public record DenseLayer(String name, Role role, int inputs, int outputs, int offset) {

  /** What a dense layer does in its network. */
  public enum Role {
    /** Its output goes through a relu. */
    HIDDEN,
    /** The linear last layer of a residual block. */
    BRANCH,
    /** Reads hidden units into the network's output. */
    HEAD,
    /** Reads the input straight into the network's output. */
    SKIP,
    /** Reads the constant 1. */
    BIAS
  }

  public DenseLayer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
    if (inputs < 1 || outputs < 1 || offset < 0) {
      throw new IllegalArgumentException(
          name + ": " + inputs + " x " + outputs + " at " + offset + " is not a layer");
    }
  }

  /** Number of parameters. */
  public int size() {
    return Math.multiplyExact(inputs, outputs);
  }

  /** Index of the weight from {@code input} to {@code output}. */
  public int index(int input, int output) {
    return offset + input * outputs + output;
  }
}
