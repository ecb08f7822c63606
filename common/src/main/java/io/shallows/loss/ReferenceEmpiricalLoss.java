package io.shallows.loss;

import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.List;

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
    GraphShape.requireFit(network, data);
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
    ColumnwiseHessian.form(this, theta, kinks, multipliers, matrix);
  }

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
}
