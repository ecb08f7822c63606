package io.shallows.suprema;

import io.shallows.depth.atlas.CellSearch;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is known of the deepest minima of one landscape.
 *
 * @param place which landscape
 * @param samples N
 * @param states sets of cones, which a complete tree lists
 * @param exact whether the tree is complete; without it minima, depth and levels are empty
 * @param minima local minima, units in any order
 * @param depth the largest depth to any lower loss, 0 if no minimum is worse than the best
 * @param levels per eta
 * @param search the search for the deepest minimum
 * @param hopping basin hopping with the same budget
 */
public record Supremum(
    SupremumPlace place,
    int samples,
    long states,
    boolean exact,
    int minima,
    OptionalDouble depth,
    List<Level> levels,
    CellSearch.Result search,
    CellSearch.Result hopping) {

  public Supremum {
    levels = List.copyOf(levels);
    if (exact != depth.isPresent()) {
      throw new IllegalArgumentException("supremum: exact " + exact + " with depth " + depth);
    }
  }

  /**
   * The largest depth to the best loss of k units.
   *
   * @param referenceWidth k, m^eta rounded up
   * @param reference e(k), the best loss of k units: exact, not an estimate
   * @param covered minima above it
   * @param depth the largest depth of theirs to it; 0 if there are none
   */
  public record Level(
      double eta, int referenceWidth, double reference, int covered, double depth) {}

  /** Whether a search's record is the exact supremum, within 1e-9 of the loss of no network. */
  public boolean isFoundBy(CellSearch.Result result) {
    return exact && Math.abs(result.depth() - depth.orElseThrow()) <= result.resolution();
  }
}
