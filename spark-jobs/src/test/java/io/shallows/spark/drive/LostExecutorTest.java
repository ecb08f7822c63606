package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four trials that throw, loop, exhaust memory and kill their process, on executors of their own.
 * The build sets SPARK_HOME and SPARK_SCALA_VERSION, from which Spark makes executors' commands.
 */
class LostExecutorTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: poison
      grid:
        family: [plain]
        width: [101, 102, 104, 105]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 2, root: 1}
      training: {deadlineSeconds: 1}
      measurement:
        depth: {enabled: false}
      output: {uri: '%s'}
      """;

  @TempDir Path folder;

  @Test
  void fourKindsOfPoisonAreFourRowsAndAllOtherTrialsComplete() throws Exception {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    SparkConf conf =
        SparkSettings.of(
            new SparkConf(),
            Optional.of("local-cluster[2,1,1024]"),
            Map.of(
                "spark.executor.extraClassPath", classPath,
                "spark.executor.memory", "512m",
                "spark.task.maxFailures", "2",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false"));
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    SweepProgress progress =
        new SilentProgress() {
          @Override
          public void message(String line) {
            messages.add(line);
          }
        };
    FakeScience science = new FakeScience();
    String uri = folder.resolve("store").toUri().toString();
    String spec = SPEC.formatted(uri);
    SweepStatus status =
        new SweepRun(science, conf, progress, false, 4, Set.of()).run(science.spec(spec), spec);
    assertTrue(status.complete());
    assertEquals(ExitCode.TOO_MANY_FAILURES, ExitCode.ofRun(status.complete(), status.failed(), 0));
    Store store = Store.open(uri, new Configuration());
    List<String> statuses = new ArrayList<>();
    store.read(
        FailuresTable.TABLE,
        row -> {
          statuses.add(row.get(LeadingColumns.WIDTH) + " " + row.get(FailuresTable.STATUS));
          assertTrue(row.get(FailuresTable.EXECUTOR).matches("[0-9]+"), row::toString);
          assertTrue(
              Set.of("127.0.0.1", "localhost").contains(row.get(FailuresTable.HOST)),
              row::toString);
        });
    statuses.sort(null);
    assertEquals(
        List.of("101 failed", "102 timed-out", "104 out-of-memory", "105 executor-lost"), statuses);
    List<Long> well = new ArrayList<>();
    store.read(TrialsTable.TABLE, row -> well.add(row.get(LeadingColumns.SEED)));
    assertEquals(List.of(0L, 0L, 0L, 0L), well);
    // Spark tries the trial that kills its process twice, alone after splits.
    long left = messages.stream().filter(line -> line.matches("executor \\d+ has left.*")).count();
    assertTrue(left >= 2, messages.toString());
  }
}
