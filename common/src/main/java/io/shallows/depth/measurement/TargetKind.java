package io.shallows.depth.measurement;

import java.util.Objects;

/**
 * What a level is, as far as the measurement depends on it.
 *
 * @param label the word of specs and tables
 * @param below whether the level lies below the minimum itself by construction, so that every
 *     minimum that is not global is covered
 * @param bounded whether the explicit bound speaks of it
 * @param point whether a path has to end in the target's minimum and not just at its level
 */
public record TargetKind(String label, boolean below, boolean bounded, boolean point) {

  /** Below the minimum's own loss by a share of it: any lower loss, made definite. */
  public static final TargetKind OWN = new TargetKind("own", true, false, false);

  /** e(k), the best loss found for the two-layer network of width k = ceil(m^eta). */
  public static final TargetKind REFERENCE = new TargetKind("reference", false, true, false);

  /** The loss of the best minimum of the same cell. */
  public static final TargetKind CELL_BEST = level("cell-best");

  /** The loss of a lower minimum of the same cell, and the minimum itself. */
  public static final TargetKind TREE = new TargetKind("tree", false, false, true);

  public TargetKind {
    Objects.requireNonNull(label, "label");
    if (label.isBlank()) {
      throw new IllegalArgumentException("target: its label is blank");
    }
  }

  /** A loss that paths are to reach, of which no theory speaks. */
  public static TargetKind level(String label) {
    return new TargetKind(label, false, false, false);
  }
}
