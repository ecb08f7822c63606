package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Mean seconds of a trial as a function of its shape: {@code s = c x exp(b . z)} with x the seconds
 * that its operations take at an assumed speed and z = (1, log x, log width, networkDepth, whether
 * networkDepth is positive, log inputDimension, whether it starts from the k-th initialization that
 * was measured for each k).
 *
 * <p>b is the least-squares fit of log(t / x) over the measured shapes, weighted by their numbers
 * of trials, with slopes drawn towards 0 by {@value #SHRINKAGE}; t is the mean time of a shape. c
 * makes all predictions together as large as all measurements, which logarithms of means of few
 * trials would fall short of. Accuracy: single shapes are off by a factor of two.
 */
final class CostCurve {

  /** What slopes of 0 are worth, in trials. */
  private static final double SHRINKAGE = 1;

  /** Terms beside those of initializations. */
  private static final int TERMS = 6;

  private final List<String> initializations;
  private final RealVector coefficients;
  private final double level;

  private CostCurve(List<String> initializations, RealVector coefficients, double level) {
    this.initializations = initializations;
    this.coefficients = coefficients;
    this.level = level;
  }

  /** The curve through some measurements; with none, what operations say. */
  static CostCurve through(Collection<MeasuredCosts.Cost> measured) {
    if (measured.isEmpty()) {
      return new CostCurve(List.of(), new ArrayRealVector(TERMS), 1);
    }
    List<String> initializations =
        measured.stream().map(MeasuredCosts.Cost::initialization).distinct().sorted().toList();
    int count = TERMS + initializations.size();
    RealMatrix normal = new Array2DRowRealMatrix(count, count);
    RealVector right = new ArrayRealVector(count);
    for (int i = 0; i < count; i++) {
      // The level is known from the first trial on.
      normal.setEntry(i, i, i == 0 ? 1e-6 : SHRINKAGE);
    }
    for (MeasuredCosts.Cost cost : measured) {
      RealVector terms = terms(cost, initializations);
      double ratio = Math.log(mean(cost) / assumed(cost.operations()));
      double trials = (double) cost.trials();
      normal = normal.add(terms.outerProduct(terms).scalarMultiply(trials));
      right = right.add(terms.mapMultiply(trials * ratio));
    }
    RealVector coefficients = new CholeskyDecomposition(normal).getSolver().solve(right);
    CostCurve shape = new CostCurve(initializations, coefficients, 1);
    double seconds = 0;
    double predicted = 0;
    for (MeasuredCosts.Cost cost : measured) {
      double trials = (double) cost.trials();
      seconds += trials * mean(cost);
      predicted += trials * shape.seconds(cost);
    }
    return new CostCurve(initializations, coefficients, seconds / predicted);
  }

  /** Mean seconds of a trial of a cell. */
  double seconds(CellCoordinates cell, double operations) {
    return seconds(
        new MeasuredCosts.Cost(
            cell.width(),
            cell.networkDepth(),
            cell.inputDimension(),
            cell.initialization(),
            operations,
            1,
            0));
  }

  private double seconds(MeasuredCosts.Cost cost) {
    double exponent = coefficients.dotProduct(terms(cost, initializations));
    return level * assumed(cost.operations()) * Math.exp(exponent);
  }

  private static double mean(MeasuredCosts.Cost cost) {
    return Math.max(CostModel.LEAST_SECONDS, cost.mean());
  }

  private static double assumed(double operations) {
    return Math.max(CostModel.LEAST_SECONDS, operations / CostModel.OPERATIONS_PER_SECOND);
  }

  private static RealVector terms(MeasuredCosts.Cost cost, List<String> initializations) {
    double[] terms = {
      1,
      Math.log(assumed(cost.operations())),
      Math.log(cost.width()),
      cost.networkDepth(),
      Math.min(1, cost.networkDepth()),
      Math.log(Math.max(1, cost.inputDimension()))
    };
    RealVector all = new ArrayRealVector(Arrays.copyOf(terms, TERMS + initializations.size()));
    int start = initializations.indexOf(cost.initialization());
    if (start >= 0) {
      all.setEntry(TERMS + start, 1);
    }
    return all;
  }
}
