package io.shallows.depth.problem;

import io.shallows.depth.exact.PathMaximum;
import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.layers.LayerSteps;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitAlignment;
import io.shallows.depth.path.UnitSymmetry;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path problem of a network whose heads are not fitted: paths become layer moves, bounded by a
 * {@link PathMaximum}.
 *
 * <p>Every segment becomes moves of one layer set after the other, from the input up. Where their
 * bound is above what the path has shown so far, the segment is halved, up to {@link #DEEPEST}
 * times. With the cross-entropy fitting heads is no linear problem, and with a penalty none of
 * squares alone.
 */
public final class LayerPathProblem extends PathProblem {

  /** Halvings of one segment. */
  private static final int DEEPEST = 5;

  private final LossSurface loss;
  private final EmpiricalLoss samples;
  private final Optional<EmpiricalLoss> empirical;
  private final PathMaximum maximum;
  private final Excess excess;
  private final LayerSteps steps;
  private final Optional<CellDepth> cells;

  /**
   * What the moves may exceed the path by before a segment is halved.
   *
   * @param ofLoss share of the largest loss that was shown
   * @param ofClimb share of what that is above the start; the larger of the two holds
   */
  public record Excess(double ofLoss, double ofClimb) {
    double limit(double shown, double start) {
      return Math.max(shown * (1 + ofLoss), start + (shown - start) * (1 + ofClimb));
    }
  }

  /** The cross-entropy, whose bounds have a tolerance themselves. */
  public static LayerPathProblem of(
      EmpiricalLoss loss,
      PathMaximum maximum,
      double[] start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log) {
    return new LayerPathProblem(
        loss,
        loss,
        Optional.of(loss),
        maximum,
        new Excess(0.02, 0),
        start,
        target,
        settings,
        log,
        Optional.empty());
  }

  /**
   * A penalized loss, whose bounds are exact; it has no mean over samples.
   *
   * @param cells the search over its cells, which several targets may share
   */
  public static LayerPathProblem of(
      PenalizedLoss loss,
      PathMaximum maximum,
      double[] start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log,
      Optional<CellDepth> cells) {
    return new LayerPathProblem(
        loss,
        loss.loss(),
        Optional.empty(),
        maximum,
        new Excess(1e-6, 0.02),
        start,
        target,
        settings,
        log,
        cells);
  }

  private LayerPathProblem(
      LossSurface loss,
      EmpiricalLoss samples,
      Optional<EmpiricalLoss> empirical,
      PathMaximum maximum,
      Excess excess,
      double[] start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log,
      Optional<CellDepth> cells) {
    super(start, maximum.value(start), target, settings, log);
    this.loss = loss;
    this.samples = samples;
    this.empirical = empirical;
    this.maximum = maximum;
    this.excess = excess;
    this.steps = new LayerSteps(samples.network());
    this.cells = cells;
  }

  @Override
  public LossSurface loss() {
    return loss;
  }

  @Override
  public Optional<EmpiricalLoss> empirical() {
    return empirical;
  }

  @Override
  public Optional<CellDepth> cells() {
    return cells;
  }

  @Override
  public int units() {
    return samples.network().shape().width();
  }

  @Override
  public double[] aligned(double[] from, double[] to) {
    return UnitAlignment.matched(values(from), values(to));
  }

  @Override
  public UnitSymmetry symmetry(double[] from, double[] to) {
    return UnitAlignment.symmetry(values(from), values(to));
  }

  @Override
  public List<double[]> moves(double[] from, double[] to) {
    return steps.after(values(from), values(to));
  }

  @Override
  public PathCertificate certificate(Path path) {
    List<SegmentBound> segments = new ArrayList<>();
    for (int k = 1; k < path.size(); k++) {
      segments.add(maximum.between(path.at(k - 1), path.at(k)));
    }
    return maximum.joined(
        maximum.value(path.at(0)), maximum.value(path.at(path.size() - 1)), segments);
  }

  @Override
  public PathCoordinates coordinates() {
    return PathCoordinates.parameters(loss);
  }

  @Override
  public Optional<CertifiedPath> certified(String method, List<double[]> found, boolean refit) {
    List<double[]> path = completed(found);
    Stairs stairs = new Stairs(path.get(0));
    for (double[] vertex : path) {
      stairs.shown = Math.max(stairs.shown, maximum.value(vertex));
    }
    for (int k = 1; k < path.size() && maximum.value(path.get(k - 1)) > target().stop(); k++) {
      stairs.climb(path.get(k - 1), path.get(k), 0);
    }
    double cutoff = known().map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
    CertifiedPath certified =
        new CertifiedPath(method, new Path(stairs.vertices), stairs.certificate());
    if (!certified.certificate().reaches(target().level()) || !(certified.barrier() < cutoff)) {
      return Optional.empty();
    }
    log().found(certified);
    return Optional.of(certified);
  }

  private NodeValues values(double[] theta) {
    return NodeValues.at(samples.network(), samples.data(), theta);
  }

  /** The moves along a path with their bounds. */
  private final class Stairs {
    private final List<double[]> vertices = new ArrayList<>();
    private final List<SegmentBound> segments = new ArrayList<>();
    private double shown = startLoss();

    Stairs(double[] first) {
      vertices.add(first.clone());
    }

    void climb(double[] from, double[] to, int depth) {
      List<NodeValues> moves = steps.between(values(from), values(to));
      List<SegmentBound> bounds = new ArrayList<>();
      double limit = depth == DEEPEST ? Double.POSITIVE_INFINITY : excess.limit(shown, startLoss());
      for (int k = 1; k < moves.size(); k++) {
        SegmentBound bound = maximum.between(moves.get(k - 1).theta(), moves.get(k).theta());
        if (bound.upper() > limit) {
          double[] middle = Images.between(from, to, 0.5);
          shown = Math.max(shown, maximum.value(middle));
          climb(from, middle, depth + 1);
          climb(middle, to, depth + 1);
          return;
        }
        bounds.add(bound);
      }
      for (int k = 0; k < bounds.size(); k++) {
        shown = Math.max(shown, bounds.get(k).evaluated());
        vertices.add(moves.get(k + 1).theta());
        segments.add(bounds.get(k));
      }
    }

    PathCertificate certificate() {
      return maximum.joined(
          maximum.value(vertices.get(0)),
          maximum.value(vertices.get(vertices.size() - 1)),
          segments);
    }
  }
}
