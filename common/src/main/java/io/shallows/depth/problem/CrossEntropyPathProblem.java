package io.shallows.depth.problem;

import io.shallows.depth.exact.CrossEntropyMaximum;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path problem of a network whose loss is the cross-entropy: paths become layer moves, bounded by
 * {@link CrossEntropyMaximum}.
 *
 * <p>Every segment becomes moves of one layer set after the other, from the input up. Where their
 * bound is above what the path has shown so far, the segment is halved, up to {@link #DEEPEST}
 * times. Heads are not fitted: that is no linear problem here.
 */
public final class CrossEntropyPathProblem extends PathProblem {

  /** Halvings of one segment. */
  private static final int DEEPEST = 5;

  /** Relative excess of the moves over the path that is not worth halving. */
  private static final double EXCESS = 0.02;

  private final EmpiricalLoss loss;
  private final CrossEntropyMaximum maximum;
  private final LayerSteps steps;

  public CrossEntropyPathProblem(
      EmpiricalLoss loss,
      CrossEntropyMaximum maximum,
      double[] start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log) {
    super(start, maximum.value(start), target, settings, log);
    this.loss = loss;
    this.maximum = maximum;
    this.steps = new LayerSteps(loss.network(), true);
  }

  @Override
  public EmpiricalLoss loss() {
    return loss;
  }

  @Override
  public Optional<EmpiricalLoss> empirical() {
    return Optional.of(loss);
  }

  @Override
  public int units() {
    return loss.network().shape().width();
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
    return NodeValues.at(loss.network(), loss.data(), theta);
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
      List<NodeValues> moves =
          steps.between(values(from), values(to), false, Double.POSITIVE_INFINITY);
      List<SegmentBound> bounds = new ArrayList<>();
      double limit = depth == DEEPEST ? Double.POSITIVE_INFINITY : shown * (1 + EXCESS);
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
