package io.shallows.minimum.finish;

import io.shallows.linalg.DualActiveSet;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.LinearHeads;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * Directions of the heads along which a loss falls for ever: valleys to infinity, in which it has
 * no minimum.
 *
 * <p>Outputs are {@code f_i = Phi_i D} in the heads D, Phi_i what the heads read of sample i. Where
 * {@code d_i = Phi_i D} has {@linkplain io.shallows.loss.OutputLoss#slopeAtInfinity slope at
 * infinity} 0 on all samples and changes a class against another on one, the loss falls strictly
 * along D from any heads and has no minimum in them (Albert, Anderson 1984,
 * doi:10.1093/biomet/71.1.1: complete and quasi-complete separation).
 *
 * <p>Two directions are tried: the heads themselves, which is exact and costs a forward pass; and
 * the point nearest to the heads in the cone {@code y_i . d_i >= d_ik}, to which heads that have
 * run far are close. There a slope counts as 0 up to {@value #SLOPE} |Phi_i| |D|. A valley in which
 * inner parameters must go along is not seen.
 */
public final class HeadValley {

  /** Largest slope that is 0, relative: what the projection's rounding leaves, with room. */
  private static final double SLOPE = 1e-9;

  /** Least relative change of a class against another: far above the slopes that count as 0. */
  private static final double SPREAD = 1e-6;

  /** Least length of the nearest point of the cone, relative to the heads; less is rounding. */
  private static final double NEAREST = 1e-6;

  /** How far a class may be ahead of the target's in the projection, relative to the heads. */
  private static final double BEHIND = 1e-13;

  /** Most head weights that are projected: a step costs their square. */
  private static final int MOST = 600;

  private final EmpiricalLoss loss;
  private final Dataset data;
  private final int c;
  private final int q;
  private final int[] places;
  private final double[] features;
  private final double[] lengths;

  private HeadValley(EmpiricalLoss loss, double[] theta) {
    this.loss = loss;
    this.data = loss.data();
    this.c = data.outputs();
    LinearHeads heads = LinearHeads.of(loss.network());
    this.q = heads.layers().stream().mapToInt(DenseLayer::inputs).sum();
    this.places = new int[q * c];
    this.features = new double[data.samples() * q];
    this.lengths = new double[data.samples()];
    int row = 0;
    List<DenseLayer> layers = heads.layers();
    for (int h = 0; h < layers.size(); h++) {
      double[] values = loss.activations(theta, heads.sources().get(h));
      int width = layers.get(h).inputs();
      for (int j = 0; j < width; j++) {
        for (int k = 0; k < c; k++) {
          places[(row + j) * c + k] = layers.get(h).index(j, k);
        }
        for (int i = 0; i < lengths.length; i++) {
          features[i * q + row + j] = values[i * width + j];
        }
      }
      row += width;
    }
    for (int i = 0; i < lengths.length; i++) {
      double square = 0;
      for (int j = 0; j < q; j++) {
        square += features[i * q + j] * features[i * q + j];
      }
      lengths[i] = Math.sqrt(square);
    }
  }

  /**
   * The unit direction in the parameters, 0 but for heads, along which the loss falls for ever;
   * empty if none is found, as with every sum of squares.
   *
   * @param theta a point, which is not changed
   */
  public static Optional<double[]> of(EmpiricalLoss loss, double[] theta) {
    if (!mayHave(loss)) {
      return Optional.empty();
    }
    HeadValley valley = new HeadValley(loss, theta);
    Optional<double[]> own = valley.own(theta);
    return own.isPresent() ? own : valley.nearest(theta);
  }

  /**
   * Whether the loss falls to 0 along the heads themselves, each sample's class ahead of all
   * others: there is nothing below the bottom of this valley, and a search may stop.
   */
  static boolean fallsToZero(EmpiricalLoss loss, double[] theta) {
    if (!mayHave(loss)) {
      return false;
    }
    HeadValley valley = new HeadValley(loss, theta);
    return valley.falls(valley.heads(theta), 0, true);
  }

  private static boolean mayHave(EmpiricalLoss loss) {
    return loss.outputLoss().needsClasses() && ReducedLoss.hasHeads(loss.network());
  }

  private Optional<double[]> own(double[] theta) {
    double[] heads = heads(theta);
    return falls(heads, 0, false) ? Optional.of(direction(heads, theta.length)) : Optional.empty();
  }

  private double[] heads(double[] theta) {
    double[] heads = new double[q * c];
    for (int j = 0; j < heads.length; j++) {
      heads[j] = theta[places[j]];
    }
    return heads;
  }

  private double[] direction(double[] heads, int p) {
    double length = length(heads);
    double[] direction = new double[p];
    for (int j = 0; j < heads.length; j++) {
      direction[places[j]] = heads[j] / length;
    }
    return direction;
  }

  /**
   * Whether no sample's loss rises along heads, but for a relative slope, and one's falls.
   *
   * @param toZero whether that of each must fall to 0
   */
  private boolean falls(double[] heads, double slope, boolean toZero) {
    double size = length(heads);
    double[] y = data.y();
    double[] d = new double[c];
    boolean some = false;
    for (int i = 0; i < lengths.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < c; k++) {
        d[k] = 0;
        for (int j = 0; j < q; j++) {
          d[k] += features[i * q + j] * heads[j * c + k];
        }
        least = Math.min(least, d[k]);
        most = Math.max(most, d[k]);
      }
      double scale = lengths[i] * size;
      if (!(loss.outputLoss().slopeAtInfinity(d, 0, y, i * c, c) <= slope * scale)) {
        return false;
      }
      some |= most - least > SPREAD * scale;
      int ahead = 0;
      for (int k = 0; k < c; k++) {
        ahead += d[k] >= most - SPREAD * scale ? 1 : 0;
      }
      if (toZero && ahead > 1) {
        return false;
      }
    }
    return some;
  }

  /** The point nearest to the heads at which no class rises above that of the target. */
  private Optional<double[]> nearest(double[] theta) {
    double[] heads = heads(theta);
    double size = length(heads);
    if (heads.length > MOST || !(size > 0) || !Double.isFinite(size)) {
      return Optional.empty();
    }
    DualActiveSet set = new DualActiveSet(heads.length);
    set.start(heads);
    double[] y = data.y();
    double[] d = new double[c];
    double[] normal = new double[heads.length];
    int limit = 20 * heads.length + 200;
    for (int step = 0; step < limit; step++) {
      int worst = -1;
      double most = BEHIND * size;
      for (int i = 0; i < lengths.length; i++) {
        double wanted = 0;
        double square = 0;
        for (int k = 0; k < c; k++) {
          d[k] = 0;
          for (int j = 0; j < q; j++) {
            d[k] += features[i * q + j] * set.point()[j * c + k];
          }
          wanted += y[i * c + k] * d[k];
          square += y[i * c + k] * y[i * c + k];
        }
        for (int k = 0; k < c; k++) {
          double length = lengths[i] * Math.sqrt(square - 2 * y[i * c + k] + 1);
          if (d[k] - wanted > most * length && !set.contains(i * c + k)) {
            most = (d[k] - wanted) / length;
            worst = i * c + k;
          }
        }
      }
      if (worst < 0 || !set.enforce(normal(worst, y, normal), 0, worst, false)) {
        break;
      }
    }
    set.settle(heads);
    double[] found = set.point().clone();
    return length(found) > NEAREST * size && falls(found, SLOPE, false)
        ? Optional.of(direction(found, theta.length))
        : Optional.empty();
  }

  /** The unit normal of {@code y_i . d_i >= d_ik}, id = i c + k, in the heads. */
  private double[] normal(int id, double[] y, double[] normal) {
    int i = id / c;
    for (int j = 0; j < q; j++) {
      for (int k = 0; k < c; k++) {
        normal[j * c + k] = features[i * q + j] * (y[i * c + k] - (i * c + k == id ? 1 : 0));
      }
    }
    double length = length(normal);
    for (int j = 0; j < normal.length; j++) {
      normal[j] /= length;
    }
    return normal;
  }

  private static double length(double[] v) {
    double square = 0;
    for (double value : v) {
      square += value * value;
    }
    return Math.sqrt(square);
  }
}
