package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.FailuresTable;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of four machines cannot load native code, and executors are taken away again and again. */
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
        seed: {count: %d, root: 1}
      measurement:
        depth: {eta: [0.5]}
      output: {uri: '%s'}
      """;

  @TempDir Path folder;

  /** Takes executors away as a scheduler does, by SIGTERM: one after every second commit. */
  private final class Preemption extends SilentProgress {
    private final List<String> messages;
    private final int wanted;
    private final Set<Long> taken = new HashSet<>();
    private int commits;

    Preemption(List<String> messages, int wanted) {
      this.messages = messages;
      this.wanted = wanted;
    }

    @Override
    public void message(String line) {
      messages.add(line);
    }

    @Override
    public void committed(Group group, double trialSeconds) {
      if (++commits % 2 == 0 && taken.size() < wanted && Files.exists(log())) {
        working().ifPresent(process -> taken.add(destroyed(process)));
      }
    }

    private long destroyed(ProcessHandle process) {
      assertTrue(process.destroy());
      return process.pid();
    }

    /** The process that did the last piece of work and was not taken away yet. */
    private Optional<ProcessHandle> working() {
      try {
        List<String> lines = Files.readAllLines(log());
        for (int i = lines.size() - 1; i >= 0; i--) {
          String line = lines.get(i);
          long process = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
          if (!taken.contains(process)) {
            return ProcessHandle.of(process);
          }
        }
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Path log() {
    return folder.resolve("work.log");
  }

  private Store run(String name, int seeds, String master, SweepProgress progress)
      throws Exception {
    String uri = folder.resolve(name).toUri().toString();
    SparkConf conf =
        SparkSettings.of(
            new SparkConf(),
            Optional.of(master),
            Map.of(
                "spark.executor.extraClassPath", JavaProcess.classPath(),
                "spark.executor.memory", "512m",
                "spark.executor.extraJavaOptions",
                    "-XX:TieredStopAtLevel=1 -D" + FakeScience.LOG + "=" + log(),
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false"));
    FakeScience science = new FakeScience();
    String spec = SPEC.formatted(seeds, uri);
    SweepStatus status =
        new SweepRun(science, conf, progress, false, 40, Set.of()).run(science.spec(spec), spec);
    assertTrue(status.complete());
    assertEquals(0, status.failed());
    return Store.open(uri, new Configuration());
  }

  @Test
  void itsShardsGoToOthersAndNoRowIsAnotherWhenTwoExecutorsAreTakenAway() throws Exception {
    disturb(6, 2);
  }

  @Test
  @Tag("campaign")
  void itsShardsGoToOthersAndNoRowIsAnotherHoweverManyExecutorsAreTakenAway() throws Exception {
    disturb(20, 10);
  }

  private void disturb(int seeds, int preemptions) throws Exception {
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    // JavaCPP finds no library for a platform that there is not.
    Map<String, String> broken =
        Map.of("JAVA_TOOL_OPTIONS", "-Dorg.bytedeco.javacpp.platform=nowhere");
    List<String> rows;
    Preemption preemption = new Preemption(messages, preemptions);
    try (LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"), 4, broken)) {
      Store store = run("disturbed", seeds, cluster.url(), preemption);
      store.read(FailuresTable.TABLE, row -> messages.add("failure: " + row));
      rows = SweepDriverTest.allRows(store);
    }
    assertEquals(preemptions, preemption.taken.size());
    List<String> refusals = messages.stream().filter(line -> line.contains("cannot")).toList();
    assertEquals(1, refusals.size(), messages::toString);
    assertTrue(
        refusals
            .get(0)
            .matches("executor [0-9]+ on 127.0.0.1 cannot compute: native code cannot be loaded.*"),
        messages::toString);
    assertEquals(
        SweepDriverTest.allRows(run("calm", seeds, "local[2]", new SilentProgress())), rows);
  }
}
