package io.shallows.spark.store;

import io.shallows.spark.store.LogFiles.Entry;
import io.shallows.spark.store.LogFiles.Kind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats commits in fewer files while they are made, beside the thread that makes them, and
 * deletes what is then superfluous.
 *
 * <p>Every {@value #COMMITS_OF_A_PART} commits become a part. Once the parts since the last
 * checkpoint are as long as that, or as a new one would be, a checkpoint repeats all groups. So
 * checkpoints grow by doubling, and all files together are as long as a small multiple of what was
 * committed: twice the commits, twice the bytes.
 *
 * <p>The last two checkpoints stay, the parts after the older one, and the commits after the last
 * part but one: a torn or missing file falls back to those before it. The commits by which runs
 * opened the store stay too, and those before them: they take the number at which a run that stood
 * still meanwhile would go on.
 */
final class LogRepetition implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogRepetition.class);

  /** Reading a store opens at most this many small files. */
  static final int COMMITS_OF_A_PART = 64;

  /** Bytes of a group in a checkpoint, until one was written. */
  private static final double USUAL_BYTES = 150;

  /** A run that ends waits this long for its last part. */
  private static final long MINUTES_OF_THE_LAST = 10;

  /**
   * How often, and where.
   *
   * @param commits commits of a part
   * @param aside whether another thread writes it
   */
  record Pace(int commits, boolean aside) {
    static final Pace USUAL = new Pace(COMMITS_OF_A_PART, true);
  }

  /** Length of what was written; empty where it could not be. */
  private record Written(Optional<Long> part, Optional<Long> all, int groups) {}

  private final StoreFolder folder;
  private final LogFiles files;
  private final CommitLog log;
  private final RunIdentity run;
  private final Pace pace;
  private final Optional<ExecutorService> thread;

  /** Commits before this run that stay, and those that were looked at. */
  private final Set<Long> spared = new HashSet<>();

  private final Set<Long> known = new HashSet<>();

  private Optional<FutureTask<Written>> running = Optional.empty();
  private boolean needsAll;
  private long bytesOfAll;
  private long bytesOfParts;
  private double bytesOfGroup = USUAL_BYTES;

  /**
   * @param run whose commits are repeated
   */
  LogRepetition(StoreFolder folder, CommitLog log, RunIdentity run, Pace pace) {
    this.folder = folder;
    this.files = new LogFiles(folder);
    this.log = log;
    this.run = run;
    this.pace = pace;
    this.needsAll = log.reading().isDamaged();
    this.bytesOfAll = log.reading().bytesOfAll();
    this.bytesOfParts = log.reading().bytesOfParts();
    this.thread =
        pace.aside()
            ? Optional.of(
                Executors.newSingleThreadExecutor(
                    work -> {
                      Thread made = new Thread(work, "shallows-log");
                      made.setDaemon(true);
                      return made;
                    }))
            : Optional.empty();
  }

  /** Takes note of a commit whose files are settled. */
  void committed() {
    if (running.filter(task -> !task.isDone()).isPresent()) {
      return;
    }
    running.ifPresent(this::take);
    running = Optional.empty();
    if (log.recent() < pace.commits()) {
      return;
    }
    boolean whole =
        needsAll
            || bytesOfParts >= Math.min((double) bytesOfAll, bytesOfGroup * log.groups().size());
    // After a part that is missing only a checkpoint can follow.
    boolean follows = !needsAll;
    CommitSpan recent = log.takeRecent(run);
    Optional<CommitSpan> part = follows ? Optional.of(recent) : Optional.empty();
    Optional<CommitSpan> all = whole ? Optional.of(log.all(run)) : Optional.empty();
    FutureTask<Written> task = new FutureTask<>(() -> write(part, all));
    running = Optional.of(task);
    thread.ifPresentOrElse(aside -> aside.execute(task), task);
    if (thread.isEmpty()) {
      take(task);
      running = Optional.empty();
    }
  }

  /** Takes note of what was written. What could not be is made up for by a checkpoint. */
  private void take(FutureTask<Written> task) {
    Written written;
    try {
      written = task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      needsAll = true;
      return;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw new IllegalStateException("a part of the log cannot be written", e.getCause());
    }
    needsAll = written.part().isEmpty() && written.all().isEmpty();
    if (written.all().isPresent()) {
      bytesOfAll = written.all().get();
      bytesOfParts = 0;
      bytesOfGroup = written.groups() > 0 ? (double) bytesOfAll / written.groups() : USUAL_BYTES;
    } else {
      bytesOfParts += written.part().orElse(0L);
    }
  }

  private Written write(Optional<CommitSpan> part, Optional<CommitSpan> all) {
    Optional<Long> ofPart = Optional.empty();
    Optional<Long> ofAll = Optional.empty();
    try {
      ofPart = part.flatMap(span -> files.publish(Kind.PART, span));
      if (part.isEmpty() || ofPart.isPresent()) {
        ofAll = all.flatMap(span -> files.publish(Kind.CHECKPOINT, span));
        if (ofPart.isPresent() || ofAll.isPresent()) {
          trim(part.or(() -> all).orElseThrow().number());
        }
      }
    } catch (StoreException later) {
      // Commits are all that a log needs; the next ones try again.
      LOG.warn("the log of {} was not put together: {}", folder, later.getMessage());
    }
    return new Written(ofPart, ofAll, all.map(span -> span.added().size()).orElse(0));
  }

  /** What came after {@code last} may be of a run that has opened the store since. */
  private void trim(long last) {
    List<Entry> present = files.list().stream().filter(entry -> entry.number() <= last).toList();
    long older = second(present, entry -> entry.kind().isOfAll());
    long limit = second(present, entry -> entry.kind() != Kind.COMMIT);
    present.forEach(this::look);
    for (Entry entry : present) {
      boolean superfluous =
          switch (entry.kind()) {
            case CHECKPOINT, OLD_CHECKPOINT -> entry.number() < older;
            case PART -> entry.number() <= older;
            case COMMIT ->
                entry.number() <= limit && entry.bytes() > 0 && !spared.contains(entry.number());
          };
      if (superfluous) {
        folder.delete(entry.name());
      }
    }
  }

  /** The largest number but one of some files; 0 if there is none. */
  private static long second(List<Entry> present, Predicate<Entry> which) {
    return present.stream()
        .filter(which)
        .map(Entry::number)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .skip(1)
        .findFirst()
        .orElse(0L);
  }

  /** Finds out whether a commit of before this run has to stay. */
  private void look(Entry entry) {
    if (entry.kind() != Kind.COMMIT || entry.number() > run.epoch() || !known.add(entry.number())) {
      return;
    }
    try {
      Commit commit = files.commit(entry.number());
      if (commit.opens()) {
        spared.add(commit.number());
        spared.add(commit.previous());
      }
    } catch (StoreException.Corrupted damaged) {
      spared.add(entry.number());
    }
  }

  /** Waits for what is being written. */
  @Override
  public void close() {
    if (thread.isEmpty()) {
      return;
    }
    thread.get().shutdown();
    try {
      if (!thread.get().awaitTermination(MINUTES_OF_THE_LAST, TimeUnit.MINUTES)) {
        LOG.warn("the log of {} is still being put together", folder);
      }
    } catch (InterruptedException e) {
      // Whoever comes next finds the commits.
      Thread.currentThread().interrupt();
    }
  }
}
