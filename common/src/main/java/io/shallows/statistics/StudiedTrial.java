package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the study of singularities knows of a trial.
 *
 * @param trialId its id
 * @param problem id of its problem
 * @param values one per column of {@link StudyColumns#all()}, NaN where there is none; shared,
 *     never written
 */
public record StudiedTrial(
    String trialId,
    String problem,
    String family,
    int width,
    String initialization,
    long seed,
    long parameterCount,
    List<Double> values) {

  /** An order that does not depend on where rows were stored. */
  static final Comparator<StudiedTrial> ORDER =
      Comparator.comparing(StudiedTrial::family)
          .thenComparingInt(StudiedTrial::width)
          .thenComparing(StudiedTrial::problem)
          .thenComparing(StudiedTrial::initialization)
          .thenComparingLong(StudiedTrial::seed);

  public StudiedTrial {
    values = List.copyOf(values);
    if (values.size() != StudyColumns.all().size()) {
      throw new IllegalArgumentException(
          values.size() + " values for " + StudyColumns.all().size() + " columns");
    }
  }

  /** A row of table trials, the depth of its minimum not known. */
  public static StudiedTrial of(Record trial) {
    return new StudiedTrial(
        trial.get(LeadingColumns.TRIAL_ID),
        trial.get(LeadingColumns.PROBLEM_ID),
        trial.get(LeadingColumns.FAMILY),
        Math.toIntExact(trial.get(LeadingColumns.WIDTH)),
        trial.get(LeadingColumns.INITIALIZATION),
        trial.get(LeadingColumns.SEED),
        trial.get(LeadingColumns.PARAMETER_COUNT),
        StudyColumns.all().stream().map(column -> StudyColumns.value(trial, column)).toList());
  }

  /** This trial with the depth of its minimum. */
  public StudiedTrial withDepth(double depth) {
    List<Double> all = new ArrayList<>(values);
    all.set(StudyColumns.depthIndex(), depth);
    return new StudiedTrial(
        trialId, problem, family, width, initialization, seed, parameterCount, all);
  }

  /** The value of column k of {@link StudyColumns#all()}, NaN where there is none. */
  double value(int k) {
    return values.get(k);
  }

  /**
   * Like {@link #value}, but infinite where a level was not reached by a run that was made: such a
   * run has a least loss.
   */
  double ranked(int k) {
    Column<?> column = StudyColumns.all().get(k);
    boolean unreached =
        StudyColumns.isSteps(column)
            && Double.isNaN(value(k))
            && !Double.isNaN(value(StudyColumns.leastLossIndex()));
    return unreached ? Double.POSITIVE_INFINITY : value(k);
  }

  /** What pairs have in common. */
  String pairKey() {
    return problem + ' ' + initialization + ' ' + seed;
  }

  /** The trial's cell within its family. */
  String cell() {
    return problem + ' ' + initialization + ' ' + width;
  }
}
