package io.shallows.spark.drive;

import io.shallows.problem.TableProblem;
import io.shallows.spark.execute.Science;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.ShardPlanner;
import io.shallows.spark.plan.StoredNumbers;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.table.TableFiles;
import io.shallows.spec.SpecException;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.VerdictDesign;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A whole run: the spec is compared with the store, the store is locked, and the stages follow each
 * other.
 */
public final class SweepRun {

  private final Science science;
  private final SparkConf conf;
  private final SweepProgress progress;
  private final boolean failFast;
  private final int partitions;
  private final Set<String> retry;

  /**
   * @param failFast whether the first failed trial ends the run
   * @param partitions shards per stage; 0 to let the cost model choose
   * @param retry statuses of trials that are done again
   */
  public SweepRun(
      Science science,
      SparkConf conf,
      SweepProgress progress,
      boolean failFast,
      int partitions,
      Set<String> retry) {
    this.science = science;
    this.conf = conf;
    this.progress = progress;
    this.failFast = failFast;
    this.partitions = partitions;
    this.retry = Set.copyOf(retry);
  }

  /**
   * Runs a sweep, or what is left of it, into the store that its spec names.
   *
   * @param specText the spec as the user wrote it, for the provenance
   * @throws io.shallows.spec.SpecException if the spec's data cannot be read or do not fit
   * @throws StoreException.OtherSpec if the store was made by a spec with other numbers or under
   *     another numerics revision
   * @throws StoreException if the store cannot be used
   * @throws InterruptedException if this thread is interrupted
   */
  public SweepStatus run(SweepSpec asked, String specText) throws InterruptedException {
    Configuration hadoop = SparkSettings.hadoop(conf);
    SweepSpec spec = science.resolve(asked);
    if (TableFiles.isTable(spec)) {
      spec.problem().settings().get(TableProblem.UNDERSTOOD).forEach(progress::message);
    }
    String uri = spec.output().uri();
    SweepDefinition sweep = SweepDefinition.of(SpecWriter.write(spec), spec);
    if (sweep.grid().size() > ShardPlanner.MOST_TRIALS_OF_SWEEP) {
      throw new SpecException(
          "grid: "
              + sweep.grid().size()
              + " trials are more than the "
              + ShardPlanner.MOST_TRIALS_OF_SWEEP
              + " of one run; lower grid.seed.count, or split the sweep into several stores");
    }
    requireSameNumbers(sweep, uri, hadoop);
    MachineCheck.require(conf);
    try (StoreWriter writer = StoreWriter.open(uri, hadoop, Clock.systemUTC())) {
      try (JavaSparkContext spark = SparkStart.context(conf)) {
        writer.writeSpec(sweep.text());
        writer.writeProvenance(
            ProvenanceProbe.json(ProvenanceProbe.of(spec, sweep.text(), specText)));
        SparkStart.requireMaster(spark);
        tellWhatCannotBeDecided(spec);
        SweepDriver driver =
            new SweepDriver(spark, sweep, science, writer, progress, failFast, partitions);
        try {
          if (!retry.isEmpty()) {
            driver.retry(retry);
          }
          for (List<SweepStage> together : SweepStages.ALL.together()) {
            driver.run(together);
            writer.writeStatus(driver.status().toJson());
          }
        } catch (IllegalStateException e) {
          SparkStart.requireMaster(spark); // which stops Spark while the first stage is planned
          throw e;
        }
        driver.compact();
        settle(writer);
        return driver.status();
      }
    }
  }

  /**
   * Before the first trial, and beside no mistake: a mistake is told alone. Where problems may be
   * added later nothing is impossible.
   */
  private void tellWhatCannotBeDecided(SweepSpec spec) {
    if (spec.measurement().addsProblems()) {
      return;
    }
    VerdictDesign.of(spec)
        .ifPresent(
            design -> {
              if (!design.isPossible()) {
                progress.message(design.sentence());
              }
              design
                  .skipSentence()
                  .filter(sentence -> !design.canTellSkips())
                  .ifPresent(progress::message);
            });
  }

  /**
   * Summarises what a store holds, without training or measuring anything.
   *
   * @throws StoreException.OtherSpec if the store was made under another numerics revision
   */
  public SweepStatus aggregate(String uri) throws InterruptedException {
    Configuration hadoop = SparkSettings.hadoop(conf);
    StoredNumbers.requirePresentRevision(Store.open(uri, hadoop));
    try (StoreWriter writer = StoreWriter.open(uri, hadoop, Clock.systemUTC());
        JavaSparkContext spark = SparkStart.context(conf)) {
      SparkStart.requireMaster(spark);
      StoredSweep stored = StoredSweep.of(writer.store(), science);
      SweepDriver driver =
          new SweepDriver(spark, stored.sweep(), science, writer, progress, failFast, partitions);
      for (SweepStage stage : SweepStages.ALL.all()) {
        if (stage.isSummary()) {
          driver.run(stage);
        }
      }
      driver.compact();
      writer.writeStatus(driver.status().toJson());
      settle(writer);
      return driver.status();
    }
  }

  /** At the end whoever reads the folders reads what is committed. */
  private void settle(StoreWriter writer) {
    tell(writer);
    writer.settle();
    tell(writer);
    for (String file : writer.foreign()) {
      progress.message(
          file + " is in no commit and stays; `shallows files` lists what is committed");
    }
  }

  private void tell(StoreWriter writer) {
    writer
        .movedAside()
        .forEach(file -> progress.message("a file that was in no commit is now " + file));
  }

  private void requireSameNumbers(SweepDefinition sweep, String uri, Configuration hadoop) {
    if (Store.isAt(StoreFolder.at(uri, hadoop))) {
      Store store = Store.open(uri, hadoop);
      StoredNumbers.require(store, StoredSweep.spec(store, science), sweep);
    }
  }
}
