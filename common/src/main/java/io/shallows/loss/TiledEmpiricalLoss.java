package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.List;

/**
 * The fast empirical loss: the graph is evaluated tile by tile of samples in preallocated buffers,
 * so that a tile's activations stay in the cache, and nothing is allocated per step.
 *
 * <p>Every sum runs over inner indices, units or samples in a fixed order (see {@link
 * io.shallows.linalg}), so the bits depend neither on the tile size nor on the provider of the
 * kernels. Losses and residuals of one point agree bit for bit between the methods; gradients do
 * too, except that those of {@link TwoLayerPass} agree to rounding, as its Hessian products do.
 */
final class TiledEmpiricalLoss implements EmpiricalLoss {
  private final Network network;
  private final Dataset data;
  private final OutputLoss outputLoss;
  private final Kernels kernels;
  private final TilePlan plan;
  private final int tile;
  private final NodeBuffers constants;
  private final OutputResiduals residuals;
  private final LayerWeights weights;
  private final ForwardPass forward;
  private final BackwardPass backward;
  private final GradientSum sum;
  private final NodeBuffers values;
  private final NodeBuffers adjoints;
  private final TwoLayerPass twoLayer;
  private Expansion expansion;

  TiledEmpiricalLoss(Network network, Dataset data, Kernels kernels) {
    this(network, data, OutputLosses.SQUARED, kernels);
  }

  TiledEmpiricalLoss(Network network, Dataset data, OutputLoss outputLoss, Kernels kernels) {
    GraphShape.requireFit(network, data);
    outputLoss.requireFit(data);
    this.network = network;
    this.data = data;
    this.outputLoss = outputLoss;
    this.kernels = kernels;
    this.plan = new TilePlan(network);
    this.tile = Math.min(plan.tileRows(), data.samples());
    this.constants = NodeBuffers.constants(plan, data);
    this.residuals = new OutputResiduals(kernels, plan, data, outputLoss);
    this.weights = new LayerWeights(kernels, plan);
    this.forward = new ForwardPass(kernels, plan);
    this.backward = new BackwardPass(kernels, plan);
    this.sum = new GradientSum(kernels, plan);
    this.values = constants.beside(tile);
    this.adjoints = constants.beside(tile);
    this.twoLayer =
        outputLoss.isSquared() ? TwoLayerPass.of(kernels, network, data).orElse(null) : null;
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
  public OutputLoss outputLoss() {
    return outputLoss;
  }

  @Override
  public int dimension() {
    return network.parameterCount();
  }

  @Override
  public double value(double[] theta) {
    if (twoLayer != null) {
      twoLayer.run(theta, residuals.targets(), residuals.array(), null);
      return residuals.meanLoss();
    }
    weights.loadForward(theta);
    for (int from = 0; from < data.samples(); from += tile) {
      int to = Math.min(data.samples(), from + tile);
      values.begin(from);
      forward.values(weights, values, List.of(), from, to);
      residuals.compute(values, from, to);
    }
    return residuals.meanLoss();
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    if (twoLayer != null) {
      twoLayer.run(theta, residuals.targets(), residuals.array(), gradient);
      return residuals.meanLoss();
    }
    weights.load(theta);
    sum.begin(gradient);
    for (int from = 0; from < data.samples(); from += tile) {
      int to = Math.min(data.samples(), from + tile);
      values.begin(from);
      adjoints.begin(from);
      forward.values(weights, values, List.of(), from, to);
      residuals.compute(values, from, to);
      seed(plan, adjoints, residuals.array(), 2.0 / data.samples(), from, to);
      backward.run(weights, values, adjoints, null, sum, plan.last(), -1, from, to);
    }
    sum.end();
    return residuals.meanLoss();
  }

  /** Sets the adjoint of the output node to {@code scale * u}. */
  static void seed(
      TilePlan plan, NodeBuffers adjoints, double[] u, double scale, int from, int to) {
    int last = plan.last();
    int outputs = plan.width(last);
    double[] adjoint = adjoints.array(last);
    for (int s = from; s < to; s++) {
      int at = adjoints.offset(last, s);
      for (int k = 0; k < outputs; k++) {
        adjoint[at + k] = scale * u[s * outputs + k];
      }
    }
  }

  @Override
  public void outputs(double[] theta, double[] outputs) {
    weights.loadForward(theta);
    int last = plan.last();
    int width = plan.width(last);
    for (int from = 0; from < data.samples(); from += tile) {
      int to = Math.min(data.samples(), from + tile);
      values.begin(from);
      forward.values(weights, values, List.of(), from, to);
      for (int s = from; s < to; s++) {
        System.arraycopy(values.array(last), values.offset(last, s), outputs, s * width, width);
      }
    }
  }

  @Override
  public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
    hessianVectorProduct(theta, List.of(), direction, product);
  }

  @Override
  public void hessianVectorProduct(
      double[] theta, List<Kink> kinks, double[] direction, double[] product) {
    if (twoLayer != null) {
      twoLayer.hessianVectorProduct(theta, kinks, residuals.targets(), direction, product);
      return;
    }
    expansionAt(theta, kinks).hessianVectorProduct(direction, product);
  }

  @Override
  public void hessian(double[] theta, List<Kink> kinks, double[] multipliers, double[] matrix) {
    Expansion point = expansionAt(theta, kinks);
    if (outputLoss.isSquared()) {
      point.hessian(multipliers, matrix);
    } else {
      ColumnwiseHessian.form(this, theta, kinks, multipliers, matrix);
    }
  }

  @Override
  public double[] activations(double[] theta, int node) {
    return expansionAt(theta, List.of()).nodeValues(node);
  }

  @Override
  public Linearization linearize(double[] theta, List<Kink> kinks) {
    return new TiledLinearization(expansionAt(theta, kinks));
  }

  /** The expansion at a point; there is nothing to do if it is the one of the last call. */
  private Expansion expansionAt(double[] theta, List<Kink> kinks) {
    if (expansion == null) {
      expansion = new Expansion(kernels, plan, data, outputLoss, constants, tile);
    }
    if (!expansion.isAt(theta, kinks)) {
      expansion.moveTo(theta, kinks);
    }
    return expansion;
  }
}
