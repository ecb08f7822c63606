package io.shallows.depth;

import io.shallows.depth.construction.ChannelLayout;
import io.shallows.depth.construction.Cluster;
import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.construction.ExplicitBound;
import io.shallows.depth.construction.MergePath;
import io.shallows.depth.construction.RefitPath;
import io.shallows.depth.construction.UnitGeometry;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.layers.PathSimplification;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchEffort;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamily;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The depth of a minimum by the constructive paths and the explicit bound.
 *
 * <p>For networks whose head sees first-layer units: the bound, the merge path and the refit path;
 * {@code depth_constructive} is the lesser barrier and never above the bound. For other families
 * that have channels: the refit path through every hidden layer, which gives an upper end but no
 * {@code depth_refit}, since no bound speaks of it. See {@link ExplicitBound}, {@link MergePath},
 * {@link RefitPath}. Not safe for use by several threads.
 */
public final class ConstructiveDepth {

  private final EmpiricalLoss loss;
  private final boolean boundApplies;
  private final Optional<ChannelLayout> layout;
  private final PathCertifier certifier;
  private final PathSimplification simplification;

  /** Measures minima of one network on one data set. */
  public ConstructiveDepth(EmpiricalLoss loss, NetworkFamily family) {
    this.loss = loss;
    this.boundApplies = family.boundApplies(loss.network().shape());
    this.layout = ChannelLayout.of(loss.network());
    this.certifier = new PathCertifier(loss);
    this.simplification = new PathSimplification(loss);
  }

  /**
   * What the constructive paths say of the depth of {@code theta} to a target that lies strictly
   * below it.
   */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    boolean covered = Coverage.strict().covers(start.loss(), target);
    return measure(start, target, covered, new SearchLog());
  }

  /** The same from a state; the paths go into the log. */
  DepthMeasurement measure(NodeValues start, DepthTarget target, boolean covered, SearchLog log) {
    if (!covered) {
      return DepthMeasurement.without(start.loss(), target.level(), false)
          .withBound(boundApplies, Optional.empty());
    }
    if (layout.isEmpty()) {
      return result(
          start,
          target,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "no channels in this family");
    }
    Optional<ExplicitBound> bound = Optional.empty();
    Optional<CertifiedPath> merge = Optional.empty();
    Optional<CertifiedPath> refit = Optional.empty();
    for (TwoLayerTarget anchor : target.anchors()) {
      if (boundApplies && target.kind().bounded()) {
        UnitGeometry units = new UnitGeometry(start, layout.get());
        int usable = ExplicitBound.usable(units).size();
        if (anchor.width() < units.units() && usable > 0) {
          List<Cluster> clusters = ExplicitBound.clusters(units, anchor.width());
          bound = Optional.of(ExplicitBound.of(start, clusters, anchor.width()));
          merge = MergePath.find(start, layout.get(), units, clusters, anchor, certifier);
        }
      }
      refit =
          CertifiedPath.lower(
              refit, RefitPath.find(start, layout.get(), anchor, certifier, simplification));
    }
    refit.ifPresent(log::found);
    merge.ifPresent(log::found);
    return result(start, target, bound, merge, refit, "no path was found that reaches the level");
  }

  private DepthMeasurement result(
      NodeValues start,
      DepthTarget target,
      Optional<ExplicitBound> bound,
      Optional<CertifiedPath> merge,
      Optional<CertifiedPath> refit,
      String missing) {
    Optional<CertifiedPath> best = CertifiedPath.lower(refit, merge);
    boolean zero = ExactZero.wide(loss.network(), loss.data());
    return new DepthMeasurement(
        start.loss(),
        target.level(),
        true,
        boundApplies,
        bound,
        barrier(merge),
        boundApplies ? barrier(refit) : OptionalDouble.empty(),
        best,
        zero ? Optional.of(ExactZero.WIDE) : Optional.empty(),
        best.isPresent() || zero ? Optional.empty() : Optional.of(missing),
        SearchEffort.NONE,
        0);
  }

  private static OptionalDouble barrier(Optional<CertifiedPath> path) {
    return path.isPresent() ? OptionalDouble.of(path.get().barrier()) : OptionalDouble.empty();
  }
}
