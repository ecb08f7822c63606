package io.shallows.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every notebook against the reference stores and compares what it found with the rows. */
class NotebooksTest {

  private static final File NOTEBOOKS = new File("notebooks");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Reference QUICKSTART = new Reference("quickstart");

  @TempDir private Path figures;
  @TempDir private Path launcher;

  /** The variables of a notebook after its last cell. */
  private JsonNode variables(String notebook, String... names) throws IOException {
    String python =
        Python.with("python3-pandas python3-matplotlib", "numpy", "pandas", "matplotlib.pyplot");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python, "run.py", notebook, "--figures", figures.toString(), "--print"));
    command.addAll(List.of(names));
    Map<String, String> environment =
        Map.of(
            "SHALLOWS_DUCKDB_JAR",
            Python.jarOf(DuckDBDriver.class).toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "SHALLOWS_LAUNCHER",
            TestLauncher.in(launcher).toString());
    Python.Outcome outcome = Python.run(environment, NOTEBOOKS, command);
    assertEquals(0, outcome.code(), outcome.out());
    JsonNode variables = JSON.readTree(outcome.lastLine());
    try (Stream<Path> drawn = Files.list(figures)) {
      assertEquals(variables.get("figures").asLong(), drawn.count());
    }
    return variables;
  }

  private static List<JsonNode> coveredDepths() throws IOException {
    List<JsonNode> covered = new ArrayList<>();
    for (String row : QUICKSTART.rows("depths")) {
      JsonNode depth = JSON.readTree(row);
      if (depth.get("covered").asBoolean()
          && depth.get("target").asText().equals("reference")
          && !depth.get("depth_upper").isNull()) {
        covered.add(depth);
      }
    }
    return covered;
  }

  @Test
  void depthIsDrawnAgainstWidth() throws IOException {
    JsonNode found =
        variables("1-depth-against-width.ipynb", "covered_minima", "theory_slope", "verdicts");
    List<JsonNode> covered = coveredDepths();
    assertEquals(covered.size(), found.get("covered_minima").asInt());
    assertTrue(
        covered.stream()
            .anyMatch(
                row ->
                    (row.get("eta").asDouble() - 1) / row.get("input_dimension").asDouble()
                        == found.get("theory_slope").asDouble()));
    assertFalse(found.get("verdicts").isEmpty());
    assertEquals(2, found.get("figures").asInt());
  }

  @Test
  void theDeepestMinimumIsExamined() throws IOException {
    JsonNode found = variables("2-one-minimum.ipynb", "trial_id", "climb", "loss_again", "bars");
    double deepest =
        coveredDepths().stream()
            .mapToDouble(row -> row.get("depth_upper").asDouble())
            .max()
            .orElseThrow();
    assertEquals(deepest, found.get("climb").asDouble(), 1e-9 * deepest);
    JsonNode row =
        coveredDepths().stream()
            .filter(each -> each.get("trial_id").equals(found.get("trial_id")))
            .filter(each -> each.get("depth_upper").asDouble() == deepest)
            .findFirst()
            .orElseThrow();
    double loss = row.get("loss").asDouble();
    assertEquals(loss, found.get("loss_again").asDouble(), 1e-12 * loss);
    // one bar for each minimum of the cell; the lowest is never joined
    JsonNode bars = found.get("bars");
    assertTrue(bars.get(row.get("seed").asText()).asDouble() > loss);
    assertEquals(
        1, StreamSupport.stream(bars.spliterator(), false).filter(JsonNode::isNull).count());
    assertEquals(4, found.get("figures").asInt());
  }

  @Test
  void skipsAreComparedWithPlain() throws IOException {
    JsonNode found = variables("3-skip-against-plain.ipynb", "summary", "converged");
    for (String family : List.of("plain", "long-skip")) {
      int trials = 0;
      int converged = 0;
      for (String row : QUICKSTART.rows("trials")) {
        JsonNode trial = JSON.readTree(row);
        if (trial.get("family").asText().equals(family)) {
          trials++;
          converged += trial.get("status").asText().equals("converged") ? 1 : 0;
        }
      }
      assertEquals(trials, found.get("summary").get(family).asInt());
      assertEquals(converged, found.get("converged").get(family).asInt());
    }
    assertEquals(4, found.get("figures").asInt());
  }

  @Test
  void notebooksAreCommittedWithoutOutput() throws IOException {
    int notebooks = 0;
    for (File file : NOTEBOOKS.listFiles((folder, name) -> name.endsWith(".ipynb"))) {
      for (JsonNode cell : JSON.readTree(file).get("cells")) {
        assertTrue(cell.path("outputs").isEmpty(), file.getName());
        assertTrue(cell.path("execution_count").isNull() || !cell.has("execution_count"));
      }
      notebooks++;
    }
    assertEquals(3, notebooks);
  }

  @Test
  void theJavaApiAnswersInJShell() throws IOException {
    Path jshell = Path.of(System.getProperty("java.home"), "bin", "jshell");
    List<String> command = new ArrayList<>();
    command.add(jshell.toString());
    command.add("-J-Djava.util.prefs.userRoot=" + figures);
    command.add("-J-XX:TieredStopAtLevel=1");
    // The vectors that this build is run with.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-XX"))
        .forEach(flag -> command.add("-R" + flag));
    command.add("-R-XX:TieredStopAtLevel=1");
    command.addAll(
        List.of(
            "--class-path", TestLauncher.classPath(), "notebooks-data/notebooks/4-java-api.jsh"));
    Python.Outcome outcome = Python.run(Map.of(), new File(".."), command);
    assertEquals(0, outcome.code(), outcome.out());
    assertFalse(outcome.out().contains("Error:"), outcome.out());
    assertTrue(outcome.out().contains("equal bits: true"), outcome.out());
  }

  @Test
  void theScriptThatComparesStoresIsTested() throws IOException {
    String python = Python.with("python3", "unittest");
    Python.Outcome outcome =
        Python.run(Map.of(), new File("reference"), List.of(python, "remake_test.py"));
    assertEquals(0, outcome.code(), outcome.out());
  }
}
