package io.shallows.spark.drive;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.execute.Science;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ProblemPrices;
import io.shallows.spark.plan.ProblemsLeft;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.StoredNumbers;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * What the store of a spec holds of it, and what its trials took.
 *
 * @param uri the store
 * @param trials of the grid
 * @param trained of these, trials that are trained
 * @param measured of these, trials whose depths are measured; all of them where depth is not
 *     measured
 * @param minimumSeconds seconds of training one trial of a cell; null where nothing was measured
 * @param depthSeconds seconds of measuring its depths; null where nothing was measured
 * @param problems what is left of stages whose unit is a problem, those that the spec asks for
 */
public record StoredPlan(
    String uri,
    long trials,
    long trained,
    long measured,
    ToDoubleFunction<CellCoordinates> minimumSeconds,
    ToDoubleFunction<CellCoordinates> depthSeconds,
    List<ProblemsLeft> problems) {

  /**
   * The store that a spec would be run into, if it is there.
   *
   * @param spec resolved
   * @throws StoreException.OtherSpec if it was made by a spec with other numbers
   * @throws StoreException if it cannot be read
   */
  public static Optional<StoredPlan> of(SweepSpec spec, Science science) {
    String uri = spec.output().uri();
    Configuration hadoop = SparkSettings.hadoop(new SparkConf());
    if (!Store.isAt(StoreFolder.at(uri, hadoop))) {
      return Optional.empty();
    }
    Store store = Store.open(uri, hadoop);
    SweepDefinition sweep = SweepDefinition.of(SpecWriter.write(spec), spec);
    StoredNumbers.require(store, StoredSweep.spec(store, science), sweep);
    TrialRunner runner = science.runner(spec);
    StagePlanner planner = SweepDriver.planner(sweep, science, runner, store, () -> 1, 0);
    MeasuredCosts costs = store.costs().flatMap(SweepDriver::costs).orElseGet(MeasuredCosts::new);
    boolean depths = spec.measurement().depth().enabled();
    long trials = sweep.grid().size();
    return Optional.of(
        new StoredPlan(
            uri,
            trials,
            planner.finished(SweepStages.ALL.training(), store),
            depths ? planner.finished(SweepStages.ALL.measuring(), store) : trials,
            seconds(runner, SweepStages.ALL.training(), costs),
            seconds(runner, SweepStages.ALL.measuring(), costs),
            byProblem(spec).map(stage -> planner.problemsLeft(stage, store)).toList()));
  }

  /** The stages whose unit is a problem that a spec asks for. */
  static Stream<ShardStage> byProblem(SweepSpec spec) {
    return SweepStages.ALL.sharded().stream()
        .filter(stage -> stage.unit() == StagePlan.Unit.PROBLEM && stage.isWanted(spec));
  }

  /**
   * Seconds that problems of a store took for each that their operations would take, by stage;
   * stages of which none was timed are not in it.
   *
   * @param stored the sweep of the store
   */
  static Map<Stage, Double> problemFactors(SweepDefinition stored, Science science, Store store) {
    StagePlanner planner =
        SweepDriver.planner(stored, science, science.runner(stored.spec()), store, () -> 1, 0);
    Map<Stage, Double> factors = new TreeMap<>();
    byProblem(stored.spec())
        .forEach(
            stage -> {
              ProblemPrices prices = planner.prices(stage, store);
              if (prices.timed() > 0) {
                factors.put(stage.stage(), prices.factor());
              }
            });
    return factors;
  }

  static ToDoubleFunction<CellCoordinates> seconds(
      TrialRunner runner, StagePlan stage, MeasuredCosts costs) {
    CostModel model = CostModel.fit(cell -> stage.operations(runner, cell), stage, costs);
    return model.isMeasured() ? model::seconds : null;
  }

  /** Whether trials of this store say what a trial takes. */
  public boolean knowsCosts() {
    return minimumSeconds != null;
  }
}
