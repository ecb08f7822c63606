package io.shallows.record;

import static io.shallows.record.Column.SECONDS;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.place;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

/** One row per trial that could not be carried out, or whose depth could not be measured. */
public final class FailuresTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "failures",
          "One trial that could not be carried out, or whose depth could not be measured.",
          LeadingColumns.ofFailure());

  public static final Column<String> STAGE =
      COLUMNS.add(text("stage", "The stage that failed: references, minima or depths."));
  public static final Column<String> STATUS =
      COLUMNS.add(text("status", "failed, timed-out, out-of-memory or executor-lost."));
  public static final Column<String> FAILURE_CLASS =
      COLUMNS.add(text("failure_class", "Class of the exception, without its package."));
  public static final Column<String> MESSAGE =
      COLUMNS.add(
          text(
              "message",
              "Message of the exception, at most 2000 characters; empty if it had none."));
  public static final Column<String> STACK_HASH =
      COLUMNS.add(
          text(
              "stack_hash",
              "First 16 hexadecimal digits of the SHA-256 of the exception's class and of this"
                  + " project's methods on the stack: equal for failures with one cause."));
  public static final Column<String> STACK =
      COLUMNS.add(text("stack", "The stack, innermost call first, at most 40 calls."));
  public static final Column<Long> ATTEMPTS =
      COLUMNS.add(
          integer("attempts", "How often the trial was started by the run that wrote the row."));
  public static final Column<String> HOST =
      COLUMNS.add(
          place(
              "host",
              "The machine of the last try, as Spark knows it; null in rows of earlier versions."));
  public static final Column<String> EXECUTOR =
      COLUMNS.add(
          place(
              "executor",
              "Spark's number of the process of the last try, driver in local mode; null in rows of"
                  + " earlier versions."));
  public static final Column<Double> SECONDS_SPENT =
      COLUMNS.add(
          real("seconds", SECONDS, "Wall-clock time until the failure; 0 for executor-lost."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private FailuresTable() {}
}
