package io.shallows.spark.execute;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Where shards run, and by whose clock: executors of Spark, or slots that a test makes up. */
public interface ShardPool {

  /** Tasks that run at the same time; clusters grow and shrink. */
  int slots();

  /** Processes that run them. */
  int processes();

  /** Whether no process can be added. */
  boolean isLocal();

  /** How often a task is begun whose process dies each time. */
  int tries();

  /**
   * Looks at executors until that is closed.
   *
   * @param slots told how many tasks run at the same time whenever that changes
   * @param messages told what people should know
   */
  Watch watch(IntConsumer slots, Consumer<String> messages);

  /** Ends when it is closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Hands shards over, a task for each, which begin in this order and after those that were handed
   * over before.
   *
   * @param shards their texts
   * @param answered told the number of a shard and its answer, by any thread
   */
  Handed submit(
      ShardTask task,
      List<String> shards,
      String description,
      BiConsumer<Integer, String> answered);

  /** Shards that were handed over together. */
  interface Handed {

    /** Whether no answer will come any more. */
    boolean isOver();

    /** Why some will never come; asked when it is over. */
    Optional<Throwable> failure();

    /** Ends those that run. */
    void cancel();
  }

  /**
   * The task under which processes died until it was given up.
   *
   * @param shard its number among those handed over with it
   * @param killed processes that it may have killed
   * @param last where the last of those ran
   */
  record Suspect(int shard, int killed, Place last) {}

  /** Who is to blame for a failure; empty where that is no process that died. */
  Optional<Suspect> suspect(Throwable failure);

  /**
   * The next answer, waited for at most so long on the clock of this pool; none if none comes.
   *
   * @throws InterruptedException if this thread is interrupted
   */
  default <T> Optional<T> next(BlockingQueue<T> answers, Duration wait)
      throws InterruptedException {
    return Optional.ofNullable(answers.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
  }
}
