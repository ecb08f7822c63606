package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the driver's process at random moments and starts it again. {@code -Dcampaign.rounds=50}
 * makes the campaign long.
 */
class KilledDriverTest {

  private static final int ROUNDS = Integer.getInteger("campaign.rounds", 2);
  private static final long SEED = 20260101;
  private static final int SLOTS = 2;
  private static final int TRIALS = 96;

  /** 96 trials in about 12 shards. */
  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: campaign
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 24, root: 1}
      measurement:
        depth: {eta: [0.5]}
      output: {uri: '%s'}
      """;

  @TempDir Path folder;

  @Test
  void rowsAreThoseOfTheUndisturbedSweepHoweverOftenTheDriverIsKilled() throws Exception {
    String calm = spec("calm");
    assertEquals(0, start(calm, "calm.log").waitFor());
    String killed = spec("killed");
    Random random = new Random(SEED);
    int kills = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = lines("killed.log");
      Process process = start(killed, "killed.log");
      // Wait until trials are done, then some time more, so that kills fall into the work.
      while (process.isAlive() && lines("killed.log") == before) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      if (!process.waitFor(random.nextInt(2500), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }
    assertEquals(0, start(killed, "killed.log").waitFor());
    Configuration hadoop = new Configuration();
    Store undisturbed = Store.open(folder.resolve("calm").toString(), hadoop);
    Store survivor = Store.open(folder.resolve("killed").toString(), hadoop);
    assertEquals(
        SweepDriverTest.allRows(undisturbed),
        SweepDriverTest.allRows(survivor),
        "seed " + SEED + ", kills " + kills);
    assertEquals(List.of(), StoreVerification.problems(survivor));
    List<String> trained = Files.readAllLines(folder.resolve("killed.log"));
    assertEquals(TRIALS, new HashSet<>(trained).size());
    int again = trained.size() - TRIALS;
    int inFlight = kills * (SLOTS + 1) * (TRIALS / 12 + 1);
    assertTrue(again <= inFlight, again + " trials were done again after " + kills + " kills");
  }

  private String spec(String store) {
    return SPEC.formatted(folder.resolve(store));
  }

  private long lines(String log) throws Exception {
    Path path = folder.resolve(log);
    return Files.exists(path) ? Files.readAllLines(path).size() : 0;
  }

  private Process start(String spec, String log) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add") || flag.startsWith("-D") || flag.startsWith("-XX"))
        .filter(flag -> !flag.contains("surefire"))
        .forEach(command::add);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx512m");
    command.add("-D" + FakeScience.LOG + "=" + folder.resolve(log));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FakeSweepProcess.class.getName());
    command.add(spec);
    command.add("local[" + SLOTS + "]");
    File out = folder.resolve(log + ".out").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out))
        .start();
  }
}
