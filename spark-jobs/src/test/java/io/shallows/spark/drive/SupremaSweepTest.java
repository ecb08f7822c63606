package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SupremaTable;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremaRows;
import io.shallows.suprema.Supremum;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that asks for the deepest of all local minima. */
class SupremaSweepTest {

  @TempDir private Path folder;

  private String uri() {
    return folder.resolve("store").toUri().toString();
  }

  private SweepStatus run(String widths, int budget, boolean suprema) throws InterruptedException {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid: {family: [plain, linear-skip], width: WIDTHS, networkDepth: [0], inputDimension: [1], seed: {count: 2}}
                problem: {kind: random-labels, samples: 6, count: 2}
                training: {maxIterations: 100}
                measurement:
                  depth: {enabled: false, eta: [0.5]}
                  suprema: ASKED
                  supremaBudget: BUDGET
                  singularities: false
                  spectrum: false
                output: {uri: STORE}
                """
                    .replace("WIDTHS", widths)
                    .replace("ASKED", suprema + "")
                    .replace("BUDGET", budget + "")
                    .replace("STORE", uri()),
                "spec.yaml");
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of());
    return new SweepRun(new ShallowsScience(conf), conf, new SilentProgress(), true, 0, Set.of())
        .run(spec, "as written");
  }

  private Store store() {
    return Store.open(uri(), new Configuration());
  }

  private List<Record> rows() {
    List<Record> rows = new ArrayList<>();
    store().read(SupremaTable.TABLE, rows::add);
    return rows;
  }

  private List<String> groups() {
    return store().groups(Stage.SUPREMA).stream().map(Group::id).sorted().toList();
  }

  @Test
  void whatIsThereIsNotComputedAgain() throws Exception {
    assertTrue(run("[1, 2]", 300, false).complete());
    assertEquals(List.of(), rows());
    assertTrue(run("[1, 2]", 300, true).complete());
    List<Record> rows = rows();
    assertEquals(2 * 2 * 2 * 2, rows.size());
    assertTrue(rows.stream().allMatch(row -> row.get(SupremaTable.EXACT)));
    List<Supremum> suprema = SupremaRows.suprema(rows);
    assertEquals(8, suprema.size());
    assertTrue(suprema.stream().anyMatch(one -> one.depth().orElseThrow() > 0));
    List<String> groups = groups();
    assertEquals(2, groups.size(), "one a problem");

    assertTrue(run("[1, 2]", 300, true).complete());
    assertEquals(groups, groups());
    assertEquals(rows, rows());

    // a wider grid: only what is new
    assertTrue(run("[1, 2, 3]", 300, true).complete());
    assertEquals(4, groups().size());
    assertTrue(groups().containsAll(groups));
    assertEquals(24, rows().size());
    assertTrue(rows().containsAll(rows));
    assertEquals(
        12, rows().stream().filter(row -> row.find(LeadingColumns.ETA).isPresent()).count());
    assertEquals(List.of(), StoreVerification.problems(store()));

    // another budget is another search, and replaces the rows of the first
    assertTrue(run("[1, 2, 3]", 20, true).complete());
    assertEquals(24, rows().size());
    assertTrue(rows().stream().allMatch(row -> row.get(SupremaTable.BUDGET) == 20));
    assertTrue(groups().stream().noneMatch(groups::contains));
    assertEquals(2, groups().size());
  }

  /** A sweep is complete only with its suprema. */
  @Test
  void aStoreWithoutThemIsNotComplete() throws Exception {
    run("[1]", 300, false);
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(store().spec(), "spec.yaml", List.of("measurement.suprema=true"));
    SweepDefinition sweep = SweepDefinition.of(SpecWriter.write(spec), spec);
    ShallowsScience science = new ShallowsScience();
    StagePlanner planner =
        SweepDriver.planner(sweep, science, science.runner(spec), store(), () -> 1, 0);
    assertFalse(SweepStatus.of(sweep, store(), planner, SweepStages.ALL).complete());
  }
}
