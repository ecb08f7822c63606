package io.shallows.linalg;

import java.util.Arrays;

/**
 * Least squares with a sum of lengths over cones: the least of {@code |y - J v|^2 + weight sum_k
 * |v_k|}, v in blocks v_k of d numbers, over {@code a_ki . v_k >= 0}, and the same with one block
 * on one of its planes.
 *
 * <p>Blocks at 0 are found by a test that is exact for one block: 0 is best, the others fixed,
 * where the point of its cone nearest to {@code J_k^T} of what the others leave is not longer than
 * half the weight. The others move by Newton steps: a length is replaced by its expansion at the
 * last point, so that a step is the point of a cone nearest to another one ({@link DualActiveSet}).
 * {@value #RADIAL} of the curvature across the vector stands in for that along it, which is 0; all
 * of it would make the model lie above the length (iterated reweighting), and is taken where a
 * shorter step does not help. The steps end at a relative gap of {@value #GAP} between the value
 * and the dual one, or where nothing gets better; whoever needs a bound takes it from the
 * multipliers.
 *
 * <p>Cost: {@code n p^2} once and some {@code p^3 + p P d} per step, mostly fewer than ten steps.
 * Not safe for use by several threads.
 */
public final class ConeLasso {

  /** Gap of value and dual value, relative to |y|^2, at which the steps end. */
  private static final double GAP = 1e-14;

  /** Share of the curvature across a vector that is taken along it. */
  private static final double RADIAL = 1e-3;

  /** A vector so much shorter than its best step away from 0 is as good as 0. */
  private static final double AWAY = 1e-6;

  /** Vectors so much shorter than the longest are tried at 0. */
  private static final double SHORT = 1e-4;

  /** A point may be behind a wall by so much of its length: rounding of dependent columns. */
  private static final double BEHIND = 1e-6;

  private static final int STEPS = 60;
  private static final int HALVINGS = 12;

  final int d;
  final int p;
  final int planes;
  final double weight;
  private final double squares;
  final double[] gram;
  final double[] fit;
  final double[][] walls;
  private final DualActiveSet block;
  private final DualActiveSet beforeBlock;
  int facetBlock = -1;
  int facetPlane = -1;

  /**
   * A problem.
   *
   * @param jacobian J, column by column
   * @param y as long as a column
   * @param d numbers per block
   * @param walls per block the normals a_ki, each of length 1, one after the other
   * @param weight of the lengths, above 0
   */
  public ConeLasso(double[] jacobian, double[] y, int d, double[][] walls, double weight) {
    if (!(weight > 0)) {
      throw new IllegalArgumentException("weight: " + weight + " is not above 0");
    }
    int n = y.length;
    this.d = d;
    this.p = walls.length * d;
    this.planes = walls.length == 0 ? 0 : walls[0].length / d;
    this.walls = walls.clone();
    this.weight = weight;
    this.gram = new double[p * p];
    this.fit = new double[p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int s = 0; s < n; s++) {
          sum += jacobian[i * n + s] * jacobian[j * n + s];
        }
        gram[i * p + j] = sum;
        gram[j * p + i] = sum;
      }
      for (int s = 0; s < n; s++) {
        fit[i] += jacobian[i * n + s] * y[s];
      }
    }
    double sum = 0;
    for (double value : y) {
      sum += value * value;
    }
    this.squares = sum;
    this.block = new DualActiveSet(d);
    this.beforeBlock = new DualActiveSet(d);
  }

  /** A point with the multipliers of the walls. */
  public static final class Solution {
    private final double[] vectors;
    private final double[] multipliers;
    private final double gap;

    private Solution(double[] vectors, double[] multipliers, double gap) {
      this.vectors = vectors;
      this.multipliers = multipliers;
      this.gap = gap;
    }

    /** v. */
    public double[] vectors() {
      return vectors.clone();
    }

    /**
     * The multipliers, block by block: {@code J_k^T (y - J v) + sum_i l_ki a_ki} is half the weight
     * times v_k / |v_k|, and not longer than half the weight where v_k is 0. At least 0 but for the
     * plane that a block was put on.
     */
    public double[] multipliers() {
      return multipliers.clone();
    }

    /** The value less the dual value. */
    public double gap() {
      return gap;
    }
  }

  /**
   * The least over all cones.
   *
   * @param guess a point whose lengths may be near those of the solution
   */
  public Solution solve(double[] guess) {
    return solve(guess, -1, -1);
  }

  /** The same with one block on one of its planes; no plane where the block is -1. */
  public Solution solve(double[] guess, int onBlock, int onPlane) {
    facetBlock = onBlock;
    facetPlane = onPlane;
    double[] v = new double[p];
    double[] multipliers = new double[walls.length * planes];
    if (squared(guess, 0, p) > 0) {
      step(guess, 1, true, v, multipliers);
      if (!obeys(v)) {
        Arrays.fill(v, 0);
      }
    }
    Solution best = null;
    double[] next = new double[p];
    double[] trimmed = new double[p];
    for (int k = 0; k < STEPS; k++) {
      double before = value(v);
      sweep(v);
      if (k > 0 && trim(v, trimmed)) {
        step(trimmed, RADIAL, false, next, multipliers);
        best = better(best, next, multipliers);
      }
      step(v, RADIAL, false, next, multipliers);
      Solution found = better(null, next, multipliers);
      best = best == null || found.gap < best.gap ? found : best;
      if (best.gap <= GAP * squares) {
        break;
      }
      if (!descend(v, next)) {
        step(v, 1, false, next, multipliers);
        descend(v, next);
      }
      if (k > 0 && before - value(v) <= 0x1p-53 * squares && best.gap < found.gap) {
        break;
      }
    }
    return best;
  }

  private Solution better(Solution known, double[] v, double[] multipliers) {
    double gap = dual(v, multipliers);
    return known == null || gap < known.gap
        ? new Solution(v.clone(), multipliers.clone(), gap)
        : known;
  }

  /** The same point with blocks that seem on their way to 0 there; whether there are some. */
  private boolean trim(double[] v, double[] trimmed) {
    double most = 0;
    for (int k = 0; k < walls.length; k++) {
      most = Math.max(most, squared(v, k * d, d));
    }
    boolean some = false;
    System.arraycopy(v, 0, trimmed, 0, p);
    for (int k = 0; k < walls.length; k++) {
      double square = squared(v, k * d, d);
      if (square > 0 && square < SHORT * SHORT * most) {
        Arrays.fill(trimmed, k * d, (k + 1) * d, 0);
        some = true;
      }
    }
    return some;
  }

  /** {@code |y - J v|^2 + weight sum |v_k|}. */
  private double value(double[] v) {
    double value = squares;
    for (int i = 0; i < p; i++) {
      value += v[i] * (product(i, v) - 2 * fit[i]);
    }
    return value + weight * lengths(v);
  }

  private double lengths(double[] v) {
    double sum = 0;
    for (int k = 0; k < walls.length; k++) {
      sum += Math.sqrt(squared(v, k * d, d));
    }
    return sum;
  }

  double product(int row, double[] v) {
    double sum = 0;
    for (int j = 0; j < p; j++) {
      sum += gram[row * p + j] * v[j];
    }
    return sum;
  }

  static double squared(double[] v, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += v[i] * v[i];
    }
    return sum;
  }

  /** Whether a point is behind no wall by more than rounding. */
  private boolean obeys(double[] v) {
    double noise = BEHIND * Math.sqrt(squared(v, 0, p));
    for (int k = 0; k < walls.length; k++) {
      for (int i = 0; i < planes; i++) {
        double along = 0;
        for (int c = 0; c < d; c++) {
          along += walls[k][i * d + c] * v[k * d + c];
        }
        if (along < -noise) {
          return false;
        }
      }
    }
    return true;
  }

  /** Moves v towards another point as far as the value falls; whether it does. */
  private boolean descend(double[] v, double[] to) {
    if (!obeys(to)) {
      return false;
    }
    double before = value(v);
    double[] tried = to.clone();
    double share = 1;
    for (int k = 0; k < HALVINGS; k++, share /= 2) {
      for (int i = 0; i < p; i++) {
        tried[i] = v[i] + share * (to[i] - v[i]);
      }
      if (value(tried) < before) {
        System.arraycopy(tried, 0, v, 0, p);
        return true;
      }
    }
    return false;
  }

  /** Takes blocks to 0 that are best there, and others a step away from it. */
  private void sweep(double[] v) {
    double[] ignored = new double[walls.length * planes];
    double[] q = new double[d];
    for (int k = 0; k < walls.length; k++) {
      double present = Math.sqrt(squared(v, k * d, d));
      for (int c = 0; c < d; c++) {
        int i = k * d + c;
        q[c] = fit[i] - product(i, v);
        for (int b = 0; b < d; b++) {
          q[c] += gram[i * p + k * d + b] * v[k * d + b];
        }
      }
      double[] nearest = nearest(k, q, ignored);
      double length = Math.sqrt(squared(nearest, 0, d));
      if (2 * length <= weight) {
        Arrays.fill(v, k * d, (k + 1) * d, 0);
      } else {
        double along = 0;
        double curvature = 0;
        for (int c = 0; c < d; c++) {
          along += q[c] * nearest[c];
          for (int b = 0; b < d; b++) {
            curvature += nearest[c] * gram[(k * d + c) * p + k * d + b] * nearest[b];
          }
        }
        double share = (2 * along - weight * length) / (2 * curvature);
        boolean away = curvature > 0 && present <= AWAY * share * length;
        for (int c = 0; away && c < d; c++) {
          v[k * d + c] = share * nearest[c];
        }
      }
    }
  }

  /** The point of a block's cone nearest to q, and its multipliers. */
  private double[] nearest(int k, double[] q, double[] multipliers) {
    Arrays.fill(multipliers, k * planes, (k + 1) * planes, 0);
    block.clear();
    double[] normal = new double[d];
    if (k == facetBlock) {
      System.arraycopy(walls[k], facetPlane * d, normal, 0, d);
      block.guess(normal, facetPlane, true);
    }
    block.settle(q);
    double noise = 1e-14 * Math.sqrt(squared(q, 0, d));
    boolean[] refused = new boolean[planes];
    for (int step = 0; step < 20 * d + 20; step++) {
      int worst = -1;
      double most = noise;
      for (int i = 0; i < planes; i++) {
        double behind = 0;
        for (int c = 0; c < d; c++) {
          behind -= walls[k][i * d + c] * block.point()[c];
        }
        if (behind > most && !refused[i] && !block.contains(i)) {
          most = behind;
          worst = i;
        }
      }
      if (worst < 0) {
        break;
      }
      System.arraycopy(walls[k], worst * d, normal, 0, d);
      beforeBlock.copy(block);
      refused[worst] = !block.enforce(normal, 0, worst, false);
      if (refused[worst]) {
        block.copy(beforeBlock);
      }
    }
    block.settle(q);
    for (int j = 0; j < block.active(); j++) {
      multipliers[k * planes + block.id(j)] = block.multiplier(j);
    }
    return block.point().clone();
  }

  /**
   * A step of the blocks that are not 0.
   *
   * @param radial share of the curvature across a vector that is taken along it
   * @param fresh whether {@code from} is no point but tells lengths alone
   */
  private void step(
      double[] from, double radial, boolean fresh, double[] to, double[] multipliers) {
    Arrays.fill(to, 0);
    int[] blocks = new int[walls.length];
    int count = 0;
    for (int k = 0; k < walls.length; k++) {
      Arrays.fill(multipliers, k * planes, (k + 1) * planes, 0);
      if (squared(from, k * d, d) > 0) {
        blocks[count++] = k;
      }
    }
    if (count > 0) {
      new ConeStep(this, Arrays.copyOf(blocks, count), from, radial, fresh).into(to, multipliers);
    }
  }

  /** The gap of a point and multipliers; those of blocks at 0 are set to the best. */
  private double dual(double[] v, double[] multipliers) {
    double[] rest = new double[p];
    double along = squares;
    double residual = squares;
    for (int i = 0; i < p; i++) {
      double product = product(i, v);
      rest[i] = fit[i] - product;
      along -= fit[i] * v[i];
      residual += v[i] * (product - 2 * fit[i]);
    }
    double longest = weight / 2;
    for (int k = 0; k < walls.length; k++) {
      double[] e = Arrays.copyOfRange(rest, k * d, (k + 1) * d);
      if (squared(v, k * d, d) == 0) {
        e = nearest(k, e, multipliers);
      } else {
        for (int i = 0; i < planes; i++) {
          for (int c = 0; c < d && multipliers[k * planes + i] != 0; c++) {
            e[c] += multipliers[k * planes + i] * walls[k][i * d + c];
          }
        }
      }
      longest = Math.max(longest, Math.sqrt(squared(e, 0, d)));
    }
    double share = weight / 2 / longest;
    return residual + weight * lengths(v) - share * (2 * along - share * residual);
  }
}
