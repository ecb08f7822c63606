package io.shallows.depth.exact;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The sum of squared piecewise-affine functions of t, swept from 0 to 1.
 *
 * <p>The sum is {@code A t^2 + B t + C} on each piece. The coefficients are added up with
 * compensation (Neumaier), so that the error is that of the single updates, at most 4 u times the
 * sum of their absolute values, which is kept.
 */
final class QuadraticSweep {

  private static final double FOUR_ROUNDOFFS = 0x1p-51;

  private final CompensatedSum square = new CompensatedSum();
  private final CompensatedSum linear = new CompensatedSum();
  private final CompensatedSum constant = new CompensatedSum();
  private int events;
  private double[] time = new double[1024];
  private double[] change = new double[3 * 1024];
  private int[] order = new int[0];
  private int[] merged = new int[0];
  private double sizes;
  private double largestOfRest;
  private double[] values = new double[0];

  void clear() {
    square.clear();
    linear.clear();
    constant.clear();
    events = 0;
    sizes = 0;
    largestOfRest = Double.NEGATIVE_INFINITY;
  }

  int events() {
    return events;
  }

  /** Adds a function that begins as p t + q. */
  void begin(double q, double p) {
    square.add(p * p);
    linear.add(2 * p * q);
    constant.add(q * q);
    sizes += p * p + Math.abs(2 * p * q) + q * q;
  }

  /** Changes the slope of p t + q at t by {@code bend}. */
  void event(double t, double q, double p, double bend) {
    if (events == time.length) {
      time = Arrays.copyOf(time, 2 * events);
      change = Arrays.copyOf(change, 6 * events);
    }
    double p2 = p + bend;
    double q2 = q - bend * t;
    double a = bend * (p2 + p);
    double b = 2 * (p2 * q2 - p * q);
    double c = -bend * t * (q2 + q);
    time[events] = t;
    change[3 * events] = a;
    change[3 * events + 1] = b;
    change[3 * events + 2] = c;
    events++;
    sizes += Math.abs(a) + 2 * (Math.abs(p2 * q2) + Math.abs(p * q)) + Math.abs(c);
  }

  /** The bound of the rounding of any value of the sweep. */
  double rounding() {
    return FOUR_ROUNDOFFS * sizes;
  }

  /**
   * The times of the largest values at events, largest first; sweeps all events.
   *
   * @param added what every value has added at its time
   */
  double[] largest(int count, DoubleUnaryOperator added) {
    sort();
    double[] times = new double[count + 1];
    values = new double[count + 1];
    int kept = 0;
    for (int k = 0; k < events; k++) {
      int event = order[k];
      double t = time[event];
      double value =
          (square.value() * t + linear.value()) * t + constant.value() + added.applyAsDouble(t);
      square.add(change[3 * event]);
      linear.add(change[3 * event + 1]);
      constant.add(change[3 * event + 2]);
      if (kept > 0 && times[0] == t) {
        continue;
      }
      int at = Math.min(kept, count);
      if (kept > count && value <= values[count]) {
        continue;
      }
      while (at > 0 && values[at - 1] < value) {
        values[at] = values[at - 1];
        times[at] = times[at - 1];
        at--;
      }
      values[at] = value;
      times[at] = t;
      kept = Math.min(kept + 1, count + 1);
    }
    largestOfRest = kept > count ? values[count] : Double.NEGATIVE_INFINITY;
    return Arrays.copyOf(times, Math.min(kept, count));
  }

  /** The value at the k-th of the times that {@link #largest} returned. */
  double value(int k) {
    return values[k];
  }

  /** The largest value at an event that {@link #largest} did not return. */
  double largestOfRest() {
    return largestOfRest;
  }

  /**
   * A stable merge sort of the event indices by time, which uses that each sample's events are
   * sorted already.
   */
  private void sort() {
    if (order.length < events) {
      order = new int[time.length];
      merged = new int[time.length];
    }
    for (int i = 0; i < events; i++) {
      order[i] = i;
    }
    int runs = 2;
    while (runs > 1) {
      runs = 0;
      int begin = 0;
      while (begin < events) {
        int middle = runEnd(begin);
        int end = middle < events ? runEnd(middle) : middle;
        merge(begin, middle, end);
        begin = end;
        runs++;
      }
      int[] swap = order;
      order = merged;
      merged = swap;
    }
  }

  private int runEnd(int begin) {
    int end = begin + 1;
    while (end < events && time[order[end]] >= time[order[end - 1]]) {
      end++;
    }
    return end;
  }

  private void merge(int begin, int middle, int end) {
    int i = begin;
    int j = middle;
    for (int k = begin; k < end; k++) {
      boolean left = i < middle && (j == end || time[order[i]] <= time[order[j]]);
      merged[k] = left ? order[i++] : order[j++];
    }
  }
}
