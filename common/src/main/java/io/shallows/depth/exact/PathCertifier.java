package io.shallows.depth.exact;

import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Certifies paths whose segments each move one layer set. Buffers are reused: one per thread. */
public final class PathCertifier implements VertexCertifier {

  private final Network network;
  private final Dataset data;
  private final SegmentMaximum maximum;

  /** A certifier for the mean squared error of a network on a data set. */
  public PathCertifier(EmpiricalLoss loss) {
    this(loss.network(), loss.data());
  }

  PathCertifier(Network network, Dataset data) {
    this.network = network;
    this.data = data;
    this.maximum = new SegmentMaximum(network, data);
  }

  /**
   * The exact certificate of a path.
   *
   * @throws IllegalArgumentException if a segment moves more than one layer set
   */
  public PathCertificate certify(Path path) {
    List<NodeValues> states = new ArrayList<>(path.size());
    NodeValues state = NodeValues.at(network, data, path.at(0));
    states.add(state);
    for (int k = 1; k < path.size(); k++) {
      state = state.moved(path.at(k));
      states.add(state);
    }
    return certify(states);
  }

  @Override
  public PathCertificate certify(List<NodeValues> states) {
    List<SegmentBound> segments = new ArrayList<>();
    for (int k = 1; k < states.size(); k++) {
      segments.add(maximum.between(states.get(k - 1), states.get(k)));
    }
    return join(states, segments);
  }

  /** The certificate of a path from those of its segments. */
  public static PathCertificate join(List<NodeValues> states, List<SegmentBound> segments) {
    double start = states.get(0).loss();
    double end = states.get(states.size() - 1).loss();
    double upper = start;
    double evaluated = start;
    double rounding = 0;
    List<Double> maxima = new ArrayList<>();
    for (SegmentBound segment : segments) {
      upper = Math.max(upper, segment.upper());
      rounding = Math.max(rounding, segment.rounding());
      evaluated = Math.max(evaluated, segment.evaluated());
      maxima.add(segment.upper());
    }
    return new PathCertificate(
        PathCertificate.Kind.EXACT,
        upper,
        evaluated,
        rounding,
        start,
        end,
        maxima,
        states.stream().map(NodeValues::loss).toList());
  }
}
