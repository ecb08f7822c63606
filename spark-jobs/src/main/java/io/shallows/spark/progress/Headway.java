package io.shallows.spark.progress;

import io.shallows.spark.execute.UnderWay;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.store.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a sweep is, from what its driver tells: no clock and no output of its own.
 *
 * <p>The share is that of finished trials among all trials of the sweep; a trial is finished once
 * in every stage that it passes, and references count by their problems. It never falls: where
 * something is to be done again it stays.
 */
final class Headway {

  private List<StageLeft> stages = List.of();
  private List<UnderWay> running = List.of();
  private Optional<Stage> planned = Optional.empty();
  private int slots = 1;
  private int shardsLeft;
  private double plannedLeft;
  private double lastEnd;
  private double shown;

  /** A stage starts at this second; shards of the one before it may run on. */
  void started(Stage stage, int slotCount, double now) {
    planned = Optional.of(stage);
    slots = Math.max(1, slotCount);
    shardsLeft = 0;
    plannedLeft = 0;
    lastEnd = now;
    running = List.of();
  }

  /** So many shards run at the same time from now on. */
  void slots(int count) {
    slots = Math.max(1, count);
  }

  /** What is left of the stage that started last is planned. */
  void planned(int shards, double seconds) {
    shardsLeft = shards;
    plannedLeft = seconds;
  }

  /** A shard of a stage has ended at this second. */
  void ended(Stage stage, double predictedSeconds, double now) {
    if (planned.filter(stage::equals).isPresent()) {
      shardsLeft--;
      plannedLeft -= predictedSeconds;
    }
    lastEnd = now;
  }

  /** What is left of all stages. */
  void left(List<StageLeft> present) {
    stages = List.copyOf(present);
  }

  /** What shards of this process do; none where they run elsewhere. */
  void running(List<UnderWay> present) {
    running = List.copyOf(present);
  }

  /** The share of trials that are finished, at least what it was before. */
  double share() {
    long all = stages.stream().mapToLong(StageLeft::all).sum();
    long done = stages.stream().mapToLong(StageLeft::done).sum();
    long ended = present().isPresent() ? running.stream().mapToLong(UnderWay::ended).sum() : 0;
    if (all > 0) {
      shown = Math.max(shown, Math.min(1, (done + ended) / (double) all));
    }
    return shown;
  }

  /** The first stage of which something is left. */
  Optional<StageLeft> present() {
    return stages.stream().filter(stage -> stage.done() < stage.all()).findFirst();
  }

  /** Trials of a stage that have ended, committed or not. */
  long ended(StageLeft stage) {
    long more =
        present().filter(stage::equals).isPresent()
            ? running.stream().mapToLong(UnderWay::ended).sum()
            : 0;
    return Math.min(stage.all(), stage.done() + more);
  }

  /** What is left; empty where no trial is. */
  Optional<TimeLeft.Range> timeLeft(double now) {
    if (present().isEmpty()) {
      return Optional.empty();
    }
    double price =
        stages.stream()
            .filter(left -> planned.filter(left.stage()::equals).isPresent())
            .mapToDouble(StageLeft::seconds)
            .sum();
    double priced = plannedLeft > 0 && price > 0 ? price / plannedLeft : 1;
    return Optional.of(TimeLeft.of(stages, shards(now), priced, slots));
  }

  /** The age of the trial that runs for longest, in seconds. */
  Optional<Double> longestTrial() {
    return running.stream().map(UnderWay::trialAge).max(Double::compare);
  }

  /**
   * The shards that run: those of this process; else as many as there are slots, each of them older
   * than the last that ended, for else it would have ended since.
   */
  private List<UnderWay> shards(double now) {
    if (!running.isEmpty() || shardsLeft <= 0) {
      return running;
    }
    List<UnderWay> elsewhere = new ArrayList<>();
    double each = Math.max(0, plannedLeft / shardsLeft);
    for (int i = 0; i < Math.min(slots, shardsLeft); i++) {
      elsewhere.add(new UnderWay("", 1, 0, each, now - lastEnd, now - lastEnd));
    }
    return elsewhere;
  }
}
