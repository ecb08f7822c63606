package io.shallows.depth.construction;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The units of a two-layer network with one output that can leave it without any change of the
 * outputs on the data.
 *
 * <p>A unit whose pre-activation is above 0 on no sample loses its head. A unit whose head has the
 * sign of another's, while on no sample one of the two is above 0 and the other below, is joined
 * with it: {@code w_u <- w_u + (b_v / b_u) w_v}, {@code w_v <- 0} on a straight line, heads fixed,
 * along which each stays on its sides and the sum of both passes every sample on as before. Beside
 * a learned linear skip a unit that is below 0 on no sample goes into the skip, {@code c <- c + b
 * w}. A unit that has left turns at constant loss, and any head that it then gets is reached
 * convexly: so k of them carry every two-layer network of k units, without any climb.
 *
 * <p>On which side of 0 a pre-activation lies is decided without rounding, since doubles are
 * decimal fractions; that is all that the argument rests on. The points that {@link #without} gives
 * are rounded. Cost O(N m (d + m)).
 */
final class FreeUnits {

  private static final double UNIT = 0x1p-53;

  private final TwoLayerUnits layout;
  private final double[] theta;
  private final List<Free> free = new ArrayList<>();

  /**
   * A unit that can leave.
   *
   * @param reason how
   * @param into the unit that it is joined with, for {@link ExactZero#JOINED}
   */
  private record Free(int unit, ExactZero reason, int into) {}

  private FreeUnits(TwoLayerUnits layout, double[] theta) {
    this.layout = layout;
    this.theta = theta.clone();
  }

  /** Those of a network; empty unless it is of two layers with one output and a learned head. */
  static Optional<FreeUnits> of(Network network, Dataset data, double[] theta) {
    return TwoLayerUnits.of(network)
        .map(
            layout -> {
              FreeUnits units = new FreeUnits(layout, theta);
              units.find(data);
              return units;
            });
  }

  private void find(Dataset data) {
    int n = data.samples();
    int[][] sides = new int[layout.width()][];
    List<Integer> kept = new ArrayList<>();
    for (int u = 0; u < sides.length; u++) {
      sides[u] = sides(data, u);
      double weight = layout.weight(theta, u);
      boolean idle = weight == 0 || none(sides[u], 1);
      if (idle) {
        free.add(new Free(u, weight == 0 ? ExactZero.UNUSED_UNIT : ExactZero.IDLE_UNIT, -1));
        continue;
      }
      if (layout.skip().isPresent() && none(sides[u], -1)) {
        free.add(new Free(u, ExactZero.ABSORBED, -1));
        continue;
      }
      int into = -1;
      for (int k = 0; k < kept.size() && into < 0; k++) {
        int v = kept.get(k);
        if ((layout.weight(theta, v) > 0) == (weight > 0) && agree(sides[v], sides[u])) {
          into = v;
        }
      }
      if (into < 0) {
        kept.add(u);
        continue;
      }
      free.add(new Free(u, ExactZero.JOINED, into));
      for (int s = 0; s < n; s++) {
        sides[into][s] = sides[into][s] == 0 ? sides[u][s] : sides[into][s];
      }
    }
  }

  private static boolean none(int[] sides, int side) {
    for (int value : sides) {
      if (value == side) {
        return false;
      }
    }
    return true;
  }

  private static boolean agree(int[] a, int[] b) {
    for (int s = 0; s < a.length; s++) {
      if (a[s] * b[s] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The sign of a unit's pre-activation on every sample. */
  private int[] sides(Dataset data, int unit) {
    DenseLayer first = layout.first();
    int[] sides = new int[data.samples()];
    for (int s = 0; s < sides.length; s++) {
      double sum = 0;
      double size = 0;
      for (int c = 0; c < first.inputs(); c++) {
        double product = data.x(s, c) * theta[first.index(c, unit)];
        sum += product;
        size += Math.abs(product);
      }
      double error = 2 * (first.inputs() + 1) * UNIT * size + Double.MIN_NORMAL;
      sides[s] = Math.abs(sum) > error ? (sum > 0 ? 1 : -1) : exactSide(data, s, unit);
    }
    return sides;
  }

  private int exactSide(Dataset data, int sample, int unit) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int c = 0; c < layout.first().inputs(); c++) {
      BigDecimal weight = new BigDecimal(theta[layout.first().index(c, unit)]);
      sum = sum.add(new BigDecimal(data.x(sample, c)).multiply(weight));
    }
    return sum.signum();
  }

  /** How many can leave, all at once. */
  int count() {
    return free.size();
  }

  /** Why the first of them can. */
  Optional<ExactZero> reason() {
    return free.stream().map(Free::reason).findFirst();
  }

  /** The first of them. */
  int first() {
    return free.get(0).unit();
  }

  /**
   * The points of one-layer moves by which the first of them leaves, the last without its head;
   * none if it has no head.
   */
  List<double[]> without() {
    Free one = free.get(0);
    double[] moved = theta.clone();
    List<double[]> points = new ArrayList<>();
    double weight = layout.weight(theta, one.unit());
    if (one.reason() == ExactZero.JOINED || one.reason() == ExactZero.ABSORBED) {
      DenseLayer first = layout.first();
      for (int c = 0; c < first.inputs(); c++) {
        double carried = weight * theta[first.index(c, one.unit())];
        if (one.reason() == ExactZero.JOINED) {
          moved[first.index(c, one.into())] += carried / layout.weight(theta, one.into());
        } else {
          moved[layout.skip().orElseThrow().index(c, 0)] += carried;
        }
        moved[first.index(c, one.unit())] = 0;
      }
      points.add(moved.clone());
    }
    if (weight != 0) {
      moved[layout.head().index(one.unit(), 0)] = 0;
      points.add(moved);
    }
    return points;
  }
}
