package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the driver takes for a million trials that cost nothing, with their depths, summaries and
 * fits: {@code ./mvnw -Pcampaign -pl common,spark-jobs test -Dtest=ScaleTest
 * -Dsurefire.failIfNoSpecifiedTests=false}; {@code -Dscale.trials=10000000} is ten millions.
 */
@Tag("campaign")
class ScaleTest {

  private static final int TRIALS = Integer.getInteger("scale.trials", 1_000_000);
  private static final int SMALL = 10_000;
  private static final int PROBLEMS = 10;

  /** Cells of a problem. */
  private static final int CELLS = 1000;

  /** Trials that one shard has at most, so that shards are as many as they have to be. */
  private static final int OF_A_SHARD = 10_000;

  /**
   * Heap of a process that is driver and executor of two slots, which hold the rows of one problem
   * of a family, L and n: an eightieth.
   */
  private static final String HEAP = "-Xmx" + Math.max(1, TRIALS / 5_000_000) + "g";

  private static final Pattern DRIVER_HEAP = Pattern.compile("live heap of the driver: (\\d+) MB");

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: scale
      grid:
        family: [plain, long-skip]
        width: {range: {from: 200, to: 324, step: 1}}
        networkDepth: [1, 2]
        inputDimension: [1, 2]
        initialization: [he]
        seed: {count: %d, root: 1}
      problem: {count: %d}
      measurement:
        depth: {eta: [0.5]}
      output: {uri: '%s'}
      """;

  @TempDir Path folder;

  private record Run(double seconds, long megabytes) {}

  private Run run(int trials) throws Exception {
    Path out = folder.resolve(trials + ".out");
    long started = System.nanoTime();
    Process process =
        JavaProcess.start(
            out,
            List.of(HEAP, "-D" + FakeSweepProcess.TELLS_HEAP + "=true", "-Dspark.ui.enabled=false"),
            FakeSweepProcess.class.getName(),
            List.of(
                SPEC.formatted(
                    Math.max(1, trials / PROBLEMS / CELLS),
                    Math.min(PROBLEMS, trials / CELLS),
                    folder.resolve("store-" + trials)),
                "local[2]",
                Math.max(2, trials / OF_A_SHARD) + ""));
    assertEquals(0, process.waitFor(), () -> text(out));
    double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
    Matcher heap = DRIVER_HEAP.matcher(text(out));
    long megabytes = 0;
    while (heap.find()) {
      megabytes = Math.max(megabytes, Long.parseLong(heap.group(1)));
    }
    Run run = new Run(seconds, megabytes);
    System.out.println(trials + " trials: " + run);
    return run;
  }

  private static String text(Path out) {
    try {
      return Files.readString(out);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void manyTrialsAreResumedSoonAndTakeHardlyMoreHeapThanTenThousand() throws Exception {
    Run small = run(SMALL);
    Run large = run(TRIALS);
    Run resumed = run(TRIALS);
    // A line of the log for each shard and stage.
    int ofShards = 16 + TRIALS / OF_A_SHARD / 20;
    assertTrue(large.megabytes() < small.megabytes() + ofShards, small + " " + large);
    assertTrue(resumed.seconds() < large.seconds() / 4, resumed + " after " + large);
  }
}
