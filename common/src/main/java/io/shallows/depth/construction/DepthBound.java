package io.shallows.depth.construction;

/**
 * What the depth of one minimum to a reference does not exceed, by a proof.
 *
 * @param value the bound, 0 or more
 * @param kind the name of the proof: {@value #MERGE}, or that of a {@link Freeing}
 */
public record DepthBound(double value, String kind) {

  /** The merge lemma: {@link ExplicitBound}. */
  public static final String MERGE = "merge";

  public DepthBound {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("bound: " + value + " is below 0");
    }
  }

  /** The lesser of two bounds, the first among equals. */
  public DepthBound or(DepthBound other) {
    return other.value < value ? other : this;
  }
}
