package io.shallows.depth.construction;

import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import java.util.Arrays;

/**
 * Heads under a penalty of units that leave one unit out.
 *
 * <p>Fitted by coordinate descent on {@code |H b - y|^2 / N + kappa sum_k |w_k| |b_k|} from the
 * lower of the head before and 0, so that none is above the network that gives 0. No fit must be
 * exact: paths are certified by other code.
 *
 * <p>Cost: at most {@value #SWEEPS} sweeps of 2 N (m + d) operations each.
 */
public final class PenalizedHeads {

  private static final int SWEEPS = 200;

  /** Relative decrease of E in a sweep at which a fit ends. */
  private static final double ENOUGH = 1e-9;

  private final PenalizedLoss loss;

  /** Fits heads of one loss. */
  public PenalizedHeads(PenalizedLoss loss) {
    this.loss = loss;
  }

  /** The same first layer with a head that leaves a unit out, 0 there. */
  public double[] without(double[] theta, int left) {
    TwoLayerUnits units = loss.penalty().units();
    double[] now = theta.clone();
    now[units.head().index(left, 0)] = 0;
    double[] none = theta.clone();
    for (int k = 0; k < units.width(); k++) {
      none[units.head().index(k, 0)] = 0;
    }
    units
        .skip()
        .ifPresent(skip -> Arrays.fill(none, skip.offset(), skip.offset() + skip.size(), 0));
    double[] best = loss.value(none) < loss.value(now) ? none : now;
    Head head = new Head(best);
    double before = loss.value(best);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      head.sweep(left);
      double after = loss.value(head.theta);
      if (!(after < before)) {
        break;
      }
      best = head.theta.clone();
      if (after >= before * (1 - ENOUGH)) {
        break;
      }
      before = after;
    }
    return best;
  }

  /** The columns that the output is linear in, and what is left of the targets. */
  private final class Head {
    private final double[] theta;
    private final int[] place;
    private final double[][] columns;
    private final double[] price;
    private final double[] rest;

    Head(double[] from) {
      this.theta = from.clone();
      TwoLayerUnits units = loss.penalty().units();
      Dataset data = loss.loss().data();
      int m = units.width();
      int d = units.skip().map(DenseLayer::inputs).orElse(0);
      this.place = new int[m + d];
      this.columns = new double[m + d][data.samples()];
      this.price = new double[m + d];
      this.rest = data.y().clone();
      for (int k = 0; k < m + d; k++) {
        place[k] = k < m ? units.head().index(k, 0) : units.skip().orElseThrow().index(k - m, 0);
        double square = 0;
        for (int c = 0; k < m && c < units.first().inputs(); c++) {
          double w = theta[units.first().index(c, k)];
          square += w * w;
          for (int s = 0; s < rest.length; s++) {
            columns[k][s] += w * data.x(s, c);
          }
        }
        price[k] = loss.penalty().kappa() * Math.sqrt(square);
        for (int s = 0; s < rest.length; s++) {
          columns[k][s] = k < m ? Math.max(0, columns[k][s]) : data.x(s, k - m);
          rest[s] -= theta[place[k]] * columns[k][s];
        }
      }
    }

    /** Sets one coefficient after the other to its best value, but the one that is left out. */
    void sweep(int left) {
      for (int k = 0; k < place.length; k++) {
        double square = 0;
        double cross = 0;
        for (int s = 0; s < rest.length; s++) {
          square += columns[k][s] * columns[k][s];
          cross += columns[k][s] * rest[s];
        }
        if (k == left || !(square > 0)) {
          continue;
        }
        double old = theta[place[k]];
        double wanted = cross + old * square;
        double shrunk = Math.max(0, Math.abs(wanted) - 0.5 * rest.length * price[k]);
        double next = Math.signum(wanted) * shrunk / square;
        theta[place[k]] = next;
        for (int s = 0; s < rest.length; s++) {
          rest[s] -= (next - old) * columns[k][s];
        }
      }
    }
  }
}
