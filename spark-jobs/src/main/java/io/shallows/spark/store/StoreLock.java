package io.shallows.spark.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sign that a process writes to a store, so that others need not try.
 *
 * <p>It is a file that its holder writes again and again. How old it is, only the file system's
 * clock says: those of two hosts differ. One that was not written for {@link #STALE_AFTER}, or
 * whose holder has certainly ended, may be taken over.
 *
 * <p>The lock does not decide who may write: the numbered commits do. A holder whose lock was
 * removed or overwritten, by a former holder that woke up for instance, writes it again, unless the
 * log says that another run has opened the store.
 */
public final class StoreLock implements AutoCloseable {

  /** Far above any pause of a healthy process, short enough not to delay a restart. */
  public static final Duration STALE_AFTER = Duration.ofMinutes(5);

  /** How often the holder renews its lock. */
  static final Duration RENEW_EVERY = Duration.ofSeconds(20);

  static final String NAME = "_lock.json";

  private static final int TRIES = 3;
  private static final int LOOKS = 10;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(StoreLock.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreFolder folder;
  private final CommitLog log;
  private final RunIdentity run;
  private final String since;
  private final Thread renewal;
  private volatile boolean closed;
  private volatile StoreException lost;

  /**
   * Who holds a lock.
   *
   * @param run identity of the run
   * @param id its process's UUID
   * @param host machine
   * @param space name space of process ids and start of the kernel
   * @param process process id in that
   * @param started when the process started
   * @param user its user
   * @param since when the lock was taken, by its holder's clock
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Owner(
      String run,
      String id,
      String host,
      String space,
      long process,
      String started,
      String user,
      String since) {
    Owner {
      if (run == null || run.isEmpty()) {
        throw new IllegalArgumentException("no run");
      }
    }

    static Owner of(String run, ProcessIdentity process, String since) {
      return new Owner(
          run,
          process.id(),
          process.host(),
          process.space(),
          process.number(),
          process.started(),
          process.user(),
          since);
    }

    ProcessIdentity identity() {
      return new ProcessIdentity(id, host, space, process, started, user);
    }
  }

  private StoreLock(StoreFolder folder, Clock clock, CommitLog log, RunIdentity run) {
    this.folder = folder;
    this.log = log;
    this.run = run;
    this.since = clock.instant().toString();
    this.renewal = new Thread(this::renewUntilClosed, "shallows-lock");
    renewal.setDaemon(true);
  }

  /**
   * Puts up the sign of a run that is about to open a store.
   *
   * @param log the store's log as it is now
   * @throws StoreException.Locked if another process writes to the store
   */
  static void announce(StoreFolder folder, Clock clock, RunIdentity run, CommitLog log) {
    String text = text(run, clock.instant().toString());
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      if (isPublished(folder, text)) {
        return;
      }
      Optional<String> present = settled(folder);
      Optional<Owner> holder = present.flatMap(StoreLock::parse);
      if (holder.filter(owner -> owner.run().equals(run.run())).isPresent()) {
        return;
      }
      if (present.isPresent()) {
        requireEnded(folder, holder, log);
        // Others may find the same; which of them opens the store, the log says.
        folder.replace(NAME, text);
        return;
      }
    }
    throw begun(folder);
  }

  /** False if the name is taken, or if nothing is known of it: then its holder is looked at. */
  private static boolean isPublished(StoreFolder folder, String text) {
    try {
      return folder.publish(text, NAME);
    } catch (StoreException.Unreachable e) {
      if (!folder.exists(NAME)) {
        throw e;
      }
      return false;
    }
  }

  /** What a run that has opened the store holds. */
  static StoreLock held(StoreFolder folder, Clock clock, RunIdentity run, CommitLog log) {
    StoreLock lock = new StoreLock(folder, clock, log, run);
    lock.putUp();
    return lock;
  }

  /** Renews the lock by itself from here on. */
  void keepRenewed() {
    renewal.start();
  }

  /**
   * Takes down the sign of a run that did not get to open the store.
   *
   * @param winner the run that did, or empty; the sign becomes its, until it puts up its own
   */
  static void withdraw(StoreFolder folder, Clock clock, RunIdentity run, String winner) {
    if (holder(folder).filter(owner -> owner.run().equals(run.run())).isEmpty()) {
      return;
    }
    if (winner.isEmpty()) {
      folder.delete(NAME);
    } else {
      ProcessIdentity unknown = new ProcessIdentity(null, null, null, 0, null, null);
      folder.replace(NAME, text(Owner.of(winner, unknown, clock.instant().toString())));
    }
  }

  /** One sign that cannot be put up is no loss: the lock is not stale yet, and commits decide. */
  private void putUp() {
    try {
      folder.replace(NAME, text(run, since));
    } catch (StoreException.Unreachable later) {
      LOG.warn("the lock of {} was not renewed: {}", folder, later.getMessage());
    }
  }

  static StoreException.Locked begun(StoreFolder folder) {
    return new StoreException.Locked(
        folder + ": another process has just begun to write; wait for it or stop it");
  }

  /** Who holds the lock of a store, if anyone does. */
  static Optional<Owner> holder(StoreFolder folder) {
    return folder.read(NAME).flatMap(StoreLock::parse);
  }

  /** The lock's text; where it is being written it may be unreadable for a moment. */
  private static Optional<String> settled(StoreFolder folder) {
    Optional<String> text = folder.read(NAME);
    for (int look = 1;
        look < LOOKS && text.isPresent() && text.flatMap(StoreLock::parse).isEmpty();
        look++) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      text = folder.read(NAME);
    }
    return text;
  }

  private static void requireEnded(StoreFolder folder, Optional<Owner> holder, CommitLog log) {
    boolean mayBeWriting =
        holder.isEmpty()
            || holder.get().run().equals(log.opener())
            || !log.writers().contains(holder.get().run());
    boolean ended =
        holder
            .map(Owner::identity)
            .filter(ProcessIdentity.OF_THIS_PROCESS::knowsTheEndOf)
            .isPresent();
    // A sign of a run that another has superseded says nothing about the one that writes now.
    if (ended && mayBeWriting) {
      return;
    }
    Instant now = folder.now();
    Instant seen = folder.written(NAME).orElse(Instant.EPOCH);
    Instant committed = log.newest().orElse(Instant.EPOCH);
    Duration quiet = Duration.between(seen.isAfter(committed) ? seen : committed, now);
    if (quiet.compareTo(STALE_AFTER) > 0) {
      return;
    }
    if (holder.isEmpty()) {
      throw new StoreException.Locked(
          folder.path(NAME)
              + " says nothing about who writes; if nobody does, delete it, or wait until it is "
              + STALE_AFTER.toMinutes()
              + " minutes old");
    }
    ProcessIdentity process = holder.get().identity();
    throw new StoreException.Locked(
        folder
            + ": process "
            + process.number()
            + " of "
            + process.user()
            + " on "
            + process.host()
            + " has been writing since "
            + holder.get().since()
            + "; wait for it or stop it");
  }

  /** The identity of the run that holds this lock. */
  public String run() {
    return run.run();
  }

  /**
   * Does nothing while no other run has opened the store.
   *
   * @throws StoreException if one has, or if the store has vanished
   */
  public void require() {
    if (lost == null && !isHolder()) {
      reclaim();
    }
    if (lost != null) {
      throw lost;
    }
  }

  private void reclaim() {
    Optional<StoreMarker> marker = StoreMarker.of(folder);
    if (marker.filter(present -> present.store().equals(run.store())).isEmpty()) {
      lost = new StoreException.Unreachable(folder + " has vanished, or is another store now");
    } else if (log.isSuperseded(run)) {
      lost =
          new StoreException.Locked(
              folder + ": another run has opened the store meanwhile; this run stops");
    } else {
      putUp();
    }
  }

  /** Renews the lock, or notices that it was lost. */
  void renew() {
    try {
      require();
      putUp();
    } catch (StoreException.Unreachable later) {
      LOG.warn("the lock of {} was not renewed: {}", folder, later.getMessage());
    } catch (StoreException e) {
      lost = e;
    }
  }

  private void renewUntilClosed() {
    while (!closed && lost == null) {
      try {
        Thread.sleep(RENEW_EVERY.toMillis());
      } catch (InterruptedException e) {
        return;
      }
      if (!closed) {
        renew();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    renewal.interrupt();
    try {
      renewal.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lost == null && isHolder() && !log.isSuperseded(run)) {
      folder.delete(NAME);
    }
  }

  private boolean isHolder() {
    return holder(folder).filter(holder -> holder.run().equals(run.run())).isPresent();
  }

  private static Optional<Owner> parse(String text) {
    try {
      return Optional.ofNullable(JSON.readValue(text, Owner.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String text(RunIdentity run, String since) {
    return text(Owner.of(run.run(), ProcessIdentity.OF_THIS_PROCESS, since));
  }

  private static String text(Owner owner) {
    try {
      return JSON.writeValueAsString(owner);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an owner is plain data", e);
    }
  }
}
