package io.shallows.depth.measurement;

import io.shallows.minimum.MinimumKind;

/**
 * Of which minima depth is a question: the one rule that decides {@code covered}.
 *
 * <p>A minimum is covered by a target if its loss is above the target's level by more than the
 * tolerance, and if it is no global minimum. Training stops anywhere below the tolerance, and the
 * network whose loss is the level stopped at another loss below it: which of two such zeros is the
 * larger says nothing of either. Every minimum that is not global is covered by its {@linkplain
 * TargetKind#OWN own} level, which lies below it by at least the tolerance.
 *
 * @param tolerance losses that differ by no more are one, in units of the loss: the global
 *     tolerance times the loss of the best constant predictor
 * @param global whether the minimum is of kind {@link MinimumKind#GLOBAL}
 */
public record Coverage(double tolerance, boolean global) {

  public Coverage {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("coverage: tolerance " + tolerance + " is below 0");
    }
  }

  /**
   * The rule for one minimum.
   *
   * @param kind what the minimum is
   * @param globalTolerance loss over the constant's loss at or below which a minimum is global
   * @param constantLoss loss of the best constant predictor
   */
  public static Coverage of(MinimumKind kind, double globalTolerance, double constantLoss) {
    return new Coverage(globalTolerance * constantLoss, kind == MinimumKind.GLOBAL);
  }

  /** Any loss strictly above the level counts: for losses that are known to be no rounding. */
  public static Coverage strict() {
    return new Coverage(0, false);
  }

  /** Whether a minimum of this loss stands above the target. */
  public boolean covers(double loss, DepthTarget target) {
    if (global || !(loss > tolerance)) {
      return false;
    }
    return target.kind().below() || loss > target.level() + tolerance;
  }

  /**
   * The level of a minimum's own target: {@code loss - max(drop * loss, tolerance)}.
   *
   * @param drop share of the loss, in (0, 1)
   */
  public double below(double loss, double drop) {
    return loss - Math.max(drop * loss, tolerance);
  }
}
