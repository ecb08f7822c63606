package io.shallows.depth.problem;

import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.layers.DampedHeads;
import io.shallows.depth.layers.HeadRefitSurface;
import io.shallows.depth.layers.LayerStairs;
import io.shallows.depth.layers.LayerSteps;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitAlignment;
import io.shallows.depth.path.UnitSymmetry;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Optimizer;
import io.shallows.training.Optimizers;
import java.util.List;
import java.util.Optional;

/** A path problem of a network on a data set: paths become layer moves with exact maxima. */
public final class NetworkPathProblem extends PathProblem {

  /**
   * What the penalty of heads may cost on a path that hardly climbs, as a share of the loss at the
   * start: it is in every climb.
   */
  private static final double CLOSE_HEADS = 1e-6;

  private final EmpiricalLoss loss;
  private final NodeValues start;
  private final DampedHeads heads;
  private final Optional<CellDepth> cells;

  /** A problem by itself. */
  public NetworkPathProblem(
      EmpiricalLoss loss,
      NodeValues start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log) {
    this(loss, start, target, settings, log, CellDepth.of(loss));
  }

  /**
   * One of several problems from one point.
   *
   * @param cells their search over cells, which answers for levels that it passed before
   */
  public NetworkPathProblem(
      EmpiricalLoss loss,
      NodeValues start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log,
      Optional<CellDepth> cells) {
    super(start.theta(), start.loss(), target, settings, log);
    this.loss = loss;
    this.start = start;
    this.heads = new DampedHeads(start);
    this.cells = cells;
  }

  @Override
  public EmpiricalLoss loss() {
    return loss;
  }

  /** The minimum with the values of all its nodes. */
  public NodeValues state() {
    return start;
  }

  @Override
  public Optional<EmpiricalLoss> empirical() {
    return Optional.of(loss);
  }

  @Override
  public Optimizer descent() {
    return Optimizers.named("levenberg-marquardt");
  }

  @Override
  public int units() {
    return loss.network().shape().width();
  }

  @Override
  public double[] aligned(double[] from, double[] to) {
    return UnitAlignment.matched(
        NodeValues.at(loss.network(), loss.data(), from),
        NodeValues.at(loss.network(), loss.data(), to));
  }

  @Override
  public UnitSymmetry symmetry(double[] from, double[] to) {
    return UnitAlignment.symmetry(
        NodeValues.at(loss.network(), loss.data(), from),
        NodeValues.at(loss.network(), loss.data(), to));
  }

  @Override
  public List<double[]> moves(double[] from, double[] to) {
    return new LayerSteps(loss.network())
        .after(
            NodeValues.at(loss.network(), loss.data(), from),
            NodeValues.at(loss.network(), loss.data(), to));
  }

  @Override
  public PathCertificate certificate(Path path) {
    return new PathCertifier(loss).certify(path);
  }

  @Override
  public Optional<CellDepth> cells() {
    return cells;
  }

  /** The layers below the heads, the heads at their best; all parameters where heads are fixed. */
  @Override
  public PathCoordinates coordinates() {
    return heads.isEmpty() ? PathCoordinates.parameters(loss) : new HeadRefitSurface(loss, heads);
  }

  @Override
  public Optional<CertifiedPath> certified(String method, List<double[]> path, boolean refit) {
    return certified(
        method, path, refit ? Optional.of(heads) : Optional.empty(), LayerStairs.Excess.OF_LOSS);
  }

  @Override
  public Optional<CertifiedPath> certifiedClosely(String method, List<double[]> path) {
    return certified(
        method,
        path,
        Optional.of(new DampedHeads(start, CLOSE_HEADS)),
        LayerStairs.Excess.OF_CLIMB);
  }

  private Optional<CertifiedPath> certified(
      String method, List<double[]> path, Optional<DampedHeads> refit, LayerStairs.Excess excess) {
    double cutoff = known().map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
    Optional<CertifiedPath> found =
        new LayerStairs(loss, refit, excess)
            .along(method, new Path(completed(path)), target().stop(), cutoff)
            .filter(stairs -> stairs.certificate().reaches(target().level()));
    found.ifPresent(log()::found);
    return found;
  }
}
