package io.shallows.depth.construction;

import io.shallows.depth.exact.VertexCertifier;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.loss.penalty.UnitPenalty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The freeings that are tried, and the paths that they begin. */
public final class Freeings {

  private static final List<Freeing> ALL = all(Optional.empty());

  private Freeings() {}

  private static List<Freeing> all(Optional<UnitPenalty> penalty) {
    return List.of(new ReadFreeing(penalty), new SampledFreeing(penalty));
  }

  /** What the freeings say of one target: per proof that covers the network a bound and a path. */
  public static List<BoundedPath> to(
      NodeValues start, ChannelLayout layout, TwoLayerTarget target, VertexCertifier certifier) {
    return to(ALL, start, layout, target, certifier);
  }

  /**
   * The same for the loss with a penalty of units.
   *
   * @param certifier of their sum
   */
  public static List<BoundedPath> penalized(
      UnitPenalty penalty,
      NodeValues start,
      ChannelLayout layout,
      TwoLayerTarget target,
      VertexCertifier certifier) {
    return to(all(Optional.of(penalty)), start, layout, target, certifier);
  }

  private static List<BoundedPath> to(
      List<Freeing> freeings,
      NodeValues start,
      ChannelLayout layout,
      TwoLayerTarget target,
      VertexCertifier certifier) {
    List<BoundedPath> found = new ArrayList<>();
    int others = layout.otherHeads().stream().mapToInt(head -> head.layer().size()).sum();
    if (target.skip().length > others) {
      return found;
    }
    for (Freeing freeing : freeings) {
      freeing
          .free(start, layout, target.width())
          .ifPresent(
              freed -> {
                freed.path().embed(target, freed.channels());
                found.add(
                    new BoundedPath(
                        freed.bound(), freed.path().certify(freeing.name(), certifier)));
              });
    }
    return found;
  }

  /**
   * A bound with a path that keeps it.
   *
   * @param bound the depth is at most this
   * @param path its barrier is at most the bound, up to what rounding hides
   */
  public record BoundedPath(DepthBound bound, CertifiedPath path) {}
}
