package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.store.Stage;
import io.shallows.trial.TrialRunner;
import java.util.Collection;
import java.util.Map;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Predicted seconds of a trial.
 *
 * <p>With nothing measured these are its predicted operations x at an assumed speed. With
 * measurements of the stage, log(seconds / x) is fitted by {@code a + b log x + c log width + d
 * networkDepth}, least squares weighted by trials and shrunk towards 0, and the prediction of a
 * shape that was itself measured n times is the geometric mean of its measured mean (weight n) and
 * the fitted curve (weight {@value #CURVE_WEIGHT}). The curve is what narrow networks need, whose
 * finish along kinks takes far more steps than operations tell. Accuracy: that of a mean of n
 * trials, whose own times scatter by a factor of several.
 */
public final class CostModel {

  /**
   * Operations per second of small matrices on one core of a present machine; only a start, since
   * measured times correct it.
   */
  public static final double OPERATIONS_PER_SECOND = 2e9;

  /** A trial costs at least this: its rows must be made and written. */
  private static final double LEAST_SECONDS = 1e-4;

  /** Summaries read rows; what was trained does not matter to them. */
  private static final double SUMMARY_SECONDS = 5e-4;

  /** Weight of the curve beside a shape's own measurements, in trials. */
  private static final double CURVE_WEIGHT = 2;

  /** What slopes are worth that nothing has measured, in trials. */
  private static final double SHRINKAGE = 1;

  private static final int TERMS = 4;

  private final TrialRunner runner;
  private final Stage stage;
  private final Map<String, MeasuredCosts.Cost> measured;
  private final double[] curve;

  private CostModel(
      TrialRunner runner, Stage stage, Map<String, MeasuredCosts.Cost> measured, double[] curve) {
    this.runner = runner;
    this.stage = stage;
    this.measured = measured;
    this.curve = curve;
  }

  /** The model of a stage, given what was measured. */
  public static CostModel fit(TrialRunner runner, Stage stage, MeasuredCosts costs) {
    Map<String, MeasuredCosts.Cost> measured = costs.of(stage);
    return new CostModel(runner, stage, measured, curve(measured.values()));
  }

  /** Whether anything was measured. */
  public boolean isMeasured() {
    return !measured.isEmpty();
  }

  /** Seconds that one trial of a cell is expected to take on one slot. */
  public double seconds(CellCoordinates cell) {
    if (stage == Stage.CELLS) {
      return SUMMARY_SECONDS;
    }
    double operations = runner.predictedOperations(cell);
    double log = Math.log(assumed(operations));
    double[] terms = terms(operations, cell.width(), cell.networkDepth());
    for (int i = 0; i < TERMS; i++) {
      log += curve[i] * terms[i];
    }
    MeasuredCosts.Cost own = measured.get(MeasuredCosts.key(stage, cell));
    if (own != null) {
      double known = Math.log(Math.max(LEAST_SECONDS, own.mean()));
      log = (own.trials() * known + CURVE_WEIGHT * log) / (own.trials() + CURVE_WEIGHT);
    }
    return Math.max(LEAST_SECONDS, Math.exp(log));
  }

  private static double assumed(double operations) {
    return Math.max(LEAST_SECONDS, operations / OPERATIONS_PER_SECOND);
  }

  private static double[] terms(double operations, int width, int networkDepth) {
    return new double[] {1, Math.log(assumed(operations)), Math.log(width), networkDepth};
  }

  private static double[] curve(Collection<MeasuredCosts.Cost> measured) {
    if (measured.isEmpty()) {
      return new double[TERMS];
    }
    RealMatrix normal = new Array2DRowRealMatrix(TERMS, TERMS);
    RealVector right = new ArrayRealVector(TERMS);
    for (int i = 0; i < TERMS; i++) {
      // The level is known from the first trial on.
      normal.setEntry(i, i, i == 0 ? 1e-6 : SHRINKAGE);
    }
    for (MeasuredCosts.Cost cost : measured) {
      RealVector terms =
          new ArrayRealVector(terms(cost.operations(), cost.width(), cost.networkDepth()));
      double ratio =
          Math.log(Math.max(LEAST_SECONDS, cost.mean())) - Math.log(assumed(cost.operations()));
      normal = normal.add(terms.outerProduct(terms).scalarMultiply((double) cost.trials()));
      right = right.add(terms.mapMultiply((double) cost.trials() * ratio));
    }
    return new CholeskyDecomposition(normal).getSolver().solve(right).toArray();
  }
}
