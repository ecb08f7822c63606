package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.minimum.MinimumKind;
import io.shallows.record.CellsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep with a penalty of units, from the spec to the cells. */
class PenaltySweepTest {

  @TempDir private Path folder;

  private String uri(String store) {
    return folder.resolve(store).toUri().toString();
  }

  private void run(String store, String penalty, int partitions) throws InterruptedException {
    run(
        store,
        partitions,
        """
                apiVersion: shallows/v1
                grid: {family: [plain, linear-skip], width: [3, 8], networkDepth: [0], inputDimension: [2], initialization: [he], seed: {count: 3}}
                problem: {kind: teacher, samples: 24, teacherWidth: 5, noise: 0.3}
                training: {maxIterations: 200, penalty: PENALTY}
                measurement:
                  depth: {targets: [own, cell-best], finders: [linear, string], budget: 60}
                  spectrum: false
                output: {uri: STORE}
                """
            .replace("PENALTY", penalty));
  }

  private void run(String store, int partitions, String text) throws InterruptedException {
    SweepSpec spec = SweepVocabulary.reader().read(text.replace("STORE", uri(store)), "spec.yaml");
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of());
    new SweepRun(new ShallowsScience(conf), conf, new SilentProgress(), true, partitions, Set.of())
        .run(spec, "as written");
  }

  private List<Record> rows(String store, Table table) {
    List<Record> rows = new ArrayList<>();
    Store.open(uri(store), new Configuration()).read(table, rows::add);
    return rows;
  }

  private List<String> texts(String store, Table table) {
    return rows(store, table).stream().map(row -> row.withoutTimes().toString()).sorted().toList();
  }

  @Test
  void everyTrialHasItsRowAndNoBoundIsClaimed() throws Exception {
    run("one", "0.03", 1);
    List<Record> trials = rows("one", TrialsTable.TABLE);
    assertEquals(12, trials.size());
    assertTrue(rows("one", FailuresTable.TABLE).isEmpty());
    assertTrue(rows("one", ReferencesTable.TABLE).isEmpty());
    for (Record row : trials) {
      double penalty = row.find(TrialsTable.PENALTY).orElseThrow();
      assertTrue(penalty > 0 && penalty < row.find(TrialsTable.LOSS).orElseThrow());
    }
    long global =
        trials.stream()
            .filter(row -> row.get(TrialsTable.MINIMUM_KIND).equals(MinimumKind.GLOBAL.label()))
            .count();
    assertTrue(global > 0 && global < 12, global + " global minima");
    List<Record> depths = rows("one", DepthsTable.TABLE);
    assertTrue(depths.stream().anyMatch(row -> row.find(DepthsTable.DEPTH_UPPER).isPresent()));
    for (Record row : depths) {
      assertTrue(row.find(DepthsTable.BOUND_EXPLICIT).isEmpty());
      assertTrue(!row.get(DepthsTable.TARGET).equals("reference"));
    }
    assertEquals(8, rows("one", CellsTable.TABLE).size(), "four cells, two targets");
    assertTrue(rows("one", FitsTable.TABLE).isEmpty(), "no law of the bound without references");

    run("several", "0.03", 4);
    assertEquals(texts("one", TrialsTable.TABLE), texts("several", TrialsTable.TABLE));
    assertEquals(texts("one", DepthsTable.TABLE), texts("several", DepthsTable.TABLE));
    run("one", "0.03", 1);
    assertEquals(12, rows("one", TrialsTable.TABLE).size(), "a second run adds nothing");
    assertThrows(RuntimeException.class, () -> run("one", "0.02", 1), "another penalty");
  }

  @Test
  void depthToReferencesHasBoundsThatItsPathsKeep() throws Exception {
    String text =
        """
        apiVersion: shallows/v1
        grid: {family: [plain, linear-skip], width: [4, 6], networkDepth: [0], inputDimension: [1], initialization: [he, clustered], seed: {count: 4}}
        problem: {kind: random-labels, samples: 20}
        training: {maxIterations: 200, penalty: 0.001}
        measurement:
          depth: {targets: [own, reference], eta: [0.5, 0.75], finders: [constructive, string], budget: 60, referenceRestarts: 4}
          spectrum: false
        output: {uri: STORE}
        """;
    run("levels", 1, text);
    run("again", 3, text);
    assertTrue(rows("levels", FailuresTable.TABLE).isEmpty());
    List<Record> references = rows("levels", ReferencesTable.TABLE);
    assertEquals(4, references.size(), "k = 1 to 4 of one problem");
    Map<Long, Double> levels = new TreeMap<>();
    references.forEach(
        row -> levels.put(row.get(LeadingColumns.WIDTH), row.get(ReferencesTable.REFERENCE_LOSS)));
    int covered = 0;
    for (Record row : rows("levels", DepthsTable.TABLE)) {
      assertTrue(row.find(DepthsTable.PATH_NORM).isPresent());
      if (row.get(DepthsTable.TARGET).equals("reference") && row.get(DepthsTable.COVERED)) {
        covered++;
        assertTrue(levels.containsValue(row.find(DepthsTable.REFERENCE_LOSS).orElseThrow()));
        double bound = row.find(DepthsTable.BOUND_EXPLICIT).orElseThrow();
        double upper = row.find(DepthsTable.DEPTH_UPPER).orElseThrow();
        double floor = 1e-9 * row.find(DepthsTable.REFERENCE_LOSS).orElseThrow();
        assertTrue(upper <= bound + floor, upper + " is above " + bound);
      }
    }
    assertTrue(covered > 0, "minima above a reference");
    assertTrue(!rows("levels", FitsTable.TABLE).isEmpty(), "verdicts on the rate");
    for (Table table : List.of(ReferencesTable.TABLE, DepthsTable.TABLE)) {
      assertEquals(texts("levels", table), texts("again", table));
    }
  }
}
