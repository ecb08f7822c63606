package io.shallows.spark.store;

import io.shallows.record.Record;
import io.shallows.record.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** What has been committed to a store, as it was when this view was opened. */
public final class Store {

  static final String SPEC = "spec.yaml";
  static final String SPECS = "_specs";
  static final String PROVENANCE = "provenance.json";
  static final String STATUS = "status.json";
  static final String COSTS = "_costs.json";

  /** Looks at a store that a run is settling: some seconds. */
  private static final int LOOKS = 20;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final StoreFolder folder;
  private final CommitLog log;

  Store(StoreFolder folder) {
    this.folder = folder;
    this.log = new CommitLog(folder);
  }

  /**
   * Opens a store for reading.
   *
   * @throws StoreException if there is none at {@code uri}
   */
  public static Store open(String uri, Configuration configuration) {
    return open("output.uri", uri, configuration);
  }

  /**
   * Like {@link #open(String, Configuration)}.
   *
   * @param source the key or argument that the URI came from, for messages
   */
  public static Store open(String source, String uri, Configuration configuration) {
    StoreFolder folder = StoreFolder.at(source, uri, configuration);
    boolean marked = StoreMarker.of(folder).isPresent();
    if (!isAt(folder)) {
      throw new StoreException(
          uri
              + (folder.exists("")
                  ? " is not a store: it has no spec.yaml; give the output of `shallows run`"
                  : " does not exist; give the output of `shallows run`"));
    }
    Store store = new Store(folder);
    if (store.log.last() == 0 && !marked && !folder.exists(CommitLog.FOLDER)) {
      throw new StoreException(
          uri + " is not a store: it has no _store.json; give the output of `shallows run`");
    }
    if (store.log.last() == 0) {
      Settlement.unlisted(folder, store.log).stream()
          .filter(name -> name.endsWith(".parquet"))
          .findFirst()
          .ifPresent(
              name -> {
                throw withoutLog(folder, name);
              });
    }
    return store;
  }

  /**
   * Opens a store for readers that look for files in their tables only: what a run has committed
   * and not yet moved there is waited for.
   *
   * @throws StoreException.Corrupted if a committed file is missing or has another length
   * @throws StoreException.Changed if files stay where they are
   */
  public static Store openSettled(String uri, Configuration configuration) {
    return openSettled("output.uri", uri, configuration);
  }

  /**
   * Like {@link #openSettled(String, Configuration)}.
   *
   * @param source the key or argument that the URI came from, for messages
   */
  public static Store openSettled(String source, String uri, Configuration configuration) {
    for (int attempt = 1; attempt <= LOOKS; attempt++) {
      Store store = open(source, uri, configuration);
      try {
        if (new Settlement(store.folder, store.log).isSettled()) {
          return store;
        }
      } catch (StoreException.Corrupted e) {
        // Files that leave are deleted after the commit that says so.
        if (open(source, uri, configuration).commit() == store.commit()) {
          throw e;
        }
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    throw new StoreException.Changed(
        uri
            + ": committed files are not in their tables yet; try again, and if nothing writes, let"
            + " a run put them there");
  }

  /** The UUID of the store; stores of early versions have none. */
  public Optional<String> id() {
    return StoreMarker.of(folder).map(StoreMarker::store);
  }

  /** Number of the last commit. */
  public long commit() {
    return log.last();
  }

  /** Whether the store has got further than this view of it; one with a new log has not. */
  public boolean isPast() {
    return new CommitLog(folder).last() > log.last();
  }

  static StoreException.Corrupted withoutLog(StoreFolder folder, String name) {
    return new StoreException.Corrupted(
        folder.path(CommitLog.FOLDER)
            + " has no commit, but there is "
            + name
            + ": the log was lost; restore it from a copy, or let `shallows verify --rebuild`"
            + " make one from the data files");
  }

  /**
   * Whether a folder is a store: one that has lost its spec has groups of it still; where a run has
   * ended before it wrote one there are none.
   */
  public static boolean isAt(StoreFolder folder) {
    return folder.exists(SPEC) || !new CommitLog(folder).groups().isEmpty();
  }

  /** The store's folder. */
  public StoreFolder folder() {
    return folder;
  }

  /**
   * The resolved spec of the last run; where its file is lost, that of the last rows.
   *
   * @throws StoreException.Corrupted if no copy is left
   */
  public String spec() {
    return folder
        .read(SPEC)
        .or(this::specOfLastRows)
        .orElseThrow(
            () ->
                new StoreException.Corrupted(
                    folder.path(SPEC)
                        + " is missing, and so are its copies in "
                        + SPECS
                        + "; restore one of them"));
  }

  /** Whether the file of the spec is there. */
  boolean hasSpec() {
    return folder.exists(SPEC);
  }

  private Optional<String> specOfLastRows() {
    return lastSpec().flatMap(this::spec);
  }

  /** The digest of the spec that made the last rows, if its copy is whole. */
  private Optional<String> lastSpec() {
    List<Group> groups = new ArrayList<>(log.groups());
    Collections.reverse(groups);
    return groups.stream()
        .filter(group -> !group.stage().equals(Stage.REFERENCES))
        .map(Group::grid)
        .filter(digest -> spec(digest).filter(text -> isOf(text, digest)).isPresent())
        .findFirst();
  }

  private static boolean isOf(String text, String digest) {
    return Checksum.of(text).startsWith(digest);
  }

  /**
   * What is wrong with a spec that cannot be read: nothing, if a run of this store wrote it so.
   *
   * @param why it cannot be read
   */
  public Optional<StoreException.Corrupted> alteredSpec(String text, String why) {
    String digest = Checksum.of(text).substring(0, 16);
    return spec(digest).isPresent()
        ? Optional.empty()
        : Optional.of(
            new StoreException.Corrupted(
                folder.path(SPEC)
                    + " was altered and cannot be read ("
                    + why
                    + ")\n"
                    + lastSpec()
                        .map(
                            last ->
                                "put "
                                    + folder.path(SPECS + "/" + last + ".yaml")
                                    + " in its place, or remove it")
                        .orElse("restore it from a copy")));
  }

  /** The resolved spec with this digest, if a run of this store used it. */
  public Optional<String> spec(String digest) {
    return folder.read(SPECS + "/" + digest + ".yaml");
  }

  /** What decided the numbers of the last run. */
  public Optional<String> provenance() {
    return folder.read(PROVENANCE);
  }

  /** The state of the sweep when it was last written. */
  public Optional<String> status() {
    return folder.read(STATUS);
  }

  /** What trials took, when it was last written; only planning depends on it. */
  public Optional<String> costs() {
    return folder.read(COSTS);
  }

  /** All groups. */
  public List<Group> groups() {
    return log.groups();
  }

  /** The groups of trained trials, whose scope names what they are. */
  public List<Group> trained() {
    return groups(Stage.MINIMA);
  }

  /** The groups of a stage. */
  public List<Group> groups(Stage stage) {
    return log.groups().stream().filter(group -> group.stage().equals(stage)).toList();
  }

  /** The files of a table. */
  public List<StoredFile> files(Table table) {
    List<StoredFile> files = new ArrayList<>();
    for (Group group : log.groups()) {
      for (StoredFile file : group.files()) {
        if (file.table().equals(table.name())) {
          files.add(file);
        }
      }
    }
    return files;
  }

  /** The files of a table that a stage made in a scope. */
  public List<StoredFile> files(Stage stage, String scope, Table table) {
    return groups(stage).stream()
        .filter(group -> group.scope().equals(scope))
        .flatMap(group -> group.files().stream())
        .filter(file -> file.table().equals(table.name()))
        .toList();
  }

  /** Gives every committed row of a table to {@code sink}, in the order of commits. */
  public void read(Table table, Consumer<Record> sink) {
    read(files(table), table, sink);
  }

  /** Like {@link #read(Table, Consumer)}, of some of its files. */
  public void read(List<StoredFile> files, Table table, Consumer<Record> sink) {
    RecordFiles records = new RecordFiles(folder);
    for (StoredFile file : files) {
      try {
        records.read(file, table, sink);
      } catch (StoreException.Corrupted e) {
        if (!new Store(folder).files(table).contains(file)) {
          throw new StoreException.Changed(
              folder + ": files were put together while they were read; read again", e);
        }
        throw e;
      }
    }
  }

  CommitLog log() {
    return log;
  }

  /** Files in folders of tables that no commit lists; readers of whole folders meet them. */
  public List<String> unlisted() {
    return Settlement.unlisted(folder, log);
  }
}
