package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sentences are those of Spark 4.2 and its cluster managers. */
class LostProcessesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Container container_1_1_01_000002 on host: h was preempted.",
        "Executor decommission: Finished decommissioning",
        "worker lost: Not receiving heartbeat for 60 seconds",
        "Command exited with code 143",
        "Container from a bad node: container_1 on host: h. Exit status: 143. Diagnostics: ...",
        "\nThe executor with id 3 exited with exit code 143(SIGTERM, possible container OOM).",
        "The executor with id 3 was deleted by a user or the framework.",
        "The node was low on resource: the pod was Evicted"
      })
  void aProcessThatWasTakenAwayIsNobodysFault(String reason) {
    assertEquals(false, LostProcesses.isKilled(true, reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Command exited with code 137",
        "Command exited with code 134",
        "Command exited with code 1430",
        "Remote RPC client disassociated. Likely due to containers exceeding thresholds",
        "Container killed by YARN for exceeding physical memory limits. 9 GB of 8 GB used",
        "Executor heartbeat timed out after 130000 ms"
      })
  void aProcessThatDiedByItselfMayBeTheTasks(String reason) {
    assertEquals(true, LostProcesses.isKilled(true, reason));
    assertEquals(false, LostProcesses.isKilled(false, reason));
  }

  @Test
  void theTaskIsReadFromWhatSparkSays() {
    Exception given =
        new IllegalStateException(
            "Job aborted due to stage failure: Task 3 in stage 12.0 failed 4 times, most recent"
                + " failure: Lost task 3.3 in stage 12.0 (TID 9) (h executor 4):"
                + " ExecutorLostFailure (executor 4 exited caused by one of the running tasks)");
    assertEquals(Optional.of(new LostProcesses.Task(12, 3)), SparkPool.task(given));
    assertEquals(Optional.empty(), SparkPool.task(new IllegalStateException("Task 3 failed")));
  }
}
