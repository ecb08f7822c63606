package io.shallows.spark.store;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The one process that may change a store. */
public final class StoreWriter implements AutoCloseable {

  private final Store store;
  private final StoreLock lock;

  private StoreWriter(Store store, StoreLock lock) {
    this.store = store;
    this.lock = lock;
  }

  /**
   * Opens a store for writing, creating its folders if needed, and deletes what runs that died left
   * unpublished or uncommitted.
   *
   * @throws StoreException.Locked if another process writes to it
   * @throws StoreException if the folder holds something else
   */
  public static StoreWriter open(String uri, Configuration configuration, Clock clock) {
    StoreFolder folder = StoreFolder.at(uri, configuration);
    if (folder.exists("") && !folder.exists(CommitLog.FOLDER) && !folder.list("").isEmpty()) {
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
      StoreWriter writer = new StoreWriter(store, lock);
      writer.deleteOrphans();
      return writer;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
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
    store.folder().replace(Store.SPEC, resolvedSpec);
    return digest;
  }

  /** Stores what decides the numbers of this run. */
  public void writeProvenance(String json) {
    store.folder().replace(Store.PROVENANCE, json);
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
    Set<String> live = names(store.groups());
    for (String table : Store.tableFolders()) {
      for (FileStatus file : store.folder().list(table)) {
        String name = table + "/" + file.getPath().getName();
        if (!live.contains(name)) {
          store.folder().delete(name);
        }
      }
    }
    for (FileStatus file : store.folder().list(Publication.STAGING)) {
      store.folder().delete(Publication.STAGING + "/" + file.getPath().getName());
    }
    store.log().superseded().forEach(store.folder()::delete);
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
