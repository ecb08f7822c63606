package io.shallows.loss;

import io.shallows.network.Network;
import io.shallows.problem.Dataset;

/** Questions about a network's graph that every loss of it asks. */
final class GraphShape {

  private GraphShape() {}

  /** Width of a node. */
  static int width(Network network, int node) {
    return network.nodes().get(node).width();
  }

  /** The source of a relu. */
  static int source(Network network, int relu) {
    return network.rectified(relu);
  }

  /** Fails unless the network reads and predicts what the data has. */
  static void requireFit(Network network, Dataset data) {
    if (network.shape().inputs() != data.inputs() || network.shape().outputs() != data.outputs()) {
      throw new IllegalArgumentException(
          "network "
              + network
              + " does not fit data with "
              + data.inputs()
              + " inputs and "
              + data.outputs()
              + " outputs");
    }
  }
}
