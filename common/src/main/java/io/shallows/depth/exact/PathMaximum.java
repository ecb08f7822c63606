package io.shallows.depth.exact;

import io.shallows.depth.path.PathCertificate;
import java.util.ArrayList;
import java.util.List;

/** A loss with a bound of its largest value on segments that move one layer set. */
public interface PathMaximum {

  /** The loss as certificates evaluate it. */
  double value(double[] theta);

  /**
   * The maximum between two parameter vectors.
   *
   * @throws IllegalArgumentException if the move between them is not of one layer set
   */
  SegmentBound between(double[] from, double[] to);

  /** How its bounds are certified. */
  PathCertificate.Kind kind();

  /** The certificate of a path from the losses at its ends and its segments. */
  default PathCertificate joined(double start, double end, List<SegmentBound> segments) {
    double upper = Math.max(start, end);
    double evaluated = upper;
    double rounding = 0;
    List<Double> maxima = new ArrayList<>();
    for (SegmentBound segment : segments) {
      upper = Math.max(upper, segment.upper());
      evaluated = Math.max(evaluated, segment.evaluated());
      rounding = Math.max(rounding, segment.rounding());
      maxima.add(segment.upper());
    }
    return new PathCertificate(kind(), upper, evaluated, rounding, start, end, maxima);
  }
}
