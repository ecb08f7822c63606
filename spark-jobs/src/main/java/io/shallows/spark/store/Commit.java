package io.shallows.spark.store;

import java.util.List;

/**
 * One step of the store's history.
 *
 * @param number position in the history, from 1
 * @param previous number of the commit before it; numbers between the two were begun and given up,
 *     and do not count whatever their files hold
 * @param writer the run that made it
 * @param epoch number of the commit by which that run opened the store; 0 in logs of earlier
 *     versions
 * @param protocol the rules by which it was written
 * @param minimumReader the oldest rules by which it can be read
 * @param added groups that are part of the store from here on
 * @param removed ids of groups that no longer are
 */
record Commit(
    long number,
    long previous,
    String writer,
    long epoch,
    int protocol,
    int minimumReader,
    List<Group> added,
    List<String> removed) {

  Commit {
    if (number < 1 || writer == null || epoch < 0 || added == null || removed == null) {
      throw new IllegalArgumentException("number, writer, added or removed is missing or wrong");
    }
    if (previous >= number || previous < 0) {
      throw new IllegalArgumentException("commit " + number + " is not after " + previous);
    }
    // Earlier versions gave up no number.
    previous = previous == 0 ? number - 1 : previous;
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** A commit by the rules of this version. */
  Commit(
      long number,
      long previous,
      String writer,
      long epoch,
      List<Group> added,
      List<String> removed) {
    this(
        number,
        previous,
        writer,
        epoch,
        StoreMarker.PROTOCOL,
        StoreMarker.MINIMUM_READER,
        added,
        removed);
  }

  /** Whether a run opened the store by it. */
  boolean opens() {
    return epoch == number;
  }
}
