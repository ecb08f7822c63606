package io.shallows.spark.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The history of a store: numbered, immutable commits, and what they come to.
 *
 * <p>A commit names the one before it: numbers between them were taken by writers that wrote
 * nothing, and do not count. How its files are named and sealed, {@link LogFiles} says; how they
 * are read, {@link LogReading}; what repeats them, so that nobody has to read every commit, {@link
 * LogRepetition}.
 */
final class CommitLog {

  static final String FOLDER = LogFiles.FOLDER;

  /** Readings of a log that changes meanwhile, and writings whose answer is lost. */
  private static final int TRIES = 3;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final StoreFolder folder;
  private final LogFiles files;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Set<String> gone = new LinkedHashSet<>();
  private final Set<String> writers = new HashSet<>();
  private volatile long last;
  private long epoch;
  private String opener = "";
  private long unfinished;

  /** What commits since the last part or checkpoint come to, and how many they are. */
  private long repeated;

  private int recent;
  private final Map<String, Group> came = new LinkedHashMap<>();
  private final Set<String> left = new LinkedHashSet<>();

  private LogReading reading;

  CommitLog(StoreFolder folder) {
    this.folder = folder;
    this.files = new LogFiles(folder);
    List<String> before = names(folder);
    for (int attempt = 1; ; attempt++) {
      try {
        read();
        return;
      } catch (StoreException.Corrupted e) {
        // A run deletes what a part or checkpoint repeats.
        List<String> now = names(folder);
        if (attempt == TRIES || now.equals(before)) {
          throw e;
        }
        before = now;
      }
    }
  }

  private CommitLog(StoreFolder folder, long last) {
    this.folder = folder;
    this.files = new LogFiles(folder);
    this.last = last;
  }

  /** A log of which nothing is known. */
  static CommitLog unread(StoreFolder folder) {
    return new CommitLog(folder, 0);
  }

  /** The names of the log's files. */
  static List<String> names(StoreFolder folder) {
    return new LogFiles(folder)
        .list().stream().map(file -> file.name().substring(FOLDER.length() + 1)).toList();
  }

  /** Number of the last commit; 0 if there is none. */
  long last() {
    return last;
  }

  /** The run that opened the store last; empty for stores of earlier versions. */
  String opener() {
    return opener;
  }

  /** The runs that the log names. */
  Set<String> writers() {
    return Set.copyOf(writers);
  }

  /** The group with this id. */
  Optional<Group> group(String id) {
    return Optional.ofNullable(groups.get(id));
  }

  /** The groups that are part of the store, in the order of their commits. */
  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /** Names of files of groups that the log has taken out, as far back as it was read. */
  Set<String> gone() {
    Set<String> names = new LinkedHashSet<>(gone);
    groups.values().forEach(group -> group.files().forEach(file -> names.remove(file.name())));
    return names;
  }

  /** Takes note that files of groups that were taken out are no longer there. */
  void forgetGone() {
    gone.clear();
  }

  /** How this log was found. */
  LogReading reading() {
    return reading;
  }

  /** Commits since those that a part or checkpoint repeats. */
  int recent() {
    return recent;
  }

  /** What they come to; they are repeated from here on. */
  CommitSpan takeRecent(RunIdentity run) {
    CommitSpan span =
        new CommitSpan(
            last,
            repeated,
            run.run(),
            run.epoch(),
            StoreMarker.MINIMUM_READER,
            List.copyOf(left),
            List.copyOf(came.values()));
    forgetRecent();
    repeated = last;
    return span;
  }

  /** What all commits come to. */
  CommitSpan all(RunIdentity run) {
    return new CommitSpan(
        last, 0, run.run(), run.epoch(), StoreMarker.MINIMUM_READER, List.of(), groups());
  }

  private void forgetRecent() {
    recent = 0;
    left.clear();
    came.clear();
  }

  /**
   * Opens the store for a run, whose epoch is the number of the commit that this makes.
   *
   * @return the run with its epoch; empty if another commit was first, so that the log and the lock
   *     have to be looked at again
   */
  Optional<RunIdentity> open(RunIdentity run) {
    while (true) {
      long number = next();
      Commit commit = new Commit(number, last, run.run(), number, List.of(), List.of());
      switch (publish(commit)) {
        case OURS -> {
          apply(CommitSpan.of(commit));
          return Optional.of(run.openedAt(number));
        }
        case BEGUN -> unfinished = number;
        case ANOTHER -> {
          return Optional.empty();
        }
      }
    }
  }

  private long next() {
    return Math.max(last, unfinished) + 1;
  }

  /**
   * Adds and removes groups in one atomic step.
   *
   * @throws StoreException.Locked if another writer made a commit since this log was read
   */
  void append(RunIdentity run, List<Group> added, List<String> removed) {
    while (true) {
      Commit commit = new Commit(next(), last, run.run(), run.epoch(), added, removed);
      switch (publish(commit)) {
        case OURS -> {
          apply(CommitSpan.of(commit));
          return;
        }
        case BEGUN -> unfinished = commit.number();
        case ANOTHER -> {
          Commit other = files.commit(commit.number());
          if (!other.writer().equals(run.run())) {
            throw new StoreException.Locked(
                folder
                    + ": commit "
                    + commit.number()
                    + " was made by another writer; this run stops");
          }
          // An earlier commit of this run whose writing seemed to have failed.
          apply(CommitSpan.of(other));
        }
      }
    }
  }

  private enum Outcome {
    OURS,
    ANOTHER,
    /** Somebody has taken the number and written nothing. */
    BEGUN
  }

  /** Makes a commit unless its number is taken. An answer that was lost is looked up. */
  private Outcome publish(Commit commit) {
    String name = name(commit.number());
    String text = LogFiles.seal(commit);
    for (int attempt = 1; ; attempt++) {
      Optional<String> present;
      try {
        if (folder.publish(text, name)) {
          folder.force(FOLDER);
          return Outcome.OURS;
        }
        present = folder.read(name);
      } catch (StoreException.Unreachable e) {
        present = found(name);
        if (present.isEmpty() && attempt == TRIES) {
          throw e;
        }
      }
      if (present.filter(text::equals).isPresent()) {
        folder.force(FOLDER);
        return Outcome.OURS;
      }
      if (present.filter(found -> !found.isEmpty()).isPresent()) {
        return Outcome.ANOTHER;
      }
      if (attempt == TRIES) {
        return Outcome.BEGUN;
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
  }

  private Optional<String> found(String name) {
    try {
      return folder.read(name);
    } catch (StoreException.Unreachable unknown) {
      return Optional.empty();
    }
  }

  /**
   * Begins a new log after the numbers of a damaged one: an opening commit that stops whoever still
   * writes to the old one, and a checkpoint with these groups. Older files do not count from then
   * on.
   *
   * @param from a number that no run of this store has reached
   * @throws StoreException.Locked if another writer is there
   */
  static RunIdentity restart(StoreFolder folder, RunIdentity run, long from, List<Group> groups) {
    RunIdentity opened = run.openedAt(from);
    LogFiles files = new LogFiles(folder);
    Commit opening = new Commit(from, from - 1, run.run(), from, List.of(), List.of());
    CommitSpan all =
        new CommitSpan(from, 0, run.run(), from, StoreMarker.MINIMUM_READER, List.of(), groups);
    if (!folder.publish(LogFiles.seal(opening), name(from))
        || files.publish(LogFiles.Kind.CHECKPOINT, all).isEmpty()) {
      throw new StoreException.Locked(folder + ": another run writes to the log; stop it first");
    }
    return opened;
  }

  /** The largest number in the names of a log, readable or not. */
  static long largestNumber(StoreFolder folder) {
    return new LogFiles(folder).list().stream().mapToLong(LogFiles.Entry::number).max().orElse(0);
  }

  /** When a commit was made, by the clock of the file system. */
  static Instant written(StoreFolder folder, long number) {
    return folder.written(name(number)).orElse(Instant.EPOCH);
  }

  /** Whether a run opened the store after {@code run}, or anybody else has made a commit. */
  boolean isSuperseded(RunIdentity run) {
    return files.list().stream()
        .filter(file -> file.kind() == LogFiles.Kind.COMMIT && file.number() > last)
        .flatMap(file -> folder.read(file.name()).stream())
        .filter(text -> !text.isEmpty())
        .anyMatch(text -> !files.parse(FOLDER, text).writer().equals(run.run()));
  }

  /** When the newest file of the log was written, by the clock of the file system. */
  Optional<Instant> newest() {
    return files.list().stream().map(LogFiles.Entry::written).max(Comparator.naturalOrder());
  }

  private void read() {
    groups.clear();
    gone.clear();
    writers.clear();
    epoch = 0;
    opener = "";
    reading = new LogReading(folder);
    unfinished = reading.unfinished();
    reading.drain(
        span -> {
          apply(span);
          if (span.number() == reading.repeated()) {
            forgetRecent();
          }
        });
    last = reading.last();
    repeated = reading.repeated();
  }

  private void apply(CommitSpan span) {
    for (String id : span.removed()) {
      leave(groups.remove(id));
      came.remove(id);
      left.add(id);
    }
    for (Group group : span.added()) {
      leave(groups.put(group.id(), group));
      came.put(group.id(), group);
    }
    recent++;
    writers.add(span.writer());
    if (span.epoch() > epoch) {
      epoch = span.epoch();
      opener = span.writer();
    }
    last = span.number();
  }

  private void leave(Group group) {
    if (group != null) {
      group.files().forEach(file -> gone.add(file.name()));
    }
  }

  private static String name(long number) {
    return LogFiles.name(LogFiles.Kind.COMMIT, number);
  }
}
