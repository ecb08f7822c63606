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
  private final RectifiedTrack[] relus;
  private final double[][] fixed;
  private final double[] largestInput;

  SegmentTracks(Network network, Dataset data) {
    this.network = network;
    int count = network.nodes().size();
    tracks = new Track[count];
    spare = new Track[count];
    relus = new RectifiedTrack[count];
    fixed = new double[count][];
    for (int v = 0; v < count; v++) {
      Node node = network.nodes().get(v);
      tracks[v] = new Track(node.width());
      if (node instanceof Node.Relu) {
        relus[v] = new RectifiedTrack(node.width());
      } else if (node instanceof Node.Fixed matrix) {
        fixed[v] = matrix.matrix().values();
      } else if (node instanceof Node.Sum) {
        spare[v] = new Track(node.width());
      }
    }
    largestInput = new double[data.inputs()];
    for (int s = 0; s < data.samples(); s++) {
      for (int i = 0; i < largestInput.length; i++) {
        largestInput[i] = Math.max(largestInput[i], Math.abs(data.x(s, i)));
      }
    }
  }

  /** The outputs of the sample that was followed last. */
  Track output() {
    return tracks[tracks.length - 1];
  }

  /** Fills the tracks of every affected node for one sample. */
  void follow(NodeValues from, double[] to, LayerSet set, int s) {
    double[] theta = from.theta();
    for (int v = 0; v < tracks.length; v++) {
      if (!set.affected(v)) {
        continue;
      }
      Node node = network.nodes().get(v);
      Track out = tracks[v];
      if (node instanceof Node.Dense dense) {
        if (set.moves(v)) {
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
        } else {
          tracks[dense.source()].linear(theta, dense.layer().offset(), out);
        }
      } else if (node instanceof Node.Relu relu) {
        relus[v].rectify(from.of(relu.source()), s * out.width, tracks[relu.source()], out);
      } else if (node instanceof Node.Sum sum) {
        sum(sum, set, v);
      } else if (node instanceof Node.Fixed matrix) {
        tracks[matrix.source()].linear(fixed[v], 0, out);
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
      Node node = network.nodes().get(v);
      size[v] = new double[node.width()];
      if (node instanceof Node.Input) {
        System.arraycopy(largestInput, 0, size[v], 0, largestInput.length);
      } else if (node instanceof Node.One) {
        size[v][0] = 1;
      } else if (node instanceof Node.Relu relu) {
        System.arraycopy(size[relu.source()], 0, size[v], 0, size[v].length);
        operations[v] = operations[relu.source()];
      } else if (node instanceof Node.Sum sum) {
        for (int source : sum.sources()) {
          for (int j = 0; j < size[v].length; j++) {
            size[v][j] += size[source][j];
          }
          operations[v] = Math.max(operations[v], operations[source]);
        }
        operations[v] += sum.sources().size();
      } else if (node instanceof Node.Dense dense) {
        double[] h = size[dense.source()];
        for (int i = 0; i < h.length; i++) {
          int row = dense.layer().index(i, 0);
          for (int j = 0; h[i] != 0 && j < size[v].length; j++) {
            size[v][j] += h[i] * (Math.abs(a[row + j]) + Math.abs(b[row + j] - a[row + j]));
          }
        }
        operations[v] = operations[dense.source()] + h.length + 2;
      } else if (node instanceof Node.Fixed map) {
        FixedMatrix matrix = map.matrix();
        double[] h = size[map.source()];
        for (int i = 0; i < h.length; i++) {
          for (int j = 0; j < size[v].length; j++) {
            size[v][j] += h[i] * Math.abs(matrix.get(i, j));
          }
        }
        operations[v] = operations[map.source()] + h.length;
      }
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
