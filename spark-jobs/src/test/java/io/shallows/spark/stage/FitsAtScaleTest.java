package io.shallows.spark.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stage fits takes for many trials that nobody trained: {@code ./mvnw -Pcampaign -pl
 * common,spark-jobs test -Dtest=FitsAtScaleTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("campaign")
class FitsAtScaleTest {

  /** Seeds of each of the 480 cells. */
  private static final int SEEDS = Integer.getInteger("fits.seeds", 208);

  @TempDir private Path folder;

  /**
   * What the stage took.
   *
   * @param inTasks processor time of all tasks, in seconds
   * @param longest that of the longest
   * @param rows number and digest of the rows
   */
  private record Took(
      long trials,
      int slots,
      double seconds,
      double processor,
      double inTasks,
      double longest,
      long peakMegabytes,
      String rows) {}

  private static Took took(int seeds, int slots, Path folder) {
    MadeUpSweep sweep = new MadeUpSweep(8, seeds, 0);
    SparkConf conf =
        SparkSettings.of(new SparkConf(), Optional.of("local[" + slots + "]"), Map.of());
    boolean made = Files.exists(folder);
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        StoreWriter writer =
            StoreWriter.open(folder.toUri().toString(), new Configuration(), Clock.systemUTC())) {
      if (!made) {
        sweep.write(writer, 2000, false);
      }
      List<String> before = writer.store().groups(Stage.FITS).stream().map(Group::id).toList();
      writer.commit(List.of(), before);
      System.gc();
      ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
      Tasks tasks = new Tasks();
      spark.sc().addSparkListener(tasks);
      long processor = processor();
      long started = System.nanoTime();
      new FitsStage().run(spark, sweep.definition(), writer);
      Took took =
          new Took(
              sweep.trials(),
              slots,
              seconds(System.nanoTime() - started),
              seconds(processor() - processor),
              seconds(tasks.sum.get()),
              seconds(tasks.longest.get()),
              peak() >> 20,
              digest(writer));
      System.out.println(took);
      return took;
    }
  }

  @Test
  void noTaskHoldsUpTheOthers() {
    Took one = took(SEEDS, 1, folder.resolve("store"));
    Took two = took(SEEDS, 2, folder.resolve("store"));
    assertEquals(one.rows(), two.rows());
    assertTrue(two.longest() < two.inTasks() / 4, two.toString());
  }

  /** Processor time of tasks: what bounds the gain of further slots, also on a busy machine. */
  private static final class Tasks extends SparkListener {
    private final AtomicLong sum = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskMetrics() != null) {
        long nanos = end.taskMetrics().executorCpuTime();
        sum.addAndGet(nanos);
        longest.accumulateAndGet(nanos, Math::max);
      }
    }
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static long processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static String digest(StoreWriter writer) {
    List<String> rows = new ArrayList<>();
    for (Group group : writer.store().groups(Stage.FITS)) {
      for (Table table : Tables.ALL) {
        if (group.files().stream().anyMatch(file -> file.table().equals(table.name()))) {
          writer.store().read(table, (Record row) -> rows.add(row.toString()));
        }
      }
    }
    return rows.size() + " " + Checksum.of(String.join("\n", rows)).substring(0, 12);
  }
}
