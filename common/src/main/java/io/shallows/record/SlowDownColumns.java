package io.shallows.record;

import io.shallows.training.LossLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The columns of the learning slow-down, one pair per level of {@link LossLevels#LEVELS}. */
public final class SlowDownColumns {

  private static final List<Column<Long>> STEPS = columns("steps", "Steps");
  private static final List<Column<Long>> EVALUATIONS =
      columns("evaluations", "Gradient evaluations");

  /** The least loss of the run. */
  private static final Column<Double> LEAST =
      Column.real(
              "slowdown_loss_normalized",
              Column.ONE,
              "Least loss of the first-order run of measurement.slowDown, divided by that of the"
                  + " best constant predictor: the trainability of the network.")
          .orNull();

  private SlowDownColumns() {}

  /** All columns in order. */
  static List<Column<?>> all() {
    List<Column<?>> all = new ArrayList<>(STEPS);
    all.addAll(EVALUATIONS);
    all.add(LEAST);
    return all;
  }

  /** Steps to the levels, in their order. */
  public static List<Column<Long>> steps() {
    return STEPS;
  }

  /** The least normalized loss of the run. */
  public static Column<Double> leastLoss() {
    return LEAST;
  }

  /**
   * Sets all columns; levels that were not reached stay null.
   *
   * @param scale loss of the best constant predictor
   */
  public static void set(Record.Builder row, LossLevels levels, double scale) {
    for (int k = 0; k < STEPS.size(); k++) {
      set(row, STEPS.get(k), levels.steps(k));
      set(row, EVALUATIONS.get(k), levels.evaluations(k));
    }
    row.setFinite(LEAST, levels.least() / scale);
  }

  private static void set(Record.Builder row, Column<Long> column, OptionalLong value) {
    if (value.isPresent()) {
      row.set(column, (Long) value.getAsLong());
    }
  }

  private static List<Column<Long>> columns(String name, String what) {
    List<Column<Long>> columns = new ArrayList<>();
    for (double level : LossLevels.LEVELS) {
      columns.add(
          Column.integer(
                  String.format(Locale.ROOT, "slowdown_%s_%02d", name, Math.round(100 * level)),
                  what
                      + " of the first-order run of measurement.slowDown until the loss was at most "
                      + level
                      + " times that of the best constant predictor; null if it never was.")
              .orNull());
    }
    return List.copyOf(columns);
  }
}
