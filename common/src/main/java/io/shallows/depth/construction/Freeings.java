package io.shallows.depth.construction;

import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import java.util.ArrayList;
import java.util.List;

/** The freeings that are tried, and the paths that they begin. */
public final class Freeings {

  private static final List<Freeing> ALL = List.of(new ReadFreeing(), new SampledFreeing());

  private Freeings() {}

  /** What the freeings say of one target: per proof that covers the network a bound and a path. */
  public static List<BoundedPath> to(
      NodeValues start, ChannelLayout layout, TwoLayerTarget target, PathCertifier certifier) {
    List<BoundedPath> found = new ArrayList<>();
    int others = layout.otherHeads().stream().mapToInt(head -> head.layer().size()).sum();
    if (target.skip().length > others) {
      return found;
    }
    for (Freeing freeing : ALL) {
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
