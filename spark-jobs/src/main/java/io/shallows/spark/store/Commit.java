package io.shallows.spark.store;

import java.util.List;

/**
 * One step of the store's history.
 *
 * @param number position in the history, from 1 without gaps
 * @param writer the run that made it
 * @param added groups that are part of the store from here on
 * @param removed ids of groups that no longer are
 */
record Commit(long number, String writer, List<Group> added, List<String> removed) {
  Commit {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }
}
