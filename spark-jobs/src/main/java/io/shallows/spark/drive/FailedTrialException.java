package io.shallows.spark.drive;

/** A trial failed where none was to. */
public final class FailedTrialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailedTrialException(String message) {
    super(message);
  }
}
