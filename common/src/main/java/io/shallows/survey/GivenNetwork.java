package io.shallows.survey;

import io.shallows.loss.OutputLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamily;
import io.shallows.problem.Dataset;
import java.util.Arrays;
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

  /**
   * Refuses a network that is no other point of this one's loss.
   *
   * @param name of the other, for messages
   * @throws IllegalArgumentException if family, shape, cost or data differ
   */
  public void requireComparable(String name, GivenNetwork other) {
    if (!network.family().equals(other.network.family())
        || !network.shape().equals(other.network.shape())
        || !cost.equals(other.cost)) {
      throw new IllegalArgumentException(
          name
              + ": "
              + other.network
              + " under "
              + other.cost.name()
              + " and "
              + network
              + " under "
              + cost.name()
              + " are no points of one loss; give networks of one family and shape");
    }
    if (!Arrays.equals(data.x(), other.data.x()) || !Arrays.equals(data.y(), other.data.y())) {
      throw new IllegalArgumentException(
          name
              + ": its samples, less the last biases where these are held fixed, are not those of"
              + " the first network, so that the two are no points of one loss; give both the same"
              + " samples, and networks without last biases");
    }
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
