package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.cli.Mistake;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCheckTest {

  @TempDir private Path folder;

  private static SparkConf conf(Map<String, String> user) {
    return SparkSettings.of(new SparkConf(false), Optional.of("local[2]"), user);
  }

  private static String refused(Map<String, String> user) {
    String message =
        assertThrows(Mistake.class, () -> MachineCheck.require(conf(user))).getMessage();
    assertTrue(message.lines().count() <= 3, message);
    return message;
  }

  @Test
  void thisMachineWillDo() {
    assertDoesNotThrow(() -> MachineCheck.require(conf(Map.of())));
  }

  @Test
  void aSmallHeapIsRefusedWithTheCure() {
    String message =
        assertThrows(Mistake.class, () -> MachineCheck.requireHeap(307L << 20)).getMessage();
    assertTrue(
        message.startsWith("the heap of this process is 307 MB, and Spark needs 450: give"),
        message);
    assertDoesNotThrow(() -> MachineCheck.requireHeap(MachineCheck.LEAST_HEAP));
  }

  @Test
  void aTemporaryFolderThatIsMissingIsRefused() {
    String message =
        assertThrows(
                Mistake.class,
                () -> MachineCheck.requireTemporary(folder.resolve("none").toString()))
            .getMessage();
    assertTrue(
        message.startsWith("the temporary folder " + folder + "/none cannot be used (NoSuchFile: "),
        message);
  }

  @Test
  void anEventLogWithoutItsFolderIsRefused() throws Exception {
    String missing = folder.resolve("events").toString();
    Map<String, String> user =
        Map.of("spark.eventLog.enabled", "true", "spark.eventLog.dir", missing);
    String message = refused(user);
    assertTrue(message.startsWith("spark.eventLog.dir: " + missing + " cannot be used"), message);
    Files.writeString(Path.of(missing), "a file");
    assertTrue(refused(user).contains("not a folder"));
    Files.delete(Path.of(missing));
    Files.createDirectory(Path.of(missing));
    assertDoesNotThrow(() -> MachineCheck.require(conf(user)));
  }

  @Test
  void aSettingThatSparkWouldPassOverIsRefused() {
    assertEquals(
        "--conf: fs.s3a.endpoint is no setting of Spark, whose names begin with spark.; use"
            + " spark.fs.s3a.endpoint, or spark.hadoop.fs.s3a.endpoint for Hadoop's",
        refused(Map.of("fs.s3a.endpoint", "x")));
  }

  @ParameterizedTest
  @CsvSource({"spark.driver.port,99999999", "spark.rpc.message.maxSize,huge"})
  void aValueThatSparkRefusesIsAMistake(String key, String value) {
    SparkConf conf = conf(Map.of(key, value));
    Mistake mistake = assertThrows(Mistake.class, () -> SparkStart.context(conf).close());
    assertTrue(
        mistake.getMessage().startsWith("Spark does not start with --master local[2,4]: "),
        mistake.getMessage());
    assertTrue(mistake.getMessage().lines().count() <= 3);
  }

  @Test
  void aSettingThatFailsOnlyWhenItIsUsedIsNotToBeRunAgain() {
    RuntimeException failure =
        StageFailure.of(
            Stage.REFERENCES, new IllegalArgumentException("[CODEC] nosuch is not available"));
    assertEquals(StoreException.class, failure.getClass());
    assertEquals(
        "stage references cannot start: [CODEC] nosuch is not available\n"
            + "check --conf and spark-defaults.conf",
        failure.getMessage());
  }

  @Test
  void whatMayGoAwayIsToBeRunAgain() {
    RuntimeException failure =
        StageFailure.of(Stage.MINIMA, new IllegalStateException("Job aborted: no space left"));
    assertEquals(StoreException.Stopped.class, failure.getClass());
    assertTrue(failure.getMessage().endsWith("; run again to continue"));
  }
}
