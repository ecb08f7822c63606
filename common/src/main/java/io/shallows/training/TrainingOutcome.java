package io.shallows.training;

/** How an optimizer's run ended. */
public enum TrainingOutcome {
  /** The gradient norm or the loss reached its tolerance. */
  CONVERGED("converged"),
  /** The iterations or gradient evaluations ran out. */
  BUDGET("budget"),
  /**
   * The loss falls for ever along a direction: it has no minimum there. Only finishes end with it.
   */
  VALLEY("valley"),
  /** The deadline came. */
  TIMED_OUT("timed-out"),
  /** The loss or the gradient stopped being a finite number. */
  DIVERGED("diverged"),
  /**
   * No step lowers the loss in floating point although the gradient is above its tolerance: most
   * often a kink.
   */
  STALLED("stalled");

  private final String label;

  TrainingOutcome(String label) {
    this.label = label;
  }

  /** The name that rows and reports use. */
  public String label() {
    return label;
  }
}
