package io.shallows.spark.drive;

import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Stage;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;

/** A sweep of {@link FakeScience} in a process of its own, so that a test can kill it. */
final class FakeSweepProcess {

  /**
   * System property: whether the seconds of each stage and the heap that is in use at its end are
   * printed.
   */
  static final String TELLS_HEAP = "fake.sweep.heap";

  private FakeSweepProcess() {}

  /**
   * Arguments: the spec's text, Spark's master and the shards per stage. The process ends with 0
   * when the sweep is complete.
   */
  public static void main(String[] arguments) throws Exception {
    FakeScience science = new FakeScience();
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of(arguments[1]), Map.of());
    SweepProgress progress =
        Boolean.getBoolean(TELLS_HEAP) ? new HeapTeller() : new SilentProgress();
    SweepStatus status =
        new SweepRun(science, conf, progress, false, Integer.parseInt(arguments[2]), Set.of())
            .run(science.spec(arguments[0]), arguments[0]);
    Runtime.getRuntime().halt(status.complete() ? 0 : 4);
  }

  private static final class HeapTeller extends SilentProgress {
    private long started;

    @Override
    public void stageStarted(Stage stage, int slots) {
      started = System.nanoTime();
    }

    @Override
    public void stageEnded(Stage stage) {
      double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
      System.out.printf(Locale.ROOT, "seconds of stage %s: %.1f%n", stage.label(), seconds);
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.println("live heap of the driver: " + (used >> 20) + " MB");
    }
  }
}
