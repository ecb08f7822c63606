package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A chart draws columns that its table has, in ways that the page knows. */
class ChartDefinitionsTest {

  private static final Path CHARTS = Path.of("../notebooks-data/charts");

  private static final Set<String> KEYS =
      Set.of(
          "description",
          "table",
          "needs",
          "panels",
          "x",
          "y",
          "low",
          "high",
          "lines",
          "line",
          "second",
          "tick",
          "rules",
          "span",
          "order",
          "open",
          "cross",
          "dots");

  private static final Set<String> SCALES = Set.of("log", "linear", "band", "steps");

  private static void addField(JsonNode node, Set<String> fields) {
    if (node.isTextual()) {
      fields.add(node.asText());
    } else if (node.isObject()) {
      fields.add(node.get("field").asText());
    }
  }

  @Test
  void everyFieldIsAColumnOfTheTable() throws Exception {
    Report report = SyntheticReport.report();
    JsonNode page = ReportPageTest.data(new ReportPage(report).html());
    for (Figure figure : Figure.values()) {
      JsonNode chart = figure.definition();
      String what = figure + ": " + chart;
      List<String> keys = chart.properties().stream().map(entry -> entry.getKey()).toList();
      assertTrue(KEYS.containsAll(keys), what);
      assertEquals(figure.table(), chart.get("table").asText(), what);
      Set<String> fields = new TreeSet<>();
      for (String key :
          List.of(
              "needs", "x", "y", "low", "high", "line", "second", "tick", "order", "open",
              "cross")) {
        addField(chart.path(key), fields);
      }
      addField(chart.path("lines"), fields);
      addField(chart.path("dots"), fields);
      chart.get("panels").forEach(field -> fields.add(field.asText()));
      fields.remove("$metric");
      Set<String> columns = new TreeSet<>(report.table(figure.table()).names());
      fields.removeAll(columns);
      assertEquals(Set.of(), fields, what);
      assertTrue(SCALES.contains(chart.get("x").get("scale").asText()), what);
      assertTrue(SCALES.contains(chart.get("y").get("scale").asText()), what);
      assertEquals(chart, page.get("charts").get(figure.chart()), what);
    }
  }

  @Test
  void everyDefinitionIsAFigure() throws IOException {
    try (Stream<Path> files = Files.list(CHARTS)) {
      List<String> expected =
          Stream.of(Figure.values()).map(figure -> figure.chart() + ".json").sorted().toList();
      assertEquals(expected, files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
