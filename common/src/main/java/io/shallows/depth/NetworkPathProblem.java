package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;
import java.util.List;
import java.util.Optional;

/** A path problem of a network on a data set: paths become layer moves with exact maxima. */
final class NetworkPathProblem extends PathProblem {

  private final EmpiricalLoss loss;
  private final NodeValues start;
  private final DampedHeads heads;

  NetworkPathProblem(
      EmpiricalLoss loss,
      NodeValues start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log) {
    super(start.theta(), start.loss(), target, settings, log);
    this.loss = loss;
    this.start = start;
    this.heads = new DampedHeads(start);
  }

  @Override
  EmpiricalLoss loss() {
    return loss;
  }

  /** The minimum with the values of all its nodes. */
  NodeValues state() {
    return start;
  }

  @Override
  int units() {
    return loss.network().shape().width();
  }

  @Override
  double[] aligned(double[] from, double[] to) {
    return UnitAlignment.matched(
        NodeValues.at(loss.network(), loss.data(), from),
        NodeValues.at(loss.network(), loss.data(), to));
  }

  @Override
  UnitSymmetry symmetry(double[] from, double[] to) {
    return UnitAlignment.symmetry(
        NodeValues.at(loss.network(), loss.data(), from),
        NodeValues.at(loss.network(), loss.data(), to));
  }

  @Override
  List<double[]> moves(double[] from, double[] to) {
    return new LayerSteps(loss.network(), false)
        .after(
            NodeValues.at(loss.network(), loss.data(), from),
            NodeValues.at(loss.network(), loss.data(), to));
  }

  @Override
  PathCertificate certificate(Path path) {
    return new PathCertifier(loss).certify(path);
  }

  @Override
  Optional<CellDepth> cells() {
    return CellDepth.of(loss);
  }

  /** The layers below the heads, the heads at their best; all parameters where heads are fixed. */
  @Override
  PathCoordinates coordinates() {
    return heads.isEmpty() ? PathCoordinates.parameters(loss) : new HeadRefitSurface(loss, heads);
  }

  @Override
  Optional<CertifiedPath> certified(String method, List<double[]> path, boolean refit) {
    double cutoff = known().map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
    Optional<CertifiedPath> found =
        new LayerStairs(loss, refit ? Optional.of(heads) : Optional.empty())
            .along(method, new Path(completed(path)), target().stop(), cutoff)
            .filter(stairs -> stairs.certificate().reaches(target().level()));
    found.ifPresent(log()::found);
    return found;
  }
}
