package io.shallows.spark.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.LoggerFactory;

/**
 * Lets a command end in order when the process is told to stop: its thread is interrupted and given
 * time to release the store's lock.
 */
final class Interruption implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Thread worker;
  private final Thread hook;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  private Interruption(Thread worker) {
    this.worker = worker;
    this.hook = new Thread(this::stop, "shallows-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static Interruption ofThisThread() {
    return new Interruption(Thread.currentThread());
  }

  /** What {@code work} gives; whatever it throws after the process was told to stop is that. */
  <T> T guard(Work<T> work) throws InterruptedException {
    try {
      return work.run();
    } catch (RuntimeException e) {
      if (stopping) {
        InterruptedException interrupted = new InterruptedException("told to stop");
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    }
  }

  private void stop() {
    stopping = true;
    // What Spark's threads say of tasks that are killed on purpose is no news.
    Configurator.setLevel("org.apache.spark", Level.OFF);
    // Nor that no hook can be added while the process ends, where it was still starting.
    Configurator.setLevel("org.apache.hadoop", Level.OFF);
    worker.interrupt();
    try {
      // Not its death: it may already wait for this very shutdown in System.exit.
      boolean inTime = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!inTime) {
        LoggerFactory.getLogger(Interruption.class)
            .warn("the lock of the store may stay for minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!stopping) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  interface Work<T> {
    T run() throws InterruptedException;
  }
}
