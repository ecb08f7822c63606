package io.shallows.spark.drive;

import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.StageWaves;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stages whose shards follow each other without a wait between: once all of one are handed over,
 * the next is planned, and its first shards take the slots that the last of the one before leave.
 */
final class StageQueue {

  /** Plans a stage. */
  interface Plan {
    StageWaves of(ShardStage stage);
  }

  /** Is told how stages get on. */
  interface Listener {

    /** Its first shards are planned, the last of the one before may still run. */
    void started(ShardStage stage);

    /** No shard of it is left. */
    void ended(ShardStage stage);

    /**
     * What is left of the stage that began last was planned again.
     *
     * @param seconds predicted time of its shards on one slot
     */
    void planned(int shards, double seconds);
  }

  /** Shards that were handed over and have not ended. */
  private static final class Running {
    private final ShardStage stage;
    private int shards;
    private double seconds;

    Running(ShardStage stage) {
      this.stage = stage;
    }
  }

  private final Deque<ShardStage> later;
  private final Plan plan;
  private final Listener listener;
  private final Map<Stage, Running> running = new LinkedHashMap<>();
  private final Deque<List<ShardWork>> again = new ArrayDeque<>();
  private Optional<StageWaves> waves = Optional.empty();
  private Optional<ShardStage> present = Optional.empty();

  StageQueue(List<ShardStage> stages, Plan plan, Listener listener) {
    this.later = new ArrayDeque<>(stages);
    this.plan = plan;
    this.listener = listener;
  }

  /** Begins the first stage of which something is left; false if nothing is. */
  boolean begin() {
    List<ShardWork> first = first();
    if (!first.isEmpty()) {
      again.add(first);
    }
    return !first.isEmpty();
  }

  /** The first shards of the next stage that has any. */
  private List<ShardWork> first() {
    while (!later.isEmpty()) {
      ShardStage next = later.remove();
      StageWaves planned = plan.of(next);
      List<ShardWork> first = planned.next();
      if (!first.isEmpty()) {
        waves = Optional.of(planned);
        present = Optional.of(next);
        running.put(next.stage(), new Running(next));
        listener.started(next);
        return first;
      }
    }
    return List.of();
  }

  /** The stage that began last. */
  ShardStage present() {
    return present.orElseThrow();
  }

  /** Whether the last shards are a sample, by which all others of their stage are to be planned. */
  boolean isSampling() {
    return waves.filter(StageWaves::isSampling).isPresent();
  }

  /** The next shards: of jobs that were aborted, of the present stage, or of the next. */
  List<ShardWork> next() {
    List<ShardWork> wave = again.isEmpty() ? List.of() : again.remove();
    if (wave.isEmpty() && waves.isPresent()) {
      wave = waves.get().next();
    }
    if (wave.isEmpty()) {
      waves = Optional.empty();
      wave = first();
      endThoseWithoutShards();
    }
    for (ShardWork work : wave) {
      Running of = running.get(work.stage());
      of.shards++;
      of.seconds += work.predictedSeconds();
    }
    waves.ifPresent(
        left -> {
          Running of = running.get(present().stage());
          listener.planned(of.shards + left.shardsLater(), of.seconds + left.secondsLater());
        });
    return wave;
  }

  /** The jobs ended before these shards did. */
  void aborted(List<ShardWork> unfinished) {
    for (Running each : running.values()) {
      each.shards = 0;
      each.seconds = 0;
    }
    again.add(unfinished);
  }

  /** A shard has ended. */
  void ended(Group group) {
    Running of = running.get(group.stage());
    of.shards--;
    of.seconds -= group.predictedSeconds();
  }

  /** Tells of stages that have ended, once their last shards are committed. */
  void endThoseWithoutShards() {
    boolean waiting = again.stream().anyMatch(shards -> !shards.isEmpty());
    List<Running> over = new ArrayList<>();
    for (Running each : running.values()) {
      boolean planned = waves.isEmpty() || !each.stage.equals(present());
      if (planned && !waiting && each.shards == 0) {
        over.add(each);
      }
    }
    end(over);
  }

  private void end(List<Running> over) {
    for (Running each : over) {
      running.remove(each.stage.stage());
      listener.ended(each.stage);
    }
  }

  /** Nothing is handed over any more. */
  void close() {
    end(List.copyOf(running.values()));
  }
}
