package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.SpecException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageFailureTest {

  private static final String ABORTED =
      "Job aborted due to stage failure: Task 0 in stage 2.0 failed 4 times, most recent failure:"
          + " Lost task 0.3 in stage 2.0 (TID 18) (host-7 executor 3): ";

  /** Only what may pass by itself is said to be run again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io.shallows.spec.SpecException: problem.uri: gone | SPEC | problem.uri: gone",
        "io.shallows.spark.store.StoreException$Corrupted: a.parquet cannot be read | CORRUPTED"
            + " | a.parquet cannot be read",
        "java.lang.ArithmeticException: integer overflow | DEFECT | stage minima stopped: *",
        "java.lang.NullPointerException | DEFECT | stage minima stopped: *",
        "java.util.NoSuchElementException: No value present | DEFECT | stage minima stopped: *",
        "java.io.IOException: No space left | STOPPED | stage minima stopped: *; run again to"
            + " continue",
        "java.lang.IllegalStateException: the task was told to stop | STOPPED | stage minima"
            + " stopped: *; run again to continue",
      })
  void theClassOfAFailureIsThatOfItsCause(String cause, String kind, String message) {
    RuntimeException failure =
        StageFailure.of(Stage.MINIMA, new RuntimeException(ABORTED + cause + "\n\tat x"));
    assertEquals(
        switch (kind) {
          case "SPEC" -> SpecException.class;
          case "CORRUPTED" -> StoreException.Corrupted.class;
          case "DEFECT" -> IllegalStateException.class;
          default -> StoreException.Stopped.class;
        },
        failure.getClass());
    assertEquals(message.replace("*", ABORTED + cause), failure.getMessage());
  }
}
