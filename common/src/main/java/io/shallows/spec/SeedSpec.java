package io.shallows.spec;

/**
 * The seeds 0 to count - 1 of every cell.
 *
 * @param count trials per cell, at least 1
 * @param root the root seed from which every random stream of the sweep derives
 */
public record SeedSpec(long count, long root) {
  public SeedSpec {
    if (count < 1) {
      throw new IllegalArgumentException("grid.seed.count: " + count + " is below 1");
    }
  }
}
