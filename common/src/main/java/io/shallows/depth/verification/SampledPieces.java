package io.shallows.depth.verification;

import io.shallows.depth.exact.LayerSet;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The largest loss on a one-layer-set segment the slow, obvious way: for every sample the values of
 * every node at every switching time, found node by node, then the loss at the union of all
 * samples' times. It shares no code with {@link SegmentMaximum} beyond the rule of which moves are
 * allowed; it is that class's oracle and what stored paths are verified with.
 *
 * <p>Cost {@code O(N K)} interpolations for K times in total and {@code O(K p / N)} per sample for
 * the values.
 */
final class SampledPieces {

  private SampledPieces() {}

  /** What one sample costs, convex in its outputs. */
  interface Cost {
    /** The cost of outputs {@code f} of sample s. */
    double of(Dataset data, int s, double[] f);
  }

  /** The largest mean squared error at the ends and at all switching times between two points. */
  static double largest(Network network, Dataset data, double[] a, double[] b) {
    return largest(network, data, a, b, SampledPieces::square);
  }

  /**
   * The same with something added that depends on the parameters and is convex along moves of one
   * layer set.
   */
  static double largest(
      Network network, Dataset data, double[] a, double[] b, ToDoubleFunction<double[]> added) {
    return largest(network, data, a, b, SampledPieces::square, added);
  }

  private static double square(Dataset data, int s, double[] f) {
    double sum = 0;
    for (int o = 0; o < f.length; o++) {
      sum += (f[o] - data.y(s, o)) * (f[o] - data.y(s, o));
    }
    return sum;
  }

  /** The cross-entropy of softmax outputs, by its definition. */
  static double crossEntropy(Dataset data, int s, double[] f) {
    double largest = f[0];
    for (double value : f) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (double value : f) {
      sum += StrictMath.exp(value - largest);
    }
    double cost = 0;
    for (int o = 0; o < f.length; o++) {
      cost -= data.y(s, o) * (f[o] - largest - StrictMath.log(sum));
    }
    return cost;
  }

  /**
   * The largest mean cost at the ends and at all switching times between two points. Between two
   * neighbouring times of all samples every output is affine and the mean convex, so nothing in
   * between is larger.
   */
  static double largest(Network network, Dataset data, double[] a, double[] b, Cost cost) {
    return largest(network, data, a, b, cost, theta -> 0);
  }

  private static double largest(
      Network network,
      Dataset data,
      double[] a,
      double[] b,
      Cost cost,
      ToDoubleFunction<double[]> added) {
    LayerSet set = new LayerSet(network, a, b);
    if (!set.single()) {
      throw new IllegalArgumentException(
          "move: two of the layers that it changes lie on one path of " + network);
    }
    int n = data.samples();
    double[][] knots = new double[n][];
    double[][] outputs = new double[n][];
    int total = 0;
    for (int s = 0; s < n; s++) {
      Pieces pieces = new Pieces(network, data, a, b, set, s);
      knots[s] = pieces.knots;
      outputs[s] = pieces.values[network.nodes().size() - 1];
      total += knots[s].length;
    }
    double[] times = new double[total];
    int filled = 0;
    for (double[] part : knots) {
      System.arraycopy(part, 0, times, filled, part.length);
      filled += part.length;
    }
    Arrays.sort(times);
    int c = data.outputs();
    int[] piece = new int[n];
    double largest = 0;
    double[] f = new double[c];
    for (double t : times) {
      double sum = 0;
      for (int s = 0; s < n; s++) {
        double[] own = knots[s];
        while (piece[s] < own.length - 2 && own[piece[s] + 1] <= t) {
          piece[s]++;
        }
        int k = piece[s];
        double w = (t - own[k]) / (own[k + 1] - own[k]);
        for (int o = 0; o < c; o++) {
          double left = outputs[s][k * c + o];
          f[o] = left + w * (outputs[s][(k + 1) * c + o] - left);
        }
        sum += cost.of(data, s, f);
      }
      double[] theta = new double[a.length];
      for (int i = 0; i < a.length; i++) {
        theta[i] = a[i] + t * (b[i] - a[i]);
      }
      largest = Math.max(largest, sum / n + added.applyAsDouble(theta));
    }
    return largest;
  }

  /** The knots of one sample, from 0 to 1, and the values of every node at them. */
  private static final class Pieces {
    private double[] knots = {0, 1};
    private final double[][] values;
    private final Network network;

    Pieces(Network network, Dataset data, double[] a, double[] b, LayerSet set, int sample) {
      this.network = network;
      this.values = new double[network.nodes().size()][];
      for (int v = 0; v < values.length; v++) {
        Node node = network.nodes().get(v);
        if (node.relu().isPresent() && set.affected(v)) {
          insertCrossings(node.relu().get().source(), v);
        }
        int width = node.width();
        values[v] = new double[knots.length * width];
        Entry entry = entry(node, data, a, b, sample);
        for (int k = 0; k < knots.length; k++) {
          for (int j = 0; j < width; j++) {
            values[v][k * width + j] = entry.at(k, j);
          }
        }
      }
    }

    /** Entry j of a node at knot k. */
    private interface Entry {
      double at(int k, int j);
    }

    private Entry entry(Node node, Dataset data, double[] a, double[] b, int sample) {
      return node.match(
          input -> (k, j) -> data.x(sample, j),
          one -> (k, j) -> 1,
          dense ->
              (k, j) -> {
                int inputs = dense.layer().inputs();
                double sum = 0;
                for (int i = 0; i < inputs; i++) {
                  int at = dense.layer().index(i, j);
                  double weight = a[at] + knots[k] * (b[at] - a[at]);
                  sum += values[dense.source()][k * inputs + i] * weight;
                }
                return sum;
              },
          relu -> (k, j) -> Math.max(0, values[relu.source()][k * relu.width() + j]),
          terms ->
              (k, j) -> {
                double sum = 0;
                for (int source : terms.sources()) {
                  sum += values[source][k * terms.width() + j];
                }
                return sum;
              },
          fixed ->
              (k, j) -> {
                int inputs = fixed.matrix().rows();
                double sum = 0;
                for (int i = 0; i < inputs; i++) {
                  sum += values[fixed.source()][k * inputs + i] * fixed.matrix().get(i, j);
                }
                return sum;
              });
    }

    /**
     * Adds the times at which an entry of {@code source} changes its sign, and interpolates all
     * earlier nodes there.
     */
    private void insertCrossings(int source, int before) {
      int width = network.nodes().get(source).width();
      double[] z = values[source];
      double[] found = Arrays.copyOf(knots, knots.length + (knots.length - 1) * width);
      int count = knots.length;
      for (int k = 0; k + 1 < knots.length; k++) {
        for (int j = 0; j < width; j++) {
          double left = z[k * width + j];
          double right = z[(k + 1) * width + j];
          if (left * right < 0) {
            found[count++] = knots[k] + left / (left - right) * (knots[k + 1] - knots[k]);
          }
        }
      }
      Arrays.sort(found, 0, count);
      double[] merged = new double[count];
      int kept = 0;
      for (int k = 0; k < count; k++) {
        if (kept == 0 || found[k] > merged[kept - 1]) {
          merged[kept++] = found[k];
        }
      }
      merged = Arrays.copyOf(merged, kept);
      for (int v = 0; v < before; v++) {
        values[v] = interpolate(values[v], network.nodes().get(v).width(), merged);
      }
      knots = merged;
    }

    private double[] interpolate(double[] old, int width, double[] merged) {
      double[] out = new double[merged.length * width];
      int piece = 0;
      for (int k = 0; k < merged.length; k++) {
        while (piece < knots.length - 2 && knots[piece + 1] <= merged[k]) {
          piece++;
        }
        double w = (merged[k] - knots[piece]) / (knots[piece + 1] - knots[piece]);
        for (int j = 0; j < width; j++) {
          double left = old[piece * width + j];
          out[k * width + j] = left + w * (old[(piece + 1) * width + j] - left);
        }
      }
      return out;
    }
  }
}
