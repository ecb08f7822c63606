package io.shallows.minimum.kink;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.RescalingSymmetry;

/**
 * The one point of a network's rescaling orbit that is the shortest vector: every free unit has
 * incoming and outgoing weights of equal length.
 *
 * <p>Rescaling changes neither the network's function nor the loss, but it does change the length
 * of gradients, curvatures and steps. Points are put on this scale before they are judged, so that
 * stationarity and curvature do not depend on an accident of training; it is also the scale on
 * which descent is best conditioned. Units without incoming or without outgoing weights are left as
 * they are.
 */
public final class BalancedScale {

  /**
   * Sweeps over all units. Without a unit that feeds another one a single sweep is exact; through
   * layers the imbalance falls by a factor a sweep, and a hundred are more than any depth needs.
   */
  private static final int SWEEPS = 100;

  /** Imbalance that stays: a thousandth of a unit's scale changes no conditioning. */
  private static final double CLOSE = 1e-3;

  private BalancedScale() {}

  /** Puts {@code theta} on the balanced scale, in place. */
  public static void apply(EmpiricalLoss loss, double[] theta) {
    RescalingSymmetry symmetry = RescalingSymmetry.of(loss.network());
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double most = 0;
      for (int c = 0; c < symmetry.count(); c++) {
        double incoming = 0;
        double outgoing = 0;
        for (RescalingSymmetry.Touch touch : symmetry.touches(c)) {
          boolean in = touch.side() == RescalingSymmetry.Side.INCOMING;
          int count = in ? touch.layer().inputs() : touch.layer().outputs();
          for (int i = 0; i < count; i++) {
            double w =
                theta[
                    in
                        ? touch.layer().index(i, touch.unit())
                        : touch.layer().index(touch.unit(), i)];
            if (in) {
              incoming += w * w;
            } else {
              outgoing += w * w;
            }
          }
        }
        if (incoming > 0 && outgoing > 0) {
          double scale = Math.sqrt(Math.sqrt(outgoing / incoming));
          if (Math.abs(scale - 1) > CLOSE) {
            symmetry.rescale(c, scale, theta);
            most = Math.max(most, Math.abs(scale - 1));
          }
        }
      }
      if (most <= CLOSE) {
        return;
      }
    }
  }
}
