package io.shallows.minimum.kink;

import io.shallows.loss.Kink;
import java.util.Optional;

/** What a descent remembers from one move to the next. */
final class KinkState {

  /**
   * A kink is released when the gradient along the kinks has fallen below this share of the whole:
   * what its release gains is then most of what there is to gain.
   */
  private static final double RELEASE_SHARE = 0.2;

  /** Factor of the share after a kink that was released is met again: it was too early. */
  private static final double LATER = 0.3;

  /** Least share: below it a release waits for what is as good as the minimum along the kinks. */
  private static final double LEAST_SHARE = 1e-4;

  /**
   * Iterations of slow convergence on unchanged kinks before the exact Hessian is worth its cost:
   * on a new set the first steps are long and say nothing about convergence.
   */
  private static final int QUIET = 5;

  /** Share of the last gradient along the kinks above which convergence is slow. */
  private static final double SLOW = 0.5;

  private KinkPoint point;
  private double share;
  private Optional<Kink> released = Optional.empty();
  private double lastLength;
  private int slow;
  private int quiet;
  private boolean exact;
  private boolean fresh;

  /** Begins at a point; only the kink that was released last is remembered from before. */
  void begin(KinkPoint start) {
    point = start;
    share = RELEASE_SHARE;
    lastLength = Double.NaN;
    slow = 0;
    quiet = 0;
    exact = false;
    fresh = true;
  }

  KinkPoint point() {
    return point;
  }

  /** The share of the gradient along the kinks at or below which one is released. */
  double share() {
    return share;
  }

  /** Whether the lengths of steps must begin anew at the next model; asked once. */
  boolean takeFresh() {
    boolean was = fresh;
    fresh = false;
    return was;
  }

  /**
   * Whether the next model is the exact Hessian, after the gradient along the kinks came out at
   * this length: Gauss-Newton converges linearly where residuals are large, the Hessian does not.
   */
  boolean wantsHessian(double length, boolean available) {
    slow = length > SLOW * lastLength ? slow + 1 : 0;
    lastLength = length;
    exact = available && quiet >= QUIET && (exact || slow >= QUIET);
    quiet++;
    return exact;
  }

  /** No Gauss-Newton step descends: the next model is the Hessian. */
  void insistOnHessian() {
    quiet = QUIET;
    slow = QUIET;
    fresh = true;
  }

  /** Moved on the same kinks, off a ridge, or onto a kink close by. */
  void moveTo(KinkPoint next) {
    point = next;
  }

  /** A kink was released; the convergence on the kinks left has yet to be seen. */
  void release(Release.Along off) {
    point = off.point();
    released = Optional.of(off.left().get(0));
    quiet = 0;
    lastLength = Double.NaN;
  }

  /** A kink was met at a corner. */
  void capture(StepOutcome.Corner corner) {
    if (released.equals(Optional.of(corner.kink()))) {
      share = Math.max(LEAST_SHARE, LATER * share);
    }
    point = corner.point();
    quiet = 0;
  }
}
