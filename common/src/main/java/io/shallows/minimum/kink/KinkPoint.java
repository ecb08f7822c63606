package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A point with a set of kinks, and the first-order facts there: the gradient with the kinks off,
 * their weights and rows.
 */
public final class KinkPoint {

  /**
   * How far above a kink its weight is looked at, relative to the unit's largest pre-activation:
   * beyond the tolerance of a kink, so that the units above come on, and too near for others.
   */
  private static final double ABOVE = 1e-7;

  private final int samples;
  private final double[] theta;
  private final List<Kink> kinks;
  private final double loss;
  private final double[] gradient;
  private final double[][] preActivations;
  private final double[] weights;
  private final double[][] rows;
  private final KinkLinks links;
  private RowSystem system;
  private double[] along;

  private KinkPoint(
      int samples,
      double[] theta,
      List<Kink> kinks,
      double loss,
      double[] gradient,
      double[][] preActivations,
      double[] weights,
      double[][] rows,
      KinkLinks links) {
    this.samples = samples;
    this.links = links;
    this.theta = theta;
    this.kinks = kinks;
    this.loss = loss;
    this.gradient = gradient;
    this.preActivations = preActivations;
    this.weights = weights;
    this.rows = rows;
  }

  /**
   * The facts at {@code theta}, which is kept and must not change, with these kinks.
   *
   * <p>Kinks without a row are left out: with the kinks of the layers below off, all units that
   * they read are off, and they follow from those.
   */
  public static KinkPoint of(EmpiricalLoss loss, double[] theta, List<Kink> kinks) {
    return of(loss, theta, kinks, Set.of());
  }

  /**
   * The facts at {@code theta} with its kinks, those {@linkplain CommonKinks that a unit has alike
   * on all samples} taken together.
   */
  public static KinkPoint together(EmpiricalLoss loss, double[] theta, double tolerance) {
    CommonKinks found = CommonKinks.of(loss, theta, find(loss, theta, tolerance));
    return of(loss, theta, found.kinks(), found.common());
  }

  private static KinkPoint of(
      EmpiricalLoss loss, double[] theta, List<Kink> kinks, Set<Kink> common) {
    Linearization at = loss.linearize(theta, kinks);
    int layers = loss.network().relus().size();
    double[][] pre = new double[layers][];
    for (int r = 0; r < layers; r++) {
      pre[r] = at.preActivations(r).clone();
    }
    double[] gradient = new double[theta.length];
    at.gradient(gradient);
    double[] weights = new double[kinks.size()];
    double[][] rows = new double[kinks.size()][theta.length];
    int adjointsOf = -1;
    double[] adjoints = new double[0];
    for (int k = 0; k < kinks.size(); k++) {
      Kink kink = kinks.get(k);
      if (kink.relu() != adjointsOf) {
        adjointsOf = kink.relu();
        adjoints = at.reluAdjoints(adjointsOf).clone();
      }
      weights[k] =
          common.contains(kink)
              ? sum(adjoints, kink.unit(), adjoints.length / loss.data().samples())
              : adjoints[index(pre, loss, kink)];
      at.preActivationGradient(kink, rows[k]);
    }
    double value = at.loss();
    List<Kink> moving = new ArrayList<>();
    for (int k = 0; k < rows.length; k++) {
      if (Kernels.best().dot(theta.length, rows[k], 0, rows[k], 0) > 0) {
        moving.add(kinks.get(k));
      }
    }
    if (moving.size() < kinks.size()) {
      return of(loss, theta, moving, common);
    }
    for (int k = 0; k < weights.length; k++) {
      if (!common.contains(kinks.get(k)) && hidden(pre, loss, kinks.get(k))) {
        weights[k] = weightAbove(loss, theta, kinks, k, rows[k], largest(pre, loss, kinks.get(k)));
      }
    }
    KinkLinks links = KinkLinks.of(loss.linearize(theta, kinks), kinks);
    return new KinkPoint(
        loss.data().samples(),
        theta,
        List.copyOf(kinks),
        value,
        gradient,
        pre,
        weights,
        rows,
        links);
  }

  private static double sum(double[] values, int from, int step) {
    double sum = 0;
    for (int i = from; i < values.length; i += step) {
      sum += values[i];
    }
    return sum;
  }

  /** Whether a unit above the kink has pre-activation 0 on its sample. */
  private static boolean hidden(double[][] pre, EmpiricalLoss loss, Kink kink) {
    for (int r = kink.relu() + 1; r < pre.length; r++) {
      int width = pre[r].length / loss.data().samples();
      for (int j = 0; j < width; j++) {
        if (pre[r][kink.sample() * width + j] == 0) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The weight just above the kink. It is not that at the kink where the unit is the last one of
   * its layer that is on for its sample: the units above then have pre-activation 0 as well and
   * count as off, but those with a positive weight from this unit come on together with it.
   */
  private static double weightAbove(
      EmpiricalLoss loss, double[] theta, List<Kink> kinks, int k, double[] row, double largest) {
    double square = Kernels.best().dot(row.length, row, 0, row, 0);
    if (!(square > 0)) {
      return 0;
    }
    double[] above = theta.clone();
    Kernels.best().axpy(above.length, ABOVE * largest / square, row, 0, above, 0);
    List<Kink> others = new ArrayList<>(kinks);
    Kink kink = others.remove(k);
    double[] adjoints = loss.linearize(above, others).reluAdjoints(kink.relu());
    return adjoints[kink.sample() * (adjoints.length / loss.data().samples()) + kink.unit()];
  }

  private static double largest(double[][] pre, EmpiricalLoss loss, Kink kink) {
    double[] z = pre[kink.relu()];
    int width = z.length / loss.data().samples();
    double largest = 0;
    for (int i = kink.unit(); i < z.length; i += width) {
      largest = Math.max(largest, Math.abs(z[i]));
    }
    return largest;
  }

  private static int index(double[][] pre, EmpiricalLoss loss, Kink kink) {
    int width = pre[kink.relu()].length / loss.data().samples();
    return kink.sample() * width + kink.unit();
  }

  /**
   * The kinks at a point: pre-activations that are 0 within {@code tolerance} times the unit's
   * largest one over the samples, and whose row is not 0.
   *
   * <p>A pre-activation whose row is 0 stays 0 nearby: all units below it are off.
   */
  public static List<Kink> find(EmpiricalLoss loss, double[] theta, double tolerance) {
    Linearization at = loss.linearize(theta);
    int samples = loss.data().samples();
    double[] row = new double[theta.length];
    List<Kink> found = new ArrayList<>();
    for (int r = 0; r < loss.network().relus().size(); r++) {
      double[] z = at.preActivations(r).clone();
      int width = z.length / samples;
      double[] largest = new double[width];
      for (int i = 0; i < z.length; i++) {
        largest[i % width] = Math.max(largest[i % width], Math.abs(z[i]));
      }
      for (int s = 0; s < samples; s++) {
        boolean dead = allZero(z, s * width, width);
        for (int j = 0; j < width; j++) {
          if (Math.abs(z[s * width + j]) <= tolerance * largest[j]) {
            Kink kink = new Kink(r, s, j);
            at.preActivationGradient(kink, row);
            if (Kernels.best().dot(row.length, row, 0, row, 0) > 0) {
              found.add(kink);
            } else if (dead) {
              break; // the layer below is off on this sample: no unit here has a row
            }
          }
        }
      }
    }
    return found;
  }

  private static boolean allZero(double[] z, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (z[i] != 0) {
        return false;
      }
    }
    return true;
  }

  public double[] theta() {
    return theta;
  }

  public List<Kink> kinks() {
    return kinks;
  }

  public double loss() {
    return loss;
  }

  /** The gradient with the kinks off, g_0. */
  public double[] gradient() {
    return gradient;
  }

  double[] preActivations(int relu) {
    return preActivations[relu];
  }

  int layers() {
    return preActivations.length;
  }

  int samples() {
    return samples;
  }

  /**
   * The derivative of the loss with respect to the output of kink {@code k} on the surface that
   * keeps the kinks above it: {@code c_k + sum_u lambda_u dz_u/dh_k} over the kinks u above it on
   * its sample, with the least-squares multipliers.
   */
  double weight(int k) {
    if (links.isEmpty()) {
      return weights[k];
    }
    if (along == null) {
      along = links.weights(weights, system().multipliers(gradient));
    }
    return along[k];
  }

  /** Whether switching a kink on lowers the loss beside what its two sides give alone: a ridge. */
  boolean hasRidges() {
    for (int k = 0; k < weights.length; k++) {
      if (weight(k) < 0) {
        return true;
      }
    }
    return false;
  }

  /** The slopes of the kinks' relus that decide whether the point is stationary. */
  public KinkSlopes slopes() {
    double[] kept = new double[weights.length];
    for (int k = 0; k < kept.length; k++) {
      kept[k] = weight(k);
    }
    return new KinkSlopeSearch(gradient, weights, kept, rows, links).worst();
  }

  /** The derivative of the pre-activation of kink {@code k} with respect to the parameters. */
  public double[] row(int k) {
    return rows[k];
  }

  /** Solutions with the rows, set up at the first call. */
  RowSystem system() {
    if (system == null) {
      system = new RowSystem(rows, theta.length);
    }
    return system;
  }

  /** Whether all kinks are in the first layer, where rows do not depend on the point. */
  boolean isLinear() {
    return kinks.isEmpty() || kinks.get(kinks.size() - 1).relu() == 0;
  }

  /** An orthonormal basis of the rows. */
  public OrthonormalRows rowSpace() {
    OrthonormalRows space = new OrthonormalRows(theta.length);
    for (double[] row : rows) {
      space.add(row);
    }
    return space;
  }
}
