package io.shallows.spark.execute;

import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * Runs shards as one job of Spark, one task each, and hands over their groups in batches while the
 * job goes on.
 */
public final class ShardJob {

  /** Groups that finish within this time are committed together. */
  private static final Duration BATCH = Duration.ofMillis(500);

  /** What Spark says when it gives up a task because its process died each time. */
  private static final Pattern LOST =
      Pattern.compile("Task ([0-9]+) in stage \\S+ failed [0-9]+ times, .*: ExecutorLostFailure");

  private final JavaSparkContext spark;
  private final SweepDefinition sweep;
  private final Science science;
  private final String storeUri;

  public ShardJob(JavaSparkContext spark, SweepDefinition sweep, Science science, String storeUri) {
    this.spark = spark;
    this.sweep = sweep;
    this.science = science;
    this.storeUri = storeUri;
  }

  /** How a job ended. */
  public sealed interface Ending {
    /** All shards are done. */
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

  /**
   * Runs {@code work}, calling {@code commit} with what finished shards gave from this thread.
   *
   * @param commit may throw to end the job
   * @throws InterruptedException if this thread is interrupted; the job is cancelled
   */
  public Ending run(
      List<ShardWork> work, String description, Consumer<List<ShardRunner.Result>> commit)
      throws InterruptedException {
    List<String> texts = work.stream().map(ShardWork::toJson).toList();
    JavaRDD<String> shards = spark.parallelize(texts, texts.size());
    BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    spark.setJobGroup("shallows", description, true);
    ShardTask task = new ShardTask(sweep.text(), storeUri, science);
    SimpleFutureAction<Object> job =
        spark
            .sc()
            .submitJob(
                shards.rdd(),
                task,
                partitions(texts.size()),
                collectInto(results),
                new AbstractFunction0<Object>() {
                  @Override
                  public Object apply() {
                    return BoxedUnit.UNIT;
                  }
                });
    Set<Integer> done = new HashSet<>();
    try {
      while (!job.isCompleted()) {
        commitFinished(results, done, commit);
      }
      while (!results.isEmpty()) {
        commitFinished(results, done, commit);
      }
    } finally {
      job.cancel();
      spark.clearJobGroup();
    }
    if (job.value().get().isSuccess()) {
      return new Ending.Completed();
    }
    Throwable reason = job.value().get().failed().get();
    List<ShardWork> unfinished = new ArrayList<>();
    for (int i = 0; i < work.size(); i++) {
      if (!done.contains(i)) {
        unfinished.add(work.get(i));
      }
    }
    return new Ending.Aborted(unfinished, suspect(reason).map(work::get), reason);
  }

  /** The task under which processes died until Spark gave up, if that is why the job ended. */
  static Optional<Integer> suspect(Throwable reason) {
    Matcher lost = LOST.matcher(String.valueOf(reason.getMessage()));
    return lost.find() ? Optional.of(Integer.valueOf(lost.group(1))) : Optional.empty();
  }

  private record Result(int partition, String text) {}

  private static void commitFinished(
      BlockingQueue<Result> results, Set<Integer> done, Consumer<List<ShardRunner.Result>> commit)
      throws InterruptedException {
    Result first = results.poll(BATCH.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Result> batch = new ArrayList<>(List.of(first));
    results.drainTo(batch);
    List<ShardRunner.Result> finished = new ArrayList<>();
    for (Result result : batch) {
      // A second copy of a task has the same group; it is counted once.
      if (done.add(result.partition())) {
        int end = result.text().indexOf('\n');
        finished.add(
            new ShardRunner.Result(
                Group.parse(result.text().substring(0, end)),
                MeasuredCosts.parse(result.text().substring(end + 1))));
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

  private static Function2<Object, String, BoxedUnit> collectInto(BlockingQueue<Result> results) {
    return new AbstractFunction2<>() {
      @Override
      public BoxedUnit apply(Object partition, String group) {
        results.add(new Result((Integer) partition, group));
        return BoxedUnit.UNIT;
      }
    };
  }
}
