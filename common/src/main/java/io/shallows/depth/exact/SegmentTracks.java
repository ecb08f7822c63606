package io.shallows.depth.exact;

import io.shallows.depth.path.NodeValues;
import io.shallows.network.FixedMatrix;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;

/**
 * How the outputs of a network change on one sample after the other while one layer set moves:
 * piecewise affine in the time of the move, each piece found layer by layer. Buffers are reused.
 */
final class SegmentTracks {

  private static final double UNIT_ROUNDOFF = 0x1p-53;

  private final Network network;
  private final Track[] tracks;
  private final Track[] spare;
  private final Step[] steps;
  private final double[] largestInput;

  /** Fills the track of one affected node for one sample. */
  private interface Step {
    void follow(NodeValues from, double[] to, LayerSet set, int s);
  }

  SegmentTracks(Network network, Dataset data) {
    this.network = network;
    int count = network.nodes().size();
    tracks = new Track[count];
    spare = new Track[count];
    steps = new Step[count];
    for (int v = 0; v < count; v++) {
      Node node = network.nodes().get(v);
      tracks[v] = new Track(node.width());
      steps[v] = step(v, node);
    }
    largestInput = new double[data.inputs()];
    for (int s = 0; s < data.samples(); s++) {
      for (int i = 0; i < largestInput.length; i++) {
        largestInput[i] = Math.max(largestInput[i], Math.abs(data.x(s, i)));
      }
    }
  }

  private Step step(int v, Node node) {
    return node.match(
        // nothing moves them
        input -> (from, to, set, s) -> {},
        one -> (from, to, set, s) -> {},
        dense -> (from, to, set, s) -> dense(v, dense, from, to, set, s),
        relu -> {
          RectifiedTrack rectified = new RectifiedTrack(relu.width());
          return (from, to, set, s) ->
              rectified.rectify(
                  from.of(relu.source()), s * relu.width(), tracks[relu.source()], tracks[v]);
        },
        sum -> {
          spare[v] = new Track(sum.width());
          return (from, to, set, s) -> sum(sum, set, v);
        },
        fixed -> {
          double[] matrix = fixed.matrix().values();
          return (from, to, set, s) -> tracks[fixed.source()].linear(matrix, 0, tracks[v]);
        });
  }

  /** The outputs of the sample that was followed last. */
  Track output() {
    return tracks[tracks.length - 1];
  }

  /** Fills the tracks of every affected node for one sample. */
  void follow(NodeValues from, double[] to, LayerSet set, int s) {
    for (int v = 0; v < tracks.length; v++) {
      if (set.affected(v)) {
        steps[v].follow(from, to, set, s);
      }
    }
  }

  private void dense(int v, Node.Dense dense, NodeValues from, double[] to, LayerSet set, int s) {
    double[] theta = from.theta();
    Track out = tracks[v];
    if (!set.moves(v)) {
      tracks[dense.source()].linear(theta, dense.layer().offset(), out);
      return;
    }
    out.clear();
    double[] h = from.of(dense.source());
    int inputs = dense.layer().inputs();
    for (int i = 0; i < inputs; i++) {
      double value = h[s * inputs + i];
      int row = dense.layer().index(i, 0);
      for (int j = 0; value != 0 && j < out.width; j++) {
        out.slope[j] += value * (to[row + j] - theta[row + j]);
      }
    }
  }

  private void sum(Node.Sum sum, LayerSet set, int v) {
    tracks[v].clear();
    for (int source : sum.sources()) {
      if (set.affected(source)) {
        Track.sum(tracks[v], tracks[source], spare[v]);
        Track swap = tracks[v];
        tracks[v] = spare[v];
        spare[v] = swap;
      }
    }
  }

  /**
   * The bound e of the output's error, as a Euclidean norm over the outputs.
   *
   * @param busiest most events of one sample
   * @param variation largest total variation of an output's slope
   */
  double outputRounding(double[] a, double[] b, int busiest, double variation) {
    int count = tracks.length;
    double[][] size = new double[count][];
    double[] operations = new double[count];
    for (int v = 0; v < count; v++) {
      int at = v;
      Node node = network.nodes().get(v);
      double[] own = new double[node.width()];
      size[v] = own;
      node.visit(
          input -> System.arraycopy(largestInput, 0, own, 0, largestInput.length),
          one -> own[0] = 1,
          dense -> {
            double[] h = size[dense.source()];
            for (int i = 0; i < h.length; i++) {
              int row = dense.layer().index(i, 0);
              for (int j = 0; h[i] != 0 && j < own.length; j++) {
                own[j] += h[i] * (Math.abs(a[row + j]) + Math.abs(b[row + j] - a[row + j]));
              }
            }
            operations[at] = operations[dense.source()] + h.length + 2;
          },
          relu -> {
            System.arraycopy(size[relu.source()], 0, own, 0, own.length);
            operations[at] = operations[relu.source()];
          },
          sum -> {
            for (int source : sum.sources()) {
              for (int j = 0; j < own.length; j++) {
                own[j] += size[source][j];
              }
              operations[at] = Math.max(operations[at], operations[source]);
            }
            operations[at] += sum.sources().size();
          },
          fixed -> {
            FixedMatrix matrix = fixed.matrix();
            double[] h = size[fixed.source()];
            for (int i = 0; i < h.length; i++) {
              for (int j = 0; j < own.length; j++) {
                own[j] += h[i] * Math.abs(matrix.get(i, j));
              }
            }
            operations[at] = operations[fixed.source()] + h.length;
          });
    }
    double d = (operations[count - 1] + 4.0 * busiest + 4) * UNIT_ROUNDOFF;
    double gamma = d / (1 - d);
    double square = 0;
    for (double s : size[count - 1]) {
      square += (s + variation) * (s + variation);
    }
    return gamma * Math.sqrt(square);
  }
}
