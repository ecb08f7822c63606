package io.shallows.survey;

import io.shallows.loss.OutputLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamily;
import io.shallows.network.TwoLayerUnits;
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
 * @param penalty kappa of the penalty of units that is part of what was minimised; 0 for none
 * @param understood one line: how the archive was read, and what is held fixed
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; networks are never compared
public record GivenNetwork(
    NetworkFamily family,
    Network network,
    double[] theta,
    Dataset data,
    OutputLoss cost,
    double penalty,
    String understood) {

  /** A network without a penalty. */
  public GivenNetwork(
      NetworkFamily family,
      Network network,
      double[] theta,
      Dataset data,
      OutputLoss cost,
      String understood) {
    this(family, network, theta, data, cost, 0, understood);
  }

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
    requirePenalty(penalty, network, cost);
  }

  /** Where its minima cannot be certified, or its paths, a penalty is refused. */
  private static void requirePenalty(double penalty, Network network, OutputLoss cost) {
    if (!(penalty >= 0) || penalty == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("penalty: " + penalty + " is not in [0, infinity)");
    }
    if (penalty > 0 && (!cost.isSquared() || TwoLayerUnits.of(network).isEmpty())) {
      throw new IllegalArgumentException(
          "penalty: "
              + penalty
              + " is of two-layer networks with one learned output under the squared loss, and not"
              + " of "
              + network
              + " under "
              + cost.name()
              + "; with 0 the loss alone is measured");
    }
  }

  /**
   * The same network with a penalty of units.
   *
   * @param kappa at least 0
   * @throws IllegalArgumentException if minima and paths of such a network cannot be certified
   *     under a penalty
   */
  public GivenNetwork with(double kappa) {
    return new GivenNetwork(
        family,
        network,
        theta,
        data,
        cost,
        kappa,
        kappa == 0
            ? understood
            : understood + ", under a penalty of " + kappa + " times the sum of |b_k| |w_k|");
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
        || !cost.equals(other.cost)
        || penalty != other.penalty) {
      throw new IllegalArgumentException(
          name
              + ": "
              + other.network
              + " under "
              + other.objective()
              + " and "
              + network
              + " under "
              + objective()
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

  private String objective() {
    return cost.name() + (penalty == 0 ? "" : " with a penalty of " + penalty);
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
