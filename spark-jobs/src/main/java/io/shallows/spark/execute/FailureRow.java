package io.shallows.spark.execute;

import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialStatus;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Stage;
import java.util.Locale;

/** Makes the rows of table failures. */
public final class FailureRow {

  private static final int STACK_CALLS = 40;
  private static final int MESSAGE_LENGTH = 2000;
  private static final int KIND_LENGTH = 120;

  private FailureRow() {}

  /** The row of a trial that threw. */
  static Record thrown(
      SweepIdentity identity,
      TrialCoordinates trial,
      Stage stage,
      TrialStatus status,
      Throwable cause,
      double seconds,
      Place place) {
    StringBuilder calls = new StringBuilder();
    StackTraceElement[] trace = cause.getStackTrace();
    for (int i = 0; i < Math.min(STACK_CALLS, trace.length); i++) {
      calls.append(trace[i].getClassName()).append('.').append(trace[i].getMethodName());
      calls.append(':').append(trace[i].getLineNumber()).append('\n');
    }
    return leading(identity, trial, stage, status, seconds, place)
        .set(FailuresTable.FAILURE_CLASS, cause.getClass().getSimpleName())
        .set(FailuresTable.MESSAGE, shortened(cause.getMessage()))
        .set(FailuresTable.STACK_HASH, stackHash(cause))
        .set(FailuresTable.STACK, calls.toString())
        .set(FailuresTable.ATTEMPTS, 1)
        .build();
  }

  /** The row of a trial that gave no answer. */
  static Record overdue(
      SweepIdentity identity,
      TrialCoordinates trial,
      Stage stage,
      double limitSeconds,
      double seconds,
      Place place) {
    return leading(identity, trial, stage, TrialStatus.TIMED_OUT, seconds, place)
        .set(FailuresTable.FAILURE_CLASS, "Overdue")
        .set(
            FailuresTable.MESSAGE,
            String.format(
                Locale.ROOT, "gave no answer within training.deadlineSeconds = %s", limitSeconds))
        .set(FailuresTable.STACK_HASH, "")
        .set(FailuresTable.STACK, "")
        .set(FailuresTable.ATTEMPTS, 1)
        .build();
  }

  /** The row of a trial that took its process with it. */
  public static Record executorLost(
      SweepIdentity identity,
      TrialCoordinates trial,
      Stage stage,
      String reason,
      int attempts,
      Place place) {
    return leading(identity, trial, stage, TrialStatus.EXECUTOR_LOST, 0, place)
        .set(FailuresTable.FAILURE_CLASS, "ExecutorLost")
        .set(FailuresTable.MESSAGE, shortened(reason))
        .set(FailuresTable.STACK_HASH, "")
        .set(FailuresTable.STACK, "")
        .set(FailuresTable.ATTEMPTS, attempts)
        .build();
  }

  /** The kind of a failure in a line, so that failures with one cause are counted together. */
  public static String kind(Record failure) {
    String message = failure.get(FailuresTable.MESSAGE).lines().findFirst().orElse("");
    String hash = failure.get(FailuresTable.STACK_HASH);
    return failure.get(FailuresTable.FAILURE_CLASS)
        + ": "
        + (message.length() <= KIND_LENGTH ? message : message.substring(0, KIND_LENGTH))
        + (hash.isEmpty() ? "" : " [" + hash + "]");
  }

  private static Record.Builder leading(
      SweepIdentity identity,
      TrialCoordinates trial,
      Stage stage,
      TrialStatus status,
      double seconds,
      Place place) {
    return Record.of(FailuresTable.TABLE)
        .set(LeadingColumns.TRIAL_ID, identity.trialId(trial).hex())
        .set(
            LeadingColumns.PROBLEM_ID,
            identity.problemId(trial.problemIndex(), trial.inputDimension()).hex())
        .set(LeadingColumns.FAMILY, trial.family())
        .set(LeadingColumns.WIDTH, trial.width())
        .set(LeadingColumns.NETWORK_DEPTH, trial.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, trial.inputDimension())
        .set(LeadingColumns.INITIALIZATION, trial.initialization())
        .set(LeadingColumns.SEED, trial.seed())
        .set(FailuresTable.STAGE, stage.label())
        .set(FailuresTable.STATUS, status.label())
        .set(FailuresTable.HOST, place.host())
        .set(FailuresTable.EXECUTOR, place.executor())
        .set(FailuresTable.SECONDS_SPENT, seconds);
  }

  /** Line numbers and messages left out, so that one cause has one hash. */
  private static String stackHash(Throwable cause) {
    StringBuilder calls = new StringBuilder(cause.getClass().getName());
    for (StackTraceElement call : cause.getStackTrace()) {
      if (!call.getClassName().startsWith("io.shallows.")) {
        continue;
      }
      calls.append('\n').append(call.getClassName()).append('.').append(call.getMethodName());
    }
    return Checksum.of(calls.toString()).substring(0, 16);
  }

  private static String shortened(String message) {
    String text = message == null ? "" : message;
    return text.length() <= MESSAGE_LENGTH ? text : text.substring(0, MESSAGE_LENGTH);
  }
}
