package io.shallows.statistics.law;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * A law fitted to log quantiles at some widths by least squares and continued to others.
 *
 * <p>All laws but the offset power are linear in their parameters once a break is fixed, so that
 * fit and continuation are one matrix per design, made once and applied to every bootstrap
 * replicate; the broken power takes the best of the breaks at and halfway between the fitted
 * widths.
 */
@FunctionalInterface
interface LawPrediction {

  /** Continues the law fitted to {@code logQuantiles} at the fitted widths to the others. */
  double[] predict(double[] logQuantiles);

  /** The prediction of {@code law} for widths {@code fitted}, continued to {@code others}. */
  static LawPrediction of(ScalingLaw law, double[] fitted, double[] others) {
    return switch (law) {
      case INVERSE_ROOT -> {
        LawPrediction constant = linear(fitted, others, List.of(m -> 1));
        yield logQuantiles -> {
          double[] shifted = new double[fitted.length];
          for (int i = 0; i < fitted.length; i++) {
            shifted[i] = logQuantiles[i] + 0.5 * StrictMath.log(fitted[i]);
          }
          double[] result = constant.predict(shifted);
          for (int i = 0; i < others.length; i++) {
            result[i] -= 0.5 * StrictMath.log(others[i]);
          }
          return result;
        };
      }
      case POWER -> linear(fitted, others, List.of(m -> 1, StrictMath::log));
      case EXPONENTIAL -> linear(fitted, others, List.of(m -> 1, m -> m));
      case OFFSET_POWER -> new OffsetPowerPrediction(fitted, others);
      case BROKEN_POWER -> broken(fitted, others);
    };
  }

  private static LawPrediction linear(
      double[] fitted, double[] others, List<DoubleUnaryOperator> terms) {
    RealMatrix continuation = design(others, terms).multiply(solver(fitted, terms));
    return continuation::operate;
  }

  private static LawPrediction broken(double[] fitted, double[] others) {
    List<RealMatrix> fits = new ArrayList<>();
    List<RealMatrix> continuations = new ArrayList<>();
    for (int i = 1; i < fitted.length - 1; i++) {
      double here = StrictMath.log(fitted[i]);
      double next = StrictMath.log(fitted[i + 1]);
      for (double at :
          i + 2 < fitted.length ? new double[] {here, (here + next) / 2} : new double[] {here}) {
        List<DoubleUnaryOperator> terms =
            List.of(m -> 1, StrictMath::log, m -> Math.max(0, StrictMath.log(m) - at));
        RealMatrix solver = solver(fitted, terms);
        fits.add(design(fitted, terms).multiply(solver));
        continuations.add(design(others, terms).multiply(solver));
      }
    }
    return logQuantiles -> {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < fits.size(); i++) {
        double[] fit = fits.get(i).operate(logQuantiles);
        double squares = 0;
        for (int j = 0; j < fit.length; j++) {
          squares += (fit[j] - logQuantiles[j]) * (fit[j] - logQuantiles[j]);
        }
        // Saturated fits differ by rounding only: the earliest break wins then, on any platform.
        if (squares < least * (1 - 1e-9) - 1e-24) {
          least = squares;
          best = i;
        }
      }
      return continuations.get(best).operate(logQuantiles);
    };
  }

  private static RealMatrix solver(double[] widths, List<DoubleUnaryOperator> terms) {
    return new QRDecomposition(design(widths, terms)).getSolver().getInverse();
  }

  private static RealMatrix design(double[] widths, List<DoubleUnaryOperator> terms) {
    RealMatrix design = MatrixUtils.createRealMatrix(widths.length, terms.size());
    for (int row = 0; row < widths.length; row++) {
      for (int column = 0; column < terms.size(); column++) {
        design.setEntry(row, column, terms.get(column).applyAsDouble(widths[row]));
      }
    }
    return design;
  }
}
