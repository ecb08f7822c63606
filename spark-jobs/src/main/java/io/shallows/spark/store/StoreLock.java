package io.shallows.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to write to a store, held by one process at a time.
 *
 * <p>The lock is a file that says who holds it. Its holder renews it; a lock that was not renewed
 * for {@link #STALE_AFTER}, or whose holder ran on this machine and is gone, may be taken over.
 * Even if two processes both believed to hold it, the numbered commits would let only one of them
 * go on.
 */
public final class StoreLock implements AutoCloseable {

  /** Far above any pause of a healthy process, short enough not to delay a restart. */
  public static final Duration STALE_AFTER = Duration.ofMinutes(5);

  /** How often the holder renews its lock. */
  static final Duration RENEW_EVERY = Duration.ofSeconds(20);

  static final String NAME = "_lock.json";

  private static final int TRIES = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreFolder folder;
  private final Clock clock;
  private final Owner owner;
  private final Thread renewal;
  private final boolean takenOver;
  private volatile boolean closed;
  private volatile StoreException lost;

  /**
   * Who holds a lock.
   *
   * @param run identity of the run
   * @param host machine
   * @param process process id on it
   * @param user its user
   * @param since when the lock was taken
   * @param renewed when it was last renewed
   */
  record Owner(String run, String host, long process, String user, String since, String renewed) {
    Owner renewedAt(Instant now) {
      return new Owner(run, host, process, user, since, now.toString());
    }
  }

  private StoreLock(StoreFolder folder, Clock clock, Owner owner, boolean takenOver) {
    this.takenOver = takenOver;
    this.folder = folder;
    this.clock = clock;
    this.owner = owner;
    this.renewal = new Thread(this::renewUntilClosed, "shallows-lock");
    renewal.setDaemon(true);
    renewal.start();
  }

  /**
   * Takes the lock of a store.
   *
   * @throws StoreException.Locked if another process holds it
   */
  static StoreLock take(StoreFolder folder, Clock clock) {
    Instant now = clock.instant();
    Owner owner =
        new Owner(
            UUID.randomUUID().toString(),
            host(),
            ProcessHandle.current().pid(),
            System.getProperty("user.name", ""),
            now.toString(),
            now.toString());
    boolean takenOver = false;
    // Further tries are for a stale lock that was removed, or one that was released meanwhile.
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        if (folder.publish(text(owner), NAME)) {
          return new StoreLock(folder, clock, owner, takenOver);
        }
      } catch (StoreException.Unreachable e) {
        // A writer that has just begun clears the staging folder, this lock among the rest.
        if (attempt == TRIES) {
          throw e;
        }
        continue;
      }
      Optional<Owner> holder = settledHolder(folder);
      if (holder.isPresent() && !stale(holder.get(), now)) {
        throw new StoreException.Locked(
            folder
                + ": process "
                + holder.get().process()
                + " of "
                + holder.get().user()
                + " on "
                + holder.get().host()
                + " has been writing since "
                + holder.get().since()
                + "; wait for it or stop it");
      }
      folder.delete(NAME);
      takenOver = true;
    }
    throw new StoreException.Locked(folder + ": another process has just begun to write; wait");
  }

  /** Who holds the lock of a store, if anyone does. */
  static Optional<Owner> holder(StoreFolder folder) {
    return folder.read(NAME).flatMap(StoreLock::parse);
  }

  /** The holder; a lock that is just being renewed may be unreadable for a moment. */
  private static Optional<Owner> settledHolder(StoreFolder folder) {
    for (int attempt = 0; attempt < 10; attempt++) {
      Optional<Owner> holder = holder(folder);
      if (holder.isPresent() || !folder.exists(NAME)) {
        return holder;
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    return Optional.empty();
  }

  /** Whether another run held this lock and did not release it. */
  boolean isTakenOver() {
    return takenOver;
  }

  /** The identity of the run that holds this lock. */
  public String run() {
    return owner.run();
  }

  /**
   * Does nothing while the lock is held.
   *
   * @throws StoreException if it was lost
   */
  public void require() {
    if (lost == null && !isHolder()) {
      lost =
          new StoreException.Locked(
              folder + ": the lock of this run has vanished or was taken over; this run stops");
    }
    if (lost != null) {
      throw lost;
    }
  }

  /** Renews the lock, or notices that it was lost. */
  void renew() {
    try {
      require();
      folder.replace(NAME, text(owner.renewedAt(clock.instant())));
    } catch (StoreException e) {
      // One failed renewal is no loss: the lock is not stale yet, and commits fail by themselves.
      if (!(e instanceof StoreException.Unreachable)) {
        lost = e;
      }
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
    if (lost == null && isHolder()) {
      folder.delete(NAME);
    }
  }

  private boolean isHolder() {
    return holder(folder).filter(holder -> holder.run().equals(owner.run())).isPresent();
  }

  private static boolean stale(Owner holder, Instant now) {
    if (holder.host().equals(host()) && ProcessHandle.of(holder.process()).isEmpty()) {
      return true;
    }
    return Instant.parse(holder.renewed()).plus(STALE_AFTER).isBefore(now);
  }

  private static Optional<Owner> parse(String text) {
    try {
      return Optional.of(JSON.readValue(text, Owner.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String text(Owner owner) {
    try {
      return JSON.writeValueAsString(owner);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an owner is plain data", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
