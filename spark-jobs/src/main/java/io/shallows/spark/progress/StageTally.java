package io.shallows.spark.progress;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the shards of one stage, how their trials ended, and the slot time that it had. */
final class StageTally {

  private final Stage stage;
  private final double started;
  private final Map<String, Long> statuses = new TreeMap<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private double slotSeconds;
  private double trialSeconds;
  private int left;
  private int done;
  private boolean planned;

  /**
   * @param started at this second
   */
  StageTally(Stage stage, double started) {
    this.stage = stage;
    this.started = started;
  }

  Stage stage() {
    return stage;
  }

  /** So many shards are left. */
  void planned(int shards) {
    left = shards;
    planned = true;
  }

  boolean isPlanned() {
    return planned;
  }

  /** Shards that are left. */
  int left() {
    return left;
  }

  /** Slots had time for it, or for others that run at the same time. */
  void addSlotTime(double seconds) {
    slotSeconds += seconds;
  }

  /** A shard of it is committed, whose trials took so long. */
  void add(Group group, double seconds) {
    trialSeconds += seconds;
    group.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
    group.kinds().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    done++;
    left--;
  }

  /** A shard of another stage has had a slot, since this began or for part of that time. */
  void addOther(Group group, double now) {
    slotSeconds -= Math.min(group.seconds(), now - started);
  }

  /** How trials ended so far: the kinds of minima, or the statuses where there are none. */
  Map<String, Long> endings() {
    return kinds.isEmpty() ? statuses : kinds;
  }

  /** Shards that are done, of all. */
  String shards() {
    return done + " of " + (done + left) + " shards";
  }

  /** What is said of the stage when it has ended. */
  String sentence(String elapsed) {
    return stage.label()
        + ": "
        + shards()
        + " in "
        + elapsed
        + useful()
        + " "
        + ConsoleProgress.counts(statuses);
  }

  double started() {
    return started;
  }

  /**
   * The share of slot time in which trials ran: seconds of trials over the wall time of all slots
   * in the stage without that of other stages' shards, the rest being planning, writing and
   * waiting.
   */
  private String useful() {
    return trialSeconds <= 0
        ? ""
        : String.format(
            Locale.ROOT, ", trials ran in %.1f%% of slot time", 100 * trialSeconds / slotSeconds);
  }
}
