package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The curvature that kinks above the first layer add to a loss on the surface that keeps them.
 *
 * <p>On the tangent space of {z_k = 0 for all k} the loss is curved like {@code L_off + sum
 * lambda_k z_k}, L_off the loss with the kinks off and lambda_k = s_k c_k its multipliers. A
 * pre-activation above the first layer is a polynomial in the parameters, so that {@code sum
 * lambda_k (Hessian of z_k) v} is the central difference of its gradients along v: exact up to
 * rounding with at most two layers below the kink, up to the square of the step with more. Only the
 * kinks' own samples are evaluated. First-layer kinks add nothing.
 */
public final class KinkCurvature {

  /** Step of the difference, relative to the parameters; rounding costs 1e-12 relative. */
  private static final double STEP = 1e-4;

  private final Kernels kernels = Kernels.best();
  private final List<Kink> local = new ArrayList<>();
  private final double[] multipliers;
  private final boolean[] curved;
  private final Optional<EmpiricalLoss> samples;
  private final double[] moved;
  private final double[] row;

  /**
   * The curvature of kinks.
   *
   * @param kinks distinct
   * @param multipliers lambda_k, in the order of the kinks
   */
  public KinkCurvature(EmpiricalLoss loss, List<Kink> kinks, double[] multipliers) {
    this.multipliers = multipliers.clone();
    this.curved = new boolean[kinks.size()];
    List<Integer> rows = new ArrayList<>();
    for (int k = 0; k < kinks.size(); k++) {
      Kink kink = kinks.get(k);
      curved[k] = kink.relu() > 0 && multipliers[k] != 0;
      int at = rows.indexOf(kink.sample());
      if (at < 0) {
        at = rows.size();
        rows.add(kink.sample());
      }
      local.add(new Kink(kink.relu(), at, kink.unit()));
    }
    boolean any = false;
    for (boolean c : curved) {
      any |= c;
    }
    this.samples =
        any
            ? Optional.of(EmpiricalLoss.of(loss.network(), part(loss.data(), rows)))
            : Optional.empty();
    this.moved = new double[loss.dimension()];
    this.row = new double[loss.dimension()];
  }

  private static Dataset part(Dataset data, List<Integer> rows) {
    double[] x = new double[rows.size() * data.inputs()];
    double[] y = new double[rows.size() * data.outputs()];
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < data.inputs(); i++) {
        x[r * data.inputs() + i] = data.x(rows.get(r), i);
      }
    }
    return new Dataset(rows.size(), data.inputs(), data.outputs(), x, y);
  }

  /** Adds the product with {@code direction} to {@code product}. */
  public void addProduct(double[] theta, double[] direction, double[] product) {
    if (samples.isEmpty()) {
      return;
    }
    int p = theta.length;
    double length = Math.sqrt(kernels.dot(p, direction, 0, direction, 0));
    if (!(length > 0)) {
      return;
    }
    double size = Math.sqrt(kernels.dot(p, theta, 0, theta, 0) / p);
    double step = STEP * Math.max(size, Double.MIN_NORMAL) / length;
    for (int sign = -1; sign <= 1; sign += 2) {
      System.arraycopy(theta, 0, moved, 0, p);
      kernels.axpy(p, sign * step, direction, 0, moved, 0);
      Linearization at = samples.get().linearize(moved, local);
      for (int k = 0; k < curved.length; k++) {
        if (curved[k]) {
          at.preActivationGradient(local.get(k), row);
          kernels.axpy(p, sign * multipliers[k] / (2 * step), row, 0, product, 0);
        }
      }
    }
  }
}
