package io.shallows.depth.path;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the search for low paths from one minimum took and gave.
 *
 * @param evaluations losses, gradients and Hessian products that finders spent, certificates not
 *     counted
 * @param improvements the lowest barrier after so many evaluations, whenever it fell; since too
 *     little search overestimates depth, a curve that still falls at its end asks for a larger
 *     budget
 * @param paths every certified path to the level, in the order in which they were found
 * @param flood what the search over convex cells took, where there was one
 */
public record SearchEffort(
    long evaluations,
    List<Improvement> improvements,
    List<CertifiedPath> paths,
    Optional<Flooding> flood) {

  /** No search. */
  public static final SearchEffort NONE =
      new SearchEffort(0, List.of(), List.of(), Optional.empty());

  /**
   * A search over convex cells, up to where it reached the level or ended.
   *
   * @param cells cells that were left behind or reached
   * @param programs convex programs that were solved
   */
  public record Flooding(long cells, long programs) {}

  /** A fall of the lowest barrier. */
  public record Improvement(long evaluations, double barrier) {}

  public SearchEffort {
    improvements = List.copyOf(improvements);
    paths = List.copyOf(paths);
    Objects.requireNonNull(flood, "flood");
  }
}
