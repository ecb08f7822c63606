package io.shallows.statistics.law;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DiagonalMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/**
 * The offset power law log Q = log a + log(m^(-s) + r), fitted by Levenberg-Marquardt over (log a,
 * log s, log r), which keeps s and r positive. Widths are taken relative to the least one. It
 * starts at the best point of a small grid.
 */
final class OffsetPowerPrediction implements LawPrediction {

  private static final double[] EXPONENTS = {0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2};
  private static final double[] OFFSETS = {1e-6, 1e-3, 0.01, 0.03, 0.1, 0.3, 1};
  private static final int MAX_EVALUATIONS = 100;
  private static final double TOLERANCE = 1e-7;

  private final double[] logFitted;
  private final double[] logOthers;
  private final LevenbergMarquardtOptimizer optimizer =
      new LevenbergMarquardtOptimizer(100, TOLERANCE, TOLERANCE, TOLERANCE, 1e-12);

  OffsetPowerPrediction(double[] fitted, double[] others) {
    logFitted = relative(fitted, fitted[0]);
    logOthers = relative(others, fitted[0]);
  }

  @Override
  public double[] predict(double[] logQuantiles) {
    double[] parameters = start(logQuantiles);
    try {
      parameters =
          optimizer
              .optimize(
                  new LeastSquaresBuilder()
                      .model(this::model)
                      .start(parameters)
                      .target(logQuantiles)
                      .weight(new DiagonalMatrix(ones(logQuantiles.length)))
                      .maxEvaluations(MAX_EVALUATIONS)
                      .maxIterations(MAX_EVALUATIONS)
                      .build())
              .getPoint()
              .toArray();
    } catch (MathRuntimeException e) {
      // No better point within the budget: the law is then judged by the best point of the grid.
    }
    double[] result = new double[logOthers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = value(parameters, logOthers[i]);
    }
    return result;
  }

  private double[] start(double[] logQuantiles) {
    double[] best = new double[3];
    double least = Double.POSITIVE_INFINITY;
    for (double exponent : EXPONENTS) {
      for (double offset : OFFSETS) {
        double[] candidate = {0, StrictMath.log(exponent), StrictMath.log(offset)};
        double mean = 0;
        for (int i = 0; i < logFitted.length; i++) {
          mean += (logQuantiles[i] - value(candidate, logFitted[i])) / logFitted.length;
        }
        candidate[0] = mean;
        double squares = 0;
        for (int i = 0; i < logFitted.length; i++) {
          double residual = logQuantiles[i] - value(candidate, logFitted[i]);
          squares += residual * residual;
        }
        if (squares < least) {
          least = squares;
          best = candidate;
        }
      }
    }
    return best;
  }

  private Pair<RealVector, RealMatrix> model(RealVector point) {
    double[] parameters = point.toArray();
    double[] values = new double[logFitted.length];
    double[][] jacobian = new double[logFitted.length][3];
    double s = StrictMath.exp(parameters[1]);
    double r = StrictMath.exp(parameters[2]);
    for (int i = 0; i < logFitted.length; i++) {
      double power = StrictMath.exp(-s * logFitted[i]);
      values[i] = parameters[0] + StrictMath.log(power + r);
      jacobian[i][0] = 1;
      jacobian[i][1] = -logFitted[i] * s * power / (power + r);
      jacobian[i][2] = r / (power + r);
    }
    return new Pair<>(new ArrayRealVector(values, false), MatrixUtils.createRealMatrix(jacobian));
  }

  private static double value(double[] parameters, double logWidth) {
    double power = StrictMath.exp(-StrictMath.exp(parameters[1]) * logWidth);
    return parameters[0] + StrictMath.log(power + StrictMath.exp(parameters[2]));
  }

  private static double[] relative(double[] widths, double least) {
    double[] logs = new double[widths.length];
    for (int i = 0; i < widths.length; i++) {
      logs[i] = StrictMath.log(widths[i] / least);
    }
    return logs;
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
