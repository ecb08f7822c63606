package io.shallows.spark.execute;

import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RunIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs shards, one task of Spark each, and hands over their groups in batches while others go on.
 *
 * <p>Shards come in waves, each a job of Spark: the next is asked for, and so planned by all that
 * is known by then, while the last shards of the one before still run.
 */
public final class ShardJob {

  /** Groups that finish within this time are committed together. */
  private static final Duration BATCH = Duration.ofMillis(500);

  /** What Spark says when it gives up a task because its process died each time. */
  private static final Pattern LOST =
      Pattern.compile("Task ([0-9]+) in stage \\S+ failed [0-9]+ times, .*: ExecutorLostFailure");

  private final JavaSparkContext spark;
  private final ShardTask task;
  private final IntSupplier slots;

  /**
   * @param run who publishes what the shards make
   * @param slots tasks that run at the same time; clusters grow and shrink
   */
  public ShardJob(
      JavaSparkContext spark,
      SweepDefinition sweep,
      Science science,
      String storeUri,
      RunIdentity run,
      IntSupplier slots) {
    this.spark = spark;
    this.task = new ShardTask(sweep.text(), storeUri, run, science);
    this.slots = slots;
  }

  /** How the shards ended. */
  public sealed interface Ending {
    /** All are done. */
    record Completed() implements Ending {}

    /**
     * A task failed too often.
     *
     * @param unfinished the shards without a group
     * @param suspect the one of them under which processes died until Spark gave up
     * @param reason the last failure
     */
    record Aborted(List<ShardWork> unfinished, Optional<ShardWork> suspect, Throwable reason)
        implements Ending {}
  }

  /** Shards that were handed to Spark together. */
  private static final class Wave {
    private final List<ShardWork> work;
    private final Set<Integer> done = new HashSet<>();
    private SimpleFutureAction<Object> job;

    Wave(List<ShardWork> work) {
      this.work = List.copyOf(work);
    }

    int left() {
      return work.size() - done.size();
    }

    List<ShardWork> unfinished() {
      List<ShardWork> unfinished = new ArrayList<>();
      for (int i = 0; i < work.size(); i++) {
        if (!done.contains(i)) {
          unfinished.add(work.get(i));
        }
      }
      return unfinished;
    }
  }

  private record Answer(Wave wave, int partition, String text) {}

  /**
   * Runs all waves, calling {@code commit} with what finished shards gave from this thread.
   *
   * @param waves the next shards; none when there are no more
   * @param waits whether the next shards are to be planned by all that the last ones tell
   * @param commit may throw to end the jobs
   * @throws InterruptedException if this thread is interrupted; the jobs are cancelled
   */
  public Ending run(
      Supplier<List<ShardWork>> waves,
      BooleanSupplier waits,
      String description,
      Consumer<List<ShardRunner.Result>> commit)
      throws InterruptedException {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    List<Wave> running = new ArrayList<>();
    boolean more = true;
    try {
      while (more || !running.isEmpty()) {
        // As many wait as run: no slot is idle while the next wave is planned.
        if (more && left(running) <= (waits.getAsBoolean() ? 0 : 2 * slots.getAsInt())) {
          Wave next = new Wave(waves.get());
          more = !next.work.isEmpty();
          if (more) {
            spark.setJobGroup("shallows", description + ", " + next.work.size() + " shards", true);
            submit(next, answers);
            running.add(next);
          }
        }
        // Asked before the answers are taken: a job that is over has given all of its answers.
        List<Wave> over = running.stream().filter(wave -> wave.job.isCompleted()).toList();
        commitFinished(answers, over.isEmpty() ? BATCH : Duration.ZERO, commit);
        for (Wave wave : over) {
          if (wave.job.value().get().isFailure()) {
            return aborted(wave, running);
          }
        }
        running.removeAll(over);
      }
      return new Ending.Completed();
    } finally {
      running.forEach(wave -> wave.job.cancel());
      spark.clearJobGroup();
    }
  }

  private static int left(List<Wave> running) {
    return running.stream().mapToInt(Wave::left).sum();
  }

  private static Ending aborted(Wave failed, List<Wave> running) {
    Throwable reason = failed.job.value().get().failed().get();
    List<ShardWork> unfinished = new ArrayList<>();
    running.forEach(wave -> unfinished.addAll(wave.unfinished()));
    return new Ending.Aborted(unfinished, suspect(reason).map(failed.work::get), reason);
  }

  private void submit(Wave wave, BlockingQueue<Answer> answers) {
    List<String> texts = wave.work.stream().map(ShardWork::toJson).toList();
    JavaRDD<String> shards = spark.parallelize(texts, texts.size());
    wave.job =
        spark
            .sc()
            .submitJob(
                shards.rdd(),
                task,
                partitions(texts.size()),
                collectInto(answers, wave),
                new AbstractFunction0<Object>() {
                  @Override
                  public Object apply() {
                    return BoxedUnit.UNIT;
                  }
                });
  }

  /** The task under which processes died until Spark gave up, if that is why the job ended. */
  static Optional<Integer> suspect(Throwable reason) {
    Matcher lost = LOST.matcher(String.valueOf(reason.getMessage()));
    return lost.find() ? Optional.of(Integer.valueOf(lost.group(1))) : Optional.empty();
  }

  private static void commitFinished(
      BlockingQueue<Answer> answers, Duration wait, Consumer<List<ShardRunner.Result>> commit)
      throws InterruptedException {
    Answer first = answers.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Answer> batch = new ArrayList<>(List.of(first));
    answers.drainTo(batch);
    List<ShardRunner.Result> finished = new ArrayList<>();
    for (Answer answer : batch) {
      // A second copy of a task has the same group; it is counted once.
      if (answer.wave().done.add(answer.partition())) {
        int end = answer.text().indexOf('\n');
        finished.add(
            new ShardRunner.Result(
                Group.parse(answer.text().substring(0, end)),
                MeasuredCosts.parse(answer.text().substring(end + 1))));
      }
    }
    commit.accept(finished);
  }

  private static Seq<Object> partitions(int count) {
    List<Object> indices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      indices.add(i);
    }
    return CollectionConverters.asScala(indices).toSeq();
  }

  private static Function2<Object, String, BoxedUnit> collectInto(
      BlockingQueue<Answer> answers, Wave wave) {
    return new AbstractFunction2<>() {
      @Override
      public BoxedUnit apply(Object partition, String text) {
        answers.add(new Answer(wave, (Integer) partition, text));
        return BoxedUnit.UNIT;
      }
    };
  }
}
