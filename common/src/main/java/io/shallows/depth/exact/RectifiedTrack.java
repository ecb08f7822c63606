package io.shallows.depth.exact;

/**
 * The image of a {@link Track} under relu: follows the pre-activations from piece to piece and adds
 * an event where one changes its sign.
 */
final class RectifiedTrack {

  private final double[] z;
  private final double[] slope;
  private final boolean[] on;
  private final double[] crossing;
  private final int[] order;

  RectifiedTrack(int width) {
    z = new double[width];
    slope = new double[width];
    on = new boolean[width];
    crossing = new double[width];
    order = new int[width];
  }

  /**
   * The image of {@code in}, whose values at t = 0 are {@code values[from ..]}, into {@code out}.
   *
   * <p>A unit that is on switches off only while its slope is negative, and one that is off
   * switches on only while it is positive, so that rounding at a crossing cannot make it flicker.
   */
  void rectify(double[] values, int from, Track in, Track out) {
    out.clear();
    int width = z.length;
    System.arraycopy(values, from, z, 0, width);
    System.arraycopy(in.slope, 0, slope, 0, width);
    for (int j = 0; j < width; j++) {
      on[j] = z[j] > 0 || (z[j] == 0 && slope[j] > 0);
      out.slope[j] = on[j] ? slope[j] : 0;
    }
    double began = 0;
    for (int k = 0; k <= in.events; k++) {
      double ends = k < in.events ? in.time[k] : 1;
      if (ends > began) {
        cross(began, ends, out);
        began = ends;
      }
      if (k < in.events) {
        bend(in, k, out);
      }
    }
  }

  /** Finds the crossings of one piece and moves z to its end. */
  private void cross(double began, double ends, Track out) {
    int found = 0;
    for (int j = 0; j < z.length; j++) {
      double s = slope[j];
      if (s == 0 || on[j] == (s > 0)) {
        continue;
      }
      double when = Math.max(began, began - z[j] / s);
      if (when < ends) {
        crossing[j] = when;
        int at = found++;
        while (at > 0 && crossing[order[at - 1]] > when) {
          order[at] = order[at - 1];
          at--;
        }
        order[at] = j;
      }
    }
    for (int q = 0; q < found; q++) {
      int j = order[q];
      out.addSingle(crossing[j], j, on[j] ? -slope[j] : slope[j]);
      on[j] = !on[j];
    }
    double step = ends - began;
    for (int j = 0; j < z.length; j++) {
      z[j] += slope[j] * step;
    }
  }

  /** Applies an event of the source. */
  private void bend(Track in, int event, Track out) {
    int unit = in.unit[event];
    if (unit != Track.ALL) {
      slope[unit] += in.scalar[event];
      if (on[unit]) {
        out.addSingle(in.time[event], unit, in.scalar[event]);
      }
      return;
    }
    in.addTo(event, slope, 0);
    int to = out.addAll(in.time[event]);
    for (int j = 0; j < z.length; j++) {
      out.rows[to + j] = on[j] ? in.rows[event * in.width + j] : 0;
    }
  }
}
