package io.shallows.spark.execute;

import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks run at the same time. */
public final class Slots {

  private Slots() {}

  /**
   * Tasks that run at the same time on the executors that are there, as the scheduler counts them.
   * Cores that are left over on every executor run none, and what {@code spark.default.parallelism}
   * asks for is no core.
   */
  public static int of(JavaSparkContext spark) {
    int running =
        spark
            .sc()
            .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
    // Before the first executor is there nobody knows.
    return running > 0
        ? running
        : of(spark.defaultParallelism(), spark.getConf().getInt("spark.task.cpus", 1));
  }

  /** Tasks that run at the same time: each takes so many of the cores. */
  static int of(int cores, int coresPerTask) {
    return Math.max(1, cores / Math.max(1, coresPerTask));
  }
}
