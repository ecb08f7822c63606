package io.shallows.spark.store;

import java.util.List;

/**
 * What some commits in a row come to: groups that left, and after that groups that came.
 *
 * @param number the last of the commits
 * @param after the commit before the first of them; 0 if they are all that there are
 * @param writer the run that made the last one
 * @param epoch number of the commit by which that run opened the store; 0 in logs of earlier
 *     versions
 * @param minimumReader the oldest rules by which it can be read
 * @param removed ids of groups of before that no longer are part of the store
 * @param added groups that are part of the store from here on, in the order of their commits
 */
record CommitSpan(
    long number,
    long after,
    String writer,
    long epoch,
    int minimumReader,
    List<String> removed,
    List<Group> added) {

  CommitSpan {
    if (after < 0 || number <= after || epoch < 0) {
      throw new IllegalArgumentException(
          "commits after " + after + " to " + number + " of epoch " + epoch + " are no span");
    }
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /** A single commit. */
  static CommitSpan of(Commit commit) {
    return new CommitSpan(
        commit.number(),
        commit.previous(),
        commit.writer(),
        commit.epoch(),
        commit.minimumReader(),
        commit.removed(),
        commit.added());
  }

  /** All commits, from a checkpoint as earlier versions wrote it. */
  static CommitSpan ofAll(Commit checkpoint) {
    return new CommitSpan(
        checkpoint.number(),
        0,
        checkpoint.writer(),
        checkpoint.epoch(),
        checkpoint.minimumReader(),
        List.of(),
        checkpoint.added());
  }
}
