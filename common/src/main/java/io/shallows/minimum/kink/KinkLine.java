package io.shallows.minimum.kink;

import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A step from a point, and the kinks that it crosses.
 *
 * @param start where the step begins
 * @param step length p; read, not copied, so that it must not change while the line is in use
 * @param crossings in the order in which the step meets them
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, never compared
record KinkLine(KinkPoint start, double[] step, List<Crossing> crossings) {

  /**
   * A kink that is met on the way.
   *
   * @param time where along the step, in (0, 1), its pre-activation changes sign, by linear
   *     interpolation
   */
  record Crossing(Kink kink, double time) {}

  /**
   * The line of a step.
   *
   * @param end the loss where the step ends
   */
  static KinkLine of(KinkPoint start, double[] step, Linearization end) {
    List<Crossing> crossings = new ArrayList<>();
    Set<Kink> own = new TreeSet<>(start.kinks());
    for (int r = 0; r < start.layers(); r++) {
      double[] from = start.preActivations(r);
      double[] to = end.preActivations(r);
      int width = from.length / start.samples();
      for (int i = 0; i < from.length; i++) {
        if ((from[i] > 0 && to[i] < 0) || (from[i] < 0 && to[i] > 0)) {
          Kink kink = new Kink(r, i / width, i % width);
          if (!own.contains(kink)) {
            crossings.add(new Crossing(kink, from[i] / (from[i] - to[i])));
          }
        }
      }
    }
    crossings.sort(Comparator.comparingDouble(Crossing::time));
    return new KinkLine(start, step, crossings);
  }

  /** Whether the step crosses no kink. */
  boolean isSmooth() {
    return crossings.isEmpty();
  }

  /** When crossing {@code i} is met; 1, the end of the step, after the last. */
  double time(int i) {
    return i < crossings.size() ? crossings.get(i).time() : 1;
  }
}
