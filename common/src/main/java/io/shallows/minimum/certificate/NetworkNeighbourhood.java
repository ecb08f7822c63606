package io.shallows.minimum.certificate;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.List;

/**
 * The smooth piece of a network's squared loss around a point.
 *
 * <p>In a ball without kinks every relu keeps its side on every sample, so that the outputs are
 * polynomials in the parameters. Norms of the values h_v of the nodes and of their derivatives
 * along a unit direction D follow from node to node, with |W| the Frobenius norm of a layer, r the
 * radius and |D_l| at most 1:
 *
 * <pre>
 * change of h:  d_v &lt;= r (|h_u| + d_u) + |W| d_u         for the dense layer v that reads u
 * derivatives:  h'   &lt;= |h| + (|W| + r) h_u'
 *               h''  &lt;= 2 h_u' + (|W| + r) h_u''
 *               h''' &lt;= 3 h_u'' + (|W| + r) h_u'''
 * </pre>
 *
 * <p>A relu passes norms on, and drops entries that are off; sums add. The third derivative of the
 * mean loss is at most {@code mean(6 f' f'' + 2 |f - y| f''')}. A relu entry with pre-activation z
 * keeps its side while its own change, with the weights of its unit in place of the layer's, is
 * below |z|; the largest such radius is found by bisection. Both are upper bounds that grow with
 * the number of layers; for two layers they are within a small factor of the truth.
 *
 * <p>Rounding: every computed sum is exact for weights and data changed by a relative n u (u =
 * 2^-53, n the number of operations from the data to the result), so that errors are n u times the
 * same recursion with the values replaced by their own bounds, the products of norms. Cost of one
 * radius: N times the number of entries of all nodes.
 */
final class NetworkNeighbourhood implements Neighbourhood {

  /** Unit roundoff of {@code double}: the relative error of one operation. */
  private static final double UNIT = 0x1p-53;

  /** Halvings of the radius: after 60 the two ends differ by rounding. */
  private static final int BISECTIONS = 60;

  private final EmpiricalLoss loss;
  private final Network network;
  private final int samples;
  private final double[][] values;
  private final double[][] lengths;
  private final double operations;
  private final double[] layerNorms;
  private final double[][] unitNorms;
  private final double radius;

  NetworkNeighbourhood(EmpiricalLoss loss, double[] theta) {
    loss.outputLoss().requireSquares("neighbourhood");
    this.loss = loss;
    this.network = loss.network();
    this.samples = loss.data().samples();
    List<Node> nodes = network.nodes();
    this.values = new double[nodes.size()][];
    this.lengths = new double[nodes.size()][samples];
    this.layerNorms = new double[nodes.size()];
    this.unitNorms = new double[nodes.size()][];
    for (int v = 0; v < nodes.size(); v++) {
      values[v] = loss.activations(theta, v).clone();
      int width = nodes.get(v).width();
      for (int s = 0; s < samples; s++) {
        lengths[v][s] = norm(values[v], s * width, width) * (1 + MinimumCertificate.OUTWARD);
      }
      int at = v;
      nodes
          .get(v)
          .visit(
              input -> {},
              one -> {},
              dense -> {
                unitNorms[at] = unitNorms(dense.layer(), theta);
                layerNorms[at] = norm(unitNorms[at], 0, unitNorms[at].length);
              },
              relu -> {},
              sum -> {},
              fixed -> {
                double[] entries = fixed.matrix().values();
                layerNorms[at] = norm(entries, 0, entries.length);
              });
    }
    double count = 16.0 * nodes.size() + 4.0 * samples * loss.data().outputs();
    for (Node node : nodes) {
      count += 4.0 * node.width();
    }
    this.operations = count;
    this.radius = largestSmooth();
  }

  private static double[] unitNorms(DenseLayer layer, double[] theta) {
    double[] norms = new double[layer.outputs()];
    for (int j = 0; j < norms.length; j++) {
      double sum = 0;
      for (int i = 0; i < layer.inputs(); i++) {
        double w = theta[layer.index(i, j)];
        sum += w * w;
      }
      norms[j] = Math.sqrt(sum) * (1 + MinimumCertificate.OUTWARD);
    }
    return norms;
  }

  @Override
  public double radius() {
    return radius;
  }

  /** The largest radius, within 2^-60 of an upper bound, at which no pre-activation reaches 0. */
  private double largestSmooth() {
    double low = 0;
    double high = 1;
    for (double norm : layerNorms) {
      high += norm;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = 0.5 * (low + high);
      if (staysSmooth(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean staysSmooth(double r) {
    for (int s = 0; s < samples; s++) {
      double[] changes = changes(s, r);
      double[] products = products(s);
      for (int v : network.relus()) {
        int source = network.nodes().get(v).sources().get(0);
        int width = network.nodes().get(v).width();
        for (int j = 0; j < width; j++) {
          double change = entryChange(source, j, s, r, changes) * (1 + MinimumCertificate.OUTWARD);
          double error = operations * UNIT * products[source];
          // an entry that cannot change at all stays where it is, on a kink or not
          if (change > 0 && !(Math.abs(values[source][s * width + j]) > change + error)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Bounds d_v of the change of every node's value on a sample, pattern kept. */
  private double[] changes(int s, double r) {
    List<Node> nodes = network.nodes();
    double[] d = new double[nodes.size()];
    for (int v = 0; v < d.length; v++) {
      int at = v;
      d[v] =
          nodes
              .get(v)
              .match(
                  input -> 0.0,
                  one -> 0.0,
                  dense -> {
                    int u = dense.source();
                    return r * (lengths[u][s] + d[u]) + layerNorms[at] * d[u];
                  },
                  relu -> lengths[at][s] > 0 ? d[relu.source()] : 0,
                  sum -> sum(sum, d),
                  fixed -> layerNorms[at] * d[fixed.source()]);
    }
    return d;
  }

  /** As {@link #changes}, for one entry of a node. */
  private double entryChange(int v, int j, int s, double r, double[] d) {
    return network
        .nodes()
        .get(v)
        .match(
            input -> d[v],
            one -> d[v],
            dense -> {
              int u = dense.source();
              return r * (lengths[u][s] + d[u]) + unitNorms[v][j] * d[u];
            },
            relu -> d[v],
            sum -> {
              double total = 0;
              for (int u : sum.sources()) {
                total += entryChange(u, j, s, r, d);
              }
              return total;
            },
            fixed -> d[v]);
  }

  /** The sum of the values of a sum's sources, in their order. */
  private static double sum(Node.Sum sum, double[] values) {
    double total = 0;
    for (int u : sum.sources()) {
      total += values[u];
    }
    return total;
  }

  @Override
  public double thirdDerivative(double r) {
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      double[] d = changes(s, r);
      double[] at = new double[d.length];
      for (int v = 0; v < d.length; v++) {
        at[v] = lengths[v][s] + d[v];
      }
      double[][] f = derivatives(at, r);
      int out = d.length - 1;
      double residual = residual(s) + d[out];
      sum += 6 * f[1][out] * f[2][out] + 2 * residual * f[3][out];
    }
    return sum / samples * (1 + MinimumCertificate.OUTWARD);
  }

  /** Bounds of the derivatives of every node from those of its values: row k is the k-th. */
  private double[][] derivatives(double[] at, double r) {
    List<Node> nodes = network.nodes();
    double[][] f = new double[4][nodes.size()];
    f[0] = at;
    for (int v = 0; v < nodes.size(); v++) {
      double norm = layerNorms[v];
      for (int k = 1; k < 4; k++) {
        double[] lower = f[k - 1];
        double[] here = f[k];
        int order = k;
        here[v] =
            nodes
                .get(v)
                .match(
                    input -> 0.0,
                    one -> 0.0,
                    dense -> order * lower[dense.source()] + (norm + r) * here[dense.source()],
                    relu -> here[relu.source()],
                    sum -> sum(sum, here),
                    fixed -> norm * here[fixed.source()]);
      }
    }
    return f;
  }

  private double residual(int s) {
    int c = loss.data().outputs();
    double sum = 0;
    for (int o = 0; o < c; o++) {
      double e = values[values.length - 1][s * c + o] - loss.data().y(s, o);
      sum += e * e;
    }
    return Math.sqrt(sum);
  }

  @Override
  public double lossError() {
    return rounding(0);
  }

  @Override
  public double gradientError() {
    return rounding(1);
  }

  @Override
  public double hessianError() {
    return rounding(2);
  }

  /** n u times the bound of the order-th derivative of the loss from products of norms alone. */
  private double rounding(int order) {
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      double[] at = products(s);
      double[][] f = derivatives(at, 0);
      int out = at.length - 1;
      double targets = 0;
      for (int o = 0; o < loss.data().outputs(); o++) {
        targets += Math.abs(loss.data().y(s, o));
      }
      double e = at[out] + targets;
      sum +=
          switch (order) {
            case 0 -> e * e;
            case 1 -> 2 * e * f[1][out];
            default -> 2 * (f[1][out] * f[1][out] + e * f[2][out]);
          };
    }
    return operations * UNIT * sum / samples;
  }

  /** Bounds of the values by products of norms, which no cancellation makes smaller. */
  private double[] products(int s) {
    List<Node> nodes = network.nodes();
    double[] at = new double[nodes.size()];
    for (int v = 0; v < at.length; v++) {
      double norm = layerNorms[v];
      double length = lengths[v][s];
      at[v] =
          nodes
              .get(v)
              .match(
                  input -> length,
                  one -> length,
                  dense -> norm * at[dense.source()],
                  relu -> at[relu.source()],
                  sum -> sum(sum, at),
                  fixed -> norm * at[fixed.source()]);
    }
    return at;
  }

  private static double norm(double[] x, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += x[i] * x[i];
    }
    return Math.sqrt(sum);
  }
}
