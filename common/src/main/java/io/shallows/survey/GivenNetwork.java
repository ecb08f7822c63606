package io.shallows.survey;

import io.shallows.loss.OutputLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamily;
import io.shallows.problem.Dataset;
import java.util.Objects;

/**
 * A network that was trained elsewhere, with the data on which its loss is measured.
 *
 * @param family what builds the network
 * @param network of the family
 * @param theta its parameters, in the order of the network
 * @param data samples with the constant of the biases, where it has any
 * @param cost of an output
 * @param understood one line: how the archive was read, and what is held fixed
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; networks are never compared
public record GivenNetwork(
    NetworkFamily family,
    Network network,
    double[] theta,
    Dataset data,
    OutputLoss cost,
    String understood) {

  public GivenNetwork {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(cost, "cost");
    theta = theta.clone();
    if (theta.length != network.parameterCount()
        || data.inputs() != network.shape().inputs()
        || data.outputs() != network.shape().outputs()) {
      throw new IllegalArgumentException(
          network
              + ": "
              + theta.length
              + " parameters or data of "
              + data.inputs()
              + " inputs and "
              + data.outputs()
              + " outputs are not its own");
    }
    for (double value : theta) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "weights: " + value + " is among them; only finite numbers can be measured");
      }
    }
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
