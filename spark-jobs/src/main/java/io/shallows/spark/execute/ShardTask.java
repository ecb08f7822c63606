package io.shallows.spark.execute;

import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.RunIdentity;
import io.shallows.spark.store.StoreFolder;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkEnv;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What a task of Spark does: one shard. It carries the resolved spec and the store's address; the
 * shard is the partition's only element.
 */
final class ShardTask extends AbstractFunction1<Iterator<String>, String> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The sweep that this process works on; reading the spec again for every task is a waste. */
  private static final AtomicReference<SweepDefinition> CURRENT = new AtomicReference<>();

  private final String spec;
  private final String storeUri;
  private final RunIdentity run;
  private final Science science;

  ShardTask(String spec, String storeUri, RunIdentity run, Science science) {
    this.spec = spec;
    this.storeUri = storeUri;
    this.run = run;
    this.science = science;
  }

  @Override
  public String apply(Iterator<String> partition) {
    ShardWork work = ShardWork.parse(partition.next());
    StoreFolder folder =
        StoreFolder.at(storeUri, SparkSettings.hadoop(SparkEnv.get().conf())).as(run);
    try {
      ShardRunner.Result result = new ShardRunner(sweep(), science, folder).run(work);
      return result.group().toJson() + "\n" + result.costs().toJson();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was told to stop", e);
    }
  }

  private SweepDefinition sweep() {
    SweepDefinition current = CURRENT.get();
    if (current == null || !current.text().equals(spec)) {
      current = SweepDefinition.of(spec, science.spec(spec));
      CURRENT.set(current);
    }
    return current;
  }
}
