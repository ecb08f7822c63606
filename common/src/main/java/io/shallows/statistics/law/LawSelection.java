package io.shallows.statistics.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The law that predicts the largest widths.
 *
 * <p>Convention. The largest third of the widths (at least one) is held out; every law with no more
 * parameters than widths left is fitted to log Q at those by least squares and continued. Its
 * <em>hold-out error</em> is the root mean square of log Q minus prediction at the held-out widths.
 * The same fit to every bootstrap replicate shows how large that error would be by problems and
 * seeds alone if the law were true: the p-value is the share of replicates whose error, measured
 * from the observed residual, is at least the hold-out error. Chosen is the simplest law with p at
 * least {@value #LEAST_P}; of two equally simple ones that with the lesser error; if no law passes,
 * the one with the least error. Comparing errors alone would prefer a law with more parameters in
 * about half of all cases in which a simpler one is true.
 *
 * <p>Edge cases: fewer than four widths give no selection, because two parameters through two
 * points predict nothing that was tested.
 *
 * @param law the chosen law
 * @param holdoutError its root mean square error of log Q at the held-out widths
 * @param candidates every law that could be fitted, in order of simplicity
 * @param heldOut number of widths held out
 */
public record LawSelection(
    ScalingLaw law, double holdoutError, List<Candidate> candidates, int heldOut) {

  /** Fewest widths for a selection. */
  public static final int LEAST_WIDTHS = 4;

  /** Laws whose p-value is below this level are passed over. */
  public static final double LEAST_P = 0.1;

  /** One law's hold-out error and how often the replicates exceed it. */
  public record Candidate(ScalingLaw law, double holdoutError, double pValue) {}

  public LawSelection {
    candidates = List.copyOf(candidates);
  }

  /**
   * Selects a law.
   *
   * @param widths in ascending order
   * @param observed log Q at the widths
   * @param replicates log Q of bootstrap replicates, at [replicate][width]
   */
  public static Optional<LawSelection> select(
      double[] widths, double[] observed, List<double[]> replicates) {
    if (widths.length < LEAST_WIDTHS) {
      return Optional.empty();
    }
    int heldOut = Math.max(1, widths.length / 3);
    int kept = widths.length - heldOut;
    double[] fitted = Arrays.copyOf(widths, kept);
    double[] others = Arrays.copyOfRange(widths, kept, widths.length);
    List<Candidate> candidates = new ArrayList<>();
    for (ScalingLaw law : ScalingLaw.values()) {
      if (law.parameters() <= kept) {
        candidates.add(
            candidate(law, LawPrediction.of(law, fitted, others), kept, observed, replicates));
      }
    }
    Candidate chosen =
        candidates.stream()
            .filter(candidate -> candidate.pValue() >= LEAST_P)
            .min(
                Comparator.comparingInt((Candidate candidate) -> candidate.law().parameters())
                    .thenComparingDouble(Candidate::holdoutError))
            .or(() -> candidates.stream().min(Comparator.comparingDouble(Candidate::holdoutError)))
            .orElseThrow();
    return Optional.of(new LawSelection(chosen.law(), chosen.holdoutError(), candidates, heldOut));
  }

  private static Candidate candidate(
      ScalingLaw law,
      LawPrediction prediction,
      int kept,
      double[] observed,
      List<double[]> replicates) {
    double[] residual = residual(prediction, observed, kept);
    double error = rootMeanSquare(residual);
    int exceeding = 0;
    for (double[] replicate : replicates) {
      double[] shifted = residual(prediction, replicate, kept);
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] -= residual[i];
      }
      if (rootMeanSquare(shifted) >= error) {
        exceeding++;
      }
    }
    // The observed sample counts as one of the replicates, so that no p-value is 0.
    return new Candidate(law, error, (exceeding + 1.0) / (replicates.size() + 1));
  }

  private static double[] residual(LawPrediction prediction, double[] logQuantiles, int kept) {
    double[] predicted = prediction.predict(Arrays.copyOf(logQuantiles, kept));
    double[] residual = new double[predicted.length];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = logQuantiles[kept + i] - predicted[i];
    }
    return residual;
  }

  private static double rootMeanSquare(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
