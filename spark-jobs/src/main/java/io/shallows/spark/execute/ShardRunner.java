package io.shallows.spark.execute;

import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.store.Group;
import java.util.List;

/**
 * Carries out one shard and publishes its rows. Knows nothing of Spark, so that tests run it
 * directly.
 */
public final class ShardRunner {

  private final ShardContext context;
  private final ShardWorkers workers;

  /**
   * @param workers how stages carry out their shards
   */
  public ShardRunner(ShardContext context, ShardWorkers workers) {
    this.context = context;
    this.workers = workers;
  }

  /**
   * What a shard gave.
   *
   * @param group its rows, not yet committed
   * @param costs what its trials took
   */
  public record Result(Group group, MeasuredCosts costs) {}

  /**
   * Carries out {@code work} and publishes one file per table.
   *
   * @return the group, not yet committed, and the times
   * @throws InterruptedException if the task is to end
   * @throws io.shallows.spec.SpecException if the problem's data cannot be read
   * @throws io.shallows.spark.store.StoreException if a file cannot be read or written
   */
  public Result run(ShardWork work) throws InterruptedException {
    UnderWay.begin(work);
    try {
      return carryOut(work);
    } finally {
      UnderWay.end();
    }
  }

  private Result carryOut(ShardWork work) throws InterruptedException {
    long started = System.nanoTime();
    ShardRows rows = new ShardRows();
    ShardWorker worker = workers.worker(work.stage());
    if (worker.needsData()) {
      context.science().prepare(context.sweep().spec());
    }
    worker.work(work, context, rows);
    Group group =
        new Group(
            work.id(),
            work.stage(),
            work.scope(),
            work.grid(),
            work.covers(),
            rows.statuses(),
            rows.kinds(),
            rows.failures(),
            (System.nanoTime() - started) * 1e-9,
            work.predictedSeconds(),
            List.of());
    return new Result(context.files().publish(group, rows.byTable(), work.id()), rows.costs());
  }
}
