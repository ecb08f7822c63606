package io.shallows.depth.construction;

import io.shallows.depth.construction.ChannelLayout.Reader;
import io.shallows.depth.path.NodeValues;
import io.shallows.network.DenseLayer;
import io.shallows.network.FixedMatrix;
import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the outputs passes through each channel, at most.
 *
 * <p>The <em>path norm</em> is {@code P = sum over k of |h_0k| d_0k}: |h| the root mean square of a
 * unit's values on the data, d the sum over all ways from the unit to the output of the products of
 * absolute weights, in which a head counts the Euclidean norm of its row. It does not change when a
 * unit's weights are multiplied by a positive number and what reads it is divided by it.
 *
 * <p>The <em>mass</em> of a channel is {@code sum over its readers of |h| sum_j |W_j| d_j}, over
 * the rows W by which layers and heads read it. Relus are 1-Lipschitz: scaling rows to 0, readers
 * of later nodes before those of earlier ones, changes the outputs by at most the mass in root mean
 * square at every moment, since what a reader reads is still what it was and what lies behind it
 * has only become less. Cost: one pass over the weights.
 */
public final class ChannelMass {

  private final NodeValues state;
  private final ChannelLayout layout;
  private final double[][] down;
  private final Map<DenseLayer, Integer> nodes = new LinkedHashMap<>();

  private ChannelMass(NodeValues state, ChannelLayout layout) {
    this.state = state;
    this.layout = layout;
    this.down = down(state);
    for (Network.DenseNode dense : state.network().dense()) {
      nodes.put(dense.layer(), dense.node());
    }
  }

  static ChannelMass of(NodeValues state, ChannelLayout layout) {
    return new ChannelMass(state, layout);
  }

  /** The path norm P of a network on data. */
  public static double pathNorm(NodeValues state) {
    int first = state.network().relus().get(0);
    double[] mass = down(state)[first];
    double[] size = rootMeanSquares(state, first);
    double sum = 0;
    for (int k = 0; k < mass.length; k++) {
      sum += size[k] * mass[k];
    }
    return sum;
  }

  /** The mass of every channel of a stage, its heads among the readers. */
  double[] of(int stage) {
    double[] mass = read(stage);
    if (stage == layout.stages().size() - 1) {
      add(layout.head(), mass);
    }
    return mass;
  }

  /** The mass of every channel of a stage, heads apart. */
  double[] read(int stage) {
    double[] mass = new double[layout.width()];
    for (Reader reader : layout.stages().get(stage).readers()) {
      add(reader, mass);
    }
    return mass;
  }

  private void add(Reader reader, double[] mass) {
    double[] size = rootMeanSquares(state, reader.source());
    double[] row = rows(state, reader.layer(), nodes.get(reader.layer()), down);
    for (int k = 0; k < mass.length; k++) {
      mass[k] += size[k] * row[k];
    }
  }

  private static double[] rootMeanSquares(NodeValues state, int node) {
    double[] values = state.of(node);
    int n = state.data().samples();
    int width = values.length / n;
    double[] squares = new double[width];
    for (int i = 0; i < values.length; i++) {
      squares[i % width] += values[i] * values[i];
    }
    for (int k = 0; k < width; k++) {
      squares[k] = Math.sqrt(squares[k] / n);
    }
    return squares;
  }

  /** Per row of a dense layer, what passes through it of one unit of what it reads. */
  private static double[] rows(NodeValues state, DenseLayer layer, int node, double[][] down) {
    boolean head = state.network().summedIntoOutput()[node];
    double[] theta = state.theta();
    double[] rows = new double[layer.inputs()];
    for (int i = 0; i < rows.length; i++) {
      double sum = 0;
      for (int j = 0; j < layer.outputs(); j++) {
        double weight = Math.abs(theta[layer.index(i, j)]);
        sum += head ? weight * weight : weight * down[node][j];
      }
      rows[i] = head ? Math.sqrt(sum) : sum;
    }
    return rows;
  }

  /**
   * Per node and coordinate, d; of nodes that are summed into the output 1, which only fixed heads
   * see.
   */
  private static double[][] down(NodeValues state) {
    Network network = state.network();
    List<Node> nodes = network.nodes();
    boolean[] output = network.summedIntoOutput();
    double[][] down = new double[nodes.size()][];
    for (int v = 0; v < down.length; v++) {
      down[v] = new double[nodes.get(v).width()];
    }
    for (int v = down.length - 1; v >= 0; v--) {
      int at = v;
      if (output[v]) {
        Arrays.fill(down[v], 1);
      }
      nodes
          .get(v)
          .visit(
              input -> {},
              one -> {},
              dense -> add(rows(state, dense.layer(), at, down), down[dense.source()]),
              relu -> add(down[at], down[relu.source()]),
              sum -> {
                for (int source : output[at] ? List.<Integer>of() : sum.sources()) {
                  add(down[at], down[source]);
                }
              },
              fixed -> {
                FixedMatrix matrix = fixed.matrix();
                for (int i = 0; i < matrix.rows(); i++) {
                  double sum = 0;
                  for (int j = 0; j < matrix.columns(); j++) {
                    double weight = Math.abs(matrix.get(i, j));
                    sum += output[at] ? weight * weight : weight * down[at][j];
                  }
                  down[fixed.source()][i] += output[at] ? Math.sqrt(sum) : sum;
                }
              });
    }
    return down;
  }

  private static void add(double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
