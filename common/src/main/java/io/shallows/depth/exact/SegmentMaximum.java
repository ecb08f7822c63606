package io.shallows.depth.exact;

import io.shallows.depth.path.NodeValues;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.Arrays;

/**
 * The largest mean squared error on a segment that moves one layer set.
 *
 * <p>max over t in [0, 1] of {@code L(theta(t))}, {@code theta(t) = (1 - t) a + t b}. While one
 * layer set moves, each pre-activation and each output is piecewise affine in t, so L is piecewise
 * quadratic and convex on every piece: its maximum is at an end or where some relu switches.
 * Samples on which no pre-activation differs in sign between the ends are affine from end to end,
 * between the outputs there. On the others switching times are found layer by layer as changes of
 * slope; one sorted sweep over the events of all samples then keeps {@code sum r^2 = A t^2 + B t +
 * C}, with an update of fixed cost per event.
 *
 * <p><b>Rounding.</b> The computed outputs are exact on the computed pieces for outputs that differ
 * from the true ones by at most {@code e = gamma_d S} in every t, with u = 2^-53, {@code gamma_d =
 * d u / (1 - d u)}, d the number of operations on the longest way through the graph plus 4 per
 * event of the busiest sample, and S the network evaluated on absolute values (|a| + |b - a| in
 * place of the weights, the largest |x| per input in place of the samples) plus the largest total
 * variation of an output's slope. The loss is then off by at most {@code E = 2 sqrt(L) |e| + |e|^2}
 * for that, and by (N c + 4) u of itself for the rounding of N c residuals, their squares and the
 * sum. The loss is evaluated again, directly, at the largest candidates of the sweep; the others
 * enter with the sweep's own rounding. The returned {@link SegmentBound#upper} is {@code
 * max(evaluated, rest of the sweep + its rounding) + 2 R}, R the sum of both: once for the
 * evaluation, once for the place of the pieces. The model is first order in u.
 *
 * <p>Cost: K events per sample cost O(K) operations per unit that they reach, one evaluation per
 * candidate; for shapes up to width 64 between 1 and 30 evaluations of the loss. Not safe for use
 * by several threads.
 */
public final class SegmentMaximum {

  /** Candidates that are evaluated again; the maximum is nearly always the first. */
  private static final int CANDIDATES = 3;

  private static final double UNIT = 0x1p-53;

  private final Network network;
  private final Dataset data;
  private final SegmentTracks tracks;
  private final QuadraticSweep sweep = new QuadraticSweep();
  private final double[] residual;
  private final double[] slope;
  private final boolean[] bent;

  /** A segment's maximum for one network and data set; buffers are reused. */
  public SegmentMaximum(Network network, Dataset data) {
    this.network = network;
    this.data = data;
    tracks = new SegmentTracks(network, data);
    residual = new double[data.outputs()];
    slope = new double[data.outputs()];
    bent = new boolean[data.samples()];
  }

  /**
   * The maximum between two parameter vectors.
   *
   * @throws IllegalArgumentException if the move between them is not of one layer set
   */
  public SegmentBound between(double[] from, double[] to) {
    NodeValues start = NodeValues.at(network, data, from);
    return between(start, start.moved(to));
  }

  /** Whether the move between two parameter vectors is of one layer set. */
  public static boolean isLayerMove(Network network, double[] from, double[] to) {
    return new LayerSet(network, from, to).single();
  }

  public SegmentBound between(NodeValues from, NodeValues to) {
    return between(from, to, ConvexTerm.NONE);
  }

  /**
   * The maximum of the mean squared error plus a term that is convex in t on moves of one layer
   * set: the sum is convex on every piece, as without it.
   */
  SegmentBound between(NodeValues from, NodeValues to, ConvexTerm term) {
    double[] a = from.theta();
    double[] b = to.theta();
    LayerSet set = new LayerSet(network, a, b);
    if (!set.single()) {
      throw new IllegalArgumentException(
          "move: two of the layers that it changes lie on one path of "
              + network
              + "; move them one after the other");
    }
    double atStart = from.loss() + term.at(a);
    double atEnd = to.loss() + term.at(b);
    boolean fromIsLarger = atStart >= atEnd;
    double best = fromIsLarger ? atStart : atEnd;
    double time = fromIsLarger ? 0 : 1;
    int output = network.nodes().size() - 1;
    sweep.clear();
    int busiest = 0;
    double variation = 0;
    if (set.affected(output)) {
      findBent(from, to, set);
      for (int s = 0; s < data.samples(); s++) {
        if (bent[s]) {
          tracks.follow(from, b, set, s);
          busiest = Math.max(busiest, tracks.output().events);
          variation = Math.max(variation, addSample(from.of(output), s));
        } else {
          addStraight(from.of(output), to.of(output), s);
        }
      }
    }
    double rest = Double.NEGATIVE_INFINITY;
    if (sweep.events() > 0) {
      double sweepRounding = sweep.rounding() / data.samples();
      double[] times = sweep.largest(CANDIDATES, t -> data.samples() * term.between(a, b, t));
      rest = sweep.largestOfRest() / data.samples() + sweepRounding;
      for (int k = 0; k < times.length; k++) {
        double bound = sweep.value(k) / data.samples() + sweepRounding;
        if (bound <= best) {
          rest = Math.max(rest, bound);
          break;
        }
        double[] there = interpolate(a, b, times[k]);
        double value = from.moved(there).loss() + term.at(there);
        if (value > best) {
          best = value;
          time = times[k];
        }
      }
    }
    double e = tracks.outputRounding(a, b, busiest, variation);
    double worst = Math.max(best, rest);
    double ofSum =
        (data.samples() * (double) data.outputs() + 4) * UNIT * worst + term.rounding() * worst;
    double rounding = 2 * Math.sqrt(worst) * e + e * e + ofSum;
    return new SegmentBound(worst + 2 * rounding, best, time, rounding, sweep.events());
  }

  /** What is added to the loss: not negative, and convex in t while one layer set moves. */
  interface ConvexTerm {

    /** Nothing. */
    ConvexTerm NONE =
        new ConvexTerm() {
          @Override
          public double at(double[] theta) {
            return 0;
          }

          @Override
          public double between(double[] from, double[] to, double t) {
            return 0;
          }

          @Override
          public double rounding() {
            return 0;
          }
        };

    /** The term. */
    double at(double[] theta);

    /** The term at time t. */
    default double between(double[] from, double[] to, double t) {
      return at(interpolate(from, to, t));
    }

    /** Its largest error relative to itself, with that of its addition. */
    double rounding();
  }

  /** The point at time t; equal coordinates keep their bits. */
  static double[] interpolate(double[] a, double[] b, double t) {
    double[] theta = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      theta[i] = a[i] == b[i] ? a[i] : a[i] + t * (b[i] - a[i]);
    }
    return theta;
  }

  /**
   * Finds the samples on which some relu may switch: below the first relus that move everything is
   * affine in t, so where no pre-activation differs in sign between the ends none of these
   * switches, and the same holds for the next ones.
   */
  private void findBent(NodeValues from, NodeValues to, LayerSet set) {
    Arrays.fill(bent, false);
    for (int v : network.relus()) {
      if (set.affected(v)) {
        int source = network.nodes().get(v).sources().get(0);
        double[] before = from.of(source);
        double[] after = to.of(source);
        int width = network.nodes().get(v).width();
        for (int s = 0; s < bent.length; s++) {
          for (int k = s * width; k < (s + 1) * width; k++) {
            bent[s] |= before[k] > 0 != after[k] > 0 || before[k] < 0 != after[k] < 0;
          }
        }
      }
    }
  }

  /** Adds a sample whose outputs are affine from end to end. */
  private void addStraight(double[] before, double[] after, int s) {
    int c = data.outputs();
    for (int o = 0; o < c; o++) {
      sweep.begin(before[s * c + o] - data.y(s, o), after[s * c + o] - before[s * c + o]);
    }
  }

  /**
   * Adds one sample's squared residual to the sweep; returns the largest variation of an output's
   * slope.
   */
  private double addSample(double[] outputs, int s) {
    Track f = tracks.output();
    int c = data.outputs();
    for (int o = 0; o < c; o++) {
      residual[o] = outputs[s * c + o] - data.y(s, o);
      slope[o] = f.slope[o];
      sweep.begin(residual[o], slope[o]);
    }
    double variation = 0;
    for (int k = 0; k < f.events; k++) {
      double t = f.time[k];
      if (f.unit[k] == Track.ALL) {
        for (int o = 0; o < c; o++) {
          variation += bend(o, t, f.rows[k * c + o]);
        }
      } else {
        variation += bend(f.unit[k], t, f.scalar[k]);
      }
    }
    return variation;
  }

  /** Changes the slope of an output's residual p t + q at t, where it is continuous. */
  private double bend(int output, double t, double change) {
    if (change == 0) {
      return 0;
    }
    sweep.event(t, residual[output], slope[output], change);
    slope[output] += change;
    residual[output] -= change * t;
    return Math.abs(change);
  }
}
