package io.shallows.spark.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Files in memory behind {@link FaultyFileSystem}, with a clock of their own and with mishaps: an
 * answer that is lost although the step was done, a step that is done long after it was given up, a
 * process that dies or stands still in the middle of one.
 */
final class FaultyDisk {

  private static final Map<String, FaultyDisk> DISKS = new ConcurrentHashMap<>();

  /** A process that has died does nothing more, whatever its code still tries. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A file or a folder. */
  static final class Node {
    private final byte[] content;
    private final long written;
    private final boolean folder;

    Node(byte[] content, long written, boolean folder) {
      this.content = content;
      this.written = written;
      this.folder = folder;
    }

    byte[] content() {
      return content;
    }

    long written() {
      return written;
    }

    boolean isFolder() {
      return folder;
    }
  }

  /** What a step does once it is really done. */
  interface Effect<T> {
    T happen() throws IOException;
  }

  /** What happens between two steps of a process. */
  interface Between {
    void step(String actor) throws IOException;
  }

  final TreeMap<String, Node> nodes = new TreeMap<>();
  final Map<String, Integer> mishaps = new HashMap<>();
  private final List<Effect<?>> late = new ArrayList<>();
  private final Random random;
  private Between between = actor -> {};
  private double lost;
  private double delayed;
  private int refusedLate;

  /** Bytes of all files of a log that were put to their names, also of those that are gone. */
  long bytesPut;

  private long now = 1_700_000_000_000L;

  FaultyDisk(String name, long seed) {
    random = new Random(seed);
    DISKS.put(name, this);
  }

  static FaultyDisk named(String name) {
    return DISKS.get(name);
  }

  static void forget(String name) {
    DISKS.remove(name);
  }

  void happens(double shareOfLostAnswers, double shareOfLateSteps, Between more) {
    lost = shareOfLostAnswers;
    delayed = shareOfLateSteps;
    between = more;
  }

  /** Steps that were given up and were refused when they came to be done. */
  int refusedLate() {
    return refusedLate;
  }

  void pass(long millis) {
    now += millis;
  }

  long now() {
    return now;
  }

  /** A step that only looks. */
  void look(String actor) throws IOException {
    now += 5;
    // Whoever waits for the next try waits on another clock than this one.
    LockSupport.unpark(Thread.currentThread());
    between.step(actor);
  }

  /** A step that changes something. */
  <T> T change(String actor, Effect<T> effect) throws IOException {
    look(actor);
    if (!late.isEmpty() && random.nextInt(8) == 0) {
      finishLateSteps();
    }
    if (random.nextDouble() < lost) {
      mishaps.merge(actor, 1, Integer::sum);
      effect.happen();
      throw new IOException("the answer was lost");
    }
    if (random.nextDouble() < delayed) {
      mishaps.merge(actor, 1, Integer::sum);
      late.add(effect);
      throw new IOException("no answer in time");
    }
    return effect.happen();
  }

  /** All steps that were given up are done now, or refused. */
  void finishLateSteps() {
    List<Effect<?>> steps = List.copyOf(late);
    late.clear();
    for (Effect<?> step : steps) {
      try {
        step.happen();
      } catch (IOException nobodyHearsOfIt) {
        refusedLate++;
      }
    }
  }

  Node put(String path, byte[] content) {
    bytesPut += path.startsWith("/store/_log/") ? content.length : 0;
    return nodes.put(path, new Node(content, now, false));
  }
}
