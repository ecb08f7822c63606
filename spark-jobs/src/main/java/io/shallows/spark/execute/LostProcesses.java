package io.shallows.spark.execute;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Counts the processes that died under each task, those that were taken away apart from those that
 * the task may have killed.
 */
final class LostProcesses extends SparkListener {

  /** Words of schedulers that take machines back, and SIGTERM, by which they do. */
  private static final Pattern TAKEN_AWAY =
      Pattern.compile(
          "preempt|decommission|evict|deleted by a user|worker (is )?(lost|shutting down)"
              + "|killed by (the )?(driver|resourcemanager|applicationmaster)"
              + "|(exit(ed)? (with )?(code|status)|exit status):? ?143\\b",
          Pattern.CASE_INSENSITIVE);

  /** A task: its stage and its number in it. */
  record Task(int stage, int index) {}

  /**
   * What a task has lost.
   *
   * @param killed processes that it may have killed
   * @param last where the last of those ran
   */
  record Losses(int killed, Place last) {}

  private final Map<Task, Losses> losses = new HashMap<>();

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExecutorLostFailure lost) {
      String reason = lost.reason().isDefined() ? lost.reason().get() : "";
      if (isKilled(lost.exitCausedByApp(), reason)) {
        Task task = new Task(end.stageId(), end.taskInfo().index());
        int killed = of(task).map(Losses::killed).orElse(0);
        losses.put(
            task,
            new Losses(killed + 1, new Place(end.taskInfo().host(), end.taskInfo().executorId())));
      }
    }
  }

  /** Whether what ran in a process may have killed it. */
  static boolean isKilled(boolean causedByApp, String reason) {
    return causedByApp && !TAKEN_AWAY.matcher(reason).find();
  }

  /** What a task has lost so far; empty if nothing that it may have killed. */
  synchronized Optional<Losses> of(Task task) {
    return Optional.ofNullable(losses.get(task));
  }
}
