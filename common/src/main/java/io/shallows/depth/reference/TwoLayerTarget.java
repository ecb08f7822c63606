package io.shallows.depth.reference;

import io.shallows.depth.path.Images;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A two-layer network {@code f = sum_q a_q relu(w_q . x)} whose level a path is to reach. Units
 * without effect (w = 0 or a = 0) are left out.
 */
public final class TwoLayerTarget {

  private final double level;
  private final int inputs;
  private final int outputs;
  private final double[] skip;
  private final List<double[]> directions = new ArrayList<>();
  private final List<double[]> heads = new ArrayList<>();

  /**
   * Takes the units of a two-layer network, with a linear skip or without.
   *
   * @param network a network whose layers are a first layer, a head and perhaps a skip:
   *     networkDepth 0
   * @param theta its parameters
   * @param level the loss to reach, at least the network's own loss on the data
   */
  public TwoLayerTarget(Network network, double[] theta, double level) {
    List<DenseLayer> layers = network.layers();
    boolean skipped = layers.size() == 3 && layers.get(2).role() == DenseLayer.Role.SKIP;
    if (layers.size() != 2 && !skipped) {
      throw new IllegalArgumentException("target: " + network + " is not a two-layer network");
    }
    this.level = level;
    DenseLayer first = layers.get(0);
    DenseLayer head = layers.get(1);
    inputs = first.inputs();
    outputs = head.outputs();
    skip =
        skipped
            ? Arrays.copyOfRange(
                theta, layers.get(2).offset(), layers.get(2).offset() + layers.get(2).size())
            : new double[0];
    for (int q = 0; q < first.outputs(); q++) {
      double[] w = new double[inputs];
      double[] a = new double[outputs];
      for (int i = 0; i < inputs; i++) {
        w[i] = theta[first.index(i, q)];
      }
      for (int o = 0; o < outputs; o++) {
        a[o] = theta[head.index(q, o)];
      }
      if (Images.norm(w) > 0 && Images.norm(a) > 0) {
        directions.add(w);
        heads.add(a);
      }
    }
  }

  /** The target of a reference network and its level. */
  public static TwoLayerTarget of(Reference reference, Dataset data) {
    NetworkShape shape = new NetworkShape(reference.width(), 0, data.inputs(), data.outputs());
    Network network = NetworkFamilies.named("plain").build(shape);
    return new TwoLayerTarget(network, reference.theta(), reference.loss());
  }

  /** The loss to reach. */
  public double level() {
    return level;
  }

  /** Number of units with an effect. */
  public int width() {
    return directions.size();
  }

  /** The weights of the linear skip, row by row; empty if there is none. */
  public double[] skip() {
    return skip.clone();
  }

  /** Length of a direction. */
  public int inputs() {
    return inputs;
  }

  public double direction(int unit, int input) {
    return directions.get(unit)[input];
  }

  public double head(int unit, int output) {
    return heads.get(unit)[output];
  }

  /** A unit's values {@code relu(w . x)} on all samples. */
  public double[] feature(int unit, Dataset data) {
    double[] w = directions.get(unit);
    double[] values = new double[data.samples()];
    for (int s = 0; s < values.length; s++) {
      double z = 0;
      for (int i = 0; i < w.length; i++) {
        z += data.x(s, i) * w[i];
      }
      values[s] = Math.max(0, z);
    }
    return values;
  }
}
