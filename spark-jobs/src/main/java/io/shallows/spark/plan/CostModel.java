package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Predicted seconds of a trial.
 *
 * <p>With nothing measured these are its predicted operations x at an assumed speed. With
 * measurements of the stage, the {@link CostCurve} through all of them says what a shape should
 * cost, and the prediction of a shape that was itself measured n times is the mean of its own time
 * (weight n) and the curve (weight {@value #CURVE_WEIGHT}). The curve is what narrow networks need,
 * whose finish along kinks takes far more steps than operations tell. Accuracy: that of a mean of n
 * trials, whose own times scatter by more than their mean where kinks are met.
 */
public final class CostModel {

  /**
   * Operations per second of small matrices on one core of a present machine; only a start, since
   * measured times correct it.
   */
  public static final double OPERATIONS_PER_SECOND = 2e9;

  /** A trial costs at least this: its rows must be made and written. */
  static final double LEAST_SECONDS = 1e-4;

  /**
   * Weight of the curve beside a shape's own measurements, in trials: trials of one shape scatter
   * about as much as shapes do around the curve.
   */
  static final double CURVE_WEIGHT = 1;

  private final ToDoubleFunction<CellCoordinates> operations;
  private final StagePlan stage;
  private final Map<String, MeasuredCosts.Cost> measured;
  private final CostCurve curve;
  private final Map<String, Double> seconds = new HashMap<>();

  private CostModel(
      ToDoubleFunction<CellCoordinates> operations,
      StagePlan stage,
      Map<String, MeasuredCosts.Cost> measured) {
    this.operations = operations;
    this.stage = stage;
    this.measured = measured;
    this.curve = CostCurve.through(measured.values());
  }

  /**
   * The model of a stage, given what was measured.
   *
   * @param operations predicted operations of a trial of a cell
   */
  public static CostModel fit(
      ToDoubleFunction<CellCoordinates> operations, StagePlan stage, MeasuredCosts costs) {
    return new CostModel(operations, stage, costs.of(stage.stage()));
  }

  /** Seconds that operations take where nothing was measured. */
  public static double atAssumedSpeed(double operations) {
    return Math.max(LEAST_SECONDS, operations / OPERATIONS_PER_SECOND);
  }

  /** Whether anything was measured. */
  public boolean isMeasured() {
    return !measured.isEmpty();
  }

  /** Seconds that one trial of a cell is expected to take on one slot. */
  public double seconds(CellCoordinates cell) {
    if (stage.fixedSeconds().isPresent()) {
      return stage.fixedSeconds().getAsDouble();
    }
    return seconds.computeIfAbsent(MeasuredCosts.shape(cell), shape -> predicted(cell));
  }

  private double predicted(CellCoordinates cell) {
    double usual = curve.seconds(cell, operations.applyAsDouble(cell));
    MeasuredCosts.Cost own = measured.get(MeasuredCosts.key(stage.stage(), cell));
    if (own == null) {
      return Math.max(LEAST_SECONDS, usual);
    }
    double mean = (own.seconds() + CURVE_WEIGHT * usual) / ((double) own.trials() + CURVE_WEIGHT);
    return Math.max(LEAST_SECONDS, mean);
  }
}
