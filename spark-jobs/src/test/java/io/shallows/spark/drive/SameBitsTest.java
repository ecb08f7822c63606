package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.SweepJob;
import io.shallows.spark.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real networks, trained and measured on one thread, on several, with other shards, in executors of
 * their own and on a standalone cluster: {@code ./mvnw -Pcampaign -pl common,spark-jobs test
 * -Dtest=SameBitsTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("campaign")
class SameBitsTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: bits
      grid:
        family: [plain, residual, long-skip]
        width: [3, 6, 12]
        networkDepth: [0, 1, 2]
        inputDimension: [2]
        initialization: [he, clustered]
        seed: {count: 2, root: 7}
      problem: {kind: teacher, samples: 24, teacherWidth: 2}
      training: {maxIterations: 300}
      measurement:
        depth: {eta: [0.5], finders: [constructive, string], budget: 200}
        singularities: true
        spectrum: true
      """;

  @TempDir Path folder;

  private List<String> rows(String name, String master, int partitions) throws Exception {
    Path spec = Files.writeString(folder.resolve("bits.yaml"), SPEC);
    Path out = folder.resolve(name + ".out");
    Path store = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of("run", spec.toString(), "--output", store.toString(), "--master", master));
    if (partitions > 0) {
      arguments.addAll(List.of("--partitions", "" + partitions));
    }
    Process process =
        JavaProcess.start(
            out,
            List.of(
                "-Xmx1g",
                "-Dspark.executor.extraClassPath=" + JavaProcess.classPath(),
                "-Dspark.executor.extraJavaOptions="
                    + String.join(" ", JavaProcess.inherited("-XX")),
                "-Dspark.executor.memory=512m",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.ui.enabled=false"),
            SweepJob.class.getName(),
            arguments);
    int code = process.waitFor();
    String said = Files.readString(out);
    assertEquals(0, code, said);
    return SweepDriverTest.allRows(Store.open(store.toString(), new Configuration()));
  }

  @Test
  void rowsAreTheSameWhateverRunsThem() throws Exception {
    List<String> expected = rows("one", "local[1]", 1);
    assertTrue(expected.size() > 3 * 108, expected.size() + " rows");
    assertEquals(expected, rows("packed", "local[2]", 0), "local[2], shards by cost");
    assertEquals(expected, rows("three", "local[2]", 3), "local[2], 3 shards");
    assertEquals(expected, rows("eight", "local[8]", 8), "local[8], 8 shards");
    assertEquals(expected, rows("processes", "local-cluster[2,1,1024]", 8), "local-cluster");
    try (LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"), 2)) {
      assertEquals(expected, rows("standalone", cluster.url(), 5), "standalone");
    }
    System.out.println(expected.size() + " rows, six ways, equal");
  }
}
