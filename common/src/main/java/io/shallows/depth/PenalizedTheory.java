package io.shallows.depth;

import io.shallows.depth.construction.ChannelLayout;
import io.shallows.depth.construction.ChannelMass;
import io.shallows.depth.construction.Cluster;
import io.shallows.depth.construction.DepthBound;
import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.construction.ExplicitBound;
import io.shallows.depth.construction.Freeings;
import io.shallows.depth.construction.MergePath;
import io.shallows.depth.construction.PenalizedRefit;
import io.shallows.depth.construction.UnitGeometry;
import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthMeasurement.Theory;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The constructive paths and the explicit bounds under a penalty of units, for two-layer networks.
 *
 * <p>E = L + kappa sum_k |b_k| |w_k|. The bounds are those of {@link ConstructiveDepth}: each proof
 * frees as many units as the reference has by moves on which the penalty ends no higher than it
 * began and is convex (a head scaled to 0, a choice whose mean penalty stays, units that move
 * straight to a common direction), with R_0 the loss without the penalty; and E is convex in the
 * head, along which the last slide goes. Every bound has its path, whose largest E is exact.
 *
 * <p>Exact zeros: {@code m >= N + k} and {@link ExactZero#FREED}. Along a null space of the
 * features the outputs stay and sum |b_k| |w_k| does not rise in one of two directions, until a
 * unit is 0: so N units can hold what all do, at no larger penalty.
 */
final class PenalizedTheory {

  private final PenalizedLoss loss;
  private final ChannelLayout layout;
  private final PenalizedMaximum maximum;

  PenalizedTheory(PenalizedLoss loss, PenalizedMaximum maximum) {
    this.loss = loss;
    this.layout = ChannelLayout.of(loss.loss().network()).orElseThrow();
    this.maximum = maximum;
  }

  /** What is known of a target before any search; the paths go into the log. */
  DepthMeasurement measure(double[] theta, DepthTarget target, boolean covered, SearchLog log) {
    NodeValues start = NodeValues.at(loss.loss().network(), loss.loss().data(), theta);
    double value = maximum.value(theta);
    double pathNorm = ChannelMass.pathNorm(start);
    if (!covered || target.anchors().isEmpty()) {
      return DepthMeasurement.without(value, target.level(), covered)
          .with(Theory.of(true, pathNorm));
    }
    Optional<DepthBound> bound = Optional.empty();
    Optional<CertifiedPath> merge = Optional.empty();
    Optional<CertifiedPath> refit = Optional.empty();
    Optional<CertifiedPath> freed = Optional.empty();
    boolean roomy = false;
    boolean freedUnits = false;
    for (TwoLayerTarget anchor : target.anchors()) {
      roomy |= ExactZero.roomy(layout, start.data(), anchor.width());
      freedUnits |= ExactZero.freed(start.network(), start.data(), theta, anchor.width());
      refit = CertifiedPath.lower(refit, PenalizedRefit.find(loss, start, layout, anchor, maximum));
      if (!target.kind().bounded()) {
        continue;
      }
      UnitGeometry units = new UnitGeometry(start, layout);
      if (anchor.width() < units.units() && !ExplicitBound.usable(units).isEmpty()) {
        List<Cluster> clusters = ExplicitBound.clusters(units, anchor.width());
        double merged = ExplicitBound.of(start, clusters, anchor.width()).value();
        bound = ConstructiveDepth.lesser(bound, new DepthBound(merged, DepthBound.MERGE));
        merge = MergePath.find(start, layout, units, clusters, anchor, maximum);
      }
      for (Freeings.BoundedPath found :
          Freeings.penalized(loss.penalty(), start, layout, anchor, maximum)) {
        bound = ConstructiveDepth.lesser(bound, found.bound());
        if (found.path().certificate().reaches(target.level())) {
          freed = CertifiedPath.lower(freed, Optional.of(found.path()));
        }
      }
    }
    refit.ifPresent(log::found);
    merge.ifPresent(log::found);
    freed.ifPresent(log::found);
    Optional<ExactZero> zero =
        roomy
            ? Optional.of(ExactZero.ROOMY)
            : freedUnits ? Optional.of(ExactZero.FREED) : Optional.empty();
    return ConstructiveDepth.measurement(
        value,
        target,
        new Theory(
            true,
            bound,
            ConstructiveDepth.barrier(merge),
            ConstructiveDepth.barrier(refit),
            ConstructiveDepth.barrier(freed),
            OptionalDouble.of(pathNorm)),
        CertifiedPath.lower(CertifiedPath.lower(refit, merge), freed),
        zero);
  }
}
