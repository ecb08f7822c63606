package io.shallows.loss;

import io.shallows.network.DenseLayer;
import io.shallows.network.FixedMatrix;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;
import java.util.List;

/**
 * Forward values of every node on all samples, and the products that follow from them, by plain
 * loops.
 */
final class ReferenceLinearization implements Linearization {

  private final Network network;
  private final Dataset data;
  private final double[] theta;
  private final double[][] values;
  private final boolean[][] on;
  private final OutputLoss outputLoss;
  private final double[] residual;
  private final double mean;

  ReferenceLinearization(ReferenceEmpiricalLoss loss, double[] theta, List<Kink> kinks) {
    this.network = loss.network();
    this.data = loss.data();
    this.theta = theta.clone();
    int count = network.nodes().size();
    this.values = new double[count][];
    this.on = new boolean[count][];
    for (int v = 0; v < count; v++) {
      values[v] = forward(v, kinks);
    }
    this.outputLoss = loss.outputLoss();
    this.residual = new double[values[count - 1].length];
    double[] y = data.y();
    double sum = 0;
    for (int i = 0; i < data.samples(); i++) {
      int at = i * data.outputs();
      sum += outputLoss.sample(values[count - 1], at, y, at, data.outputs(), residual);
    }
    this.mean = sum / data.samples();
  }

  /** Values of a node, N x width. */
  double[] value(int node) {
    return values[node].clone();
  }

  private double[] forward(int v, List<Kink> kinks) {
    Node node = network.nodes().get(v);
    double[] out = new double[data.samples() * node.width()];
    node.visit(
        input -> {
          for (int i = 0; i < out.length; i++) {
            out[i] = data.x(i / data.inputs(), i % data.inputs());
          }
        },
        one -> java.util.Arrays.fill(out, 1),
        dense -> product(dense, values, theta, out),
        relu -> rectify(v, relu, kinks, out),
        sum -> add(sum, values, out),
        fixed -> product(fixed, values, out));
    return out;
  }

  private void rectify(int v, Node.Relu relu, List<Kink> kinks, double[] out) {
    on[v] = new boolean[out.length];
    for (int i = 0; i < out.length; i++) {
      on[v][i] = values[relu.source()][i] > 0;
    }
    for (Kink kink : kinks) {
      if (network.relus().get(kink.relu()) == v) {
        on[v][kink.sample() * relu.width() + kink.unit()] = false;
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = on[v][i] ? values[relu.source()][i] : 0;
    }
  }

  /** Adds the product of a dense node's source and its weights. */
  private void product(Node.Dense dense, double[][] from, double[] weights, double[] out) {
    DenseLayer layer = dense.layer();
    for (int s = 0; s < data.samples(); s++) {
      for (int j = 0; j < layer.outputs(); j++) {
        double sum = 0;
        for (int i = 0; i < layer.inputs(); i++) {
          sum += from[dense.source()][s * layer.inputs() + i] * weights[layer.index(i, j)];
        }
        out[s * layer.outputs() + j] += sum;
      }
    }
  }

  private static void add(Node.Sum sum, double[][] from, double[] out) {
    for (int source : sum.sources()) {
      for (int i = 0; i < out.length; i++) {
        out[i] += from[source][i];
      }
    }
  }

  private void product(Node.Fixed fixed, double[][] from, double[] out) {
    FixedMatrix matrix = fixed.matrix();
    for (int s = 0; s < data.samples(); s++) {
      for (int j = 0; j < matrix.columns(); j++) {
        for (int i = 0; i < matrix.rows(); i++) {
          out[s * matrix.columns() + j] +=
              from[fixed.source()][s * matrix.rows() + i] * matrix.get(i, j);
        }
      }
    }
  }

  /** Zeros for every node. */
  private double[][] zeros() {
    double[][] zeros = new double[values.length][];
    for (int v = 0; v < zeros.length; v++) {
      zeros[v] = new double[values[v].length];
    }
    return zeros;
  }

  /** What a dense node adds to an adjoint of its source, for entry i of sample s. */
  private interface DenseAdjoint {
    double of(int node, DenseLayer layer, int s, int i);
  }

  /** Adjoints of all nodes from the adjoints in {@code adjoint}, last node first. */
  private void backward(double[][] adjoint) {
    backward(
        adjoint,
        (node, layer, s, i) -> {
          double sum = 0;
          for (int j = 0; j < layer.outputs(); j++) {
            sum += adjoint[node][s * layer.outputs() + j] * theta[layer.index(i, j)];
          }
          return sum;
        });
  }

  private void backward(double[][] adjoint, DenseAdjoint added) {
    for (int v = values.length - 1; v > 0; v--) {
      int node = v;
      network
          .nodes()
          .get(v)
          .visit(
              input -> {},
              one -> {},
              dense -> {
                DenseLayer layer = dense.layer();
                for (int s = 0; s < data.samples(); s++) {
                  for (int i = 0; i < layer.inputs(); i++) {
                    adjoint[dense.source()][s * layer.inputs() + i] += added.of(node, layer, s, i);
                  }
                }
              },
              relu -> backward(node, relu, adjoint),
              sum -> backward(node, sum, adjoint),
              fixed -> backward(node, fixed, adjoint));
    }
  }

  private void backward(int v, Node.Relu relu, double[][] adjoint) {
    for (int i = 0; i < adjoint[v].length; i++) {
      adjoint[relu.source()][i] += on[v][i] ? adjoint[v][i] : 0;
    }
  }

  private static void backward(int v, Node.Sum sum, double[][] adjoint) {
    for (int source : sum.sources()) {
      for (int i = 0; i < adjoint[v].length; i++) {
        adjoint[source][i] += adjoint[v][i];
      }
    }
  }

  private void backward(int v, Node.Fixed fixed, double[][] adjoint) {
    FixedMatrix matrix = fixed.matrix();
    for (int s = 0; s < data.samples(); s++) {
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.columns(); j++) {
          adjoint[fixed.source()][s * matrix.rows() + i] +=
              adjoint[v][s * matrix.columns() + j] * matrix.get(i, j);
        }
      }
    }
  }

  /**
   * Adds {@code H^T Delta} of every dense layer, H from {@code inputs} and Delta from {@code
   * adjoint}.
   */
  private void accumulate(double[][] inputs, double[][] adjoint, double[] out) {
    for (Network.DenseNode dense : network.dense()) {
      DenseLayer layer = dense.layer();
      for (int i = 0; i < layer.inputs(); i++) {
        for (int j = 0; j < layer.outputs(); j++) {
          double sum = 0;
          for (int s = 0; s < data.samples(); s++) {
            sum +=
                inputs[dense.source()][s * layer.inputs() + i]
                    * adjoint[dense.node()][s * layer.outputs() + j];
          }
          out[layer.index(i, j)] += sum;
        }
      }
    }
  }

  private double[][] adjointsOf(double[] u) {
    double[][] adjoint = zeros();
    System.arraycopy(u, 0, adjoint[values.length - 1], 0, u.length);
    backward(adjoint);
    return adjoint;
  }

  private double[] lossAdjoint() {
    double[] u = residual.clone();
    for (int i = 0; i < u.length; i++) {
      u[i] *= 2.0 / data.samples();
    }
    return u;
  }

  /** Tangents of all nodes when the parameters move along {@code v}. */
  private double[][] tangents(double[] direction) {
    double[][] tangent = zeros();
    for (int v = 0; v < values.length; v++) {
      double[] out = tangent[v];
      boolean[] active = on[v];
      network
          .nodes()
          .get(v)
          .visit(
              input -> {},
              one -> {},
              dense -> {
                product(dense, tangent, theta, out);
                product(dense, values, direction, out);
              },
              relu -> {
                for (int i = 0; i < out.length; i++) {
                  out[i] = active[i] ? tangent[relu.source()][i] : 0;
                }
              },
              sum -> add(sum, tangent, out),
              fixed -> product(fixed, tangent, out));
    }
    return tangent;
  }

  @Override
  public double loss() {
    return mean;
  }

  @Override
  public double[] residual() {
    return residual;
  }

  @Override
  public void gradient(double[] gradient) {
    multiplyTransposed(lossAdjoint(), gradient);
  }

  @Override
  public void multiply(double[] v, double[] product) {
    double[] tangent = tangents(v)[values.length - 1];
    System.arraycopy(tangent, 0, product, 0, tangent.length);
  }

  @Override
  public void multiplyTransposed(double[] u, double[] product) {
    java.util.Arrays.fill(product, 0);
    accumulate(values, adjointsOf(u), product);
  }

  @Override
  public double jacobianNorm() {
    double sum = 0;
    for (double[] row : jacobian()) {
      for (double entry : row) {
        sum += entry * entry;
      }
    }
    return Math.sqrt(sum);
  }

  /** The rows of J, one backward pass each. */
  private double[][] jacobian() {
    double[][] rows = new double[residual.length][network.parameterCount()];
    for (int i = 0; i < rows.length; i++) {
      double[] unit = new double[residual.length];
      unit[i] = 1;
      multiplyTransposed(unit, rows[i]);
    }
    return rows;
  }

  @Override
  public void gram(double[] gram) {
    double[][] rows = jacobian();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        double sum = 0;
        for (int k = 0; k < rows[i].length; k++) {
          sum += rows[i][k] * rows[j][k];
        }
        gram[i * rows.length + j] = sum;
      }
    }
  }

  @Override
  public void normal(double[] normal) {
    double[][] rows = jacobian();
    int p = network.parameterCount();
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        double sum = 0;
        for (double[] row : rows) {
          sum += row[i] * row[j];
        }
        normal[i * p + j] = sum;
      }
    }
  }

  @Override
  public double[] preActivations(int relu) {
    return values[GraphShape.source(network, relu)];
  }

  @Override
  public double[] reluAdjoints(int relu) {
    return adjointsOf(lossAdjoint())[network.relus().get(relu)];
  }

  @Override
  public void preActivationGradient(Kink kink, double[] gradient) {
    int source = GraphShape.source(network, kink.relu());
    double[][] adjoint = zeros();
    adjoint[source][kink.sample() * GraphShape.width(network, source) + kink.unit()] = 1;
    backward(adjoint);
    java.util.Arrays.fill(gradient, 0);
    accumulate(values, adjoint, gradient);
  }

  @Override
  public double[] preActivationSensitivity(Kink kink, int relu) {
    int source = GraphShape.source(network, kink.relu());
    int below = network.relus().get(relu);
    double[][] adjoint = zeros();
    adjoint[source][kink.sample() * GraphShape.width(network, source) + kink.unit()] = 1;
    backward(adjoint);
    int width = GraphShape.width(network, below);
    int at = kink.sample() * width;
    return java.util.Arrays.copyOfRange(adjoint[below], at, at + width);
  }

  /**
   * Forward over reverse: with tangents h' of the values, the tangent of the loss's adjoints obeys
   * the backward pass with the layers' weights moved along {@code direction}.
   */
  void hessianVectorProduct(double[] direction, double[] product) {
    double[][] tangent = tangents(direction);
    double[][] adjoint = adjointsOf(lossAdjoint());
    double[][] moved = zeros();
    int last = values.length - 1;
    int c = data.outputs();
    for (int s = 0; s < data.samples(); s++) {
      double[] curved = java.util.Arrays.copyOfRange(tangent[last], s * c, (s + 1) * c);
      outputLoss.curve(values[last], s * c, c, curved, 0);
      for (int k = 0; k < c; k++) {
        moved[last][s * c + k] = curved[k] * (2.0 / data.samples());
      }
    }
    backward(
        moved,
        (node, layer, s, i) -> {
          double sum = 0;
          for (int j = 0; j < layer.outputs(); j++) {
            int at = s * layer.outputs() + j;
            sum +=
                moved[node][at] * theta[layer.index(i, j)]
                    + adjoint[node][at] * direction[layer.index(i, j)];
          }
          return sum;
        });
    java.util.Arrays.fill(product, 0);
    accumulate(values, moved, product);
    accumulate(tangent, adjoint, product);
  }
}
