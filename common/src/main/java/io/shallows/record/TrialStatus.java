package io.shallows.record;

import java.util.Arrays;

/** How a trial ended. The labels are the values of every {@code status} column. */
public enum TrialStatus {
  /** Training met its stopping rule at a stationary point. */
  CONVERGED("converged", false),
  /** The schedule of a preset whose rule is a number of steps was carried out to its end. */
  COMPLETED("completed", false),
  /** The iteration limit was reached first. */
  BUDGET("budget", false),
  /** The loss falls for ever along a direction of the heads: a valley to infinity, no minimum. */
  VALLEY("valley", false),
  /** The deadline was reached first. */
  TIMED_OUT("timed-out", false),
  /** The loss or the parameters became infinite or not a number. */
  DIVERGED("diverged", false),
  /** An exception ended the trial. */
  FAILED("failed", true),
  /** The Java heap or native memory was exhausted. */
  OUT_OF_MEMORY("out-of-memory", true),
  /** The process that ran the trial died, repeatedly and with this trial alone. */
  EXECUTOR_LOST("executor-lost", true);

  private final String label;
  private final boolean failure;

  TrialStatus(String label, boolean failure) {
    this.label = label;
    this.failure = failure;
  }

  /** The value stored in {@code status}. */
  public String label() {
    return label;
  }

  /** Whether the trial's row is in the table of failures and counts against the limit of them. */
  public boolean isFailure() {
    return failure;
  }

  /** The status stored as {@code label}. */
  public static TrialStatus of(String label) {
    return Arrays.stream(values())
        .filter(status -> status.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + label + "\" is not a trial status"));
  }
}
