package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.AnnihilationsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep with nested pairs, from the spec to the shares. */
class NestedSweepTest {

  @TempDir private Path folder;

  private String uri(String store) {
    return folder.resolve(store).toUri().toString();
  }

  private void run(String store, String nested, int partitions) throws InterruptedException {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid: {family: [plain, long-skip], width: [3], networkDepth: [0], initialization: [clustered], seed: {count: 4}}
                problem: {kind: teacher, samples: 20, teacherWidth: 6, count: 3}
                training: {maxIterations: 200}
                measurement:
                  depth: {eta: [0.5], targets: [own, reference], budget: 40, referenceRestarts: 2, nested: NESTED}
                  singularities: false
                  spectrum: false
                output: {uri: STORE}
                """
                    .replace("NESTED", nested)
                    .replace("STORE", uri(store)),
                "spec.yaml");
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
  void pairsAreMeasuredOnceAndPutTogether() throws Exception {
    run("one", "[linear-skip, residual]", 1);
    List<Record> nested = rows("one", NestedTable.TABLE);
    List<Record> depths = rows("one", DepthsTable.TABLE);
    long covered =
        depths.stream()
            .filter(row -> row.get(LeadingColumns.FAMILY).equals("plain"))
            .filter(row -> row.get(DepthsTable.COVERED))
            .count();
    assertTrue(covered > 4, covered + " covered depths of plain minima");
    assertEquals(2 * covered, nested.size());
    List<Record> summaries = rows("one", AnnihilationsTable.TABLE);
    assertEquals(4, summaries.size(), "two families, two levels");
    summaries.forEach(summary -> requireShares(summary, nested));
    assertTrue(
        summaries.stream().anyMatch(row -> row.get(AnnihilationsTable.SEEN_ANNIHILATED) > 0));

    run("several", "[linear-skip, residual]", 4);
    assertEquals(texts("one", NestedTable.TABLE), texts("several", NestedTable.TABLE));
    assertEquals(
        texts("one", AnnihilationsTable.TABLE), texts("several", AnnihilationsTable.TABLE));
    run("one", "[linear-skip, residual]", 1);
    assertEquals(nested.size(), rows("one", NestedTable.TABLE).size(), "a second run adds nothing");

    run("without", "[]", 1);
    assertTrue(rows("without", NestedTable.TABLE).isEmpty());
    assertTrue(rows("without", AnnihilationsTable.TABLE).isEmpty());
    run("without", "[linear-skip, residual]", 2);
    assertEquals(texts("one", NestedTable.TABLE), texts("without", NestedTable.TABLE), "later");
    assertEquals(
        texts("one", AnnihilationsTable.TABLE), texts("without", AnnihilationsTable.TABLE));
  }

  /** The counts again from the two ends of every row, and the share as a mean over problems. */
  private static void requireShares(Record summary, List<Record> nested) {
    Map<String, List<double[]>> problems = new TreeMap<>();
    Set<String> trials = new TreeSet<>();
    for (Record row : nested) {
      boolean same =
          row.get(NestedTable.NESTED_FAMILY).equals(summary.get(NestedTable.NESTED_FAMILY))
              && row.get(NestedTable.TARGET).equals(summary.get(AnnihilationsTable.TARGET));
      if (!same) {
        continue;
      }
      trials.add(row.get(LeadingColumns.TRIAL_ID));
      Optional<Double> upper = row.find(NestedTable.DEPTH_UPPER);
      if (upper.isPresent() && upper.get() > row.get(NestedTable.DEPTH_FLOOR)) {
        problems
            .computeIfAbsent(row.get(LeadingColumns.PROBLEM_ID), id -> new ArrayList<>())
            .add(new double[] {row.get(NestedTable.NESTED_UPPER), upper.get()});
      }
    }
    assertEquals((long) trials.size(), summary.get(AnnihilationsTable.PAIRS));
    List<double[]> seen =
        problems.values().stream().flatMap(List::stream).collect(Collectors.toList());
    long zeros = seen.stream().filter(ends -> ends[0] == 0).count();
    assertEquals((long) seen.size(), summary.get(AnnihilationsTable.SEEN));
    assertEquals((long) problems.size(), summary.get(AnnihilationsTable.SEEN_PROBLEMS));
    assertEquals(zeros, summary.get(AnnihilationsTable.SEEN_ANNIHILATED));
    seen.forEach(ends -> assertTrue(ends[0] <= ends[1]));
    if (!seen.isEmpty()) {
      double share = summary.get(AnnihilationsTable.SEEN_SHARE);
      assertEquals((double) zeros / seen.size(), share, 1e-15);
      assertTrue(summary.get(AnnihilationsTable.SEEN_SHARE_LOW) <= share);
      assertTrue(summary.get(AnnihilationsTable.SEEN_SHARE_HIGH) >= share);
    }
  }
}
