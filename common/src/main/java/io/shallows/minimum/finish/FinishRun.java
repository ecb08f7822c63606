package io.shallows.minimum.finish;

import io.shallows.loss.Kink;
import io.shallows.minimum.kink.KinkPoint;
import io.shallows.training.TrainingOutcome;
import java.util.List;

/** The finish of one search; it is called again from below each saddle that the search leaves. */
public interface FinishRun {

  /**
   * Searches from {@code start}, on which {@code kinks} are active; {@code start} is overwritten.
   * Deterministic in loss, limits and starts; only {@link TrainingOutcome#TIMED_OUT} depends on
   * time.
   */
  TrainingOutcome settle(double[] start, List<Kink> kinks);

  /** Where the last search ended; its lowest end if none converged. */
  KinkPoint point();

  /** Trial steps of all searches. */
  int iterations();

  /** Gradient evaluations of all searches. */
  long evaluations();
}
