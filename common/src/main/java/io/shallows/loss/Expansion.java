package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.List;

/**
 * All node values, and on demand all adjoints, of all samples at one point: what Jacobian and
 * Hessian products need again and again. Buffers are kept from point to point.
 */
final class Expansion {
  private final Kernels kernels;
  private final TilePlan plan;
  private final int samples;
  private final int outputs;
  private final int tile;
  private final ForwardPass forward;
  private final BackwardPass backward;
  private final GradientSum sum;
  private final LayerWeights weights;
  private final LayerWeights motion;
  private final NodeBuffers constants;
  private final NodeBuffers values;
  private final NodeBuffers tileAdjoints;
  private final OutputResiduals residuals;
  private double[] theta = new double[0];
  private List<Kink> kinks = List.of();
  private int generation;
  private NodeBuffers lossAdjoints;
  private boolean lossAdjointsValid;
  private NodeBuffers tangents;
  private GramMatrix gram;
  private HessianAssembly assembly;
  private NodeBuffers lagrangeAdjoints;

  Expansion(
      Kernels kernels,
      TilePlan plan,
      Dataset data,
      OutputLoss outputLoss,
      NodeBuffers constants,
      int tile) {
    this.kernels = kernels;
    this.plan = plan;
    this.samples = data.samples();
    this.outputs = data.outputs();
    this.tile = tile;
    this.forward = new ForwardPass(kernels, plan);
    this.backward = new BackwardPass(kernels, plan);
    this.sum = new GradientSum(kernels, plan);
    this.weights = new LayerWeights(kernels, plan);
    this.motion = new LayerWeights(kernels, plan);
    this.constants = constants;
    this.values = constants.beside(samples);
    this.tileAdjoints = constants.beside(tile);
    this.residuals = new OutputResiduals(kernels, plan, data, outputLoss);
  }

  boolean isAt(double[] point, List<Kink> off) {
    return Arrays.equals(theta, point) && kinks.equals(off);
  }

  /** Evaluates every node at a point. */
  void moveTo(double[] point, List<Kink> off) {
    if (theta.length != point.length) {
      theta = new double[point.length];
    }
    System.arraycopy(point, 0, theta, 0, point.length);
    kinks = List.copyOf(off);
    generation++;
    lossAdjointsValid = false;
    weights.load(theta);
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      forward.values(weights, values, kinks, from, to);
      residuals.compute(values, from, to);
    }
  }

  /** Changes with every {@link #moveTo}. */
  int generation() {
    return generation;
  }

  double loss() {
    return residuals.meanLoss();
  }

  double[] residual() {
    return residuals.array();
  }

  Kernels kernels() {
    return kernels;
  }

  TilePlan plan() {
    return plan;
  }

  LayerWeights weights() {
    return weights;
  }

  NodeBuffers values() {
    return values;
  }

  int samples() {
    return samples;
  }

  int outputs() {
    return outputs;
  }

  /** {@code scale J^T u}. */
  void multiplyTransposed(double[] u, double scale, double[] product) {
    sum.begin(product);
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      tileAdjoints.begin(from);
      TiledEmpiricalLoss.seed(plan, tileAdjoints, u, scale, from, to);
      backward.run(weights, values, tileAdjoints, null, sum, plan.last(), -1, from, to);
    }
    sum.end();
  }

  /** {@code J v}. */
  void multiply(double[] v, double[] product) {
    motion.loadForward(v);
    NodeBuffers moved = tangents();
    int last = plan.last();
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      moved.begin(from);
      forward.tangents(weights, motion, values, moved, from, to);
      for (int s = from; s < to; s++) {
        System.arraycopy(moved.array(last), moved.offset(last, s), product, s * outputs, outputs);
      }
    }
  }

  private NodeBuffers tangents() {
    if (tangents == null) {
      tangents = constants.beside(tile);
    }
    return tangents;
  }

  /**
   * Forward over reverse: the tangents of the values, then a backward pass with the layers' weights
   * moved along {@code direction}.
   */
  void hessianVectorProduct(double[] direction, double[] product) {
    updateLossAdjoints();
    motion.load(direction);
    NodeBuffers moved = tangents();
    BackwardPass.Motion second = new BackwardPass.Motion(motion, moved, lossAdjoints);
    sum.begin(product);
    int last = plan.last();
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      moved.begin(from);
      tileAdjoints.begin(from);
      forward.tangents(weights, motion, values, moved, from, to);
      int length = (to - from) * plan.strideOf(last);
      double[] seed = tileAdjoints.array(last);
      System.arraycopy(moved.array(last), 0, seed, 0, length);
      residuals.curve(values, from, to, seed);
      kernels.scale(length, 2.0 / samples, seed, 0);
      backward.run(weights, values, tileAdjoints, second, sum, last, -1, from, to);
    }
    sum.end();
  }

  /**
   * The Hessian of {@code L + sum_k multipliers_k z_k}, z_k the pre-activations of the kinks of
   * this point, which are off.
   */
  void hessian(double[] multipliers, double[] matrix) {
    updateLossAdjoints();
    NodeBuffers total = lossAdjoints;
    if (assembly == null) {
      assembly = new HessianAssembly(this, constants.beside(samples));
      lagrangeAdjoints = constants.beside(samples);
    }
    for (int k = 0; k < multipliers.length; k++) {
      // a first-layer pre-activation is linear in the parameters
      if (kinks.get(k).relu() > 0 && multipliers[k] != 0) {
        if (total == lossAdjoints) {
          total = lagrangeAdjoints;
          total.copy(lossAdjoints);
        }
        addAdjoints(kinks.get(k), multipliers[k], total);
      }
    }
    assembly.compute(total, matrix);
  }

  /** Adds the adjoints of {@code multiplier} times the kink's pre-activation. */
  private void addAdjoints(Kink kink, double multiplier, NodeBuffers total) {
    int v = GraphShape.source(plan.network(), kink.relu());
    tileAdjoints.begin(kink.sample());
    tileAdjoints.clear(kink.sample());
    tileAdjoints.array(v)[kink.unit()] = multiplier;
    backward.run(
        weights, values, tileAdjoints, null, null, v, -1, kink.sample(), kink.sample() + 1);
    total.add(kernels, tileAdjoints, kink.sample());
  }

  private void updateLossAdjoints() {
    if (!lossAdjointsValid) {
      if (lossAdjoints == null) {
        lossAdjoints = constants.beside(samples);
      }
      adjoints(lossAdjoints, residuals.array(), 2.0 / samples);
      lossAdjointsValid = true;
    }
  }

  /** Adjoints of all nodes for the output adjoints {@code scale * u}. */
  private void adjoints(NodeBuffers target, double[] u, double scale) {
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      TiledEmpiricalLoss.seed(plan, target, u, scale, from, to);
      backward.run(weights, values, target, null, null, plan.last(), -1, from, to);
    }
  }

  /** Derivatives of output k of every sample with respect to all nodes. */
  NodeBuffers outputAdjoints(int k, NodeBuffers reuse) {
    NodeBuffers target = reuse == null ? constants.beside(samples) : reuse;
    double[] unit = new double[samples * outputs];
    for (int s = 0; s < samples; s++) {
      unit[s * outputs + k] = 1;
    }
    adjoints(target, unit, 1);
    return target;
  }

  /** The Gram matrix J J^T. */
  void gram(double[] target) {
    if (gram == null) {
      gram = new GramMatrix(this);
    }
    gram.compute(target);
  }

  /** Derivative of the loss with respect to a relu's outputs, compact. */
  double[] reluAdjoints(int v) {
    int width = plan.width(v);
    double[] result = new double[samples * width];
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      tileAdjoints.begin(from);
      TiledEmpiricalLoss.seed(plan, tileAdjoints, residuals.array(), 2.0 / samples, from, to);
      backward.run(weights, values, tileAdjoints, null, null, plan.last(), v, from, to);
      for (int s = from; s < to; s++) {
        System.arraycopy(
            tileAdjoints.array(v), tileAdjoints.offset(v, s), result, s * width, width);
      }
    }
    return result;
  }

  /** Derivative of one entry of a node with respect to the parameters. */
  void nodeGradient(int v, int sample, int unit, double[] gradient) {
    tileAdjoints.begin(sample);
    double[] adjoint = tileAdjoints.array(v);
    Arrays.fill(adjoint, 0, plan.strideOf(v), 0.0);
    adjoint[unit] = 1;
    sum.begin(gradient);
    // Only what lies below the node: a term of a later sum keeps its own adjoint this way.
    backward.run(weights, values, tileAdjoints, null, sum, v, -1, sample, sample + 1);
    sum.end();
  }

  /** Derivative of one entry of a node with respect to the outputs of a relu on its sample. */
  double[] nodeSensitivity(int v, int sample, int unit, int relu) {
    double[] result = new double[plan.width(relu)];
    if (relu < v) {
      tileAdjoints.begin(sample);
      tileAdjoints.clear(sample);
      tileAdjoints.array(v)[unit] = 1;
      backward.run(weights, values, tileAdjoints, null, null, v, relu, sample, sample + 1);
      System.arraycopy(tileAdjoints.array(relu), 0, result, 0, result.length);
    }
    return result;
  }

  /** Values of a node, compact, whether it has a buffer of its own or not. */
  double[] nodeValues(int v) {
    int width = plan.width(v);
    int stride = plan.strideOf(v);
    double[] source = values.array(v);
    if (plan.root(v) != v) {
      source = new double[samples * stride];
      for (int from = 0; from < samples; from += tile) {
        int rows = Math.min(samples, from + tile) - from;
        forward.linear(v, weights, values, source, from * stride, from, rows);
      }
    }
    double[] compact = new double[samples * width];
    for (int s = 0; s < samples; s++) {
      System.arraycopy(source, s * stride, compact, s * width, width);
    }
    return compact;
  }

  /** The sum of the squares of J's rows of one output, whose adjoints are given. */
  double jacobianSquares(NodeBuffers adjoint) {
    double sum = 0;
    for (Network.DenseNode dense : plan.dense()) {
      int v = dense.node();
      int source = dense.source();
      int inputs = dense.layer().inputs();
      int units = dense.layer().outputs();
      for (int s = 0; s < samples; s++) {
        sum +=
            square(inputs, values.array(source), values.offset(source, s))
                * square(units, adjoint.array(v), adjoint.offset(v, s));
      }
    }
    return sum;
  }

  private double square(int length, double[] vector, int at) {
    return kernels.dot(length, vector, at, vector, at);
  }

  /** Writes the rows of J for samples from..to-1 and output k into {@code rows}, p entries each. */
  void jacobianRows(NodeBuffers adjoint, int from, int to, double[] rows) {
    int p = theta.length;
    for (Network.DenseNode dense : plan.dense()) {
      DenseLayer layer = dense.layer();
      double[] h = values.array(dense.source());
      double[] delta = adjoint.array(dense.node());
      for (int s = from; s < to; s++) {
        int hAt = values.offset(dense.source(), s);
        int deltaAt = adjoint.offset(dense.node(), s);
        int row = (s - from) * p + layer.offset();
        for (int i = 0; i < layer.inputs(); i++) {
          double value = h[hAt + i];
          for (int j = 0; j < layer.outputs(); j++) {
            rows[row + i * layer.outputs() + j] = value * delta[deltaAt + j];
          }
        }
      }
    }
  }
}
