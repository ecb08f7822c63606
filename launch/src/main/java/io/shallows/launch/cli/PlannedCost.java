package io.shallows.launch.cli;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.problem.TableProblem;
import io.shallows.spark.drive.StoredPlan;
import io.shallows.spec.SweepSpec;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Core-seconds that are left of a sweep, with the range in which they are likely.
 *
 * <p>Where a store has trials of it, what those took is taken, off by up to {@value
 * #MEASURED_FACTOR} either way; else shapes alone tell, which know nothing of the data: easy ones
 * took a third, drawn problems up to {@value #DRAWN_MORE} times as long, and tables up to {@value
 * #TABLE_FACTOR} times more or less.
 */
final class PlannedCost {

  static final double MEASURED_FACTOR = 2;
  static final double UNMEASURED_LESS = 3;
  static final double DRAWN_MORE = 5;
  static final double TABLE_FACTOR = 6;

  private final boolean measuredCosts;
  private final double less;
  private final double more;
  private final long trained;
  private final long measured;
  private final ToDoubleFunction<CellCoordinates> left;
  private final double seconds;

  private PlannedCost(
      boolean measuredCosts,
      double less,
      double more,
      long trained,
      long measured,
      ToDoubleFunction<CellCoordinates> left,
      double seconds) {
    this.measuredCosts = measuredCosts;
    this.less = less;
    this.more = more;
    this.trained = trained;
    this.measured = measured;
    this.left = left;
    this.seconds = seconds;
  }

  static PlannedCost of(SweepSpec spec, Grid grid, Optional<StoredPlan> stored) {
    boolean isTable = spec.problem().kind().equals(TableProblem.NAME);
    double unmeasuredLess = isTable ? TABLE_FACTOR : UNMEASURED_LESS;
    double unmeasuredMore = isTable ? TABLE_FACTOR : DRAWN_MORE;
    if (stored.isEmpty()) {
      PredictedCost shapes = new PredictedCost(spec);
      return new PlannedCost(
          false, unmeasuredLess, unmeasuredMore, 0, 0, shapes::seconds, shapes.total(grid));
    }
    StoredPlan store = stored.get();
    double untrained = 1 - store.trained() / (double) store.trials();
    double unmeasured = 1 - store.measured() / (double) store.trials();
    ToDoubleFunction<CellCoordinates> left;
    if (store.knowsCosts()) {
      ToDoubleFunction<CellCoordinates> depth =
          store.depthSeconds() == null ? cell -> 0 : store.depthSeconds();
      left =
          cell ->
              untrained * store.minimumSeconds().applyAsDouble(cell)
                  + unmeasured * depth.applyAsDouble(cell);
    } else {
      PredictedCost shapes = new PredictedCost(spec);
      left = cell -> Math.max(untrained, unmeasured) * shapes.seconds(cell);
    }
    return new PlannedCost(
        store.knowsCosts(),
        store.knowsCosts() ? MEASURED_FACTOR : unmeasuredLess,
        store.knowsCosts() ? MEASURED_FACTOR : unmeasuredMore,
        store.trained(),
        store.measured(),
        left,
        PredictedCost.total(grid, left));
  }

  /** Core-seconds that are left. */
  double seconds() {
    return seconds;
  }

  double low() {
    return seconds / less;
  }

  double high() {
    return seconds * more;
  }

  /** Whether what trials took was known. */
  boolean isMeasured() {
    return measuredCosts;
  }

  long trained() {
    return trained;
  }

  long measured() {
    return measured;
  }

  /** What is left of one trial of a cell, on average. */
  double secondsLeft(CellCoordinates cell) {
    return left.applyAsDouble(cell);
  }
}
