package io.shallows.spark.store;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The one run that may change a store. */
public final class StoreWriter implements AutoCloseable {

  /** Looks at a log to which somebody has added since the look before. */
  private static final int TRIES = 5;

  private final Store store;
  private final StoreLock lock;
  private final RunIdentity run;
  private final Settlement settlement;
  private final LogRepetition repetition;
  private final Instant opened;
  private Settlement.Findings findings = new Settlement.Findings(List.of(), List.of());

  private StoreWriter(Store store, StoreLock lock, RunIdentity run, LogRepetition.Pace pace) {
    this.store = store;
    this.lock = lock;
    this.run = run;
    this.settlement = new Settlement(store.folder(), store.log());
    this.repetition = new LogRepetition(store.folder(), store.log(), run, pace);
    this.opened = CommitLog.written(store.folder(), run.epoch());
  }

  /**
   * Opens a store for writing, creating it in a folder that is empty or absent, and brings its
   * folders to what its log says.
   *
   * @throws StoreException.Locked if another process writes to it
   * @throws StoreException.Corrupted if a committed file is missing or has another length
   * @throws StoreException if the folder holds something else, or its file system cannot keep a
   *     store
   */
  public static StoreWriter open(String uri, Configuration configuration, Clock clock) {
    return keepingItsLock(open(uri, configuration, clock, true));
  }

  /** Opens a store whose files may be damaged, to take them out of it. */
  public static StoreWriter openDamaged(String uri, Configuration configuration, Clock clock) {
    return keepingItsLock(open(uri, configuration, clock, false));
  }

  private static StoreWriter keepingItsLock(StoreWriter writer) {
    writer.lock.keepRenewed();
    return writer;
  }

  /** A writer whose lock nobody renews. */
  static StoreWriter open(String uri, Configuration configuration, Clock clock, boolean whole) {
    return open(uri, configuration, clock, whole, LogRepetition.Pace.USUAL);
  }

  /** A writer whose lock nobody renews, and whose log is put together at this pace. */
  static StoreWriter open(
      String uri,
      Configuration configuration,
      Clock clock,
      boolean whole,
      LogRepetition.Pace pace) {
    StoreFolder place = StoreFolder.at(uri, configuration);
    StoreMarker marker = StoreMarker.forWriting(place, clock);
    RunIdentity begun = RunIdentity.begin(marker.store());
    StoreFolder folder = place.as(begun);
    createFolders(folder);
    folder.requireOneWriterPerName();
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      CommitLog log = new CommitLog(folder);
      StoreLock.announce(folder, clock, begun, log);
      Optional<RunIdentity> opened;
      try {
        requireLogOfFiles(folder, log);
        opened = log.open(begun);
      } catch (RuntimeException e) {
        StoreLock.withdraw(folder, clock, begun, "");
        throw e;
      }
      if (opened.isPresent()) {
        return opened(folder.as(opened.get()), clock, opened.get(), whole, pace);
      }
      String opener = new CommitLog(folder).opener();
      if (!opener.equals(log.opener()) && !opener.equals(begun.run())) {
        StoreLock.withdraw(folder, clock, begun, opener);
        throw StoreLock.begun(folder);
      }
      // A commit of a run that has ended, written after its end: the log is read again.
    }
    StoreLock.withdraw(folder, clock, begun, "");
    throw StoreLock.begun(folder);
  }

  private static void createFolders(StoreFolder folder) {
    List<String> folders = new ArrayList<>(StoreNames.tables());
    folders.addAll(List.of(Publication.STAGING, StoreNames.PENDING, CommitLog.FOLDER, Store.SPECS));
    folders.forEach(folder::createFolder);
  }

  private static StoreWriter opened(
      StoreFolder folder, Clock clock, RunIdentity run, boolean whole, LogRepetition.Pace pace) {
    Store store = new Store(folder);
    StoreLock lock = StoreLock.held(folder, clock, run, store.log());
    try {
      StoreWriter writer = new StoreWriter(store, lock, run, pace);
      writer.findings = writer.settlement.all(run, writer.opened, whole);
      writer.repetition.committed();
      return writer;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Files without a log are those of a store that has lost it, and not leftovers. */
  private static void requireLogOfFiles(StoreFolder folder, CommitLog log) {
    if (log.last() == 0) {
      Settlement.unlisted(folder, log).stream()
          .filter(name -> StoreNames.isMadeHere(name.substring(name.indexOf('/') + 1)))
          .findFirst()
          .ifPresent(
              name -> {
                throw Store.withoutLog(folder, name);
              });
    }
  }

  /** The store as this writer sees it; commits appear in it at once. */
  public Store store() {
    return store;
  }

  /** This run; its tasks write through a folder of the store as this run. */
  public RunIdentity run() {
    return run;
  }

  StoreLock lock() {
    return lock;
  }

  /** Where files are now that lay in the store and were in no commit. */
  public List<String> movedAside() {
    return findings.movedAside();
  }

  /** Files in folders of tables that are none of the store's and that a glob reads. */
  public List<String> foreign() {
    return findings.foreign();
  }

  /** Whether no run has written its spec here yet. */
  public boolean isNew() {
    return !store.folder().exists(Store.SPEC);
  }

  /**
   * Stores the resolved spec of this run, its digest being the name by which groups refer to it.
   */
  public String writeSpec(String resolvedSpec) {
    lock.require();
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
    replace(Store.PROVENANCE, json);
  }

  /** Stores what trials took. */
  public void writeCosts(String json) {
    replace(Store.COSTS, json);
  }

  /** Stores the state of the sweep. */
  public void writeStatus(String json) {
    replace(Store.STATUS, json);
  }

  private void replace(String name, String text) {
    lock.require();
    store.folder().replace(name, text);
  }

  /**
   * Makes groups part of the store, and takes others out of it, in one atomic step; the files of
   * removed groups are deleted afterwards, and after that those of added groups appear in their
   * tables.
   */
  public void commit(List<Group> added, List<String> removed) {
    commit(added, removed, Set.of());
  }

  /**
   * Like {@link #commit(List, List)}, with files of removed groups that are moved aside.
   *
   * @return where these are now
   */
  public List<String> commit(List<Group> added, List<String> removed, Set<String> aside) {
    lock.require();
    StoreFolder folder = store.folder();
    Set<String> leaving = new LinkedHashSet<>(removed);
    added.forEach(group -> leaving.add(group.id()));
    Set<String> before = names(leaving.stream().flatMap(id -> store.log().group(id).stream()));
    // What the commit names is on the disk before it is.
    if (!added.isEmpty()) {
      folder.force(StoreNames.PENDING);
    }
    store.log().append(run, added, removed);
    before.removeAll(names(added.stream()));
    List<String> moved = new ArrayList<>();
    for (String name : before) {
      if (aside.contains(name) && folder.exists(name)) {
        moved.add(Settlement.moveAside(folder, name, run));
      }
    }
    settlement.remove(before.stream().filter(name -> !aside.contains(name)).sorted().toList());
    settlement.reveal(added.stream().flatMap(group -> group.files().stream()).toList());
    store.log().forgetGone();
    repetition.committed();
    return moved;
  }

  /** At the end of a run: what tasks of this or former runs left goes. */
  public void settle() {
    lock.require();
    findings = settlement.all(run, opened, true);
  }

  private static Set<String> names(Stream<Group> groups) {
    Set<String> names = new HashSet<>();
    groups.forEach(group -> group.files().forEach(file -> names.add(file.name())));
    return names;
  }

  @Override
  public void close() {
    repetition.close();
    lock.close();
  }
}
