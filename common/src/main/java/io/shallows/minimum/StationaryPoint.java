package io.shallows.minimum;

import io.shallows.training.TrainingOutcome;
import java.util.Objects;

/**
 * Where a search for a stationary point ended.
 *
 * @param theta parameters, length p
 * @param loss the loss
 * @param stationarity distance of 0 from the Clarke subdifferential; the gradient norm where no
 *     kink is active
 * @param kinks number of active kinks that the finish met; 0 if training arrived by itself
 * @param iterations trial steps of training and finish
 * @param gradientEvaluations gradient evaluations of training and finish
 * @param outcome how the search ended
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
public record StationaryPoint(
    double[] theta,
    double loss,
    double stationarity,
    int kinks,
    int iterations,
    long gradientEvaluations,
    TrainingOutcome outcome) {

  public StationaryPoint {
    theta = theta.clone();
    Objects.requireNonNull(outcome, "outcome");
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
