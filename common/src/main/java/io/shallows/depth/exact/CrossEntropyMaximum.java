package io.shallows.depth.exact;

import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * An upper bound of the largest mean softmax cross-entropy on a segment that moves one layer set.
 *
 * <p>Each sample's outputs are piecewise affine in t and its cross-entropy is convex in them, so on
 * every piece it lies below its chord. The sum of all chords is piecewise affine, with its bends
 * where some relu switches, and its largest value at a bend or an end bounds the loss; it is exact
 * where the loss is largest at the end of a part. The part of the segment with the largest bound is
 * halved until the bound exceeds the largest loss evaluated by at most {@code tolerance} of it.
 *
 * <p><b>Rounding.</b> The outputs are off by at most e in Euclidean norm ({@link SegmentTracks})
 * and the cross-entropy of one sample by at most {@code sqrt(2) e} for that, since its derivative s
 * - y is a difference of two distributions, and by {@code 2^-50 (4 + c + |f|)} for its own
 * evaluation. The mean is added with compensation. Twice the sum of these is added to the bound:
 * once for the values, once for the places of the pieces. First order in u = 2^-53.
 *
 * <p>Cost: for every part the cross-entropy of N samples at its ends and bends. Not safe for use by
 * several threads.
 */
public final class CrossEntropyMaximum implements PathMaximum {

  private static final int MOST_PARTS = 4000;

  /** Rounding of the sum of chords, relative to the sum of their slopes' absolute values. */
  private static final double SWEEP = 0x1p-46;

  private static final OutputLoss LOSS = OutputLosses.CROSS_ENTROPY;

  private final Network network;
  private final Dataset data;
  private final double tolerance;
  private final SegmentTracks tracks;
  private final double[] scratch;

  /** Bounds segments of one network on one data set. */
  public CrossEntropyMaximum(Network network, Dataset data, double tolerance) {
    LOSS.requireFit(data);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("tolerance: " + tolerance + " is not above 0");
    }
    this.network = network;
    this.data = data;
    this.tolerance = tolerance;
    this.tracks = new SegmentTracks(network, data);
    this.scratch = new double[data.samples() * data.outputs()];
  }

  @Override
  public SegmentBound between(double[] from, double[] to) {
    LayerSet set = new LayerSet(network, from, to);
    if (!set.single()) {
      throw new IllegalArgumentException(
          "move: two of the layers that it changes lie on one path of "
              + network
              + "; move them one after the other");
    }
    NodeValues start = NodeValues.at(network, data, from);
    Samples samples = new Samples(start, to, set);
    PriorityQueue<Part> parts =
        new PriorityQueue<>(Comparator.comparingDouble((Part part) -> -part.bound));
    parts.add(new Part(samples, 0, 1));
    double best = Double.NEGATIVE_INFINITY;
    double time = 0;
    while (true) {
      Part worst = parts.peek();
      for (double t : new double[] {worst.from, worst.at, worst.to}) {
        double value = value(SegmentMaximum.interpolate(from, to, t));
        if (value > best) {
          best = value;
          time = t;
        }
      }
      double middle = 0.5 * (worst.from + worst.to);
      boolean done = worst.bound - best <= tolerance * best || parts.size() >= MOST_PARTS;
      if (done || middle <= worst.from || middle >= worst.to) {
        double e = tracks.outputRounding(from, to, samples.busiest, samples.variation);
        double rounding = Math.sqrt(2) * e + 0x1p-50 * (4 + data.outputs() + samples.largest);
        return new SegmentBound(
            Math.max(best, worst.bound) + 2 * rounding, best, time, rounding, samples.events);
      }
      parts.poll();
      parts.add(new Part(samples, worst.from, middle));
      parts.add(new Part(samples, middle, worst.to));
    }
  }

  /** The certificate of a path whose segments each move one layer set. */
  public PathCertificate certify(Path path) {
    List<SegmentBound> segments = new ArrayList<>();
    for (int k = 1; k < path.size(); k++) {
      segments.add(between(path.at(k - 1), path.at(k)));
    }
    return joined(value(path.at(0)), value(path.at(path.size() - 1)), segments);
  }

  @Override
  public PathCertificate.Kind kind() {
    return PathCertificate.Kind.INTERVAL;
  }

  /** The mean cross-entropy. */
  @Override
  public double value(double[] theta) {
    NodeValues state = NodeValues.at(network, data, theta);
    double[] f = state.of(network.nodes().size() - 1);
    CompensatedSum sum = new CompensatedSum();
    for (int s = 0; s < data.samples(); s++) {
      sum.add(sample(f, s * data.outputs(), s));
    }
    return sum.value() / data.samples();
  }

  private double sample(double[] f, int at, int s) {
    int c = data.outputs();
    return LOSS.sample(f, at, data.y(), s * c, c, scratch);
  }

  /** The outputs of every sample at its knots: 0, where a relu switches, and 1. */
  private final class Samples {
    final double[][] knots = new double[data.samples()][];
    final double[][] outputs = new double[data.samples()][];
    double variation;
    double largest;
    int busiest;
    int events;

    Samples(NodeValues start, double[] to, LayerSet set) {
      int c = data.outputs();
      int output = network.nodes().size() - 1;
      double[] f = start.of(output);
      for (int s = 0; s < data.samples(); s++) {
        if (set.affected(output)) {
          tracks.follow(start, to, set, s);
          read(s, f, tracks.output());
        } else {
          knots[s] = new double[] {0, 1};
          outputs[s] = new double[2 * c];
          System.arraycopy(f, s * c, outputs[s], 0, c);
          System.arraycopy(f, s * c, outputs[s], c, c);
        }
        for (double value : outputs[s]) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
    }

    private void read(int s, double[] f, Track track) {
      int c = data.outputs();
      int count = track.events + 2;
      double[] slope = track.slope.clone();
      double[] at = new double[count];
      double[] values = new double[count * c];
      double[] bent = new double[c];
      double turned = 0;
      System.arraycopy(f, s * c, values, 0, c);
      at[count - 1] = 1;
      for (int k = 1; k < count; k++) {
        at[k] = k <= track.events ? track.time[k - 1] : 1;
        for (int o = 0; o < c; o++) {
          values[k * c + o] = values[(k - 1) * c + o] + (at[k] - at[k - 1]) * slope[o];
        }
        if (k <= track.events) {
          Arrays.fill(bent, 0);
          track.addTo(k - 1, bent, 0);
          for (int o = 0; o < c; o++) {
            slope[o] += bent[o];
            turned += Math.abs(bent[o]);
          }
        }
      }
      knots[s] = at;
      outputs[s] = values;
      variation = Math.max(variation, turned);
      busiest = Math.max(busiest, track.events);
      events += track.events;
    }

    /** The cross-entropy of a sample at a time within its piece {@code knot}. */
    double at(int s, int knot, double t, double[] f) {
      int c = data.outputs();
      double width = knots[s][knot + 1] - knots[s][knot];
      double share = width > 0 ? (t - knots[s][knot]) / width : 0;
      for (int o = 0; o < c; o++) {
        double left = outputs[s][knot * c + o];
        f[o] = left + share * (outputs[s][(knot + 1) * c + o] - left);
      }
      return sample(f, 0, s);
    }
  }

  /** A part of the segment with the largest value of the sum of all chords on it. */
  private final class Part {
    final double from;
    final double to;
    final double bound;
    final double at;

    Part(Samples samples, double from, double to) {
      this.from = from;
      this.to = to;
      double[] f = new double[data.outputs()];
      CompensatedSum value = new CompensatedSum();
      double slope = 0;
      double turns = 0;
      List<double[]> bends = new ArrayList<>();
      for (int s = 0; s < data.samples(); s++) {
        double[] knots = samples.knots[s];
        int knot = 0;
        while (knot < knots.length - 2 && knots[knot + 1] <= from) {
          knot++;
        }
        double time = from;
        double left = samples.at(s, knot, from, f);
        value.add(left);
        double before = Double.NaN;
        while (time < to) {
          double next = Math.min(to, knots[knot + 1]);
          double right = samples.at(s, knot, next, f);
          if (next > time) {
            double chord = (right - left) / (next - time);
            turns += Math.abs(chord);
            if (Double.isNaN(before)) {
              slope += chord;
            } else {
              bends.add(new double[] {time, chord - before});
            }
            before = chord;
          }
          time = next;
          left = right;
          knot = Math.min(knot + 1, knots.length - 2);
        }
      }
      bends.sort(Comparator.comparingDouble(bend -> bend[0]));
      double largest = value.value();
      double where = from;
      double now = from;
      for (double[] bend : bends) {
        value.add(slope * (bend[0] - now));
        now = bend[0];
        if (value.value() > largest) {
          largest = value.value();
          where = now;
        }
        slope += bend[1];
      }
      value.add(slope * (to - now));
      if (value.value() > largest) {
        largest = value.value();
        where = to;
      }
      bound = (largest + SWEEP * turns * (to - from)) / data.samples();
      at = where;
    }
  }
}
