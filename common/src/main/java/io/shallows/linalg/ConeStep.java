package io.shallows.linalg;

import java.util.Arrays;

/**
 * One step of {@link ConeLasso}: the least, over the cones of the blocks that are not 0, of the
 * squares and of the lengths' expansions to second order at a point, as the point of a cone nearest
 * to another one.
 */
final class ConeStep {
  private static final int ROUNDS = 3;

  private final ConeLasso problem;
  private final int d;
  private final int planes;
  private final double[][] walls;
  private final int[] blocks;
  private final int size;
  private final double[] back;
  private final double[] centre;
  private final double[] lengths;
  private final DualActiveSet set;
  private final DualActiveSet before;

  /** Walls that all active ones together hold but for rounding, since 0 obeys all walls. */
  private final boolean[] refused;

  private final double[] normal;
  private final double[] point;

  /**
   * The step from a point.
   *
   * @param blocks those that move
   * @param radial share of the curvature across a vector that is taken along it
   * @param fresh whether {@code from} is no point but tells lengths alone
   */
  ConeStep(ConeLasso problem, int[] blocks, double[] from, double radial, boolean fresh) {
    this.problem = problem;
    this.d = problem.d;
    this.planes = problem.planes;
    this.walls = problem.walls;
    int p = problem.p;
    double weight = problem.weight;
    double[] gram = problem.gram;
    this.blocks = blocks;
    this.size = blocks.length * d;
    double[] matrix = new double[size * size];
    double[] right = new double[size];
    for (int a = 0; a < size; a++) {
      int i = blocks[a / d] * d + a % d;
      for (int b = 0; b < size; b++) {
        matrix[a * size + b] = gram[i * p + blocks[b / d] * d + b % d];
      }
      right[a] = fresh ? problem.fit[i] : problem.fit[i] - problem.product(i, from);
    }
    for (int q = 0; q < blocks.length; q++) {
      int at = blocks[q] * d;
      double length = Math.sqrt(ConeLasso.squared(from, at, d));
      for (int a = 0; a < d; a++) {
        double along = from[at + a] / length;
        right[q * d + a] -= fresh ? 0 : weight / 2 * along;
        for (int b = 0; b < d; b++) {
          double across =
              (a == b ? 1 : 0) - (fresh ? 0 : (1 - radial) * along * from[at + b] / length);
          matrix[(q * d + a) * size + q * d + b] += weight / 2 * across / length;
        }
      }
    }
    double[] triangle = triangle(matrix);
    this.back = inverse(triangle);
    this.centre = new double[size];
    for (int j = 0; j < size; j++) {
      for (int r = 0; r <= j; r++) {
        centre[j] += back[r * size + j] * right[r];
      }
      for (int b = j; !fresh && b < size; b++) {
        centre[j] += triangle[j * size + b] * from[blocks[b / d] * d + b % d];
      }
    }
    this.lengths = new double[blocks.length * planes];
    this.set = new DualActiveSet(size);
    this.before = new DualActiveSet(size);
    this.refused = new boolean[blocks.length * planes];
    this.normal = new double[size];
    this.point = new double[size];
  }

  /** The upper triangle R with R^T R the matrix, a little more on its diagonal if need be. */
  private double[] triangle(double[] matrix) {
    double trace = 0;
    for (int a = 0; a < size; a++) {
      trace += matrix[a * size + a];
    }
    double least = 1e-15 * trace / size;
    double[] r = new double[size * size];
    for (int a = 0; a < size; a++) {
      for (int b = a; b < size; b++) {
        double sum = matrix[a * size + b];
        for (int c = 0; c < a; c++) {
          sum -= r[c * size + a] * r[c * size + b];
        }
        r[a * size + b] = a == b ? Math.sqrt(Math.max(sum, least)) : sum / r[a * size + a];
      }
    }
    return r;
  }

  private double[] inverse(double[] r) {
    double[] inverse = new double[size * size];
    for (int i = size - 1; i >= 0; i--) {
      inverse[i * size + i] = 1 / r[i * size + i];
      for (int k = i + 1; k < size; k++) {
        double factor = r[i * size + k] / r[i * size + i];
        for (int j = k; j < size; j++) {
          inverse[i * size + j] -= factor * inverse[k * size + j];
        }
      }
    }
    return inverse;
  }

  void into(double[] to, double[] multipliers) {
    for (int q = 0; q < blocks.length; q++) {
      for (int i = 0; i < planes; i++) {
        row(q, i);
        lengths[q * planes + i] = Math.sqrt(ConeLasso.squared(normal, 0, size));
      }
    }
    set.clear();
    for (int q = 0; q < blocks.length; q++) {
      if (blocks[q] == problem.facetBlock) {
        unit(q * planes + problem.facetPlane);
        set.guess(normal, q * planes + problem.facetPlane, true);
      }
    }
    set.settle(centre);
    double scale = Math.sqrt(ConeLasso.squared(centre, 0, size));
    for (int round = 0; round < ROUNDS && enforce(scale); round++) {
      set.settle(centre); // which may let go of a wall by rounding
    }
    lift();
    for (int a = 0; a < size; a++) {
      to[blocks[a / d] * d + a % d] = point[a];
    }
    for (int j = 0; j < set.active(); j++) {
      int id = set.id(j);
      multipliers[blocks[id / planes] * planes + id % planes] = set.multiplier(j) / lengths[id];
    }
  }

  /** Enforces what the point violates; whether it violated something. */
  private boolean enforce(double scale) {
    boolean some = false;
    for (int step = 0; step < 20 * size + 100; step++) {
      int worst = worst(1e-14 * scale);
      if (worst < 0) {
        break;
      }
      unit(worst);
      before.copy(set);
      refused[worst] = !set.enforce(normal, 0, worst, false);
      if (refused[worst]) {
        set.copy(before);
      }
      some |= !refused[worst];
    }
    return some;
  }

  /** The wall that the point is farthest behind, by more than rounding; -1 if none. */
  private int worst(double noise) {
    lift();
    int worst = -1;
    double most = noise;
    for (int q = 0; q < blocks.length; q++) {
      for (int i = 0; i < planes; i++) {
        double behind = 0;
        for (int c = 0; c < d; c++) {
          behind -= walls[blocks[q]][i * d + c] * point[q * d + c];
        }
        int id = q * planes + i;
        if (behind > most * lengths[id] && !refused[id] && !set.contains(id)) {
          most = behind / lengths[id];
          worst = id;
        }
      }
    }
    return worst;
  }

  private void lift() {
    for (int r = 0; r < size; r++) {
      double sum = 0;
      for (int j = r; j < size; j++) {
        sum += back[r * size + j] * set.point()[j];
      }
      point[r] = sum;
    }
  }

  /** {@code R^-T a} of a wall into {@code normal}. */
  private void row(int q, int plane) {
    Arrays.fill(normal, 0);
    for (int c = 0; c < d; c++) {
      double entry = walls[blocks[q]][plane * d + c];
      int r = q * d + c;
      for (int j = r; j < size; j++) {
        normal[j] += entry * back[r * size + j];
      }
    }
  }

  private void unit(int id) {
    row(id / planes, id % planes);
    for (int j = 0; j < size; j++) {
      normal[j] /= lengths[id];
    }
  }
}
