package io.shallows.spark.store;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Makes the log of a store from its data files, whose footers say what they hold.
 *
 * <p>A group counts if all of its files are there and can be read. Where two groups hold the same
 * trials, as after a crash between a commit and what follows from it, the one of the later run
 * counts. Files of earlier versions say nothing, and stay where they are.
 */
public final class StoreRebuild {

  private final StoreFolder folder;
  private final List<String> left = new ArrayList<>();

  private StoreRebuild(StoreFolder folder) {
    this.folder = folder;
  }

  /**
   * What was done.
   *
   * @param groups groups of the new log
   * @param files their files
   * @param left files that are in no group of the new log
   * @param movedAside where files of the old log are now
   */
  public record Report(int groups, int files, List<String> left, List<String> movedAside) {
    public Report {
      left = List.copyOf(left);
      movedAside = List.copyOf(movedAside);
    }
  }

  /** A file and what its footer says. */
  private record Found(StoredFile file, GroupFooter footer, boolean inPlace) {}

  /** A whole group. */
  private record Candidate(GroupFooter footer, List<Found> files) {
    boolean inPlace() {
      return files.stream().allMatch(Found::inPlace);
    }

    Group group() {
      return footer.group().withFiles(files.stream().map(Found::file).toList());
    }
  }

  /**
   * Makes a new log, unless the present one is whole.
   *
   * @return what was done; empty if the log is whole
   * @throws StoreException.Locked if another process writes to the store
   * @throws StoreException if there is no store, or none of its files says what it holds
   */
  public static Optional<Report> of(String uri, Configuration configuration, Clock clock) {
    StoreFolder place = StoreFolder.at("URI", uri, configuration);
    if (!place.exists(Store.SPEC)) {
      throw new StoreException(
          uri
              + " has no spec.yaml; a log is made for a store that has its spec, _specs and"
              + " tables");
    }
    try {
      if (Store.open(uri, configuration).log().last() > 0) {
        return Optional.empty();
      }
    } catch (StoreException.Corrupted damaged) {
      // That is what a new log is for.
    }
    return Optional.of(new StoreRebuild(place).run(clock));
  }

  private Report run(Clock clock) {
    List<Found> files = files();
    String store =
        StoreMarker.of(folder)
            .map(StoreMarker::store)
            .or(() -> files.stream().findFirst().map(file -> file.footer().run().store()))
            .orElseThrow(
                () ->
                    new StoreException.Corrupted(
                        folder
                            + " has no file whose footer says what it holds (files of earlier"
                            + " versions do not); restore _log from a copy"));
    StoreMarker marker = StoreMarker.restore(folder, store, clock);
    RunIdentity run = RunIdentity.begin(marker.store());
    StoreFolder writing = folder.as(run);
    writing.createFolder(CommitLog.FOLDER);
    StoreLock.announce(writing, clock, run, CommitLog.unread(writing));
    try {
      List<Group> groups = choose(whole(files, marker.store()));
      long from = 1 + CommitLog.largestNumber(writing);
      for (Found file : files) {
        from = Math.max(from, 1 + file.footer().run().epoch());
      }
      List<String> old = CommitLog.names(writing);
      CommitLog.restart(writing, run, from, groups);
      List<String> aside = new ArrayList<>();
      for (String name : old) {
        aside.add(Settlement.moveAside(writing, CommitLog.FOLDER + "/" + name, run));
      }
      new Settlement(writing, new CommitLog(writing)).revealAll();
      Set<String> listed =
          groups.stream()
              .flatMap(group -> group.files().stream())
              .map(StoredFile::name)
              .collect(Collectors.toSet());
      files.stream()
          .filter(file -> !listed.contains(file.file().name()))
          .forEach(file -> left.add(folder.path(file.file().name()).toString()));
      return new Report(groups.size(), listed.size(), left, aside);
    } finally {
      StoreLock.withdraw(writing, clock, run, "");
    }
  }

  /** The files of tables, and those that a commit may have listed and not yet moved there. */
  private List<Found> files() {
    List<Found> found = new ArrayList<>();
    for (Table table : Tables.ALL) {
      for (FileStatus file : folder.list(table.name())) {
        String name = table.name() + "/" + file.getPath().getName();
        if (StoreNames.isTableFile(table.name(), name)) {
          read(table, name, name, true).ifPresentOrElse(found::add, () -> leave(name));
        }
      }
    }
    for (FileStatus file : folder.list(StoreNames.PENDING)) {
      String pending = file.getPath().getName();
      int dot = pending.indexOf('.');
      String name = pending.substring(0, Math.max(0, dot)) + "/" + pending.substring(dot + 1);
      Tables.named(pending.substring(0, Math.max(0, dot)))
          .filter(table -> StoreNames.isTableFile(table.name(), name))
          .flatMap(table -> read(table, name, StoreNames.pending(name), false))
          .ifPresent(found::add);
    }
    return found;
  }

  private void leave(String name) {
    left.add(folder.path(name).toString());
  }

  private Optional<Found> read(Table table, String name, String place, boolean inPlace) {
    try {
      Optional<RecordFiles.Footer> footer = RecordFiles.footer(folder, place);
      if (footer.isEmpty() || !footer.get().group().rows().containsKey(table.name())) {
        return Optional.empty();
      }
      try (InputStream content = folder.open(place)) {
        StoredFile file =
            new StoredFile(
                table.name(),
                name,
                footer.get().rows(),
                folder.length(place),
                Checksum.of(content));
        return Optional.of(new Found(file, footer.get().group(), inPlace));
      }
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The groups of which every file is there and can be read. */
  private List<Candidate> whole(List<Found> files, String store) {
    Map<String, Map<String, List<Found>>> groups = new LinkedHashMap<>();
    for (Found file : files) {
      GroupFooter footer = file.footer();
      if (footer.run().store().equals(store)) {
        groups
            .computeIfAbsent(footer.run().run() + " " + footer.group().id(), k -> new TreeMap<>())
            .computeIfAbsent(file.file().table(), k -> new ArrayList<>())
            .add(file);
      }
    }
    List<Candidate> whole = new ArrayList<>();
    for (Map<String, List<Found>> tables : groups.values()) {
      GroupFooter footer = tables.values().iterator().next().get(0).footer();
      List<Found> chosen = new ArrayList<>();
      for (Map.Entry<String, Long> table : footer.rows().entrySet()) {
        tables.getOrDefault(table.getKey(), List.of()).stream()
            .filter(file -> file.file().rows() == table.getValue() && isReadable(file))
            .min(
                Comparator.comparing((Found file) -> !file.inPlace())
                    .thenComparing(file -> file.file().name()))
            .ifPresent(chosen::add);
      }
      if (chosen.size() == footer.rows().size()) {
        whole.add(new Candidate(footer, chosen));
      }
    }
    return whole;
  }

  private boolean isReadable(Found file) {
    try {
      new RecordFiles(folder)
          .read(file.file(), Tables.named(file.file().table()).orElseThrow(), row -> {});
      return true;
    } catch (StoreException damaged) {
      return false;
    }
  }

  private List<Group> choose(List<Candidate> candidates) {
    List<Candidate> inOrder = new ArrayList<>(candidates);
    inOrder.sort(
        Comparator.comparing((Candidate c) -> !c.inPlace())
            .thenComparing(c -> -c.footer().run().epoch())
            .thenComparing(c -> -size(c.group()))
            .thenComparing(c -> c.group().id()));
    Map<String, List<IndexRanges.Range>> taken = new HashMap<>();
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate candidate : inOrder) {
      Group group = candidate.group();
      boolean isNew =
          isByTrials(group)
              ? take(
                  taken.computeIfAbsent(
                      group.stage() + " " + group.scope() + " " + group.grid(),
                      key -> new ArrayList<>()),
                  group)
              : isFirst(group, chosen);
      if (isNew) {
        chosen.add(candidate);
      }
    }
    chosen.sort(
        Comparator.comparing((Candidate c) -> c.group().stage())
            .thenComparing(c -> c.footer().run().epoch())
            .thenComparing(c -> c.group().id()));
    return chosen.stream().map(Candidate::group).toList();
  }

  /** Fits are of a whole sweep, and references and suprema of a problem have one group. */
  private static boolean isFirst(Group group, List<Candidate> chosen) {
    return chosen.stream()
        .map(Candidate::group)
        .noneMatch(
            other ->
                other.stage().equals(group.stage())
                    && (group.stage().equals(Stage.FITS) || other.id().equals(group.id())));
  }

  private static boolean take(List<IndexRanges.Range> taken, Group group) {
    IndexRanges covers = IndexRanges.parse(group.covers());
    for (IndexRanges.Range range : covers.ranges()) {
      for (IndexRanges.Range other : taken) {
        if (range.first() <= other.last() && other.first() <= range.last()) {
          return false;
        }
      }
    }
    taken.addAll(covers.ranges());
    return true;
  }

  private static boolean isByTrials(Group group) {
    return !group.stage().isOfProblems() && !group.stage().equals(Stage.FITS);
  }

  private static long size(Group group) {
    return isByTrials(group) ? IndexRanges.parse(group.covers()).size() : 0;
  }
}
