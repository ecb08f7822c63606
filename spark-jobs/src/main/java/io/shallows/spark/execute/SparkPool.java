package io.shallows.spark.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Executors of Spark: shards that are handed over together are one job, a task each. */
public final class SparkPool implements ShardPool {

  private static final Logger LOG = LoggerFactory.getLogger(SparkPool.class);

  /** What Spark says when it gives up a task because its process died each time. */
  private static final Pattern LOST =
      Pattern.compile(
          "Task ([0-9]+) in stage ([0-9]+)\\S* failed [0-9]+ times, .*: ExecutorLostFailure");

  /** Events of tasks reach listeners some time after their job has ended. */
  private static final Duration EVENTS = Duration.ofSeconds(10);

  private final JavaSparkContext spark;
  private final LostProcesses lost = new LostProcesses();

  /** The executors of a context. */
  public SparkPool(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public int slots() {
    return Slots.of(spark);
  }

  /** Executors that are there; in local mode this process. */
  @Override
  public int processes() {
    return Math.max(1, spark.sc().getExecutorMemoryStatus().size() - 1);
  }

  @Override
  public boolean isLocal() {
    return spark.sc().isLocal();
  }

  @Override
  public int tries() {
    return spark.getConf().getInt("spark.task.maxFailures", SparkSettings.TASK_TRIES);
  }

  @Override
  public Watch watch(IntConsumer slots, Consumer<String> messages) {
    ExecutorListener executors = new ExecutorListener(this::slots, slots, messages);
    spark.sc().addSparkListener(executors);
    spark.sc().addSparkListener(lost);
    return () -> {
      spark.clearJobGroup();
      spark.sc().removeSparkListener(lost);
      spark.sc().removeSparkListener(executors);
    };
  }

  @Override
  public Handed submit(
      ShardTask task,
      List<String> shards,
      String description,
      BiConsumer<Integer, String> answered) {
    spark.setJobGroup("shallows", description, true);
    JavaRDD<String> partitions = spark.parallelize(shards, shards.size());
    SimpleFutureAction<Object> job =
        spark
            .sc()
            .submitJob(
                partitions.rdd(),
                task,
                numbers(shards.size()),
                function(answered),
                new AbstractFunction0<Object>() {
                  @Override
                  public Object apply() {
                    return BoxedUnit.UNIT;
                  }
                });
    return new Job(job);
  }

  private record Job(SimpleFutureAction<Object> action) implements Handed {
    @Override
    public boolean isOver() {
      return action.isCompleted();
    }

    @Override
    public Optional<Throwable> failure() {
      return action.value().get().isFailure()
          ? Optional.of(action.value().get().failed().get())
          : Optional.empty();
    }

    @Override
    public void cancel() {
      action.cancel();
    }
  }

  @Override
  public Optional<Suspect> suspect(Throwable failure) {
    Optional<LostProcesses.Task> task = task(failure);
    if (task.isEmpty()) {
      return Optional.empty();
    }
    try {
      spark.sc().listenerBus().waitUntilEmpty(EVENTS.toMillis());
    } catch (java.util.concurrent.TimeoutException late) {
      LOG.warn("Spark is slow to say how processes ended");
    }
    Optional<LostProcesses.Losses> losses = lost.of(task.get());
    return Optional.of(
        new Suspect(
            task.get().index(),
            losses.map(LostProcesses.Losses::killed).orElse(0),
            losses.map(LostProcesses.Losses::last).orElse(Place.UNKNOWN)));
  }

  /** The task under which processes died until Spark gave up, if that is why the job ended. */
  static Optional<LostProcesses.Task> task(Throwable failure) {
    Matcher given = LOST.matcher(String.valueOf(failure.getMessage()));
    return given.find()
        ? Optional.of(
            new LostProcesses.Task(
                Integer.parseInt(given.group(2)), Integer.parseInt(given.group(1))))
        : Optional.empty();
  }

  private static Seq<Object> numbers(int count) {
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return CollectionConverters.asScala(numbers).toSeq();
  }

  private static Function2<Object, String, BoxedUnit> function(
      BiConsumer<Integer, String> answered) {
    return new AbstractFunction2<>() {
      @Override
      public BoxedUnit apply(Object number, String text) {
        answered.accept((Integer) number, text);
        return BoxedUnit.UNIT;
      }
    };
  }
}
