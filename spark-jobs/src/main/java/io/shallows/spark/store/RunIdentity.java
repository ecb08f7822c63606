package io.shallows.spark.store;

import java.io.Serializable;
import java.util.UUID;

/**
 * Who writes: one run of one store. Its {@link #tag} is part of the name of every file that it or
 * one of its tasks makes, so that a file tells which run it came from.
 *
 * @param store the store's UUID
 * @param run the run's UUID
 * @param epoch number of the commit by which the run opened the store; a later run has a larger one
 */
public record RunIdentity(String store, String run, long epoch) implements Serializable {

  private static final int TAG_DIGITS = 12;

  public RunIdentity {
    if (store.isEmpty() || !run.matches("[0-9a-f-]{36}") || epoch < 0) {
      throw new IllegalArgumentException(
          "store " + store + ", run " + run + ", epoch " + epoch + " are no identity");
    }
  }

  /** A run that has not opened the store yet. */
  static RunIdentity begin(String store) {
    return new RunIdentity(store, UUID.randomUUID().toString(), 0);
  }

  RunIdentity openedAt(long number) {
    return new RunIdentity(store, run, number);
  }

  /** What names of files have of it. */
  public String tag() {
    return tag(run);
  }

  /** What names of files have of a run; empty for writers that are no runs. */
  static String tag(String run) {
    return run.matches("[0-9a-f-]{36}") ? run.replace("-", "").substring(0, TAG_DIGITS) : "";
  }
}
