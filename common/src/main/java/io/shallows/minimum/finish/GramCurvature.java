package io.shallows.minimum.finish;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Linearization;

/**
 * The inverse as a product, for more parameters than a matrix should have: limited-memory BFGS with
 * {@value #PAIRS} pairs on the inverse of Gauss-Newton at one point, in Gram form.
 *
 * <p>With J_w the Jacobian by the inner parameters and J_A that by the heads, the Schur complement
 * of the heads is {@code (2/N) J_w^T S J_w}, {@code S = (I + J_A J_A^T / s)^-1}, s = N decay / 2.
 * So {@code (J_w^T S J_w + nu)^-1 = (I - J_w^T (nu S^-1 + J_w J_w^T)^-1 J_w) / nu}: one matrix of
 * order N c is factored per point, and a product costs two Jacobian products and 4 n a pair.
 */
final class GramCurvature implements ReducedCurvature {

  /** Pairs kept: their products cost less than those of the Jacobian on all shapes in use. */
  private static final int PAIRS = 60;

  /**
   * Most that the weight of heads counts against that of inner parameters: beyond, {@code S} only
   * loses digits.
   */
  private static final double MOST_WEIGHT = 1e8;

  private final Kernels kernels = Kernels.best();
  private final ReducedLoss reduced;
  private final EmpiricalLoss there;
  private final int n;
  private final int rows;
  private final double[] base;
  private final double[] gram;
  private final double[] image;
  private final double[] whole;
  private final double[] back;
  private final double[][] steps;
  private final double[][] changes;
  private final double[] slopes = new double[PAIRS];
  private final double[] alpha = new double[PAIRS];
  private final CholeskyFactor factor;
  private double nu;
  private boolean known;
  private int newest;
  private int size;

  GramCurvature(ReducedLoss reduced) {
    this.reduced = reduced;
    EmpiricalLoss loss = reduced.loss();
    // of its own, so that the point of the products stays expanded while the other moves on
    this.there = EmpiricalLoss.of(loss.network(), loss.data(), loss.outputLoss());
    this.n = reduced.inner().length;
    this.rows = loss.data().samples() * loss.data().outputs();
    this.base = new double[loss.dimension()];
    this.gram = new double[rows * rows];
    this.image = new double[rows];
    this.whole = new double[loss.dimension()];
    this.back = new double[loss.dimension()];
    this.steps = new double[PAIRS][n];
    this.changes = new double[PAIRS][n];
    this.factor = new CholeskyFactor(kernels, rows);
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void build(double[] theta) {
    System.arraycopy(theta, 0, base, 0, base.length);
    int samples = there.data().samples();
    int outputs = there.data().outputs();
    int q = reduced.featureCount();
    there.linearize(base).gram(gram);
    double[] outer = new double[samples * samples]; // 0 where no head is eliminated
    if (q > 0) {
      kernels.normal(q, samples, reduced.features(base), 0, samples, outer, 0, samples, false);
      add(-1, outer, samples, outputs);
    }
    reduced.evaluated(2);
    double trace = 0;
    double own = 0;
    for (int i = 0; i < rows; i++) {
      trace += Math.max(0, gram[i * rows + i]);
      own += outer[i / outputs * samples + i / outputs];
    }
    double decay = 0.5 * samples * reduced.decay();
    nu = SlideRun.DAMPING * trace / base.length + decay;
    if (q > 0) {
      double ridge = ReducedLoss.RIDGE * own / (q * outputs);
      add(Math.min(MOST_WEIGHT, nu / (decay + ridge)), outer, samples, outputs);
    }
    known = ReducedLoss.factored(factor, rows, gram, nu);
  }

  /** Adds a matrix of samples for every output alike. */
  private void add(double weight, double[] outer, int samples, int outputs) {
    for (int i = 0; i < samples; i++) {
      for (int k = 0; k < outputs; k++) {
        int row = (i * outputs + k) * rows + k;
        for (int j = 0; j < samples; j++) {
          gram[row + j * outputs] += weight * outer[i * samples + j];
        }
      }
    }
  }

  @Override
  public void forget() {
    size = 0;
  }

  @Override
  public void rescale(double[] factors) {
    forget();
  }

  @Override
  public void apply(double[] vector, double[] product) {
    System.arraycopy(vector, 0, product, 0, n);
    for (int k = 0; k < size; k++) {
      int slot = (newest - k + PAIRS) % PAIRS;
      alpha[slot] = kernels.dot(n, steps[slot], 0, product, 0) / slopes[slot];
      kernels.axpy(n, -alpha[slot], changes[slot], 0, product, 0);
    }
    applyGaussNewton(product);
    for (int k = size - 1; k >= 0; k--) {
      int slot = (newest - k + PAIRS) % PAIRS;
      double beta = kernels.dot(n, changes[slot], 0, product, 0) / slopes[slot];
      kernels.axpy(n, alpha[slot] - beta, steps[slot], 0, product, 0);
    }
  }

  private void applyGaussNewton(double[] product) {
    if (!known) {
      return;
    }
    int[] inner = reduced.inner();
    for (int i = 0; i < n; i++) {
      whole[inner[i]] = product[i];
    }
    Linearization at = there.linearize(base);
    at.multiply(whole, image);
    factor.solve(image, 0);
    at.multiplyTransposed(image, back);
    reduced.evaluated(1);
    double unit = 0.5 * there.data().samples() / nu;
    for (int i = 0; i < n; i++) {
      product[i] = (product[i] - back[inner[i]]) * unit;
    }
  }

  @Override
  public void learn(double[] step, double[] change, double slope) {
    newest = (newest + 1) % PAIRS;
    size = Math.min(size + 1, PAIRS);
    System.arraycopy(step, 0, steps[newest], 0, n);
    System.arraycopy(change, 0, changes[newest], 0, n);
    slopes[newest] = slope;
  }
}
