package io.shallows.spark.execute;

import io.shallows.linalg.KernelBits;
import io.shallows.linalg.Kernels;
import io.shallows.record.TrialStatus;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.RunIdentity;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spec.SpecException;
import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What a task of Spark does: one shard. It carries the resolved spec and the store's address; the
 * shard is the partition's only element.
 */
public final class ShardTask extends AbstractFunction1<Iterator<String>, String>
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The sweep that this process works on; reading the spec again for every task is a waste. */
  private static final AtomicReference<SweepDefinition> CURRENT = new AtomicReference<>();

  /** Refusals of this process; the more, the longer it waits before the next. */
  private static final AtomicInteger REFUSALS = new AtomicInteger();

  /** The longest wait: a machine that is mended is found again after it. */
  private static final int LONGEST_WAIT_SECONDS = 30;

  private final String spec;
  private final String storeUri;
  private final RunIdentity run;
  private final Science science;
  private final ShardWorkers workers;
  private final String kernelBits;

  ShardTask(String spec, String storeUri, RunIdentity run, Science science, ShardWorkers workers) {
    this.workers = workers;
    this.spec = spec;
    this.storeUri = storeUri;
    this.run = run;
    this.science = science;
    this.kernelBits = KernelBits.of(Kernels.best());
  }

  @Override
  public String apply(Iterator<String> partition) {
    ShardWork work = ShardWork.parse(partition.next());
    SparkEnv env = SparkEnv.get();
    Place place = new Place(env.blockManager().blockManagerId().host(), env.executorId());
    try {
      return answer(work, env, place).text();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was told to stop", e);
    }
  }

  private ShardAnswer answer(ShardWork work, SparkEnv env, Place place)
      throws InterruptedException {
    List<Path> folders =
        Stream.concat(
                Arrays.stream(env.blockManager().diskBlockManager().localDirs()).map(File::toPath),
                Stream.of(Path.of(System.getProperty("java.io.tmpdir"))))
            .toList();
    Optional<Defect> defect = new MachineCheck(kernelBits, folders).defect();
    if (defect.isPresent()) {
      return refusal(place, defect.get());
    }
    StoreFolder folder = StoreFolder.at(storeUri, SparkSettings.hadoop(env.conf())).as(run);
    ShardContext context = new ShardContext(sweep(), science, new RecordFiles(folder), place);
    try {
      return new ShardAnswer.Finished(new ShardRunner(context, workers).run(work));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (isFullHeapOfDriver(e, place)) {
        throw new SpecException(
            "the heap of "
                + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MB is full, and not by a trial alone; give more, such as"
                + " SHALLOWS_JAVA_OPTS=-Xmx4g (spark-submit: --driver-memory 4g), or lower"
                + " problem.samples or grid.inputDimension");
      }
      if (Blame.of(e) instanceof Blame.Machine machine) {
        MachineCheck.repeat();
        return refusal(place, machine.defect());
      }
      throw e;
    }
  }

  /**
   * Whether what no trial stands for, the reference networks of a problem, has filled the heap of
   * the process that drives the run. Spark would end it; an executor that ends is begun anew.
   */
  private static boolean isFullHeapOfDriver(Throwable e, Place place) {
    return place.executor().equals("driver")
        && Blame.of(e) instanceof Blame.Trial trial
        && trial.status() == TrialStatus.OUT_OF_MEMORY;
  }

  /** Waits first, so that a process that does nothing does not draw all the work. */
  private static ShardAnswer refusal(Place place, Defect defect) throws InterruptedException {
    int before = REFUSALS.getAndIncrement();
    if (!place.executor().equals("driver")) {
      TimeUnit.SECONDS.sleep(Math.min(LONGEST_WAIT_SECONDS, before));
    }
    return new ShardAnswer.Refused(place, defect);
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
