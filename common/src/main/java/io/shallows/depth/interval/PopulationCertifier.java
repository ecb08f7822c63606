package io.shallows.depth.interval;

import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.GaussianTeacher;
import java.util.ArrayList;
import java.util.List;

/**
 * Certifies paths on the closed-form population loss: every segment by {@link PopulationMaximum}.
 *
 * <p>First with losses enclosed by interval arithmetic in doubles, until each segment's bound
 * exceeds the largest loss seen on it by at most {@value #GAP} of it. Then the segments that may
 * hold the path's maximum are bounded again with losses to 45 digits ({@link
 * PrecisePopulationLoss}), until the gap is at most {@value #SHARP} of the loss: a path over an
 * exact saddle gets there at once. The loss at both ends is precise too. Nothing is first order in
 * the rounding: all of it is enclosed. Cost: about 0.1 ms per segment and cell for ten units, plus
 * a few evaluations of 10 ms. Not safe for use by several threads.
 */
public final class PopulationCertifier {

  /** Relative gap of a segment's own maximum, far below what verification allows. */
  private static final double GAP = 1e-8;

  /** Relative gap of the path's maximum, a few units in the last place. */
  private static final double SHARP = 1e-15;

  private final GaussianTeacher teacher;
  private final PrecisePopulationLoss precise;

  public PopulationCertifier(GaussianTeacher teacher) {
    this.teacher = teacher;
    this.precise = new PrecisePopulationLoss(teacher);
  }

  public PrecisePopulationLoss precise() {
    return precise;
  }

  /** The certificate of a path of any moves. */
  public PathCertificate certify(Path path) {
    List<Double> uppers = new ArrayList<>();
    double start = precise.at(path.at(0));
    double end = precise.at(path.at(path.size() - 1));
    double evaluated = Math.max(start, end);
    for (int k = 1; k < path.size(); k++) {
      PopulationMaximum maximum = maximum(path.at(k - 1), path.at(k), GAP);
      uppers.add(maximum.upper());
      evaluated = Math.max(evaluated, maximum.evaluated());
    }
    for (int k = 1; k < path.size(); k++) {
      if (uppers.get(k - 1) >= evaluated) {
        double[] a = path.at(k - 1);
        double[] b = path.at(k);
        PopulationMaximum sharp =
            new PopulationMaximum(
                new PopulationSegment(teacher, a, b),
                t -> precise.at(a, b, t),
                SHARP * Math.abs(evaluated),
                evaluated,
                false);
        uppers.set(k - 1, Math.min(uppers.get(k - 1), sharp.upper()));
        evaluated = Math.max(evaluated, sharp.evaluated());
      }
    }
    double upper = Math.max(start, end);
    for (double segment : uppers) {
      upper = Math.max(upper, segment);
    }
    double rounding = 4 * Math.ulp(Math.max(Math.abs(start), Math.abs(end)));
    return new PathCertificate(
        PathCertificate.Kind.INTERVAL,
        upper,
        Math.min(evaluated, upper),
        rounding,
        start,
        end,
        uppers);
  }

  /** A bound of one segment, to a relative gap of its own largest loss. */
  PopulationMaximum maximum(double[] a, double[] b, double gap) {
    PopulationSegment segment = new PopulationSegment(teacher, a, b);
    double size =
        Math.max(
            Math.abs(segment.over(Interval.of(0)).value().high()),
            Math.abs(segment.over(Interval.of(1)).value().high()));
    return new PopulationMaximum(
        segment,
        t -> segment.over(Interval.of(t)).value(),
        gap * size + 2 * segment.over(Interval.of(0)).value().width(),
        Double.NEGATIVE_INFINITY,
        false);
  }

  /** Whether no loss on a segment that begins or ends below {@code ceiling} exceeds it. */
  public boolean stays(double[] a, double[] b, double ceiling) {
    PopulationSegment segment = new PopulationSegment(teacher, a, b);
    PopulationMaximum maximum =
        new PopulationMaximum(segment, t -> segment.over(Interval.of(t)).value(), 0, ceiling, true);
    return maximum.upper() <= ceiling;
  }
}
