package io.shallows.spark.store;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The one process that may change a store. */
public final class StoreWriter implements AutoCloseable {

  private final Store store;
  private final StoreLock lock;
  private final boolean repairing;

  private StoreWriter(Store store, StoreLock lock, boolean repairing) {
    this.store = store;
    this.lock = lock;
    this.repairing = repairing;
  }

  /**
   * Opens a store for writing, creating its folders if needed, and deletes what runs that died left
   * unpublished or uncommitted.
   *
   * @throws StoreException.Locked if another process writes to it
   * @throws StoreException.Corrupted if a committed file is missing or has another length
   * @throws StoreException if the folder holds something else
   */
  public static StoreWriter open(String uri, Configuration configuration, Clock clock) {
    return open(uri, configuration, clock, false);
  }

  private static StoreWriter open(
      String uri, Configuration configuration, Clock clock, boolean repairing) {
    StoreFolder folder = StoreFolder.at(uri, configuration);
    if (folder.exists("") && !folder.exists(CommitLog.FOLDER) && hasOtherFiles(folder)) {
      throw new StoreException(
          "output.uri: " + uri + " has files that are not a store's; give an empty or new folder");
    }
    folder.createFolder("");
    folder.createFolder(Publication.STAGING);
    StoreLock lock = StoreLock.take(folder, clock);
    try {
      folder.createFolder(CommitLog.FOLDER);
      folder.createFolder(Store.SPECS);
      Store.tableFolders().forEach(folder::createFolder);
      Store store = new Store(folder);
      StoreWriter writer = new StoreWriter(store, lock, repairing);
      if (lock.isTakenOver()) {
        // Should the former holder be alive after all, this number is taken and stops it; what it
        // has published but not committed is an orphan from here on.
        store.log().append(lock.run(), List.of(), List.of());
      }
      writer.deleteOrphans();
      return writer;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether a folder without a log has files; another run's lock may be there a moment earlier. */
  private static boolean hasOtherFiles(StoreFolder folder) {
    return folder.list("").stream()
        .anyMatch(file -> !file.getPath().getName().equals(StoreLock.NAME));
  }

  /** The store as this writer sees it; commits appear in it at once. */
  public Store store() {
    return store;
  }

  StoreLock lock() {
    return lock;
  }

  /** Whether no run has written its spec here yet. */
  public boolean isNew() {
    return !store.folder().exists(Store.SPEC);
  }

  /**
   * Stores the resolved spec of this run, its digest being the name by which groups refer to it.
   */
  public String writeSpec(String resolvedSpec) {
    String digest = Checksum.of(resolvedSpec).substring(0, 16);
    // The text may be there from an earlier run with the same spec.
    store.folder().publish(resolvedSpec, Store.SPECS + "/" + digest + ".yaml");
    if (!store.folder().read(Store.SPEC).filter(resolvedSpec::equals).isPresent()) {
      store.folder().replace(Store.SPEC, resolvedSpec);
    }
    return digest;
  }

  /** Stores what decides the numbers of this run. */
  public void writeProvenance(String json) {
    store.folder().replace(Store.PROVENANCE, json);
  }

  /** Stores what trials took. */
  public void writeCosts(String json) {
    store.folder().replace(Store.COSTS, json);
  }

  /** Stores the state of the sweep. */
  public void writeStatus(String json) {
    store.folder().replace(Store.STATUS, json);
  }

  /**
   * Makes groups part of the store, and takes others out of it, in one atomic step; the files of
   * removed groups are deleted afterwards.
   */
  public void commit(List<Group> added, List<String> removed) {
    lock.require();
    Set<String> gone = new HashSet<>(removed);
    List<Group> old = store.groups().stream().filter(group -> gone.contains(group.id())).toList();
    store.log().append(lock.run(), added, removed);
    Set<String> kept = names(added);
    for (Group group : old) {
      for (StoredFile file : group.files()) {
        if (!kept.contains(file.name())) {
          store.folder().delete(file.name());
        }
      }
    }
  }

  /** Deletes files that no commit lists and log files that a checkpoint replaces. */
  private void deleteOrphans() {
    Map<String, Long> lengths = new HashMap<>();
    for (String table : Store.tableFolders()) {
      for (FileStatus file : store.folder().list(table)) {
        lengths.put(table + "/" + file.getPath().getName(), file.getLen());
      }
    }
    if (!repairing) {
      requireWhole(lengths);
    }
    lengths.keySet().removeAll(names(store.groups()));
    lengths.keySet().forEach(store.folder()::delete);
    for (FileStatus file : store.folder().list(Publication.STAGING)) {
      store.folder().delete(Publication.STAGING + "/" + file.getPath().getName());
    }
    store.log().superseded().forEach(store.folder()::delete);
  }

  /** A run that goes on beside damaged files would call its sweep complete. */
  private void requireWhole(Map<String, Long> lengths) {
    for (Group group : store.groups()) {
      for (StoredFile file : group.files()) {
        Long length = lengths.get(file.name());
        if (length == null || length != file.bytes()) {
          throw new StoreException.Corrupted(
              store.folder().path(file.name())
                  + (length == null
                      ? " is missing"
                      : " has " + length + " bytes instead of " + file.bytes())
                  + "; restore it from a copy, or let `shallows verify --repair` and a run make its"
                  + " rows again");
        }
      }
    }
  }

  /**
   * Opens a store to take groups with damaged files out of it, so that the next run makes their
   * rows again.
   *
   * @return names of the files that were damaged
   */
  public static List<String> repair(String uri, Configuration configuration, Clock clock) {
    try (StoreWriter writer = open(uri, configuration, clock, true)) {
      Map<Group, List<String>> damaged = StoreVerification.damaged(writer.store());
      writer.commit(List.of(), damaged.keySet().stream().map(Group::id).toList());
      return damaged.values().stream().flatMap(List::stream).toList();
    }
  }

  private static Set<String> names(List<Group> groups) {
    Set<String> names = new HashSet<>();
    for (Group group : groups) {
      group.files().forEach(file -> names.add(file.name()));
    }
    return names;
  }

  @Override
  public void close() {
    lock.close();
  }
}
