package io.shallows.depth.layers;

import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.LinearHeads;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a path of any moves into one of layer moves, which has an exact certificate.
 *
 * <p>Every segment becomes stairs: its layers move one after the other, from the input up or from
 * the head down, whichever is lower. Where the exact maximum of the stairs is above what the path
 * has shown so far, the segment is halved and each half becomes stairs of its own, until the {@link
 * Excess} is allowed or the halving has gone as deep as it says. With refitting, every vertex gets
 * the heads of least loss: heads slide convexly, and moving the layers below them from a head that
 * is optimal costs second order in the step, so few halvings are needed. Where the best heads of
 * neighbours lie far apart, the layers below move with heads that suit both ends.
 *
 * <p>The stairs are a path of their own, next to the given one: their maximum is exact whatever the
 * tolerance. Not safe for use by several threads.
 */
public final class LayerStairs {

  /**
   * What stairs may rise above what the path has shown so far.
   *
   * @param ofLoss share of the largest loss that was shown
   * @param ofClimb share of how far that is above the start; the larger of the two holds
   * @param deepest halvings of one segment; each takes the excess to a quarter
   */
  public record Excess(double ofLoss, double ofClimb, int deepest) {

    /** Moves after which segments are hardly halved any more: some seconds of small networks. */
    private static final int MANY = 8000;

    /** Halvings from then on. */
    private static final int FEW = 2;

    /**
     * Of paths whose climb is large against the loss at the start, and of which there are many: an
     * excess of two hundredths is not worth halving, and 2^-5 of a segment is far below the
     * distance between images.
     */
    public static final Excess OF_LOSS = new Excess(0.02, 0, 5);

    /**
     * Of paths that hardly climb: a millionth of the loss is nothing against the drops that are
     * asked for, and six halvings take an excess of a hundredth of the loss there.
     */
    public static final Excess OF_CLIMB = new Excess(1e-6, 0.02, 6);

    /** Halvings of a segment behind so many moves. */
    int deepest(int moves) {
      return moves < MANY ? deepest : Math.min(FEW, deepest);
    }

    double limit(double shown, double start) {
      return Math.max(shown * (1 + ofLoss), shown + ofClimb * (shown - start));
    }
  }

  private final Network network;
  private final Dataset data;
  private final SegmentMaximum maximum;
  private final LinearHeads heads;
  private final Optional<DampedHeads> refit;
  private final LayerSteps steps;
  private final Excess excess;
  private List<NodeValues> stairs = new ArrayList<>();
  private List<SegmentBound> segments = new ArrayList<>();
  private double shown;
  private double stop;
  private double foot;

  /**
   * Stairs for one network and data set.
   *
   * @param refit the heads that vertices get, if they are refitted
   */
  public LayerStairs(EmpiricalLoss loss, Optional<DampedHeads> refit, Excess excess) {
    this.excess = excess;
    network = loss.network();
    data = loss.data();
    maximum = new SegmentMaximum(network, data);
    heads = LinearHeads.of(network);
    this.refit = refit.filter(fitted -> !fitted.isEmpty());
    steps = new LayerSteps(network);
  }

  /**
   * Stairs along a path, from its first vertex, to the first vertex at or below {@code level}, else
   * to its last.
   *
   * @param level where the path may stop
   * @param cutoff a barrier that must be undercut; the work ends once the path has shown that much
   * @return empty if the path does not undercut the cutoff
   */
  public Optional<CertifiedPath> along(String method, Path path, double level, double cutoff) {
    NodeValues start = NodeValues.at(network, data, path.at(0));
    stairs = new ArrayList<>(List.of(start));
    segments = new ArrayList<>();
    List<NodeValues> ends = vertices(path, level);
    foot = start.loss();
    shown = foot;
    for (NodeValues end : ends) {
      shown = Math.max(shown, end.loss());
    }
    stop = start.loss() + cutoff;
    for (int k = 0; k < ends.size() && shown < stop; k++) {
      if (k == 0) {
        if (ends.get(0) != start) {
          take(List.of(start, ends.get(0)), Double.POSITIVE_INFINITY);
        }
      } else {
        climb(ends.get(k - 1), ends.get(k), 0);
      }
    }
    if (shown >= stop) {
      return Optional.empty();
    }
    List<double[]> thetas = new ArrayList<>();
    for (NodeValues state : stairs) {
      thetas.add(state.theta());
    }
    return Optional.of(
        new CertifiedPath(method, new Path(thetas), PathCertifier.join(stairs, segments)));
  }

  /**
   * The vertices up to the first at or below the level, with their best heads if they are refitted.
   */
  private List<NodeValues> vertices(Path path, double level) {
    NodeValues now = stairs.get(0);
    if (refit.isPresent()) {
      NodeValues fitted = refit.get().fitted(now);
      now = fitted.loss() < now.loss() ? fitted : now;
    }
    List<NodeValues> ends = new ArrayList<>(List.of(now));
    for (int k = 1; k < path.size() && now.loss() > level; k++) {
      NodeValues end = moved(now, path.at(k));
      boolean last = k == path.size() - 1;
      now = last && end.loss() > level ? now.moved(path.at(k)) : end;
      ends.add(now);
    }
    return ends;
  }

  /** The state at {@code theta}, with its best heads if they are refitted. */
  private NodeValues moved(NodeValues from, double[] theta) {
    if (refit.isEmpty()) {
      return from.moved(theta);
    }
    double[] kept = theta.clone();
    heads.set(kept, heads.weights(from.theta()));
    NodeValues moved = from.moved(kept);
    return refit.get().fitted(moved);
  }

  private void climb(NodeValues from, NodeValues to, int depth) {
    if (shown >= stop) {
      return;
    }
    double limit = excess.limit(shown, foot);
    LayerSteps.Ways ways = steps.ways(from, to);
    if (take(ways.up(limit), limit)) {
      return;
    }
    Optional<NodeValues> bridge = refit.map(fitted -> fitted.bridge(from, to));
    if (take(bridged(ways, from, bridge, limit), limit)
        || take(ways.down(refit.isEmpty(), limit), limit)) {
      return;
    }
    if (depth >= excess.deepest(segments.size())) {
      takeLowest(
          ways.up(Double.POSITIVE_INFINITY), bridged(ways, from, bridge, Double.POSITIVE_INFINITY));
      return;
    }
    double[] middle = Images.between(from.theta(), to.theta(), 0.5);
    NodeValues half = moved(from, middle);
    shown = Math.max(shown, half.loss());
    climb(from, half, depth + 1);
    climb(half, to, depth + 1);
  }

  /** Moves with heads that suit both ends, between slides of the heads; none without refitting. */
  private static List<NodeValues> bridged(
      LayerSteps.Ways ways, NodeValues from, Optional<NodeValues> bridge, double limit) {
    if (bridge.isEmpty() || bridge.get().loss() > limit) {
      return List.of();
    }
    List<NodeValues> all = new ArrayList<>(ways.upFrom(bridge.get(), limit));
    if (!all.isEmpty()) {
      all.add(0, from);
    }
    return all;
  }

  /** Adds steps to the stairs if there are any and they nowhere rise above {@code limit}. */
  private boolean take(List<NodeValues> steps, double limit) {
    return add(steps, maxima(steps, limit));
  }

  /** Adds steps with their maxima, if there are any. */
  private boolean add(List<NodeValues> steps, List<SegmentBound> found) {
    found.forEach(segment -> shown = Math.max(shown, segment.evaluated()));
    if (!found.isEmpty()) {
      stairs.addAll(steps.subList(1, steps.size()));
      segments.addAll(found);
    }
    return !found.isEmpty();
  }

  /** Adds whichever of two ways, the second of which may be missing, is lower. */
  private void takeLowest(List<NodeValues> one, List<NodeValues> other) {
    List<SegmentBound> a = maxima(one, Double.POSITIVE_INFINITY);
    List<SegmentBound> b = maxima(other, Double.POSITIVE_INFINITY);
    boolean second = largest(b) < largest(a);
    add(second ? other : one, second ? b : a);
  }

  private static double largest(List<SegmentBound> segments) {
    return segments.stream()
        .mapToDouble(SegmentBound::upper)
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The maxima of steps; empty if there is none or one is above {@code limit}. */
  private List<SegmentBound> maxima(List<NodeValues> steps, double limit) {
    List<SegmentBound> found = new ArrayList<>();
    for (int k = 1; k < steps.size(); k++) {
      SegmentBound segment = maximum.between(steps.get(k - 1), steps.get(k));
      if (segment.upper() > limit) {
        return List.of();
      }
      found.add(segment);
    }
    return found;
  }
}
