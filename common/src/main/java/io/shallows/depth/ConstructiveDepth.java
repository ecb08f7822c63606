package io.shallows.depth;

import io.shallows.depth.construction.ChannelLayout;
import io.shallows.depth.construction.ChannelMass;
import io.shallows.depth.construction.Cluster;
import io.shallows.depth.construction.DepthBound;
import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.construction.ExplicitBound;
import io.shallows.depth.construction.Freeings;
import io.shallows.depth.construction.MergePath;
import io.shallows.depth.construction.RefitPath;
import io.shallows.depth.construction.UnitGeometry;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.layers.PathSimplification;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthMeasurement.Theory;
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
 * The depth of a minimum by the constructive paths and the explicit bounds.
 *
 * <p>For networks that have channels: the refit path, and the bounds that are proven for them, each
 * with a path that keeps it, so that {@code depth_constructive}, the least barrier, is never above
 * {@code bound_explicit}, the least bound. See {@link ExplicitBound} and {@link MergePath}, {@link
 * Freeings}, {@link RefitPath}. Not safe for use by several threads.
 */
public final class ConstructiveDepth {

  private final EmpiricalLoss loss;
  private final boolean mergeApplies;
  private final Optional<ChannelLayout> layout;
  private final PathCertifier certifier;
  private final PathSimplification simplification;

  /** Measures minima of one network on one data set. */
  public ConstructiveDepth(EmpiricalLoss loss, NetworkFamily family) {
    this.loss = loss;
    this.mergeApplies = family.mergeLemmaApplies(loss.network().shape());
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
          .with(Theory.of(layout.isPresent(), ChannelMass.pathNorm(start)));
    }
    if (layout.isEmpty()) {
      return DepthMeasurement.without(start.loss(), target.level(), true)
          .with(Theory.of(false, ChannelMass.pathNorm(start)))
          .missing("no channels in this family");
    }
    Optional<DepthBound> bound = Optional.empty();
    Optional<CertifiedPath> merge = Optional.empty();
    Optional<CertifiedPath> refit = Optional.empty();
    Optional<CertifiedPath> freed = Optional.empty();
    boolean zero = ExactZero.wide(loss.network(), loss.data());
    boolean roomy = false;
    boolean freedUnits = false;
    for (TwoLayerTarget anchor : target.anchors()) {
      roomy |= ExactZero.roomy(layout.get(), loss.data(), anchor.width());
      freedUnits |= ExactZero.freed(loss.network(), loss.data(), start.theta(), anchor.width());
      if (mergeApplies && target.kind().bounded()) {
        UnitGeometry units = new UnitGeometry(start, layout.get());
        int usable = ExplicitBound.usable(units).size();
        if (anchor.width() < units.units() && usable > 0) {
          List<Cluster> clusters = ExplicitBound.clusters(units, anchor.width());
          ExplicitBound merged = ExplicitBound.of(start, clusters, anchor.width());
          bound = lesser(bound, new DepthBound(merged.value(), DepthBound.MERGE));
          merge = MergePath.find(start, layout.get(), units, clusters, anchor, certifier);
        }
      }
      if (target.kind().bounded()) {
        for (Freeings.BoundedPath found : Freeings.to(start, layout.get(), anchor, certifier)) {
          bound = lesser(bound, found.bound());
          if (found.path().certificate().reaches(target.level())) {
            log.found(found.path());
            freed = CertifiedPath.lower(freed, Optional.of(found.path()));
          }
        }
      }
      refit =
          CertifiedPath.lower(
              refit, RefitPath.find(start, layout.get(), anchor, certifier, simplification));
    }
    refit.ifPresent(log::found);
    merge.ifPresent(log::found);
    Optional<ExactZero> reason =
        zero
            ? Optional.of(ExactZero.WIDE)
            : roomy
                ? Optional.of(ExactZero.ROOMY)
                : freedUnits ? Optional.of(ExactZero.FREED) : Optional.empty();
    return measurement(
        start.loss(),
        target,
        new Theory(
            true,
            bound,
            barrier(merge),
            barrier(refit),
            barrier(freed),
            OptionalDouble.of(ChannelMass.pathNorm(start))),
        CertifiedPath.lower(CertifiedPath.lower(refit, merge), freed),
        reason);
  }

  /** A covered minimum's measurement before any search, by the lowest of its constructive paths. */
  static DepthMeasurement measurement(
      double loss,
      DepthTarget target,
      Theory theory,
      Optional<CertifiedPath> best,
      Optional<ExactZero> zero) {
    return new DepthMeasurement(
        loss,
        target.level(),
        true,
        theory,
        best,
        zero,
        best.isPresent() || zero.isPresent()
            ? Optional.empty()
            : Optional.of("no path was found that reaches the level"),
        SearchEffort.NONE,
        0);
  }

  static Optional<DepthBound> lesser(Optional<DepthBound> known, DepthBound other) {
    return Optional.of(known.map(bound -> bound.or(other)).orElse(other));
  }

  static OptionalDouble barrier(Optional<CertifiedPath> path) {
    return path.isPresent() ? OptionalDouble.of(path.get().barrier()) : OptionalDouble.empty();
  }
}
