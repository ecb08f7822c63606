package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.training.QuadraticModel;
import io.shallows.training.QuadraticModels;
import io.shallows.training.TrustRegion;
import java.util.List;
import java.util.Optional;

/**
 * Newton steps in a trust region, with the exact Hessian on the surface that keeps the kinks: the
 * kinks' own curvature enters with their least-squares multipliers.
 */
final class NewtonStep implements KinkStep {

  /**
   * Largest number of parameters. A Hessian costs p / 3 gradients and its factor p^3 / 3
   * multiply-adds: at 600 that is some 200 gradients a step, of which a descent's budget has
   * hundreds and no more.
   */
  private static final int LARGEST = 600;

  /** Parameters whose columns of the Hessian cost as much as one gradient, about. */
  private static final int COLUMNS_PER_GRADIENT = 3;

  /**
   * Chord steps after one step. Each costs two gradients where a new Hessian costs p / 3; they
   * converge linearly, and one that has not settled in six is better followed by a new model.
   */
  private static final int CORRECTIONS = 6;

  /** A chord step is damped until it is shorter than the step that it corrects by this factor. */
  private static final double SHORTER = 0.5;

  /** Factor of the damping of a chord step that is too long. */
  private static final double STIFFER = 10;

  /** Share of the decrease so far that a chord step must add for another one to be worth it. */
  private static final double WORTH = 0.01;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final KinkManifold manifold;
  private final KinkEffort effort;
  private final int p;
  private final QuadraticModel model;
  private final TrustRegion trust = new TrustRegion();
  private KinkPoint point;

  private NewtonStep(EmpiricalLoss loss, KinkManifold manifold, KinkEffort effort) {
    this.loss = loss;
    this.manifold = manifold;
    this.effort = effort;
    this.p = loss.dimension();
    this.model = QuadraticModels.hessian(p, this::curvature, 2 + p / COLUMNS_PER_GRADIENT);
  }

  /** Newton steps on a loss, or none if it has too many parameters. */
  static Optional<NewtonStep> of(EmpiricalLoss loss, KinkManifold manifold, KinkEffort effort) {
    return loss.dimension() <= LARGEST
        ? Optional.of(new NewtonStep(loss, manifold, effort))
        : Optional.empty();
  }

  private void curvature(double[] theta, List<Kink> kinks, double[] matrix) {
    loss.hessian(theta, kinks, point.system().multipliers(point.gradient()), matrix);
  }

  @Override
  public void build(KinkPoint at, OrthonormalRows space) {
    point = at;
    model.build(at.theta(), at.kinks(), space);
  }

  @Override
  public int cost() {
    return model.cost();
  }

  @Override
  public double scale() {
    return model.scale();
  }

  @Override
  public void restart(double scale, double size) {
    trust.start(size);
  }

  @Override
  public boolean solve(double[] gradient, double[] step) {
    return trust.solve(model, gradient, step);
  }

  @Override
  public double damping() {
    return trust.damping();
  }

  @Override
  public void accepted(double gain) {
    trust.accepted(gain);
  }

  @Override
  public void rejected() {
    trust.rejected();
  }

  @Override
  public boolean isExhausted() {
    return trust.exhausted();
  }

  /**
   * Goes on from a step that left the floor of a curved valley: chord Newton iterations, with the
   * factor at hand, towards the minimiser of {@code L(theta + d) + damping |d|^2 / 2}.
   *
   * @param space the span of the rows of the point's kinks
   * @param step from the point of the model; the chord steps that lower the sum are added to it
   * @param candidate where the step leads
   * @param value the loss there
   * @return where the step leads now
   */
  double[] corrected(OrthonormalRows space, double[] step, double[] candidate, double value) {
    double[] best = candidate;
    double[] right = new double[p];
    double[] correction = new double[p];
    double mu = damping();
    double stiff = mu;
    double merit = value + 0.5 * mu * kernels.dot(p, step, 0, step, 0);
    for (int pass = 0; pass < CORRECTIONS; pass++) {
      loss.linearize(best, point.kinks()).gradient(right);
      kernels.axpy(p, mu, step, 0, right, 0);
      space.project(right);
      while (true) {
        if (!model.solve(stiff, right, correction)) {
          return best;
        }
        if (norm(correction) <= SHORTER * norm(step)) {
          break;
        }
        stiff *= STIFFER;
      }
      kernels.axpy(p, 1, correction, 0, step, 0);
      Optional<double[]> next = manifold.along(point, step, 1);
      effort.evaluated(2);
      double reached = next.map(loss::value).orElse(Double.POSITIVE_INFINITY);
      double lower = reached + 0.5 * mu * kernels.dot(p, step, 0, step, 0);
      if (!(lower < merit) || next.isEmpty()) {
        kernels.axpy(p, -1, correction, 0, step, 0);
        return best;
      }
      best = next.get();
      boolean settled = merit - lower < WORTH * (value - lower);
      merit = lower;
      if (settled) {
        return best;
      }
    }
    return best;
  }

  private double norm(double[] v) {
    return Math.sqrt(kernels.dot(p, v, 0, v, 0));
  }
}
