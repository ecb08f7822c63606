package io.shallows.spark.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;

/**
 * Brings the folders of tables to what the log says.
 *
 * <p>Files of groups that left go first, and files of groups that came appear after them, so that
 * whoever reads a folder at any moment sees a row once or not at all. What was made and never
 * committed is deleted if the log names the run that made it. Files that only this program can have
 * named and that the log does not know are moved aside, and all others are left alone.
 */
final class Settlement {

  /** Renames that copy are done at the same time. */
  private static final int COPIES = 8;

  private final StoreFolder folder;
  private final CommitLog log;

  /**
   * What was found beside the files of the log.
   *
   * @param movedAside where files are now that no commit lists
   * @param foreign files of tables that are none of ours; a glob reads them
   */
  record Findings(List<String> movedAside, List<String> foreign) {
    Findings {
      movedAside = List.copyOf(movedAside);
      foreign = List.copyOf(foreign);
    }
  }

  Settlement(StoreFolder folder, CommitLog log) {
    this.folder = folder;
    this.log = log;
  }

  /**
   * Does nothing if every committed file is there with its length.
   *
   * @throws StoreException.Corrupted for the first that is not
   */
  void requireWhole() {
    requireWhole(lengths());
  }

  /** What is not where the log of a superseded run says need not be missing. */
  private void requireWhole(Map<String, Long> lengths, RunIdentity run) {
    try {
      requireWhole(lengths);
    } catch (StoreException.Corrupted e) {
      if (log.isSuperseded(run)) {
        throw StoreLock.begun(folder);
      }
      throw e;
    }
  }

  /** A run that goes on beside damaged files would call its sweep complete. */
  private void requireWhole(Map<String, Long> lengths) {
    for (StoredFile file : committed().values()) {
      Long length =
          Optional.ofNullable(lengths.get(file.name()))
              .orElse(lengths.get(StoreNames.pending(file.name())));
      if (length == null || length != file.bytes()) {
        throw new StoreException.Corrupted(
            folder.path(file.name())
                + (length == null
                    ? " is missing"
                    : " has " + length + " bytes instead of " + file.bytes())
                + "; restore it from a copy, or let `shallows verify --repair` and a run make its"
                + " rows again");
      }
    }
  }

  /**
   * Settles all folders.
   *
   * @param run who does it
   * @param opened when it opened the store, by the file system's clock: what is younger and not
   *     known may be of a run that has opened it since, while this one stood still
   * @param whole whether committed files have to be there
   */
  Findings all(RunIdentity run, Instant opened, boolean whole) {
    Map<String, FileStatus> files = files();
    Map<String, Long> lengths = lengths(files);
    if (whole) {
      requireWhole(lengths, run);
    }
    Map<String, StoredFile> committed = committed();
    List<String> gone = log.gone().stream().filter(lengths::containsKey).toList();
    remove(gone);
    lengths.keySet().removeAll(gone);
    reveal(waiting(lengths));
    List<String> aside = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    Set<String> runs = runs(run);
    for (FileStatus file : folder.list(StoreNames.PENDING)) {
      String name = file.getPath().getName();
      Optional<String> maker = StoreNames.run(name);
      if (maker.filter(runs::contains).isPresent()) {
        folder.delete(StoreNames.PENDING + "/" + name);
      } else if (maker.isPresent() && isOlder(file, opened)) {
        aside.add(moveAside(folder, StoreNames.PENDING + "/" + name, run));
      }
    }
    clearStaging(run, runs, aside);
    for (String name : lengths.keySet()) {
      if (!committed.containsKey(name) && !name.startsWith(StoreNames.PENDING + "/")) {
        String file = name.substring(name.indexOf('/') + 1);
        if (StoreNames.isMadeHere(file) && isOlder(files.get(name), opened)) {
          aside.add(moveAside(folder, name, run));
        } else {
          foreign.add(folder.path(name).toString());
        }
      }
    }
    return new Findings(aside, foreign);
  }

  /**
   * Whether every committed file is in its table.
   *
   * @throws StoreException.Corrupted if one is nowhere or has another length
   */
  boolean isSettled() {
    Map<String, Long> lengths = lengths();
    requireWhole(lengths);
    return waiting(lengths).isEmpty();
  }

  /** Moves all committed files that are not in their tables yet. */
  void revealAll() {
    reveal(waiting(lengths()));
  }

  private List<StoredFile> waiting(Map<String, Long> lengths) {
    return committed().values().stream()
        .filter(file -> !lengths.containsKey(file.name()))
        .filter(file -> lengths.containsKey(StoreNames.pending(file.name())))
        .toList();
  }

  /** Files of tables that the log does not list. */
  static List<String> unlisted(StoreFolder folder, CommitLog log) {
    Settlement settlement = new Settlement(folder, log);
    Set<String> names = new TreeSet<>(settlement.lengths().keySet());
    names.removeAll(settlement.committed().keySet());
    names.removeIf(name -> name.startsWith(StoreNames.PENDING + "/"));
    return List.copyOf(names);
  }

  private Map<String, StoredFile> committed() {
    Map<String, StoredFile> committed = new LinkedHashMap<>();
    log.groups().forEach(group -> group.files().forEach(f -> committed.put(f.name(), f)));
    return committed;
  }

  private static boolean isOlder(FileStatus file, Instant than) {
    return Instant.ofEpochMilli(file.getModificationTime()).isBefore(than);
  }

  private Map<String, FileStatus> files() {
    Map<String, FileStatus> files = new TreeMap<>();
    // What another run moves to its table meanwhile is found twice this way, and not nowhere.
    List<String> folders = new ArrayList<>(List.of(StoreNames.PENDING));
    folders.addAll(StoreNames.tables());
    for (String each : folders) {
      for (FileStatus file : folder.list(each)) {
        files.put(each + "/" + file.getPath().getName(), file);
      }
    }
    return files;
  }

  private Map<String, Long> lengths() {
    return lengths(files());
  }

  private static Map<String, Long> lengths(Map<String, FileStatus> files) {
    Map<String, Long> lengths = new TreeMap<>();
    files.forEach((name, file) -> lengths.put(name, file.getLen()));
    return lengths;
  }

  private Set<String> runs(RunIdentity run) {
    Set<String> runs = new HashSet<>(Set.of(run.tag()));
    log.writers().forEach(writer -> runs.add(RunIdentity.tag(writer)));
    runs.remove("");
    return runs;
  }

  /** Files of other runs; this one may be writing just now, and others that read may be too. */
  private void clearStaging(RunIdentity run, Set<String> runs, List<String> aside) {
    List<FileStatus> staged = folder.list(Publication.STAGING);
    Instant now = staged.isEmpty() ? Instant.EPOCH : folder.now();
    for (FileStatus file : staged) {
      String name = Publication.STAGING + "/" + file.getPath().getName();
      Optional<String> maker = StoreNames.stager(file.getPath().getName());
      if (maker.isEmpty() || maker.get().equals(run.tag())) {
        continue;
      }
      Instant written = Instant.ofEpochMilli(file.getModificationTime());
      if (runs.contains(maker.get())) {
        folder.delete(name);
      } else if (Duration.between(written, now).compareTo(StoreLock.STALE_AFTER) > 0) {
        aside.add(moveAside(folder, name, run));
      }
    }
  }

  /** Deletes files that the log has taken out. */
  void remove(List<String> names) {
    names.forEach(folder::delete);
    Set<String> folders = new TreeSet<>();
    names.forEach(name -> folders.add(name.substring(0, name.indexOf('/'))));
    // What has gone is gone on the disk too before anything appears that repeats it.
    folders.forEach(folder::force);
  }

  /** Moves files that a commit lists to their tables. */
  void reveal(List<StoredFile> files) {
    if (folder.isObjectStore() && files.size() > 1) {
      ExecutorService threads = Executors.newFixedThreadPool(COPIES);
      try {
        List<Future<?>> moves = new ArrayList<>();
        files.forEach(file -> moves.add(threads.submit(() -> reveal(file))));
        for (Future<?> move : moves) {
          await(move);
        }
      } finally {
        threads.shutdownNow();
      }
    } else {
      files.forEach(this::reveal);
    }
  }

  private static void await(Future<?> move) {
    try {
      move.get();
    } catch (InterruptedException e) {
      // What is left over the next run settles.
      Thread.currentThread().interrupt();
      throw new StoreException.Unreachable("interrupted while files were moved", e);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof StoreException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void reveal(StoredFile file) {
    String pending = StoreNames.pending(file.name());
    try {
      if (!folder.move(pending, file.name()) && !folder.exists(file.name())) {
        throw new StoreException.Corrupted(folder.path(file.name()) + " is missing");
      }
    } catch (StoreException.Corrupted taken) {
      if (!folder.exists(pending) || !StoreVerification.problem(folder, file).isEmpty()) {
        throw taken;
      }
      // A second copy of a task, or the rest of a rename whose answer was lost.
      folder.delete(pending);
    }
  }

  /** Moves a file to a place where no reader finds it; returns that. */
  static String moveAside(StoreFolder folder, String name, RunIdentity run) {
    String target =
        StoreNames.QUARANTINE
            + "/"
            + run.tag()
            + "/"
            + name.replace('/', '.').replaceFirst("^_pending\\.", "pending.");
    folder.createFolder(StoreNames.QUARANTINE);
    folder.createFolder(StoreNames.QUARANTINE + "/" + run.tag());
    folder.move(name, target);
    return folder.path(target).toString();
  }
}
