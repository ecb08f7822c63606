package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.ProblemPrices;
import io.shallows.spark.plan.StageOutlook;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of references, by the times that the logs of stored sweeps have. */
class StoredPricesTest {

  private static final ShardStage REFERENCES =
      SweepStages.ALL.sharded(Stage.REFERENCES).orElseThrow();

  private static Store store(String name) {
    return Store.open(
        Path.of("..", "notebooks-data", "reference", name).toString(), new Configuration());
  }

  private static StagePlanner planner(SweepSpec spec, Store store) {
    SweepDefinition sweep = SweepDefinition.of(SpecWriter.write(spec), spec);
    return SweepDriver.planner(
        sweep, new ShallowsScience(), TrialRunner.of(spec), store, () -> 1, 0);
  }

  /** Operations alone, without what any reference took. */
  @ParameterizedTest
  @CsvSource({"quickstart, 16", "housing, 16", "breast-cancer, 16", "two-layers, 96"})
  void operationsAreWithinAFactorOfTwo(String name, long problems) {
    Store store = store(name);
    SweepSpec spec = SweepVocabulary.reader().read(store.spec(), name);
    ProblemPrices prices = planner(spec, store).prices(REFERENCES, store);
    assertEquals(problems, prices.timed());
    assertTrue(prices.factor() > 0.5 && prices.factor() < 2, name + ": " + prices.factor());
  }

  /** Problems alike are priced by the mean of those that were timed. */
  @Test
  void furtherProblemsCostTheMeanOfThoseThatAreThere() {
    Store store = store("quickstart");
    double took =
        store.groups(Stage.REFERENCES).stream().mapToDouble(group -> group.seconds()).sum();
    SweepSpec more =
        SweepVocabulary.reader().read(store.spec(), "more", List.of("problem.count=20"));
    StagePlanner planner = planner(more, store);
    List<Double> left = planner.problemsLeft(REFERENCES, store).seconds();
    assertEquals(4, left.size());
    left.forEach(seconds -> assertEquals(took / 16, seconds, 1e-9 * took));
    StageOutlook outlook = planner.outlook(REFERENCES, store);
    assertEquals(4 * took / 16, outlook.left().seconds(), 1e-9 * took);
    assertEquals(0, outlook.left().unseen());
  }

  /** Wider networks need further references of the same problems, and those alone. */
  @Test
  void whatIsKnownOfAProblemIsNotPaidAgain() {
    Store store = store("quickstart");
    SweepSpec wider =
        SweepVocabulary.reader()
            .read(store.spec(), "wider", List.of("grid.width=[4, 6, 8, 12, 16, 32]"));
    StagePlanner planner = planner(wider, store);
    TrialRunner runner = TrialRunner.of(wider);
    double whole =
        planner.prices(REFERENCES, store).factor()
            * runner.predictedReferenceOperations(
                new ProblemCoordinates(0, 1),
                runner.referenceWidths(Set.of(4, 6, 8, 12, 16, 32)),
                List.of())
            / CostModel.OPERATIONS_PER_SECOND;
    List<Double> rest = planner.problemsLeft(REFERENCES, store).seconds();
    assertEquals(16, rest.size());
    rest.forEach(seconds -> assertTrue(seconds > 0.3 * whole && seconds < 0.95 * whole));
  }
}
