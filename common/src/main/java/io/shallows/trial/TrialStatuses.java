package io.shallows.trial;

import io.shallows.record.TrialStatus;
import io.shallows.spec.TrainingSpec;
import io.shallows.training.TrainingOutcome;

/** How the outcomes of training are recorded. */
final class TrialStatuses {

  private TrialStatuses() {}

  /**
   * A run that floating point stopped above its tolerance has used what could be used: its status
   * is budget.
   */
  static TrialStatus of(TrainingOutcome outcome, TrainingSpec training) {
    return outcome == TrainingOutcome.BUDGET && training.endsAfterSteps()
        ? TrialStatus.COMPLETED
        : of(outcome);
  }

  /** Without a preset. */
  static TrialStatus of(TrainingOutcome outcome) {
    return switch (outcome) {
      case CONVERGED -> TrialStatus.CONVERGED;
      case BUDGET, STALLED -> TrialStatus.BUDGET;
      case VALLEY -> TrialStatus.VALLEY;
      case TIMED_OUT -> TrialStatus.TIMED_OUT;
      case DIVERGED -> TrialStatus.DIVERGED;
    };
  }
}
