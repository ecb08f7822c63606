package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.shallows.launch.SmallStore;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that users give after a sweep. */
class ReportCommandTest {

  @Test
  void aStoreThatARunLeftGetsItsPageAndAnotherOneOverIt() throws IOException {
    Path store = SmallStore.folder();
    Path page = store.resolve("report/index.html");
    assertTrue(Files.readString(page).contains("<title>"), "the run has written one");
    for (int time = 0; time < 2; time++) {
      Files.delete(page);
      SmallStore.Answer answer = SmallStore.shallows("report", store.toString());
      assertEquals(0, answer.code(), answer.toString());
      assertTrue(answer.out().contains("How sure: "), answer.out());
      assertTrue(answer.out().contains("Next: "), answer.out());
      assertTrue(answer.out().contains("\n  shallows "), answer.out());
      assertTrue(answer.out().contains("report/index.html"), answer.out());
      assertTrue(Files.readString(page).contains("<title>"), "a page");
    }
  }

  /** A minimum that was measured twice, for other levels, is one minimum. */
  @Test
  void whatWasMeasuredWithOtherLevelsIsNotCountedAgain(@TempDir Path folder) throws IOException {
    Path store = folder.resolve("twice");
    try (Stream<Path> files = Files.walk(SmallStore.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, store.resolve(SmallStore.folder().relativize(file).toString()));
      }
    }
    String before = SmallStore.shallows("report", store.toString()).out();
    String story = SmallStore.shallows("show", store.toString()).out();
    assertTrue(before.contains(" minima"), before);
    for (String change :
        List.of(
            "measurement.depth.eta=[0.5,0.75]",
            "output.paths=all",
            "measurement.depth.finders=[constructive,string]",
            "output.paths=best")) {
      SmallStore.Answer run =
          SmallStore.shallows(
              "run",
              "../.ci/tiny.yaml",
              "--master",
              "local[2]",
              "--output",
              store.toString(),
              "--set",
              "grid.networkDepth=1",
              "--set",
              change);
      assertEquals(0, run.code(), run.err());
    }
    SmallStore.Answer after = SmallStore.shallows("report", store.toString());
    assertEquals(0, after.code(), after.err());
    assertEquals(before, after.out());
    String told = SmallStore.shallows("show", store.toString()).out();
    assertEquals(1, told.lines().filter(line -> line.startsWith("own, lower by 0.001")).count());
    assertEquals(story.lines().findFirst(), told.lines().findFirst());
  }

  /** Every network, depth and way on the page has the numbers of the store's rows, all digits. */
  @Test
  void theNetworksOfThePageAreTheRowsOfTheStore() throws Exception {
    Path folder = SmallStore.folder();
    Store store = Store.open(folder.toString(), SparkSettings.hadoop(new SparkConf()));
    JsonNode networks =
        ReportPageTest.data(Files.readString(folder.resolve("report/index.html"))).get("networks");
    Map<String, Record> trials = new HashMap<>();
    rows(store, TrialsTable.TABLE)
        .forEach(row -> trials.put(row.get(LeadingColumns.TRIAL_ID), row));
    assertEquals(trials.size(), networks.get("rows").size());
    assertEquals(trials.size(), networks.get("trials").asInt());
    List<String> ids = new ArrayList<>();
    for (JsonNode shown : networks.get("rows")) {
      ids.add(shown.get(0).asText());
      assertRow(
          TrialsTable.TABLE, trials.get(shown.get(0).asText()), networks.get("fields"), shown, 0);
    }
    assertEquals(trials.keySet(), new HashSet<>(ids));
    List<Record> depths =
        rows(store, DepthsTable.TABLE).stream()
            .filter(row -> row.get(DepthsTable.COVERED))
            .filter(row -> row.find(DepthsTable.DEPTH_UPPER).isPresent())
            .toList();
    List<Record> vertices = rows(store, PathsTable.TABLE);
    assertTrue(depths.size() > 3, "depths to look at");
    assertEquals(depths.size(), networks.get("depths").size());
    int ways = 0;
    for (JsonNode shown : networks.get("depths")) {
      String id = ids.get(shown.get(0).asInt());
      Record depth =
          depths.stream()
              .filter(row -> row.get(LeadingColumns.TRIAL_ID).equals(id))
              .filter(row -> row.get(DepthsTable.TARGET).equals(shown.get(1).asText()))
              .filter(row -> same(row.find(DepthsTable.DROP), shown.get(2)))
              .filter(row -> same(row.find(LeadingColumns.ETA), shown.get(3)))
              .findFirst()
              .orElseThrow();
      assertRow(DepthsTable.TABLE, depth, networks.get("depth_fields"), shown, 1);
      JsonNode way = shown.get(shown.size() - 1);
      List<Record> stored =
          vertices.stream()
              .filter(row -> row.get(LeadingColumns.TRIAL_ID).equals(id))
              .filter(row -> row.get(PathsTable.PATH) == 0)
              .filter(row -> ClimbTally.Level.of(row).equals(ClimbTally.Level.of(depth)))
              .sorted((a, b) -> Long.compare(a.get(PathsTable.VERTEX), b.get(PathsTable.VERTEX)))
              .toList();
      assertEquals(stored.size() > 1, !way.isNull(), id);
      if (!way.isNull()) {
        ways++;
        assertWay(stored, networks.get("ways").get(way.asInt()));
      }
    }
    assertTrue(ways > 0, "ways to look at");
  }

  private static void assertRow(Table table, Record row, JsonNode names, JsonNode shown, int from) {
    for (int i = 0; i < names.size(); i++) {
      Column<?> column = table.column(names.get(i).asText()).orElseThrow();
      ReportPageTest.assertCell(row.find(column).orElse(null), shown.get(from + i));
    }
  }

  /** Losses and maxima as stored; of long ways the maximum of each piece. */
  private static void assertWay(List<Record> stored, JsonNode way) {
    int segments = stored.size() - 1;
    assertEquals(segments, way.get(3).asInt());
    int pieces = way.get(0).size() - 1;
    assertEquals(Math.min(segments, PathProfile.MOST), pieces);
    for (int piece = 1; piece <= pieces; piece++) {
      int from = (int) ((long) segments * (piece - 1) / pieces);
      int to = (int) ((long) segments * piece / pieces);
      double most =
          stored.subList(from + 1, to + 1).stream()
              .mapToDouble(vertex -> vertex.get(PathsTable.SEGMENT_MAX))
              .max()
              .orElseThrow();
      assertEquals(most, way.get(2).get(piece).doubleValue());
      assertEquals(stored.get(to).get(PathsTable.LOSS), way.get(1).get(piece).doubleValue());
      assertTrue(way.get(0).get(piece).doubleValue() >= way.get(0).get(piece - 1).doubleValue());
    }
  }

  private static boolean same(Optional<Double> value, JsonNode shown) {
    return value.isPresent() ? shown.doubleValue() == value.get() : shown.isNull();
  }

  private static List<Record> rows(Store store, Table table) {
    List<Record> rows = new ArrayList<>();
    store.read(table, rows::add);
    return rows;
  }
}
