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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs shards, a task each, and hands over their groups in batches while others go on.
 *
 * <p>Shards come in waves, handed to the pool together: the next is asked for, and so planned by
 * all that is known by then, while the last shards of the one before still run.
 */
public final class ShardJob {

  /** Groups that finish within this time are committed together. */
  private static final Duration BATCH = Duration.ofMillis(500);

  /** Refusals by each process, without a shard done between, until nobody is expected to do one. */
  private static final int REFUSALS = 4;

  /** How long executors may take to start while the only ones that are there refuse. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Slots of which one may still be busy with a sample when all others get work. */
  private static final int SLOTS_PER_LATE_SHARD = 16;

  private final ShardPool pool;
  private final ShardTask task;
  private final Consumer<String> messages;
  private final Set<Place> told;
  private int refusals;
  private long firstRefusal;

  /**
   * @param pool where shards run
   * @param workers how stages carry out their shards
   * @param run who publishes what the shards make
   * @param messages told what people should know
   * @param told processes that refused and were told of, so that each is told of once in a run
   */
  public ShardJob(
      ShardPool pool,
      SweepDefinition sweep,
      Science science,
      ShardWorkers workers,
      String storeUri,
      RunIdentity run,
      Consumer<String> messages,
      Set<Place> told) {
    this.messages = messages;
    this.told = told;
    this.pool = pool;
    this.task = new ShardTask(sweep.text(), storeUri, run, science, workers);
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

  /** Shards that were handed over together. */
  private static final class Wave {
    private final List<ShardWork> work;
    private final Set<Integer> done = new HashSet<>();
    private ShardPool.Handed job;

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
   * @param name of the sweep
   * @param commit may throw to end the jobs
   * @throws InterruptedException if this thread is interrupted; the jobs are cancelled
   */
  public Ending run(
      Supplier<List<ShardWork>> waves,
      BooleanSupplier waits,
      String name,
      Consumer<List<ShardRunner.Result>> commit)
      throws InterruptedException {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    List<Wave> running = new ArrayList<>();
    List<ShardWork> refused = new ArrayList<>();
    refusals = 0;
    boolean more = true;
    try {
      while (more || !running.isEmpty() || !refused.isEmpty()) {
        if (!refused.isEmpty()) {
          Wave again = new Wave(refused);
          refused.clear();
          submit(again, name, answers);
          running.add(again);
        }
        // As many wait as run: no slot is idle while the next wave is planned.
        if (more && left(running) <= leftWhilePlanning(waits.getAsBoolean(), pool.slots())) {
          Wave next = new Wave(waves.get());
          more = !next.work.isEmpty();
          if (more) {
            submit(next, name, answers);
            running.add(next);
          }
        }
        // Asked before the answers are taken: a job that is over has given all of its answers.
        List<Wave> over = running.stream().filter(wave -> wave.job.isOver()).toList();
        Optional<ShardAnswer.Refused> refusal =
            commitFinished(answers, over.isEmpty() ? BATCH : Duration.ZERO, commit, refused);
        if (refusal.isPresent() && isHopeless()) {
          return new Ending.Refused(refusal.get().toString(), refusal.get().defect().lasting());
        }
        for (Wave wave : over) {
          Optional<Throwable> failure = wave.job.failure();
          if (failure.isPresent()) {
            return aborted(wave, failure.get(), running, refused);
          }
        }
        running.removeAll(over);
      }
      return new Ending.Completed();
    } finally {
      running.forEach(wave -> wave.job.cancel());
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
    return refusals >= REFUSALS * pool.processes()
        && (pool.isLocal() || waited > PATIENCE.toNanos());
  }

  /**
   * Shards that may still wait or run when the next wave is planned. Of a sample that tells what
   * trials cost the last few are not waited for: on many slots the slowest would hold all others.
   */
  static int leftWhilePlanning(boolean sampling, int slots) {
    return sampling ? slots / SLOTS_PER_LATE_SHARD : 2 * slots;
  }

  private Ending aborted(
      Wave failed, Throwable reason, List<Wave> running, List<ShardWork> refused) {
    List<ShardWork> unfinished = new ArrayList<>(refused);
    running.forEach(wave -> unfinished.addAll(wave.unfinished()));
    Optional<ShardPool.Suspect> suspect = pool.suspect(reason);
    if (suspect.isEmpty()) {
      return new Ending.Aborted(unfinished, Optional.empty(), false, Place.UNKNOWN, reason);
    }
    boolean disturbed = suspect.get().killed() < pool.tries();
    return new Ending.Aborted(
        unfinished,
        disturbed ? Optional.empty() : Optional.of(failed.work.get(suspect.get().shard())),
        disturbed,
        suspect.get().last(),
        reason);
  }

  private void submit(Wave wave, String name, BlockingQueue<Answer> answers) {
    wave.job =
        pool.submit(
            task,
            wave.work.stream().map(ShardWork::toJson).toList(),
            name + ": " + wave.work.get(0).stage().label() + ", " + wave.work.size() + " shards",
            (number, text) -> answers.add(new Answer(wave, number, text)));
  }

  /** Commits what is there; returns a refusal if there was one, its shard added to the list. */
  private Optional<ShardAnswer.Refused> commitFinished(
      BlockingQueue<Answer> answers,
      Duration wait,
      Consumer<List<ShardRunner.Result>> commit,
      List<ShardWork> refused)
      throws InterruptedException {
    Optional<Answer> first = pool.next(answers, wait);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Optional<ShardAnswer.Refused> refusal = Optional.empty();
    List<Answer> batch = new ArrayList<>(List.of(first.get()));
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
}
