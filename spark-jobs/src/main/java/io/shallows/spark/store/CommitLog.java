package io.shallows.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;

/**
 * The history of a store: numbered, immutable commits, and now and then a checkpoint that repeats
 * all groups so that readers need not read every commit.
 *
 * <p>A file's first line is the SHA-256 of the rest, so that a truncated or altered file is
 * recognised. Files with other names, such as copies that a synchronising service makes, are none
 * of the log's. A commit names the one before it: numbers between them were taken by writers that
 * wrote nothing, and do not count.
 */
final class CommitLog {

  static final String FOLDER = "_log";

  /** Commits between checkpoints: reading a store opens at most this many small files. */
  static final int CHECKPOINT_INTERVAL = 64;

  /** Readings of a log that changes meanwhile, and writings whose answer is lost. */
  private static final int TRIES = 3;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final String COMMIT = "commit-";
  private static final String CHECKPOINT = "checkpoint-";
  private static final Pattern NAME = Pattern.compile("(commit-|checkpoint-)([0-9]{12})\\.json");

  private final StoreFolder folder;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Set<String> gone = new LinkedHashSet<>();
  private final Set<String> writers = new HashSet<>();
  private volatile long last;
  private long epoch;
  private String opener = "";
  private long unfinished;

  CommitLog(StoreFolder folder) {
    this.folder = folder;
    List<String> before = names();
    for (int attempt = 1; ; attempt++) {
      try {
        read();
        return;
      } catch (StoreException.Corrupted e) {
        // A run that opens the store deletes what a checkpoint repeats.
        List<String> now = names();
        if (attempt == TRIES || now.equals(before)) {
          throw e;
        }
        before = now;
      }
    }
  }

  private CommitLog(StoreFolder folder, long last) {
    this.folder = folder;
    this.last = last;
  }

  /** A log of which nothing is known. */
  static CommitLog unread(StoreFolder folder) {
    return new CommitLog(folder, 0);
  }

  /** The names of the log's files. */
  static List<String> names(StoreFolder folder) {
    return folder.list(FOLDER).stream()
        .map(file -> file.getPath().getName())
        .filter(name -> number(name).isPresent())
        .toList();
  }

  private List<String> names() {
    return folder.list(FOLDER).stream().map(file -> file.getPath().getName()).toList();
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
          apply(commit);
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
          apply(commit);
          return;
        }
        case BEGUN -> unfinished = commit.number();
        case ANOTHER -> {
          String name = name(COMMIT, commit.number());
          Commit other = open(name, commit.number());
          if (!other.writer().equals(run.run())) {
            throw new StoreException.Locked(
                folder
                    + ": commit "
                    + commit.number()
                    + " was made by another writer; this run stops");
          }
          // An earlier commit of this run whose writing seemed to have failed.
          apply(other);
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
    String name = name(COMMIT, commit.number());
    String text = seal(commit);
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

  /** Repeats all groups in one file, if it is time for that. */
  void checkpoint(RunIdentity run) {
    if (last % CHECKPOINT_INTERVAL == 0) {
      writeCheckpoint(run);
    }
  }

  private void writeCheckpoint(RunIdentity run) {
    Commit all = new Commit(last, last - 1, run.run(), run.epoch(), groups(), List.of());
    folder.publish(seal(all), name(CHECKPOINT, last));
    folder.force(FOLDER);
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
    String opening = seal(new Commit(from, from - 1, run.run(), from, List.of(), List.of()));
    if (!folder.publish(opening, name(COMMIT, from))
        || !folder.publish(
            seal(new Commit(from, from - 1, run.run(), from, groups, List.of())),
            name(CHECKPOINT, from))) {
      throw new StoreException.Locked(folder + ": another run writes to the log; stop it first");
    }
    folder.force(FOLDER);
    return opened;
  }

  /** The largest number in the names of a log, readable or not. */
  static long largestNumber(StoreFolder folder) {
    return folder.list(FOLDER).stream()
        .flatMap(file -> number(file.getPath().getName()).stream())
        .max(Long::compare)
        .orElse(0L);
  }

  /** When a commit was made, by the clock of the file system. */
  static Instant written(StoreFolder folder, long number) {
    return folder.written(name(COMMIT, number)).orElse(Instant.EPOCH);
  }

  /** Whether a run opened the store after {@code run}, or anybody else has made a commit. */
  boolean isSuperseded(RunIdentity run) {
    return folder.list(FOLDER).stream()
        .map(file -> file.getPath().getName())
        .filter(name -> name.startsWith(COMMIT))
        .filter(name -> number(name).filter(number -> number > last).isPresent())
        .flatMap(name -> folder.read(FOLDER + "/" + name).stream())
        .filter(text -> !text.isEmpty())
        .anyMatch(text -> !parse(FOLDER, text).writer().equals(run.run()));
  }

  /** When the newest file of the log was written, by the clock of the file system. */
  Optional<Instant> newest() {
    return folder.list(FOLDER).stream()
        .filter(file -> number(file.getPath().getName()).isPresent())
        .map(file -> Instant.ofEpochMilli(file.getModificationTime()))
        .max(Comparator.naturalOrder());
  }

  private void read() {
    groups.clear();
    gone.clear();
    writers.clear();
    last = 0;
    epoch = 0;
    opener = "";
    unfinished = 0;
    NavigableMap<Long, FileStatus> commits = new TreeMap<>();
    NavigableMap<Long, FileStatus> checkpoints = new TreeMap<>();
    for (FileStatus file : folder.list(FOLDER)) {
      String name = file.getPath().getName();
      number(name).ifPresent(n -> (name.startsWith(COMMIT) ? commits : checkpoints).put(n, file));
    }
    StoreException damage = readCheckpoint(checkpoints);
    long base = last;
    NavigableMap<Long, FileStatus> later = commits.tailMap(base, false);
    Deque<Commit> chain = new ArrayDeque<>();
    long number = 0;
    for (Map.Entry<Long, FileStatus> file : later.descendingMap().entrySet()) {
      if (number == 0 && file.getValue().getLen() == 0) {
        unfinished = Math.max(unfinished, file.getKey());
      } else if (number == 0 || file.getKey() == number) {
        chain.push(open(name(COMMIT, file.getKey()), file.getKey()));
        number = chain.peek().previous();
      } else if (file.getKey() < number) {
        break;
      }
    }
    if (number > base) {
      throw damage != null
          ? damage
          : new StoreException.Corrupted(
              folder.path(name(COMMIT, number)) + " is missing" + REMEDY);
    }
    chain.forEach(this::apply);
    if (damage != null && !checkpoints.isEmpty() && last < checkpoints.lastKey()) {
      throw damage;
    }
  }

  private static final String REMEDY =
      "; restore it from a copy, or let `shallows verify --rebuild` make a log from the data files";

  /** Begins with the newest checkpoint that is whole; returns what is wrong with a newer one. */
  private StoreException readCheckpoint(NavigableMap<Long, FileStatus> checkpoints) {
    StoreException damage = null;
    for (long number : checkpoints.descendingKeySet()) {
      try {
        apply(open(name(CHECKPOINT, number), number));
        return damage;
      } catch (StoreException.Corrupted e) {
        damage = damage == null ? e : damage;
      }
    }
    return damage;
  }

  private void apply(Commit commit) {
    for (String id : commit.removed()) {
      leave(groups.remove(id));
    }
    for (Group group : commit.added()) {
      leave(groups.put(group.id(), group));
    }
    writers.add(commit.writer());
    if (commit.epoch() > epoch) {
      epoch = commit.epoch();
      opener = commit.writer();
    }
    last = commit.number();
  }

  private void leave(Group group) {
    if (group != null) {
      group.files().forEach(file -> gone.add(file.name()));
    }
  }

  private Commit open(String name, long number) {
    Commit commit =
        parse(
            name,
            folder
                .read(name)
                .orElseThrow(
                    () ->
                        new StoreException.Corrupted(folder.path(name) + " is missing" + REMEDY)));
    if (commit.number() != number) {
      throw new StoreException.Corrupted(
          folder.path(name) + " says that it is commit " + commit.number() + REMEDY);
    }
    return commit;
  }

  private Commit parse(String name, String text) {
    int end = text.indexOf('\n');
    String body = text.substring(end + 1);
    if (end < 0 || !Checksum.of(body).equals(text.substring(0, end))) {
      throw new StoreException.Corrupted(folder.path(name) + " is truncated or altered" + REMEDY);
    }
    try {
      Commit commit = JSON.readValue(body, Commit.class);
      StoreMarker.requireReadable(folder, commit.minimumReader());
      return commit;
    } catch (JsonProcessingException e) {
      requireReadable(body);
      Throwable reason = e.getCause() instanceof IllegalArgumentException c ? c : e;
      throw new StoreException.Corrupted(
          folder.path(name)
              + " cannot be understood: "
              + String.valueOf(reason.getMessage()).lines().findFirst().orElse("")
              + REMEDY,
          e);
    }
  }

  private void requireReadable(String body) {
    try {
      JsonNode commit = JSON.readTree(body);
      StoreMarker.requireReadable(folder, commit.path("minimumReader").asInt());
    } catch (JsonProcessingException damaged) {
      // Said by who calls.
      return;
    }
  }

  static String seal(Commit commit) {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(commit);
      return Checksum.of(text) + "\n" + text;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a commit is plain data", e);
    }
  }

  /** The names of commits and checkpoints that a checkpoint has made superfluous. */
  List<String> superseded() {
    List<String> names = new ArrayList<>();
    List<String> present = names();
    long checkpoint =
        present.stream()
            .filter(name -> name.startsWith(CHECKPOINT))
            .flatMap(name -> number(name).stream())
            .filter(number -> isWhole(name(CHECKPOINT, number)))
            .max(Long::compare)
            .orElse(0L);
    for (String name : present) {
      boolean old =
          number(name)
              .filter(n -> name.startsWith(COMMIT) ? n <= checkpoint : n < checkpoint)
              .isPresent();
      if (old) {
        names.add(FOLDER + "/" + name);
      }
    }
    return names;
  }

  private boolean isWhole(String name) {
    try {
      return folder.read(name).map(text -> parse(name, text)).isPresent();
    } catch (StoreException.Corrupted damaged) {
      return false;
    }
  }

  private static String name(String kind, long number) {
    return String.format(Locale.ROOT, "%s/%s%012d.json", FOLDER, kind, number);
  }

  /** The number in a name of the log; empty for names that are none of its. */
  private static Optional<Long> number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(2))) : Optional.empty();
  }
}
