package io.shallows.spark.plan;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the files that hold rows of given trials. */
final class FileIndex {

  private record Entry(IndexRanges.Range range, Group group) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Long> reach = new ArrayList<>();

  FileIndex(List<Group> groups, GridMapping mapping) {
    for (Group group : groups) {
      mapping.trials(group).ranges().forEach(range -> entries.add(new Entry(range, group)));
    }
    entries.sort(Comparator.comparingLong(entry -> entry.range().first()));
    long furthest = -1;
    for (Entry entry : entries) {
      furthest = Math.max(furthest, entry.range().last());
      reach.add(furthest);
    }
  }

  /** The files of all groups that hold some of {@code trials}, in a fixed order. */
  List<StoredFile> files(IndexRanges trials, Set<String> tables) {
    Set<StoredFile> found = new LinkedHashSet<>();
    for (IndexRanges.Range range : trials.ranges()) {
      int i = firstReaching(range.first());
      for (; i < entries.size() && entries.get(i).range().first() <= range.last(); i++) {
        if (entries.get(i).range().last() >= range.first()) {
          entries.get(i).group().files().stream()
              .filter(file -> tables.contains(file.table()))
              .forEach(found::add);
        }
      }
    }
    return List.copyOf(found);
  }

  /** The first entry at or before which some range reaches {@code index}. */
  private int firstReaching(long index) {
    int low = 0;
    int high = reach.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (reach.get(middle) >= index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
