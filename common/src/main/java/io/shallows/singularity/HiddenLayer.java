package io.shallows.singularity;

import io.shallows.linalg.SingularValues;

/**
 * One hidden layer at one point of parameter space, as metrics see it. The arrays are shared: a
 * metric reads them and changes nothing.
 */
public final class HiddenLayer {

  private final double[][] incoming;
  private final double[][] outgoing;
  private final int samples;
  private final double[] units;
  private final double[] outputs;

  /**
   * @param incoming per unit, its weights in the pre-activation, bias included
   * @param outgoing per unit, the weights that read it
   * @param samples N, 0 without data
   * @param units relu values on the data, N x m row-major; empty without data
   * @param outputs values of the layer after its skip, N x width row-major; empty without data
   */
  HiddenLayer(
      double[][] incoming, double[][] outgoing, int samples, double[] units, double[] outputs) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.samples = samples;
    this.units = units;
    this.outputs = outputs;
  }

  /** Number of units m. */
  public int width() {
    return incoming.length;
  }

  /** Number of samples N; 0 without data. */
  public int samples() {
    return samples;
  }

  /** The weights of a unit's pre-activation, its bias included. */
  public double[] incoming(int unit) {
    return incoming[unit];
  }

  /** The weights that read a unit, directly or along sums. */
  public double[] outgoing(int unit) {
    return outgoing[unit];
  }

  /** The relu's value of a unit on a sample. */
  public double value(int sample, int unit) {
    return units[sample * width() + unit];
  }

  /** Number of values of the layer's output. */
  public int outputWidth() {
    return outputs.length / samples;
  }

  /**
   * Singular values of the N x width matrix of the layer's outputs, descending: of h_l after its
   * skip where the layer has one.
   */
  public double[] outputSingularValues() {
    return SingularValues.of(samples, outputWidth(), outputs);
  }
}
