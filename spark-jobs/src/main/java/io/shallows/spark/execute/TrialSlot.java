package io.shallows.spark.execute;

import io.shallows.training.Deadline;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The thread in which trials run one after another, watched from outside.
 *
 * <p>Work checks its {@link Deadline} itself; the watch is for work that does not come back. Its
 * thread is told to stop, then abandoned: Java cannot end a thread against its will, so it may go
 * on to use a core until the process ends.
 */
public final class TrialSlot implements AutoCloseable {

  /**
   * Time beyond the deadline before a trial is given up: its last step may be a long one, and rows
   * are better than a failure.
   */
  static final double GRACE_SHARE = 0.5;

  /** The least grace, for deadlines of a second or so. */
  static final double GRACE_SECONDS = 5;

  /** How often the watch looks at a trial that is late by the clock, in shares of the grace. */
  private static final double LOOK_SHARE = 0.1;

  private ExecutorService thread = start();

  /** How one piece of work ended. */
  public sealed interface Ending<T> {
    /** Time from start to end. */
    double seconds();

    /** It returned. */
    record Returned<T>(T value, double seconds) implements Ending<T> {}

    /** It threw. */
    record Threw<T>(Throwable cause, double seconds) implements Ending<T> {}

    /** It gave no answer until well after its deadline. */
    record Abandoned<T>(double seconds) implements Ending<T> {}
  }

  /**
   * Runs {@code work} until it ends or is given up.
   *
   * @throws InterruptedException if the task that owns this slot is to end
   */
  public <T> Ending<T> run(Function<Deadline, T> work, double limitSeconds)
      throws InterruptedException {
    UnderWay.trialBegins();
    try {
      return watched(work, limitSeconds);
    } finally {
      UnderWay.trialEnded();
    }
  }

  private <T> Ending<T> watched(Function<Deadline, T> work, double limitSeconds)
      throws InterruptedException {
    SlotDeadline deadline = new SlotDeadline(limitSeconds);
    Future<T> future =
        thread.submit(
            () -> {
              deadline.begin();
              return work.apply(deadline);
            });
    double grace = Math.max(GRACE_SECONDS, GRACE_SHARE * limitSeconds);
    try {
      return new Ending.Returned<>(
          answer(future, deadline, limitSeconds, grace), deadline.elapsedSeconds());
    } catch (ExecutionException e) {
      return new Ending.Threw<>(e.getCause(), deadline.elapsedSeconds());
    } catch (TimeoutException e) {
      abandon(deadline);
      thread = start();
      return new Ending.Abandoned<>(deadline.elapsedSeconds());
    } catch (InterruptedException e) {
      abandon(deadline);
      throw e;
    }
  }

  /** One thread uses no more processor time than passes: before that nobody needs to look. */
  private static <T> T answer(
      Future<T> future, SlotDeadline deadline, double limitSeconds, double grace)
      throws InterruptedException, ExecutionException, TimeoutException {
    double wait = limitSeconds + grace;
    while (true) {
      try {
        return future.get((long) (wait * 1000), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (deadline.isOver(grace)) {
          throw e;
        }
        wait = LOOK_SHARE * grace;
      }
    }
  }

  private void abandon(SlotDeadline deadline) {
    deadline.abandon();
    thread.shutdownNow();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static ExecutorService start() {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(work, "shallows-trial");
          thread.setDaemon(true);
          return thread;
        });
  }
}
