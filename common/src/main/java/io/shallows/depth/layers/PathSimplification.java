package io.shallows.depth.layers;

import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.loss.EmpiricalLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Leaves out vertices of a path of layer moves without raising its certified maximum.
 *
 * <p>From each vertex the path goes in one set of layer moves to a vertex as far ahead as growing
 * strides find one, where every move's exact maximum is at most that of the whole path. Its ends
 * stay. Not safe for use by several threads.
 *
 * <p>Cost: about twice the certificate of the path.
 */
public final class PathSimplification {

  /** Tries further ahead after so many in vain are not worth their certificates. */
  private static final int FAILURES = 3;

  private final EmpiricalLoss loss;
  private final SegmentMaximum maximum;
  private final LayerSteps steps;

  public PathSimplification(EmpiricalLoss loss) {
    this.loss = loss;
    maximum = new SegmentMaximum(loss.network(), loss.data());
    steps = new LayerSteps(loss.network());
  }

  /** The same path, or one with fewer vertices and no larger maximum. */
  public CertifiedPath simplified(CertifiedPath path) {
    double limit = path.certificate().maximum();
    List<NodeValues> states = new ArrayList<>();
    NodeValues state = NodeValues.at(loss.network(), loss.data(), path.path().at(0));
    states.add(state);
    for (int k = 1; k < path.path().size(); k++) {
      state = state.moved(path.path().at(k));
      states.add(state);
    }
    List<NodeValues> kept = new ArrayList<>(List.of(states.get(0)));
    List<SegmentBound> segments = new ArrayList<>();
    int at = 0;
    while (at < states.size() - 1) {
      Moves best = moves(states.subList(at, at + 2), limit);
      int reached = at + 1;
      int failures = 0;
      int ahead = steps.size() + 1;
      while (failures < FAILURES && at + ahead < states.size()) {
        Moves further = shorter(states, at, at + ahead, limit);
        if (further.segments.isEmpty()) {
          failures++;
        } else {
          failures = 0;
          best = further;
          reached = at + ahead;
        }
        ahead += (ahead + 1) / 2;
      }
      if (best.segments.isEmpty()) {
        return path; // a move alone, measured again, is a rounding above the maximum
      }
      kept.addAll(best.states);
      segments.addAll(best.segments);
      at = reached;
    }
    if (kept.size() >= states.size()) {
      return path;
    }
    List<double[]> thetas = new ArrayList<>();
    for (NodeValues vertex : kept) {
      thetas.add(vertex.theta());
    }
    return new CertifiedPath(path.method(), new Path(thetas), PathCertifier.join(kept, segments));
  }

  /** States after the first, with the maxima of the moves to them; nothing if one is too high. */
  private static final class Moves {
    final List<NodeValues> states = new ArrayList<>();
    final List<SegmentBound> segments = new ArrayList<>();
  }

  private Moves shorter(List<NodeValues> states, int from, int to, double limit) {
    LayerSteps.Ways ways = steps.ways(states.get(from), states.get(to));
    List<Supplier<List<NodeValues>>> orders =
        List.of(() -> ways.up(limit), () -> ways.down(false, limit), () -> ways.down(true, limit));
    for (Supplier<List<NodeValues>> order : orders) {
      List<NodeValues> direct = order.get();
      if (direct.size() > 1 && direct.size() - 1 < to - from) {
        Moves found = moves(direct, limit);
        if (!found.segments.isEmpty()) {
          return found;
        }
      }
    }
    return new Moves();
  }

  private Moves moves(List<NodeValues> states, double limit) {
    Moves moves = new Moves();
    for (int k = 1; k < states.size(); k++) {
      SegmentBound segment = maximum.between(states.get(k - 1), states.get(k));
      if (segment.upper() > limit) {
        return new Moves();
      }
      moves.states.add(states.get(k));
      moves.segments.add(segment);
    }
    return moves;
  }
}
