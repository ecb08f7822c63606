package io.shallows.spark.store;

import java.util.Optional;

/**
 * The run that says in a store that it writes to it.
 *
 * @param process its process id; 0 if it has not yet said so
 * @param user who started it
 * @param host where it runs
 * @param since when it began
 * @param gone whether its process has certainly ended without taking its sign away
 */
public record WritingRun(long process, String user, String host, String since, boolean gone) {

  /** The run that writes to a store, if one says so; a sign just being written says nothing. */
  public static Optional<WritingRun> of(Store store) {
    return StoreLock.holder(store.folder()).map(WritingRun::of);
  }

  private static WritingRun of(StoreLock.Owner owner) {
    ProcessIdentity identity = owner.identity();
    return new WritingRun(
        identity.number(),
        identity.user(),
        identity.host(),
        owner.since(),
        ProcessIdentity.OF_THIS_PROCESS.knowsTheEndOf(identity));
  }

  /** A line for people. */
  public String text() {
    return gone
        ? "process "
            + process
            + " began to write at "
            + since
            + " and is gone; run again to continue"
        : "process "
            + process
            + " of "
            + user
            + " on "
            + host
            + " writes to it since "
            + since
            + "; what follows is what it has committed";
  }
}
