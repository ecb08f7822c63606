package io.shallows.loss;

import io.shallows.linalg.OperatorMatrix;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The slow, obvious empirical loss: one pass over the graph per quantity, three nested loops per
 * layer. It is the oracle of the fast one.
 */
final class ReferenceEmpiricalLoss implements EmpiricalLoss {

  private final Network network;
  private final Dataset data;
  private final OutputLoss outputLoss;

  ReferenceEmpiricalLoss(Network network, Dataset data) {
    this(network, data, OutputLosses.SQUARED);
  }

  ReferenceEmpiricalLoss(Network network, Dataset data, OutputLoss outputLoss) {
    requireFit(network, data);
    outputLoss.requireFit(data);
    this.network = network;
    this.data = data;
    this.outputLoss = outputLoss;
  }

  @Override
  public OutputLoss outputLoss() {
    return outputLoss;
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Dataset data() {
    return data;
  }

  @Override
  public int dimension() {
    return network.parameterCount();
  }

  @Override
  public double value(double[] theta) {
    return linearize(theta).loss();
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    Linearization at = linearize(theta);
    at.gradient(gradient);
    return at.loss();
  }

  @Override
  public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
    hessianVectorProduct(theta, List.of(), direction, product);
  }

  @Override
  public void hessianVectorProduct(
      double[] theta, List<Kink> kinks, double[] direction, double[] product) {
    new ReferenceLinearization(this, theta, kinks).hessianVectorProduct(direction, product);
  }

  @Override
  public void hessian(double[] theta, List<Kink> kinks, double[] multipliers, double[] matrix) {
    hessianByProducts(this, theta, kinks, multipliers, matrix);
  }

  /**
   * The Hessian column by column. That of a kink's pre-activation, a polynomial of the parameters
   * with the other relus as they are, is the central difference of its gradients: exact up to
   * rounding with at most two layers below the kink, up to the square of the step with more.
   */
  static void hessianByProducts(
      EmpiricalLoss loss, double[] theta, List<Kink> kinks, double[] multipliers, double[] matrix) {
    int p = theta.length;
    double[] row = new double[p];
    double[] moved = new double[p];
    // A layer that is dead on all data leaves thousands of kinks above it that carry no weight.
    int[] curved =
        IntStream.range(0, multipliers.length)
            .filter(k -> kinks.get(k).relu() > 0 && multipliers[k] != 0)
            .toArray();
    OperatorMatrix.form(
        p,
        (direction, product) -> {
          loss.hessianVectorProduct(theta, kinks, direction, product);
          for (int sign = -1; sign <= 1 && curved.length > 0; sign += 2) {
            for (int j = 0; j < p; j++) {
              moved[j] = theta[j] + sign * STEP * direction[j];
            }
            Linearization at = loss.linearize(moved, kinks);
            for (int k : curved) {
              at.preActivationGradient(kinks.get(k), row);
              for (int j = 0; j < p; j++) {
                product[j] += sign * multipliers[k] * row[j] / (2 * STEP);
              }
            }
          }
        },
        matrix);
  }

  private static final double STEP = 1e-4;

  @Override
  public void outputs(double[] theta, double[] outputs) {
    double[] values = activations(theta, network.nodes().size() - 1);
    System.arraycopy(values, 0, outputs, 0, values.length);
  }

  @Override
  public double[] activations(double[] theta, int node) {
    return new ReferenceLinearization(this, theta, List.of()).value(node);
  }

  @Override
  public Linearization linearize(double[] theta, List<Kink> kinks) {
    return new ReferenceLinearization(this, theta, kinks);
  }

  /** Width of a node. */
  static int width(Network network, int node) {
    return network.nodes().get(node).width();
  }

  /** The source of a relu. */
  static int source(Network network, int relu) {
    return ((Node.Relu) network.nodes().get(network.relus().get(relu))).source();
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
