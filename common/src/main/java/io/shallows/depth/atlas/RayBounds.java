package io.shallows.depth.atlas;

import io.shallows.linalg.DualActiveSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Solves ray programs when they are asked for, and knows from those it has solved bounds of all
 * others, without solving them.
 *
 * <p>A set of rays within the {@link RaySolution#idle} ones of a solution has at least its value,
 * since that residual is a dual point of it too; a set that holds the {@link RaySolution#active}
 * ones has at most its value; a set for which both hold has that value. Not safe for use by several
 * threads.
 */
final class RayBounds {

  /** Sets whose bounds are remembered; more than this and they are looked up again. */
  private static final int MOST = 500_000;

  private final Arrangement arrangement;
  private final RayProgram program;
  private final DualActiveSet scratch;
  private final int rays;
  private final List<RaySolution> solutions = new ArrayList<>();
  private final Map<RaySet, Known> known = new LinkedHashMap<>();

  RayBounds(Arrangement arrangement) {
    this.arrangement = arrangement;
    this.program = new RayProgram(arrangement);
    this.scratch = program.empty();
    this.rays = arrangement.features().length;
  }

  /** What is known of one set of rays; goes out of date with the next program. */
  static final class Known {
    private double lower = Double.NEGATIVE_INFINITY;
    private double upper = Double.POSITIVE_INFINITY;
    private RaySolution exact;
    private int compared;

    /** The value is not below this. */
    double lower() {
      return lower;
    }

    /** The value is not above this. */
    double upper() {
      return upper;
    }

    /** The solution; null if it is not known. */
    RaySolution exact() {
      return exact;
    }
  }

  /** How many programs were solved. */
  long programs() {
    return solutions.size();
  }

  RaySet set(int[] members) {
    return RaySet.of(rays, members);
  }

  /** Bounds from all programs so far; cost: a few words per program since it was last asked. */
  Known known(RaySet set) {
    if (known.size() >= MOST && !known.containsKey(set)) {
      known.clear();
    }
    Known bounds = known.computeIfAbsent(set, key -> new Known());
    for (; bounds.exact == null && bounds.compared < solutions.size(); bounds.compared++) {
      RaySolution solution = solutions.get(bounds.compared);
      boolean below = set.within(solution.idle());
      boolean above = solution.active().within(set);
      if (below) {
        bounds.lower = Math.max(bounds.lower, solution.value());
      }
      if (above) {
        bounds.upper = Math.min(bounds.upper, solution.value());
      }
      if (below && above) {
        bounds.exact = solution;
        bounds.lower = solution.value();
        bounds.upper = solution.value();
      }
    }
    return bounds;
  }

  /** The solution, from one program if it is not known. */
  RaySolution solve(RaySet set) {
    RaySolution exact = known(set).exact();
    if (exact == null) {
      exact = run(set);
      solutions.add(exact);
    }
    return exact;
  }

  private RaySolution run(RaySet set) {
    program.restart(scratch);
    int[] members = set.rays();
    double value = program.solve(scratch, members, members.length);
    double[] gains = program.gains(scratch);
    double[] factors = program.factors(scratch);
    int[] idle = new int[rays];
    int[] active = new int[rays];
    int idles = 0;
    int actives = 0;
    for (int ray = 0; ray < rays; ray++) {
      if (set.holds(ray) || !program.helps(gains[ray])) {
        idle[idles++] = ray;
      }
      if (factors[ray] > 0) {
        active[actives++] = ray;
      }
    }
    active = Arrays.copyOf(active, actives);
    return new RaySolution(
        value,
        gains,
        factors,
        rises(factors, active),
        set(Arrays.copyOf(idle, idles)),
        set(active));
  }

  /** Factor squared times what a feature has that the other active ones cannot give, over N. */
  private double[] rises(double[] factors, int[] active) {
    int samples = arrangement.landscape().samples();
    double[] rises = new double[rays];
    for (int ray : active) {
      List<double[]> basis = new ArrayList<>();
      for (int other : active) {
        if (other != ray) {
          double[] rest = rest(basis, arrangement.features()[other].clone());
          double length = Math.sqrt(square(rest));
          if (length > DualActiveSet.DEPENDENT) {
            for (int s = 0; s < samples; s++) {
              rest[s] /= length;
            }
            basis.add(rest);
          }
        }
      }
      rises[ray] =
          factors[ray]
              * factors[ray]
              * square(rest(basis, arrangement.features()[ray].clone()))
              / samples;
    }
    return rises;
  }

  private static double[] rest(List<double[]> basis, double[] v) {
    for (double[] direction : basis) {
      double along = 0;
      for (int s = 0; s < v.length; s++) {
        along += direction[s] * v[s];
      }
      for (int s = 0; s < v.length; s++) {
        v[s] -= along * direction[s];
      }
    }
    return v;
  }

  private static double square(double[] v) {
    double sum = 0;
    for (double c : v) {
      sum += c * c;
    }
    return sum;
  }
}
