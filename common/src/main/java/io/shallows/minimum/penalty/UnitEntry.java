package io.shallows.minimum.penalty;

import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The largest entry of all directions at some residuals, {@code max over |d| = 1 of |(2/N) sum_i
 * r_i relu(d . x_i)|}, for at most three inputs.
 *
 * <p>The planes {@code d . x_i = 0} cut the sphere of directions into cells in which the sum is
 * {@code g . d}, g the sum over the samples on the active side. Its largest modulus lies inside a
 * cell, at {@code g / |g|}; inside an edge of one, at g's part in that plane; or at a corner. Every
 * cell has an edge on some plane, so going round in every plane, in the order of the angles at
 * which the other planes meet it, passes all of them. Each candidate is evaluated by the sum
 * itself, so that one from a cell that rounding made up does no harm.
 *
 * <p><b>Rounding.</b> The sum moves by at most {@code S = (2/N) sum_i |r_i| |x_i|} times the way
 * that d moves; a cell that is missed, because two of its planes could not be told apart, lies
 * within some roundings of one that is not. {@link #most} is the largest value found plus {@value
 * #SHARE} S.
 *
 * <p>Cost: O(N^2 log N) in three dimensions, and N per candidate that could be the largest.
 */
final class UnitEntry {

  /** Most samples in three dimensions: a second of one core. */
  static final int MOST_SAMPLES = 1024;

  /** Share of S that is added: thousands of roundings of a direction, and of a sum's terms. */
  private static final double SHARE = 1e-12;

  /** Square of the sine up to which two directions are one: some fifty roundings of a product. */
  private static final double PARALLEL = 1e-28;

  private final double[][] x;
  private final double[] weight;
  private final int inputs;
  private double largest = -1;
  private double[] direction;
  private int sign = 1;
  private double most;

  private UnitEntry(double[][] x, double[] weight, int inputs) {
    this.x = x;
    this.weight = weight;
    this.inputs = inputs;
    this.direction = new double[inputs];
    direction[0] = 1;
  }

  /**
   * The largest entry.
   *
   * @param residual f - y per sample
   * @return empty where it is not known: more than three inputs, or more samples than {@value
   *     #MOST_SAMPLES} in three dimensions
   */
  static Optional<UnitEntry> of(Dataset data, double[] residual) {
    int inputs = data.inputs();
    int samples = data.samples();
    if (inputs > 3 || (inputs == 3 && samples > MOST_SAMPLES)) {
      return Optional.empty();
    }
    double[][] x = new double[samples][inputs];
    double[] weight = new double[samples];
    double size = 0;
    int kept = 0;
    for (int s = 0; s < samples; s++) {
      for (int c = 0; c < inputs; c++) {
        x[kept][c] = data.x(s, c);
      }
      double length = Math.sqrt(dot(x[kept], x[kept]));
      if (length > 0) {
        weight[kept] = 2 * residual[s] / samples;
        size += Math.abs(weight[kept]) * length;
        kept++;
      }
    }
    UnitEntry entry = new UnitEntry(Arrays.copyOf(x, kept), Arrays.copyOf(weight, kept), inputs);
    entry.search();
    entry.most = entry.largest + SHARE * size;
    return Optional.of(entry);
  }

  /** A number that no entry exceeds. */
  double most() {
    return most;
  }

  /** The largest entry that was evaluated. */
  double largest() {
    return largest;
  }

  /** The direction of {@link #largest}, of length 1. */
  double[] direction() {
    return direction.clone();
  }

  /** The sign of a unit in that direction that lowers the loss. */
  int sign() {
    return sign;
  }

  private void search() {
    double[][] axes = new double[inputs][inputs];
    for (int c = 0; c < inputs; c++) {
      axes[c][c] = 1;
      evaluate(axes[c], 1);
      evaluate(axes[c], -1);
    }
    if (inputs == 2) {
      double[] none = new double[2];
      new Circle(axes[0], axes[1], none).walk(new double[][] {none});
    } else if (inputs == 3) {
      for (double[] normal : x) {
        walkPlane(normal);
      }
    }
  }

  /** Goes round the directions that are orthogonal to a sample. */
  private void walkPlane(double[] normal) {
    int least = 0;
    for (int c = 1; c < 3; c++) {
      least = Math.abs(normal[c]) < Math.abs(normal[least]) ? c : least;
    }
    double[] axis = new double[3];
    axis[least] = 1;
    double[] first = normalized(cross(normal, axis));
    double[] second = normalized(cross(normal, first));
    double[][] sides = new double[2][3];
    for (int j = 0; j < x.length; j++) {
      if (isParallel(x[j], normal)) {
        add(sides[dot(x[j], normal) > 0 ? 0 : 1], weight[j], x[j]);
      }
    }
    new Circle(first, second, normal).walk(sides);
  }

  private static boolean isParallel(double[] a, double[] b) {
    double[] across = cross(a, b);
    return dot(across, across) <= PARALLEL * dot(a, a) * dot(b, b);
  }

  /** Whether the candidate along a sum is the largest so far, for the sum and its opposite. */
  private void candidate(double[] g) {
    double length = Math.sqrt(dot(g, g));
    if (length > largest) {
      evaluate(g, 1 / length);
      evaluate(g, -1 / length);
    }
  }

  private void evaluate(double[] way, double scale) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weight[i] * Math.max(0, scale * dot(x[i], way));
    }
    if (Math.abs(sum) > largest) {
      largest = Math.abs(sum);
      sign = sum > 0 ? -1 : 1;
      for (int c = 0; c < inputs; c++) {
        direction[c] = scale * way[c];
      }
    }
  }

  /** The directions {@code cos t e + sin t f}, and the samples that change their sides on it. */
  private final class Circle {
    private final double[] e;
    private final double[] f;
    private final double[] angle = new double[x.length];
    private final boolean[] meets = new boolean[x.length];

    Circle(double[] e, double[] f, double[] normal) {
      this.e = e;
      this.f = f;
      for (int j = 0; j < x.length; j++) {
        meets[j] = inputs == 2 || !isParallel(x[j], normal);
        angle[j] = StrictMath.atan2(dot(x[j], f), dot(x[j], e));
      }
    }

    /** A sample that becomes active, or ceases to be. */
    private record Event(double angle, int sample, boolean enters) {}

    /**
     * Looks at all parts of the circle.
     *
     * @param sides what is active beside the circle on each of its sides
     */
    void walk(double[][] sides) {
      Event[] events = new Event[2 * x.length];
      int count = 0;
      for (int j = 0; j < x.length; j++) {
        if (meets[j]) {
          events[count++] = new Event(within(angle[j] - Math.PI / 2), j, true);
          events[count++] = new Event(within(angle[j] + Math.PI / 2), j, false);
        }
      }
      Arrays.sort(events, 0, count, Comparator.comparingDouble(Event::angle));
      // begins in the widest part, where no rounding decides which samples are active
      int first = 0;
      double widest = -1;
      for (int k = 0; k < count; k++) {
        double gap =
            events[k].angle
                - (k == 0 ? events[count - 1].angle - 2 * Math.PI : events[k - 1].angle);
        if (gap > widest) {
          widest = gap;
          first = k;
        }
      }
      double[] g = new double[inputs];
      double before = count == 0 ? 0 : events[first].angle - 0.5 * widest;
      for (int j = 0; j < x.length; j++) {
        if (meets[j] && StrictMath.cos(before - angle[j]) > 0) {
          add(g, weight[j], x[j]);
        }
      }
      part(g, sides);
      for (int k = 0; k < count; k++) {
        Event event = events[(first + k) % count];
        corner(g, event.angle);
        add(g, event.enters ? weight[event.sample] : -weight[event.sample], x[event.sample]);
        part(g, sides);
      }
    }

    private void part(double[] g, double[][] sides) {
      double[] within = new double[inputs];
      add(within, dot(g, e), e);
      add(within, dot(g, f), f);
      candidate(within);
      for (double[] side : sides) {
        double[] all = g.clone();
        add(all, 1, side);
        candidate(all);
      }
    }

    private void corner(double[] g, double t) {
      double[] ray = new double[inputs];
      add(ray, StrictMath.cos(t), e);
      add(ray, StrictMath.sin(t), f);
      // both sides of the corner give the same sum there, but for rounding
      if (Math.abs(dot(g, ray)) > largest) {
        evaluate(ray, 1);
      }
    }

    private double within(double t) {
      return t < -Math.PI ? t + 2 * Math.PI : t > Math.PI ? t - 2 * Math.PI : t;
    }
  }

  private static void add(double[] to, double factor, double[] v) {
    for (int c = 0; c < to.length; c++) {
      to[c] += factor * v[c];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double[] normalized(double[] v) {
    double length = Math.sqrt(dot(v, v));
    double[] unit = new double[v.length];
    add(unit, 1 / length, v);
    return unit;
  }
}
