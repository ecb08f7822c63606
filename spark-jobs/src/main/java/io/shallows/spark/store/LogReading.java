package io.shallows.spark.store;

import io.shallows.spark.store.LogFiles.Entry;
import io.shallows.spark.store.LogFiles.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A log read from its end back to its beginning, or to the newest checkpoint that is whole.
 *
 * <p>Every commit names the one before it, and so do parts and checkpoints, which stand for many.
 * Where one of these is damaged or missing the commits that it repeats do as well, as long as they
 * are there. Files to which nothing leads do not count.
 */
final class LogReading {

  private final LogFiles files;
  private final Map<Long, Set<Kind>> present = new TreeMap<>();
  private final Deque<CommitSpan> spans = new ArrayDeque<>();
  private long last;
  private long unfinished;
  private long repeated;
  private long bytesOfAll;
  private long bytesOfParts;
  private boolean damaged;

  /**
   * @throws StoreException.Corrupted if what is there does not reach back to the beginning
   */
  LogReading(StoreFolder folder) {
    this.files = new LogFiles(folder);
    List<Entry> entries = files.list();
    Map<String, Long> bytes = new TreeMap<>();
    for (Entry entry : entries) {
      bytes.put(entry.name(), entry.bytes());
      if (entry.bytes() > 0 || entry.kind() != Kind.COMMIT) {
        present.computeIfAbsent(entry.number(), n -> EnumSet.noneOf(Kind.class)).add(entry.kind());
        last = Math.max(last, entry.number());
      }
    }
    for (Entry entry : entries) {
      unfinished = entry.number() > last ? Math.max(unfinished, entry.number()) : unfinished;
    }
    for (long number = last; number > 0; number = spans.getFirst().after()) {
      Kind kind = read(number);
      if (kind != Kind.COMMIT && repeated == 0) {
        repeated = number;
      }
      long length = bytes.getOrDefault(LogFiles.name(kind, number), 0L);
      bytesOfAll += kind.isOfAll() ? length : 0;
      bytesOfParts += kind == Kind.PART ? length : 0;
    }
  }

  private Kind read(long number) {
    StoreException.Corrupted damage = null;
    for (Kind kind : present.getOrDefault(number, Set.of())) {
      try {
        spans.addFirst(files.open(kind, number));
        damaged |= damage != null;
        return kind;
      } catch (StoreException.Corrupted e) {
        damage = damage == null ? e : damage;
      }
    }
    if (damage != null) {
      throw damage;
    }
    spans.addFirst(files.open(Kind.COMMIT, number));
    return Kind.COMMIT;
  }

  /** Hands over what the log says, oldest first, and forgets it. */
  void drain(Consumer<CommitSpan> sink) {
    while (!spans.isEmpty()) {
      sink.accept(spans.removeFirst());
    }
  }

  /** The last commit; 0 if there is none. */
  long last() {
    return last;
  }

  /** The largest number after the last commit that somebody has taken and not used; or 0. */
  long unfinished() {
    return unfinished;
  }

  /** The last commit that a part or checkpoint repeats; 0 if none does. */
  long repeated() {
    return repeated;
  }

  /** Length of the checkpoint; 0 if there is none. */
  long bytesOfAll() {
    return bytesOfAll;
  }

  /** Length of the parts after the checkpoint. */
  long bytesOfParts() {
    return bytesOfParts;
  }

  /** Whether a part or checkpoint was damaged, and others did instead. */
  boolean isDamaged() {
    return damaged;
  }
}
