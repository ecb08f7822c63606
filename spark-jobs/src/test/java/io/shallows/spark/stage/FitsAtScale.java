package io.shallows.spark.stage;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What stage fits takes for many trials that nobody trained. */
final class FitsAtScale {

  private FitsAtScale() {}

  /**
   * Arguments: seeds of a cell (times 480 trials), slots, and a folder for the store, which is
   * written where there is none. Prints what the stage took and a digest of its rows.
   */
  public static void main(String[] arguments) throws Exception {
    MadeUpSweep sweep = new MadeUpSweep(8, Integer.parseInt(arguments[0]), 0);
    SparkConf conf =
        SparkSettings.of(new SparkConf(), Optional.of("local[" + arguments[1] + "]"), Map.of());
    Path folder = Path.of(arguments[2]);
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
      long processor = processor();
      long started = System.nanoTime();
      new FitsStage().run(spark, sweep.definition(), writer);
      double wall = seconds(System.nanoTime() - started);
      double used = seconds(processor() - processor);
      System.out.println(
          String.format(
              Locale.ROOT,
              "%d trials, %s slots: %.1f s, %.1f s of processor time, peak heap %d MB, rows %s",
              sweep.trials(),
              arguments[1],
              wall,
              used,
              peak() >> 20,
              digest(writer)));
    }
    Runtime.getRuntime().halt(0);
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
