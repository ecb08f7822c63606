package io.shallows.spark.execute;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoredFile;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts the rows of several groups into one file per table, in their order, row by row. */
public final class GroupMerger {

  private final RecordFiles files;

  public GroupMerger(StoreFolder folder) {
    this.files = new RecordFiles(folder);
  }

  /**
   * Publishes the merged files; the group is not yet committed.
   *
   * @param parts groups of one stage, scope and grid, at least one
   * @throws io.shallows.spark.store.StoreException.Corrupted if a file is not what was committed
   */
  public Group merge(List<Group> parts) {
    Group first = parts.get(0);
    List<String> ids = parts.stream().map(Group::id).toList();
    String id =
        first.stage().label() + "-all-" + Checksum.of(String.join("\n", ids)).substring(0, 20);
    Map<Table, List<StoredFile>> merged = new LinkedHashMap<>();
    for (Table table : Tables.ALL) {
      List<StoredFile> sources =
          parts.stream()
              .flatMap(part -> part.files().stream())
              .filter(file -> file.table().equals(table.name()))
              .toList();
      if (!sources.isEmpty()) {
        merged.put(table, sources);
      }
    }
    Group whole =
        new Group(
            id,
            first.stage(),
            first.scope(),
            first.grid(),
            covers(parts).toString(),
            sum(parts, Group::statuses),
            sum(parts, Group::kinds),
            sum(parts, Group::failures),
            parts.stream().mapToDouble(Group::seconds).sum(),
            parts.stream().mapToDouble(Group::predictedSeconds).sum(),
            List.of(),
            Group.content(parts));
    return files.publishAll(whole, merged, id);
  }

  private static IndexRanges covers(List<Group> parts) {
    IndexRanges.Builder all = new IndexRanges.Builder();
    parts.stream()
        .flatMap(part -> IndexRanges.parse(part.covers()).ranges().stream())
        .sorted(Comparator.comparingLong(IndexRanges.Range::first))
        .forEach(range -> all.add(range.first(), range.last()));
    return all.build();
  }

  private static Map<String, Long> sum(
      List<Group> parts, Function<Group, Map<String, Long>> counts) {
    Map<String, Long> sum = new TreeMap<>();
    parts.forEach(
        part -> counts.apply(part).forEach((key, count) -> sum.merge(key, count, Long::sum)));
    return sum;
  }
}
