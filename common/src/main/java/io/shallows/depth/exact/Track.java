package io.shallows.depth.exact;

import java.util.Arrays;

/**
 * How one node's vector changes on one sample while a layer set moves: its slope at t = 0, and the
 * events at which the slope changes, in ascending order of time. An event changes either one entry
 * or all.
 */
final class Track {

  /** The unit of an event that changes every entry. */
  static final int ALL = -1;

  final int width;
  final double[] slope;
  int events;
  double[] time = new double[16];
  int[] unit = new int[16];
  double[] scalar = new double[16];
  double[] rows = new double[0];

  Track(int width) {
    this.width = width;
    this.slope = new double[width];
  }

  void clear() {
    events = 0;
    Arrays.fill(slope, 0);
  }

  /** Adds an event that changes one entry of the slope. */
  void addSingle(double when, int which, double change) {
    grow();
    time[events] = when;
    unit[events] = which;
    scalar[events] = change;
    events++;
  }

  /**
   * Adds an event that changes every entry; its row starts at the returned index of {@link #rows}
   * and is 0.
   */
  int addAll(double when) {
    grow();
    time[events] = when;
    unit[events] = ALL;
    int from = events * width;
    if (rows.length < from + width) {
      rows = Arrays.copyOf(rows, Math.max(2 * rows.length, from + width));
    }
    Arrays.fill(rows, from, from + width, 0);
    events++;
    return from;
  }

  private void grow() {
    if (events == time.length) {
      time = Arrays.copyOf(time, 2 * events);
      unit = Arrays.copyOf(unit, 2 * events);
      scalar = Arrays.copyOf(scalar, 2 * events);
    }
  }

  /**
   * The image under {@code W} (width x outputs, row by row from {@code offset}), into {@code out}.
   */
  void linear(double[] w, int offset, Track out) {
    out.clear();
    addProduct(slope, 0, w, offset, out.slope, 0, out.width);
    for (int k = 0; k < events; k++) {
      if (unit[k] != ALL) {
        int row = offset + unit[k] * out.width;
        if (out.width == 1) {
          out.addSingle(time[k], 0, scalar[k] * w[row]);
        } else if (!zero(w, row, out.width)) {
          int to = out.addAll(time[k]);
          for (int j = 0; j < out.width; j++) {
            out.rows[to + j] = scalar[k] * w[row + j];
          }
        }
      } else {
        int to = out.addAll(time[k]);
        addProduct(rows, k * width, w, offset, out.rows, to, out.width);
      }
    }
  }

  private void addProduct(
      double[] h, int from, double[] w, int offset, double[] out, int to, int outputs) {
    for (int i = 0; i < width; i++) {
      double value = h[from + i];
      if (value != 0) {
        int row = offset + i * outputs;
        for (int j = 0; j < outputs; j++) {
          out[to + j] += value * w[row + j];
        }
      }
    }
  }

  private static boolean zero(double[] w, int row, int length) {
    for (int j = row; j < row + length; j++) {
      if (w[j] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of two tracks of equal width, into {@code out}; events at the same time become one. */
  static void sum(Track a, Track b, Track out) {
    out.clear();
    for (int j = 0; j < out.width; j++) {
      out.slope[j] = a.slope[j] + b.slope[j];
    }
    int i = 0;
    int k = 0;
    while (i < a.events || k < b.events) {
      boolean fromA = i < a.events && (k == b.events || a.time[i] <= b.time[k]);
      Track source = fromA ? a : b;
      int event = fromA ? i++ : k++;
      int last = out.events - 1;
      if (last >= 0 && out.time[last] == source.time[event] && out.unit[last] == ALL) {
        source.addTo(event, out.rows, last * out.width);
      } else if (source.unit[event] == ALL) {
        int to = out.addAll(source.time[event]);
        source.addTo(event, out.rows, to);
      } else {
        out.addSingle(source.time[event], source.unit[event], source.scalar[event]);
      }
    }
  }

  /** Adds the change of an event to a row. */
  void addTo(int event, double[] row, int from) {
    if (unit[event] == ALL) {
      for (int j = 0; j < width; j++) {
        row[from + j] += rows[event * width + j];
      }
    } else {
      row[from + unit[event]] += scalar[event];
    }
  }
}
