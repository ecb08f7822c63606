package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.FailuresTable;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
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

/** One of three machines cannot load native code. */
class BrokenExecutorTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: broken
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 20, root: 1}
      measurement:
        depth: {eta: [0.5]}
      output: {uri: '%s'}
      """;

  @TempDir Path folder;

  private Store run(String name, String master, List<String> messages) throws Exception {
    String uri = folder.resolve(name).toUri().toString();
    SparkConf conf =
        SparkSettings.of(
            new SparkConf(),
            Optional.of(master),
            Map.of(
                "spark.executor.extraClassPath", JavaProcess.classPath(),
                "spark.executor.memory", "512m",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false"));
    SweepProgress progress =
        new SilentProgress() {
          @Override
          public void message(String line) {
            messages.add(line);
          }
        };
    FakeScience science = new FakeScience();
    String spec = SPEC.formatted(uri);
    SweepStatus status =
        new SweepRun(science, conf, progress, false, 16, Set.of()).run(science.spec(spec), spec);
    assertTrue(status.complete());
    assertEquals(0, status.failed());
    return Store.open(uri, new Configuration());
  }

  @Test
  void itsShardsGoToOthersAndNoRowIsAnother() throws Exception {
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    // JavaCPP finds no library for a platform that there is not.
    Map<String, String> broken =
        Map.of("JAVA_TOOL_OPTIONS", "-Dorg.bytedeco.javacpp.platform=nowhere");
    List<String> rows;
    try (LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"), 3, broken)) {
      Store store = run("disturbed", cluster.url(), messages);
      store.read(FailuresTable.TABLE, row -> messages.add("failure: " + row));
      rows = SweepDriverTest.allRows(store);
    }
    List<String> refusals = messages.stream().filter(line -> line.contains("cannot")).toList();
    assertEquals(1, refusals.size(), messages::toString);
    assertTrue(
        refusals
            .get(0)
            .matches("executor [0-9]+ on 127.0.0.1 cannot compute: native code cannot be loaded.*"),
        messages::toString);
    assertEquals(SweepDriverTest.allRows(run("calm", "local[2]", messages)), rows);
  }
}
