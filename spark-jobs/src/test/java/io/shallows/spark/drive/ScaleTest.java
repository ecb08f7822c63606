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
 * What the driver takes for a million trials that cost nothing: {@code ./mvnw -Pcampaign -pl
 * common,spark-jobs test -Dtest=ScaleTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("campaign")
class ScaleTest {

  /**
   * Heap of a process that is driver and executor of two slots; fits hold the trials of a group.
   */
  private static final String HEAP = "-Xmx1g";

  private static final Pattern DRIVER_HEAP = Pattern.compile("live heap of the driver: (\\d+) MB");

  /** 1000 cells. */
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
      measurement:
        depth: {enabled: false}
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
                SPEC.formatted(trials / 1000, folder.resolve("store-" + trials)), "local[2]", "0"));
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
  void aMillionTrialsAreResumedSoonAndTakeNoMoreHeapThanTenThousand() throws Exception {
    Run small = run(10_000);
    Run large = run(1_000_000);
    Run resumed = run(1_000_000);
    assertTrue(large.megabytes() < small.megabytes() + 16, small + " " + large);
    assertTrue(resumed.seconds() < large.seconds() / 4, resumed + " after " + large);
  }
}
