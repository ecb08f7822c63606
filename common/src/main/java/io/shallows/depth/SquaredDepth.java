package io.shallows.depth;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.construction.UnitEscape;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.layers.HeadSlide;
import io.shallows.depth.layers.PathSimplification;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.CellDepth;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.reference.Reference;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Depth under the squared loss of a network on data.
 *
 * <p>The constructive paths and the bound are always measured (see {@link ConstructiveDepth}),
 * since tables have columns for them. The other finders run for every target, in their order and
 * each knowing the lowest path so far, while the barrier can be told from 0. From a point with an
 * unused or duplicate unit the search goes on from lower down (see {@link UnitEscape}). The paths
 * of all targets are one pool ({@link PooledDepths}): {@code depth_upper} is the least certified
 * barrier over every path from the minimum that reaches the level, and {@code depth_lower} the most
 * that is proven to any level that is not below it. The lowest path is left without the vertices
 * that it does not need ({@link PathSimplification}).
 */
public final class SquaredDepth implements DepthProblem {

  private final EmpiricalLoss loss;
  private final ConstructiveDepth constructive;
  private final DepthSettings settings;
  private final List<PathFinder> finders;
  private final PathSimplification simplification;

  private final ReferenceTargets references;

  /** Of one network on one data set, without references. */
  public SquaredDepth(EmpiricalLoss loss, NetworkFamily family, DepthSettings settings) {
    this(loss, family, settings, List.of());
  }

  /**
   * Of one network on one data set.
   *
   * @param references of the data, whose losses are levels and whose networks are anchors
   */
  public SquaredDepth(
      EmpiricalLoss loss,
      NetworkFamily family,
      DepthSettings settings,
      List<Reference> references) {
    this.loss = loss;
    this.constructive = new ConstructiveDepth(loss, family);
    this.settings = settings;
    this.finders = PathFinders.of(settings);
    this.simplification = new PathSimplification(loss);
    this.references = new ReferenceTargets(references, loss.data());
  }

  @Override
  public double at(double[] theta) {
    return values(theta).loss();
  }

  @Override
  public double[] outputs(double[] theta) {
    return values(theta).of(loss.network().nodes().size() - 1).clone();
  }

  @Override
  public DepthTarget own(double[] theta, double drop, Coverage coverage) {
    return DepthTarget.own(
        coverage.below(at(theta), drop), loss.network(), loss.data(), references.all());
  }

  @Override
  public DepthTarget cellBest(double[] best) {
    return DepthTarget.cellBest(loss.network(), loss.data(), best, references.all());
  }

  @Override
  public Optional<DepthTarget> reference(int width) {
    return references.of(width);
  }

  @Override
  public PathProblem path(double[] start, DepthTarget target, SearchLog log) {
    return new NetworkPathProblem(loss, values(start), target, settings, log);
  }

  @Override
  public List<PathFinder> finders() {
    return finders;
  }

  @Override
  public PooledDepths.Search search(double[] start) {
    return new FromMinimum(values(start), false);
  }

  /** A slide of the layers in which the outputs are affine comes first: see {@link HeadSlide}. */
  @Override
  public PooledDepths.Search searchNested(double[] start) {
    return new FromMinimum(values(start), true);
  }

  @Override
  public CertifiedPath simplified(CertifiedPath path) {
    return simplification.simplified(path);
  }

  private NodeValues values(double[] theta) {
    return NodeValues.at(loss.network(), loss.data(), theta);
  }

  /** The search from one minimum. */
  private final class FromMinimum implements PooledDepths.Search {
    private final NodeValues start;
    private final boolean nested;
    private final Optional<CellDepth> cells = CellDepth.of(loss);
    private final Optional<CellDepth> escaped = CellDepth.of(loss);
    private Optional<List<NodeValues>> escape = Optional.empty();

    FromMinimum(NodeValues start, boolean nested) {
      this.start = start;
      this.nested = nested;
    }

    @Override
    public DepthMeasurement before(DepthTarget target, boolean covered, SearchLog log) {
      return constructive.measure(start, target, covered, log);
    }

    @Override
    public DepthMeasurement search(DepthTarget target, DepthMeasurement before, SearchLog log) {
      if (nested && slide(start, target, log)) {
        return before.searched(log).because(ExactZero.SLIDE);
      }
      Optional<ExactZero> reason =
          ExactZero.belowItself(loss.network(), loss.data(), start.theta());
      if (reason.isPresent() && descends(start, escape(target), target, log, escaped)) {
        return before.searched(log).because(reason.get());
      }
      run(new NetworkPathProblem(loss, start, target, settings, log, cells), false);
      return before.searched(log);
    }

    @Override
    public Optional<DepthMeasurement> improve(
        DepthTarget target, DepthMeasurement before, SearchLog log) {
      if (finders.stream().noneMatch(PathFinder::improves)) {
        return Optional.empty();
      }
      run(new NetworkPathProblem(loss, start, target, settings, log, cells), true);
      return Optional.of(before.searched(log));
    }

    /** By the argument of {@link UnitEscape} this way never rises; one for all targets. */
    private List<NodeValues> escape(DepthTarget target) {
      if (escape.isEmpty()) {
        escape = Optional.of(UnitEscape.from(start, target.anchors()));
      }
      return escape.get();
    }

    @Override
    public CertifiedPath simplified(CertifiedPath path) {
      return SquaredDepth.this.simplified(path);
    }
  }

  /** Runs the chosen finders of one kind while the lowest barrier can be told from 0. */
  private void run(PathProblem problem, boolean improving) {
    for (PathFinder finder : finders) {
      if (!finder.isConstructive() && finder.improves() == improving) {
        finder.search(problem);
      }
    }
  }

  /** Goes down by one convex move: by the argument of {@link HeadSlide} it never rises. */
  private boolean slide(NodeValues start, DepthTarget target, SearchLog log) {
    Optional<NodeValues> end = HeadSlide.from(start, target.level());
    return end.isPresent() && descends(start, List.of(end.get()), target, log, CellDepth.of(loss));
  }

  /**
   * Searches again from the end of a way down that never rises by an argument; so the depth is 0 if
   * what follows stays below the start by more than its rounding.
   *
   * @param down the way; none if it is empty
   * @param cells the search over cells from its end
   * @return whether it does
   */
  private boolean descends(
      NodeValues start,
      List<NodeValues> down,
      DepthTarget target,
      SearchLog log,
      Optional<CellDepth> cells) {
    if (down.isEmpty()) {
      return false;
    }
    NodeValues next = down.get(down.size() - 1);
    List<double[]> vertices = new ArrayList<>(List.of(start.theta()));
    for (NodeValues point : down) {
      if (!Arrays.equals(point.theta(), vertices.get(vertices.size() - 1))) {
        vertices.add(point.theta());
      }
    }
    PathCertificate way = new PathCertifier(loss).certify(new Path(vertices));
    double below = start.loss() - 2 * way.rounding();
    if (way.reaches(target.level())) {
      log.found(new CertifiedPath("constructive", new Path(vertices), way));
      return next.loss() < below;
    }
    SearchLog rest = new SearchLog();
    constructive.measure(next, target, true, rest);
    PathProblem problem = new NetworkPathProblem(loss, next, target, settings, rest, cells);
    for (PathFinder finder : finders) {
      boolean above = rest.lowest().map(path -> path.certificate().maximum() >= below).orElse(true);
      if (!finder.isConstructive() && above) {
        finder.find(problem);
      }
    }
    if (rest.lowest().isEmpty()) {
      return false;
    }
    CertifiedPath lowest = rest.lowest().get();
    List<double[]> tail = lowest.path().vertices();
    vertices.addAll(tail.subList(1, tail.size()));
    Path path = new Path(vertices);
    log.joined(
        rest, new CertifiedPath(lowest.method(), path, new PathCertifier(loss).certify(path)));
    return next.loss() < below && lowest.certificate().maximum() < below;
  }
}
