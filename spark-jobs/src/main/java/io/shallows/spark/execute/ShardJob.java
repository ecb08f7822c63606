package io.shallows.spark.execute;

import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
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
      Pattern.compile(
          "Task ([0-9]+) in stage ([0-9]+)\\S* failed [0-9]+ times, .*: ExecutorLostFailure");

  /** Refusals by each process, without a shard done between, until nobody is expected to do one. */
  private static final int REFUSALS = 4;

  /** How long executors may take to start while the only ones that are there refuse. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Slots of which one may still be busy with a sample when all others get work. */
  private static final int SLOTS_PER_LATE_SHARD = 16;

  private final JavaSparkContext spark;
  private final ShardTask task;
  private final IntSupplier slots;
  private final Consumer<String> messages;
  private final LostProcesses lost = new LostProcesses();

  private final Set<Place> told;
  private int refusals;
  private long firstRefusal;

  /**
   * @param workers how stages carry out their shards
   * @param run who publishes what the shards make
   * @param slots tasks that run at the same time; clusters grow and shrink
   * @param messages told what people should know
   * @param told processes that refused and were told of, so that each is told of once in a run
   */
  public ShardJob(
      JavaSparkContext spark,
      SweepDefinition sweep,
      Science science,
      ShardWorkers workers,
      String storeUri,
      RunIdentity run,
      IntSupplier slots,
      Consumer<String> messages,
      Set<Place> told) {
    this.messages = messages;
    this.told = told;
    this.spark = spark;
    this.task = new ShardTask(sweep.text(), storeUri, run, science, workers);
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
     * @param disturbed whether processes were only taken away, so that nothing is to blame
     * @param place where the last of the processes died
     * @param reason the last failure
     */
    record Aborted(
        List<ShardWork> unfinished,
        Optional<ShardWork> suspect,
        boolean disturbed,
        Place place,
        Throwable reason)
        implements Ending {}

    /**
     * No process can compute.
     *
     * @param sentence what the last one said
     * @param lasting whether that stays so until somebody mends it
     */
    record Refused(String sentence, boolean lasting) implements Ending {}
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
    List<ShardWork> refused = new ArrayList<>();
    refusals = 0;
    boolean more = true;
    spark.sc().addSparkListener(lost);
    try {
      while (more || !running.isEmpty() || !refused.isEmpty()) {
        if (!refused.isEmpty()) {
          Wave again = new Wave(refused);
          refused.clear();
          submit(again, answers);
          running.add(again);
        }
        // As many wait as run: no slot is idle while the next wave is planned.
        if (more && left(running) <= leftWhilePlanning(waits.getAsBoolean(), slots.getAsInt())) {
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
        Optional<ShardAnswer.Refused> refusal =
            commitFinished(answers, over.isEmpty() ? BATCH : Duration.ZERO, commit, refused);
        if (refusal.isPresent() && isHopeless()) {
          return new Ending.Refused(refusal.get().toString(), refusal.get().defect().lasting());
        }
        for (Wave wave : over) {
          if (wave.job.value().get().isFailure()) {
            return aborted(wave, running, refused);
          }
        }
        running.removeAll(over);
      }
      return new Ending.Completed();
    } finally {
      running.forEach(wave -> wave.job.cancel());
      spark.clearJobGroup();
      spark.sc().removeSparkListener(lost);
    }
  }

  private static int left(List<Wave> running) {
    return running.stream().mapToInt(Wave::left).sum();
  }

  /**
   * Whether every process has refused often enough, and on a cluster for long enough: sound
   * executors may still be starting.
   */
  private boolean isHopeless() {
    long waited = System.nanoTime() - firstRefusal;
    return refusals >= REFUSALS * processes()
        && (spark.sc().isLocal() || waited > PATIENCE.toNanos());
  }

  /** Executors that are there; in local mode this process. */
  private int processes() {
    return Math.max(1, spark.sc().getExecutorMemoryStatus().size() - 1);
  }

  /**
   * Shards that may still wait or run when the next wave is planned. Of a sample that tells what
   * trials cost the last few are not waited for: on many slots the slowest would hold all others.
   */
  static int leftWhilePlanning(boolean sampling, int slots) {
    return sampling ? slots / SLOTS_PER_LATE_SHARD : 2 * slots;
  }

  private Ending aborted(Wave failed, List<Wave> running, List<ShardWork> refused) {
    Throwable reason = failed.job.value().get().failed().get();
    List<ShardWork> unfinished = new ArrayList<>(refused);
    running.forEach(wave -> unfinished.addAll(wave.unfinished()));
    Optional<LostProcesses.Task> task = suspect(reason);
    if (task.isEmpty()) {
      return new Ending.Aborted(unfinished, Optional.empty(), false, Place.UNKNOWN, reason);
    }
    awaitEvents();
    int tries = spark.getConf().getInt("spark.task.maxFailures", SparkSettings.TASK_TRIES);
    Optional<LostProcesses.Losses> losses = lost.of(task.get());
    boolean disturbed = losses.map(LostProcesses.Losses::killed).orElse(0) < tries;
    return new Ending.Aborted(
        unfinished,
        disturbed ? Optional.empty() : Optional.of(failed.work.get(task.get().index())),
        disturbed,
        losses.map(LostProcesses.Losses::last).orElse(Place.UNKNOWN),
        reason);
  }

  /** Events of tasks reach listeners some time after the job has ended. */
  private void awaitEvents() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(Duration.ofSeconds(10).toMillis());
    } catch (java.util.concurrent.TimeoutException late) {
      messages.accept("Spark is slow to say how processes ended");
    }
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
  static Optional<LostProcesses.Task> suspect(Throwable reason) {
    Matcher given = LOST.matcher(String.valueOf(reason.getMessage()));
    return given.find()
        ? Optional.of(
            new LostProcesses.Task(
                Integer.parseInt(given.group(2)), Integer.parseInt(given.group(1))))
        : Optional.empty();
  }

  /** Commits what is there; returns a refusal if there was one, its shard added to the list. */
  private Optional<ShardAnswer.Refused> commitFinished(
      BlockingQueue<Answer> answers,
      Duration wait,
      Consumer<List<ShardRunner.Result>> commit,
      List<ShardWork> refused)
      throws InterruptedException {
    Answer first = answers.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return Optional.empty();
    }
    Optional<ShardAnswer.Refused> refusal = Optional.empty();
    List<Answer> batch = new ArrayList<>(List.of(first));
    answers.drainTo(batch);
    List<ShardRunner.Result> finished = new ArrayList<>();
    for (Answer answer : batch) {
      // A second copy of a task has the same group; it is counted once.
      if (!answer.wave().done.add(answer.partition())) {
        continue;
      }
      ShardAnswer given = ShardAnswer.parse(answer.text());
      if (given instanceof ShardAnswer.Finished done) {
        finished.add(done.result());
        refusals = 0;
      } else if (given instanceof ShardAnswer.Refused not) {
        refusal = Optional.of(not);
        if (refusals == 0) {
          firstRefusal = System.nanoTime();
        }
        refusals++;
        refused.add(answer.wave().work.get(answer.partition()));
        if (told.add(not.place())) {
          messages.accept(not + "; its shards go to others");
        }
      }
    }
    if (!finished.isEmpty()) {
      commit.accept(finished);
    }
    return refusal;
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
