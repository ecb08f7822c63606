package io.shallows.depth.atlas;

import io.shallows.linalg.DualActiveSet;
import java.util.Arrays;

/**
 * Non-negative least squares over sets of ray features: the least of {@code |y - sum_j c_j f_j|^2 /
 * N}, {@code c_j >= 0}.
 *
 * <p>The residual is the point nearest to y among those with {@code f_j . r <= 0} for all j of the
 * set, so that a set with more rays continues from the solution of one with fewer ({@link
 * DualActiveSet}, in N dimensions); where no ray more has {@code f_j . r} above 0 the solution is
 * the same, bit for bit. Not safe for use by several threads.
 */
final class RayProgram {

  /** A ray counts as of no help if {@code f . r} is not above this times |y|. */
  private static final double HELP = 1e-13;

  /**
   * Nor is one if {@code f . r} is not above this times the sum of the factors, by which the
   * residual is rounded: rays that nearly depend on each other have large factors, and what such a
   * ray seems to gain is no gain.
   */
  private static final double ROUNDED = 4.5e-16;

  /** Losses before and after the factors are made anew agree within this times |y|^2 / N. */
  private static final double AGREES = 1e-9;

  private final double[][] features;
  private final double[][] normals;
  private final int samples;
  private final double[] targets;
  private final double helps;
  private final double agrees;

  RayProgram(Arrangement arrangement) {
    this.features = arrangement.features();
    this.samples = arrangement.landscape().samples();
    this.normals = new double[features.length][samples];
    for (int j = 0; j < features.length; j++) {
      for (int s = 0; s < samples; s++) {
        normals[j][s] = -features[j][s];
      }
    }
    this.targets = new double[samples];
    for (int s = 0; s < samples; s++) {
      targets[s] = arrangement.landscape().y(s);
    }
    double squares = arrangement.landscape().squares();
    this.helps = HELP * Math.sqrt(squares);
    this.agrees = AGREES * squares / samples;
  }

  /** The solution for no rays at all. */
  DualActiveSet empty() {
    DualActiveSet set = new DualActiveSet(samples);
    restart(set);
    return set;
  }

  /** Makes a solution that for no rays. */
  void restart(DualActiveSet set) {
    set.start(targets);
  }

  /** {@code f_j . r} of all rays. */
  void gains(DualActiveSet set, double[] gains) {
    for (int j = 0; j < features.length; j++) {
      gains[j] = along(j, set.point());
    }
  }

  double[] gains(DualActiveSet set) {
    double[] gains = new double[features.length];
    gains(set, gains);
    return gains;
  }

  /** Whether a ray of this gain would lower the loss. */
  boolean helps(double gain) {
    return gain > helps;
  }

  /** Whether one of some rays would lower the loss. */
  boolean helps(double[] gains, int[] rays) {
    for (int ray : rays) {
      if (gains[ray] > helps) {
        return true;
      }
    }
    return false;
  }

  /**
   * Solves for the first {@code count} rays of a list, which hold those of the active set; rays may
   * repeat.
   *
   * @throws IllegalArgumentException if rays depend on each other so nearly that doubles do not
   *     tell which of them a solution has
   */
  double solve(DualActiveSet set, int[] rays, int count) {
    double loss = attempt(set, rays, count);
    if (Double.isNaN(loss)) {
      restart(set);
      loss = attempt(set, rays, count);
    }
    if (Double.isNaN(loss)) {
      throw new IllegalArgumentException(
          "atlas: rays of "
              + samples
              + " samples nearly depend on each other; doubles do not tell"
              + " which of them a least loss has");
    }
    return loss;
  }

  /** The least loss; NaN if the solution is another once its factors are made anew. */
  private double attempt(DualActiveSet set, int[] rays, int count) {
    int limit = 20 * samples + 200;
    for (int step = 0; step < limit; step++) {
      int best = -1;
      double most = Math.max(helps, ROUNDED * sum(set));
      for (int j = 0; j < count; j++) {
        double gain = along(rays[j], set.point());
        if (gain > most && !set.contains(rays[j])) {
          most = gain;
          best = rays[j];
        }
      }
      if (best < 0 || !set.enforce(normals[best], 0, best, false)) {
        break;
      }
    }
    double before = loss(set);
    set.settle(targets);
    double loss = loss(set);
    return Math.abs(loss - before) <= agrees ? loss : Double.NaN;
  }

  /** The sum of the factors. */
  private static double sum(DualActiveSet set) {
    double sum = 0;
    for (int j = 0; j < set.active(); j++) {
      sum += set.multiplier(j);
    }
    return sum;
  }

  double loss(DualActiveSet set) {
    double square = 0;
    for (double r : set.point()) {
      square += r * r;
    }
    return square / samples;
  }

  /** The factors of all rays in a solution. */
  double[] factors(DualActiveSet set) {
    double[] factors = new double[features.length];
    Arrays.fill(factors, 0);
    for (int j = 0; j < set.active(); j++) {
      factors[set.id(j)] = set.multiplier(j);
    }
    return factors;
  }

  private double along(int ray, double[] point) {
    double[] feature = features[ray];
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      sum += feature[s] * point[s];
    }
    return sum;
  }
}
