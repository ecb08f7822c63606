package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.launch.SmallStore;
import io.shallows.record.Tables;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir private Path folder;

  @Test
  void initWritesASpecThatPlanAccepts() throws IOException {
    Path file = folder.resolve("sweep.yaml");
    CommandRun written = CommandRun.of("init", file.toString());
    assertEquals(
        "wrote " + file + " next: shallows plan " + file + " ",
        written.out().replaceAll("[\\s\\\\]+", " "));
    assertEquals(0, written.code());
    SweepSpec spec = SweepVocabulary.reader().read(Files.readString(file), "sweep.yaml");
    assertEquals(SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "defaults"), spec);
    assertEquals(0, CommandRun.of("plan", file.toString()).code());
    assertEquals(Files.readString(file), CommandRun.of("init").out());
  }

  /** A published store has depths alone: what it says leads to the command that makes the rest. */
  @Test
  void aNetworkOfAPublishedStudyLeadsToItsCommand() {
    String store = "../notebooks-data/reference/two-layers";
    String id = "05a7dfaf576c6e876b89da7f5a82e118";
    CommandRun shown = CommandRun.of("show", store, "05a7dfaf");
    assertEquals(2, shown.code());
    String said = shown.err().replaceAll("\\s+", " ");
    assertTrue(said.contains("ID: " + id + " has 5 depths and no row in table trials"), said);
    assertTrue(said.contains("shallows reproduce " + store + " " + id + " --depths"), said);
    CommandRun trained = CommandRun.of("reproduce", store, "05a7dfaf");
    assertEquals(2, trained.code());
    assertTrue(trained.err().contains("--depths asks for its depths"), trained.err());
    CommandRun explained = CommandRun.of("explain", store, "05a7dfaf");
    assertEquals(0, explained.code(), explained.err());
    assertTrue(explained.out().contains("depth_upper"), explained.out());
  }

  @Test
  void planCountsAndSimulates() {
    CommandRun run =
        CommandRun.of(
            "plan",
            "examples/quickstart.yaml",
            "--cores",
            "1,4",
            "--set",
            "grid.width=[4, 8, 16, 32]",
            "--set",
            "grid.seed.count=16",
            "--set",
            "grid.where=width <= 16 || family == 'plain'",
            "--set",
            "problem.count=1");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().map(line -> line.replaceAll(" +", " ").strip()).toList();
    assertTrue(lines.contains("width 4 4 to 32"), run.out());
    assertTrue(lines.contains("cells 14 of 16, where width <= 16 || family == 'plain'"), run.out());
    assertTrue(lines.contains("trials 224"), run.out());
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("4 \\d+ [0-9.]+ (s|min) \\d+% [0-9.]+ (s|min)")),
        run.out());
  }

  @Test
  void planOfATrillionTrialsAnswers() {
    CommandRun run =
        CommandRun.of(
            "plan",
            "examples/quickstart.yaml",
            "--set",
            "grid.width={range: {from: 1, to: 4000}}",
            "--set",
            "problem.count=1",
            "--set",
            "grid.seed.count=62500000",
            "--cores",
            "10000");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("1,000,000,000,000"), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "deepest",
        "long-skip",
        "acceptance",
        "orhan-pitkow",
        "orhan-pitkow-full",
        "penalty",
        "singular-flow",
        "scaling-study",
        "scaling-study-wide",
        "scaling-study-steep",
        "scaling-study-deep",
        "scaling-study-deep-again",
        "scaling-study-layers",
        "scaling-study-cluster"
      })
  void examplesAreSpecs(String name) {
    CommandRun run = CommandRun.of("plan", "examples/" + name + ".yaml");
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void examplesOfTablesAreSpecsForTheirColumns() throws IOException {
    for (String name : ExampleTables.names()) {
      Path example = Path.of("examples", name + ".yaml");
      List<String> arguments = new ArrayList<>(List.of("plan", example.toString()));
      arguments.addAll(ExampleTables.arguments(example, folder));
      CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
      assertEquals(0, run.code(), run.err());
      String text = run.out().replaceAll("\\s+", " ");
      assertTrue(text.contains("inputs: 2 ("), run.out());
      assertTrue(text.contains("128 of 250 drawn for each problem"), run.out());
    }
  }

  /** A sweep of hours that cannot decide what it asks is no example to follow. */
  @Test
  void noExampleAsksWhatItsProblemsCannotDecide() throws IOException {
    int asked = 0;
    try (Stream<Path> examples = Files.list(Path.of("examples"))) {
      for (Path example : examples.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        List<String> arguments = new ArrayList<>(List.of("plan", example.toString(), "--json"));
        arguments.addAll(ExampleTables.arguments(example, folder));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        JsonNode plan = new ObjectMapper().readTree(run.out());
        if (plan.has("decidable")) {
          asked++;
          assertTrue(plan.get("decidable").asBoolean(), example + " cannot decide a rate");
          // One family alone has no pairs and asks nothing about skips.
          boolean pairs = !Files.readString(example).contains("family: [linear-skip]");
          assertEquals(pairs, plan.get("skips_decidable").asBoolean(), example + " and skips");
        }
      }
    }
    assertTrue(asked >= 4, asked + " examples ask for a rate");
  }

  @Test
  void shippedSchemaIsThatOfTheKeys() throws IOException {
    assertEquals(
        CommandRun.of("init", "--schema").out(),
        Files.readString(Path.of("../docs/shallows-v1.schema.json")),
        "keys or registries changed: remove docs/shallows-v1.schema.json and write it anew with"
            + " shallows init --schema");
  }

  @Test
  void dictionaryDefinesEveryTable() {
    String all = CommandRun.of("dictionary").out();
    Tables.ALL.forEach(table -> assertTrue(all.contains(table.name() + ": "), table.name()));
    assertTrue(
        CommandRun.of("dictionary", "depths", "--markdown").out().startsWith("# Data dictionary"));
  }

  @Test
  void helpAndVersionAnswer() {
    for (String command : new CommandLine(new ShallowsCommand()).getSubcommands().keySet()) {
      if (!command.equals("help") && !command.equals("generate-completion")) {
        CommandRun help = CommandRun.of(command, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Examples:\n  shallows " + command), help.out());
      }
    }
    List<String> version = CommandRun.of("--version").out().lines().toList();
    assertTrue(
        version.get(0).matches("shallows \\S+ \\(\\w+(, modified)?\\), built by JDK \\d+"),
        version.get(0));
    assertTrue(version.get(1).matches("spec shallows/v1, numerics revision \\d+"), version.get(1));
    assertTrue(version.get(2).startsWith("java " + System.getProperty("java.version")));
    assertTrue(CommandRun.of("--help").out().contains("4 incomplete but resumable"));
  }

  @Test
  void helpFitsATerminal() {
    List<String> commands =
        new ArrayList<>(new CommandLine(new ShallowsCommand()).getSubcommands().keySet());
    commands.removeAll(List.of("help", "generate-completion"));
    for (String command : commands) {
      List<String> wide =
          CommandRun.of(command, "--help")
              .out()
              .lines()
              .filter(line -> line.length() > 80)
              .toList();
      assertEquals(List.of(), wide, command);
    }
    assertEquals(
        List.of(),
        CommandRun.of("--help").out().lines().filter(line -> line.length() > 80).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "acceptance",
        "orhan-pitkow",
        "singular-flow",
        "scaling-study-cluster"
      })
  void plansFitATerminal(String name) {
    CommandRun run = CommandRun.of("plan", "examples/" + name + ".yaml", "--cores", "1,100,10000");
    assertEquals(List.of(), run.out().lines().filter(line -> line.length() > 80).toList());
  }

  @Test
  void planGivesARangeAndItsNumbersToScripts() throws IOException {
    CommandRun run = CommandRun.of("plan", "examples/quickstart.yaml", "--json", "--cores", "1,4");
    JsonNode plan = new ObjectMapper().readTree(run.out());
    assertEquals(1280, plan.get("trials").asLong());
    assertFalse(plan.has("suprema"));
    assertEquals(0, plan.get("trials_trained").asLong());
    assertFalse(plan.get("costs_measured").asBoolean());
    double predicted = plan.get("core_seconds").asDouble();
    assertTrue(plan.get("core_seconds_low").asDouble() < predicted);
    assertTrue(plan.get("core_seconds_high").asDouble() > predicted);
    assertEquals(4, plan.get("schedules").get(1).get("cores").asInt());
  }

  private static JsonNode plan(String spec, String... more) throws IOException {
    String[] words = {"plan", spec, "--json", "--cores", "2"};
    CommandRun run = CommandRun.of(with(words, more));
    assertEquals(0, run.code(), run.err());
    return new ObjectMapper().readTree(run.out());
  }

  private static double stage(JsonNode plan, String name) {
    return plan.findValue("stages").findParents("stage").stream()
        .filter(stage -> stage.get("stage").asText().equals(name))
        .mapToDouble(stage -> stage.get("core_seconds").asDouble())
        .sum();
  }

  /** All stages of the stored quickstart took 250 s; the first commit of its log has them. */
  @Test
  void planIsWithinAFactorOfTwoOfTheQuickstart() throws IOException {
    String log =
        Files.readString(
            Path.of("../notebooks-data/reference/quickstart/_log/commit-000000000001.json"));
    double took = 0;
    double references = 0;
    for (JsonNode group :
        new ObjectMapper().readTree(log.substring(log.indexOf('\n'))).get("added")) {
      took += group.get("seconds").asDouble();
      references +=
          group.get("stage").asText().equals("REFERENCES") ? group.get("seconds").asDouble() : 0;
    }
    JsonNode plan = plan("examples/quickstart.yaml");
    double predicted = plan.get("core_seconds").asDouble();
    assertTrue(predicted > took / 2 && predicted < took * 2, predicted + " of " + took);
    double first = stage(plan, "references");
    assertTrue(first > references / 2 && first < references * 2, first + " of " + references);
  }

  /**
   * {@code shallows atlas examples/deepest.yaml} takes 36.6 s of processor time, start and compiler
   * included (commit of this test), and computes what the stage suprema does.
   */
  @Test
  void planIsWithinAFactorOfTwoOfSuprema() throws IOException {
    JsonNode plan = plan("examples/deepest.yaml");
    double predicted = stage(plan, "suprema");
    assertTrue(predicted > 36.6 / 2 && predicted < 36.6 * 2, predicted + " s");
    assertTrue(plan.get("core_seconds").asDouble() >= predicted);
  }

  @Test
  void planAddsItsStagesUp() throws IOException {
    for (String name : List.of("quickstart", "deepest", "scaling-study", "singular-flow")) {
      JsonNode plan = plan("examples/" + name + ".yaml");
      double total = plan.get("core_seconds").asDouble();
      double sum = 0;
      for (JsonNode stage : plan.get("stages")) {
        sum += stage.get("core_seconds").asDouble();
      }
      assertEquals(total, sum, 1e-9 * total, name);
      double makespan = plan.get("schedules").get(0).get("makespan_seconds").asDouble();
      assertTrue(makespan >= total / 2 * (1 - 1e-9), name + ": " + makespan);
    }
  }

  /** Without depths there are no references, and more of anything costs more. */
  @Test
  void planPricesReferencesByProblemsSamplesAndWidths() throws IOException {
    String spec = "examples/quickstart.yaml";
    double usual = stage(plan(spec), "references");
    assertEquals(
        2 * usual, stage(plan(spec, "--set", "problem.count=32"), "references"), 1e-9 * usual);
    assertTrue(usual < stage(plan(spec, "--set", "problem.samples=200"), "references"));
    assertTrue(usual < stage(plan(spec, "--set", "grid.width=[4, 6, 8, 12, 24]"), "references"));
    JsonNode depthless = plan(spec, "--set", "measurement.depth.enabled=false");
    assertEquals(List.of("minima"), depthless.get("stages").findValuesAsText("stage"));
    String deepest = "examples/deepest.yaml";
    double suprema = stage(plan(deepest), "suprema");
    assertEquals(
        suprema / 2, stage(plan(deepest, "--set", "problem.count=6"), "suprema"), 1e-9 * suprema);
    assertTrue(suprema < stage(plan(deepest, "--set", "problem.samples=10"), "suprema"));
    String text = CommandRun.of("plan", deepest).out();
    assertFalse(text.contains("not among"), text);
  }

  /** Two families of five widths on twelve problems; starts and seeds have the same landscape. */
  @Test
  void planCountsLandscapes() throws IOException {
    CommandRun run = CommandRun.of("plan", "examples/deepest.yaml", "--json");
    assertEquals(120, new ObjectMapper().readTree(run.out()).get("suprema").asInt());
    List<String> lines = CommandRun.of("plan", "examples/deepest.yaml").out().lines().toList();
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("  suprema                  120 ")));
    assertEquals(List.of(), lines.stream().filter(line -> line.length() > 80).toList());
  }

  @Test
  void planLooksIntoTheStore() throws IOException {
    String store = SmallStore.folder().toString();
    String[] spec = {
      "plan", "../.ci/tiny.yaml", "--set", "grid.networkDepth=1", "--set", "output.paths=best"
    };
    CommandRun whole = CommandRun.of(with(spec, "--output", store, "--json"));
    assertEquals(0, whole.code(), whole.err());
    JsonNode plan = new ObjectMapper().readTree(whole.out());
    assertEquals(plan.get("trials"), plan.get("trials_trained"));
    assertTrue(plan.get("costs_measured").asBoolean());
    assertEquals(0, plan.get("core_seconds").asDouble());
    CommandRun more =
        CommandRun.of(with(spec, "--output", store, "--json", "--set", "grid.seed.count=40"));
    JsonNode grown = new ObjectMapper().readTree(more.out());
    assertEquals(plan.get("trials"), grown.get("trials_trained"));
    assertTrue(grown.get("core_seconds").asDouble() > 0);
    String text = CommandRun.of(with(spec, "--output", store)).out();
    assertTrue(text.replaceAll("\\s+", " ").contains("from what trials of this store took"), text);
    String power = CommandRun.of(with(spec, "--output", store, "--power")).out();
    assertTrue(power.contains("no trend yet") || power.contains("no forecast"), power);
    CommandRun other =
        CommandRun.of(with(spec, "--output", store, "--set", "problem.teacherWidth=3"));
    assertEquals(5, other.code(), other.err());
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  /** What takes seconds to load must not be loaded by commands that answer at once. */
  @Test
  void planStartsNeitherSparkNorNativeLibraries() throws Exception {
    Path log = folder.resolve("classes");
    Process plan =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "io.shallows.launch.Shallows",
                "plan",
                "examples/quickstart.yaml")
            .redirectErrorStream(true)
            .start();
    String out = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, plan.waitFor(), out);
    List<String> heavy =
        Files.readAllLines(log).stream()
            .filter(
                line ->
                    line.matches(
                        ".* (org\\.apache\\.(spark|hadoop)|scala|org\\.nd4j|org\\.bytedeco)\\..*"))
            .toList();
    assertTrue(heavy.size() <= 10, () -> String.join("\n", heavy));
  }
}
