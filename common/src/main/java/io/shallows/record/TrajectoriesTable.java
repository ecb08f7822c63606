package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;

import io.shallows.record.SingularityColumns.Moment;

/** One row per recorded point of a trial's first-order run. */
public final class TrajectoriesTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "trajectories",
          "One point of the first-order run of measurement.slowDown: where it reached a level of the"
              + " loss, or after a number of steps.",
          LeadingColumns.ofTrial());

  public static final Column<Long> POINT =
      COLUMNS.add(integer("point", "Number of the point within its run, from 0."));
  public static final Column<Double> LEVEL =
      COLUMNS.add(
          real(
                  "level",
                  ONE,
                  "The loss that was first reached here, divided by that of the best constant"
                      + " predictor; null for points by their step.")
              .orNull());
  public static final Column<Long> STEP = COLUMNS.add(integer("step", "Steps of the run so far."));
  public static final Column<Long> GRADIENT_EVALUATIONS =
      COLUMNS.add(integer("gradient_evaluations", "Gradient evaluations of the run so far."));
  public static final Column<Double> LOSS =
      COLUMNS.add(real("loss", Column.LOSS, "The loss here, without a penalty."));
  public static final Column<Double> LOSS_NORMALIZED =
      COLUMNS.add(
          real("loss_normalized", ONE, "loss divided by that of the best constant predictor."));

  static {
    SingularityColumns.all(Moment.PASSING).forEach(COLUMNS::add);
    SpectrumColumns.all(Moment.PASSING).forEach(COLUMNS::add);
  }

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private TrajectoriesTable() {}
}
