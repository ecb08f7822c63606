package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.depth.question.DepthTargets;
import io.shallows.grid.SweepIdentity;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.record.TrialsTable;
import io.shallows.spark.SweepJob;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredPilot;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.survey.GivenNetwork;
import io.shallows.survey.NetworkLayouts;
import io.shallows.survey.Samples;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command on the store of a small sweep of the real science, as spark-submit gives them. */
class CommandsOnStoreTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: small
      grid:
        family: [plain, long-skip]
        width: [3]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [clustered]
        seed: {count: 3, root: 7}
      problem: {kind: teacher, samples: 24, teacherWidth: 2}
      training: {maxIterations: 300}
      measurement:
        depth: {eta: [0.5], finders: [constructive, aligned], referenceRestarts: 4, connectivity: tree}
      """;

  private record Answer(int code, String out, String err) {}

  @TempDir private static Path folder;
  private static Path spec;
  private static Path store;
  private static Answer first;

  @BeforeAll
  static void run() throws IOException {
    spec = Files.writeString(folder.resolve("small.yaml"), SPEC);
    store = folder.resolve("store");
    first = run(store);
  }

  private static Answer run(Path output, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", spec.toString()));
    arguments.addAll(List.of("--master", "local[2]", "--output", output.toString()));
    arguments.addAll(List.of(more));
    return give(arguments.toArray(String[]::new));
  }

  private static Answer give(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        SweepCommandLine.of(new SweepJob())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  private static List<String> trialIds() {
    List<String> ids = new ArrayList<>();
    Store.open(store.toString(), new Configuration())
        .read(TrialsTable.TABLE, row -> ids.add(row.get(LeadingColumns.TRIAL_ID)));
    return ids;
  }

  private static List<Path> rows(Path of) throws IOException {
    try (Stream<Path> files = Files.walk(of)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.toString().contains("/cells/"))
          .sorted()
          .toList();
    }
  }

  @Test
  void runPrintsCellsVerdictsAndWhereTheRowsAre() {
    assertEquals(0, first.code(), first.err());
    List<String> lines = first.out().lines().toList();
    assertTrue(lines.get(0).startsWith("family          L   n width trials"), first.out());
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("family          L  n  eta width covered")),
        first.out());
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("plain")), first.out());
    assertEquals("6 trials, 0 failed; store: " + store, lines.get(lines.size() - 1));
  }

  @Test
  void runAgainComputesNothing() throws IOException {
    List<Path> before = rows(store);
    Answer again = run(store);
    assertEquals(0, again.code(), again.err());
    assertEquals(before, rows(store));
  }

  @Test
  void anotherSpecIsRefusedAndASpecThatIsNoneToo() {
    Answer other = run(store, "--set", "grid.seed.root=8");
    assertEquals(5, other.code());
    assertTrue(other.err().contains("was made by another spec"), other.err());
    Answer second = run(store, "--set", "measurement.slowDown=adam");
    assertEquals(5, second.code(), second.err());
    assertTrue(
        second.err().contains("measurement.slowDown: none in the store, adam in the spec"),
        second.err());
    assertEquals(2, run(folder.resolve("none"), "--set", "grid.width=0").code());
    assertEquals(2, run(store, "--retry", "lucky").code());
  }

  @Test
  void statusCountsAndTakesConditions() throws IOException {
    Answer status = give("status", store.toString(), "--require", "complete");
    assertEquals(0, status.code(), status.err());
    assertTrue(status.out().startsWith("small: complete\ntrials: 6 of 6 finished\n"), status.out());
    assertTrue(status.out().contains("kinds of end points:\n"), status.out());
    Answer json = give("status", store.toString(), "--json");
    JsonNode object = new ObjectMapper().readTree(json.out());
    assertEquals("small", object.get("name").asText());
    assertEquals(0, object.get("bound_violations").asInt());
    assertTrue(object.has("verdicts"), json.out());
  }

  @Test
  void exportGivesEveryTableInBothForms() throws IOException {
    for (Table table : Tables.ALL) {
      Answer csv = give("export", store.toString(), "--format", "csv", table.name());
      assertEquals(0, csv.code(), csv.err());
      assertEquals(
          table.columns().size(),
          csv.out().lines().findFirst().orElseThrow().split(",", -1).length);
      Answer json = give("export", store.toString(), "--format", "json", table.name());
      assertEquals(0, json.code(), json.err());
      List<String> lines = json.out().lines().toList();
      for (String line : lines) {
        assertEquals(table.columns().size(), new ObjectMapper().readTree(line).size());
      }
      if (table == TrialsTable.TABLE) {
        assertEquals(6, lines.size());
        assertEquals(7, csv.out().lines().count());
      }
    }
    assertEquals(2, give("export", store.toString(), "--format", "csv", "trails").code());
  }

  @Test
  void exportGivesOnePathAsRowsAndAsDrawing() {
    List<Record> bars = new ArrayList<>();
    Store stored = Store.open(store.toString(), new Configuration());
    stored.read(DepthsTable.TABLE, row -> bars.add(row));
    bars.removeIf(row -> !row.get(DepthsTable.TARGET).equals("tree"));
    assertTrue(!bars.isEmpty(), "the cells have trees");
    List<Record> vertices = new ArrayList<>();
    stored.read(PathsTable.TABLE, vertices::add);
    vertices.removeIf(row -> !row.get(PathsTable.TARGET).equals("tree"));
    assertTrue(!vertices.isEmpty(), "and their paths are kept");
    String id = vertices.get(0).get(LeadingColumns.TRIAL_ID);
    String[] one = {"paths", "--trial", id, "--target", "tree"};
    Answer csv = give(export("csv", one));
    assertEquals(0, csv.code(), csv.err());
    long ofTrial =
        vertices.stream().filter(row -> row.get(LeadingColumns.TRIAL_ID).equals(id)).count();
    assertEquals(1 + ofTrial, csv.out().lines().count());
    Answer svg = give(export("svg", one));
    assertEquals(0, svg.code(), svg.err());
    assertTrue(svg.out().startsWith("<svg"), svg.out());
    assertTrue(svg.out().contains("class=\"highest\""), "the certified maximum is marked");
    assertEquals(2, give(export("svg", "trials")).code());
    Answer many = give(export("svg", "paths"));
    assertEquals(2, many.code());
    assertTrue(many.err().contains("svg draws one path, and several fit"), many.err());
    Answer none = give(export("svg", "paths", "--trial", "0".repeat(32)));
    assertTrue(none.err().contains("svg draws one path, and none fits"), none.err());
    assertEquals(2, give(export("csv", "cells", "--trial", id)).code());
  }

  @Test
  void exportGivesWhatEveryPathProves() throws IOException {
    Map<List<String>, List<Record>> paths = new LinkedHashMap<>();
    Store.open(store.toString(), new Configuration())
        .read(
            PathsTable.TABLE,
            row -> {
              List<String> options = new ArrayList<>();
              options.addAll(List.of("--trial", row.get(LeadingColumns.TRIAL_ID)));
              options.addAll(List.of("--target", row.get(PathsTable.TARGET)));
              row.find(LeadingColumns.ETA)
                  .ifPresent(eta -> options.addAll(List.of("--eta", eta.toString())));
              row.find(PathsTable.DROP)
                  .ifPresent(drop -> options.addAll(List.of("--drop", drop.toString())));
              options.addAll(List.of("--path", row.get(PathsTable.PATH).toString()));
              paths.computeIfAbsent(options, none -> new ArrayList<>()).add(row);
            });
    assertTrue(!paths.isEmpty(), "the store has paths");
    for (Map.Entry<List<String>, List<Record>> path : paths.entrySet()) {
      Answer answer = give(export("certificate", path.getKey().toArray(String[]::new)));
      assertEquals(0, answer.code(), answer.err());
      JsonNode document = new ObjectMapper().readTree(answer.out());
      Record first = path.getValue().get(0);
      assertEquals(first.get(PathsTable.TARGET), document.get("about").get("target").asText());
      assertEquals(path.getValue().size(), document.get("path").size());
      for (int v = 0; v < path.getValue().size(); v++) {
        double[] theta = path.getValue().get(v).get(PathsTable.PARAMETERS);
        JsonNode vertex = document.get("path").get(v);
        assertEquals(theta.length, vertex.size());
        assertEquals(theta[0], Double.parseDouble(vertex.get(0).asText()));
        if (v > 0) {
          double stored = path.getValue().get(v).get(PathsTable.SEGMENT_MAX);
          JsonNode claimed = document.get("segments").get(v - 1).get("maximum");
          assertEquals(stored, Double.parseDouble(claimed.asText()), 1e-12 * stored);
        }
      }
    }
    Answer many = give(export("certificate"));
    assertEquals(2, many.code());
    assertTrue(many.err().contains("certificate is of one path, and several fit"), many.err());
  }

  @Test
  void anArchiveHasThePathThatIsAskedFor() throws IOException {
    List<Record> vertices = new ArrayList<>();
    Store.open(store.toString(), new Configuration()).read(PathsTable.TABLE, vertices::add);
    Record first = vertices.get(0);
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--trial", first.get(LeadingColumns.TRIAL_ID)));
    options.addAll(List.of("--target", first.get(PathsTable.TARGET)));
    first
        .find(LeadingColumns.ETA)
        .ifPresent(eta -> options.addAll(List.of("--eta", eta.toString())));
    first
        .find(PathsTable.DROP)
        .ifPresent(drop -> options.addAll(List.of("--drop", drop.toString())));
    options.addAll(List.of("--path", first.get(PathsTable.PATH).toString()));
    Path file = folder.resolve("with-path.npz");
    options.add(file.toString());
    Answer answer = give(export("npz", options.toArray(String[]::new)));
    assertEquals(0, answer.code(), answer.err());
    NumpyArchive arrays = NumpyArchive.of("trial", Files.readAllBytes(file), 1 << 20);
    assertArrayEquals(
        first.get(PathsTable.PARAMETERS), RowMajor.values(arrays.array("path").getRow(0)));
    assertEquals(first.get(PathsTable.LOSS), arrays.array("path_loss").getDouble(0));
    assertEquals(arrays.array("path_loss").length() - 1, arrays.array("path_max").length());
    assertEquals(
        vertices.get(1).get(PathsTable.SEGMENT_MAX), arrays.array("path_max").getDouble(0));
    GivenNetwork read =
        NetworkLayouts.read(
            "with-path.npz",
            arrays,
            Samples.of("with-path.npz", arrays),
            Optional.empty(),
            Optional.empty());
    assertArrayEquals(first.get(PathsTable.PARAMETERS), read.theta());
    Answer none = give(export("npz", "--trial", options.get(1), "--path", "99"));
    assertEquals(2, none.code());
    assertTrue(none.err().contains("npz with --target has one path, and none fits"), none.err());
  }

  @Test
  void lowerEndsThatAreNoneHaveNoCertificate() {
    Answer none = give(export("lower-certificate", "--trial", "0".repeat(32)));
    assertEquals(2, none.code());
    assertTrue(none.err().contains("is of one depth_lower above 0, and none fits"), none.err());
    Answer path = give(export("lower-certificate", "--path", "0"));
    assertTrue(path.err().contains("--path: is of one way"), path.err());
  }

  @Test
  void targetsOfPathsAreThoseThatThereAre() {
    Answer none = give(export("csv", "paths", "--target", "lowest"));
    assertEquals(2, none.code());
    for (String target : DepthTargets.labels()) {
      assertTrue(none.err().contains(target), none.err());
      assertEquals(0, give(export("csv", "paths", "--target", target)).code());
    }
    String help = give("export", "--help").out();
    for (String target : DepthTargets.labels()) {
      assertTrue(help.contains(target), help);
    }
  }

  @Test
  void dataAreThoseTrainedOn() throws IOException {
    List<Record> trials = new ArrayList<>();
    Store.open(store.toString(), new Configuration()).read(TrialsTable.TABLE, trials::add);
    String id = trials.get(0).get(LeadingColumns.PROBLEM_ID);
    Answer csv = give("data", store.toString(), id.substring(0, 8), "--format", "csv");
    assertEquals(0, csv.code(), csv.err());
    List<String> lines = csv.out().lines().toList();
    assertEquals("x1,x2,one,y1", lines.get(0));
    assertEquals(25, lines.size());
    assertTrue(lines.stream().skip(1).allMatch(line -> line.split(",", -1)[2].equals("1.0")));
    assertEquals(csv, give("data", store.toString(), id, "--format", "csv"));
    Path file = folder.resolve("data.npz");
    Answer npz = give("data", store.toString(), id, "--format", "npz", file.toString());
    assertEquals(0, npz.code(), npz.err());
    assertEquals("PK", new String(Files.readAllBytes(file), 0, 2, StandardCharsets.US_ASCII));
    Answer again = give("data", store.toString(), id, "--format", "npz", file.toString());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("exists already"), again.err());
  }

  @Test
  void idsThatAreNoneAreMistakes() {
    Answer none = give("data", store.toString(), "00000000", "--format", "csv");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("PROBLEM_ID: 00000000 begins no id"), none.err());
    Answer few = give("data", store.toString(), "123", "--format", "csv");
    assertEquals(2, few.code());
    assertTrue(few.err().contains("is not 8 to 32 hexadecimal digits"), few.err());
    Answer alone = give("export", store.toString(), "trials", "--format", "csv", "--trial", "0123");
    assertEquals(2, alone.code());
    assertEquals("", alone.out(), "no line of names beside a mistake");
    assertEquals(2, give(export("npz")).code());
    assertEquals(2, give(export("csv")).code());
    assertEquals(2, give("explain", store.toString(), "trial").code());
  }

  @Test
  void anIdMayBeShortened() {
    String id = trialIds().get(1);
    assertEquals(
        give("explain", store.toString(), id).out(),
        give("explain", store.toString(), id.substring(0, 8)).out());
    assertEquals(
        give(export("csv", "minima", "--trial", id)).out(),
        give(export("csv", "minima", "--trial", id.substring(0, 12))).out());
  }

  @Test
  void aPopulationProblemHasNoData() throws IOException {
    Path population = folder.resolve("population.yaml");
    Files.writeString(
        population,
        """
        apiVersion: shallows/v1
        name: population
        grid: {family: [plain], width: [2], networkDepth: [0], inputDimension: [2], seed: {count: 1}}
        problem: {kind: gaussian-teacher, teacherWidth: 2, committee: true}
        training: {maxIterations: 20}
        measurement: {depth: {enabled: false}, singularities: false, spectrum: false}
        """);
    Path output = folder.resolve("population");
    Answer ran =
        give("run", population.toString(), "--master", "local[2]", "--output", output.toString());
    assertEquals(0, ran.code(), ran.err());
    List<Record> trials = new ArrayList<>();
    Store.open(output.toString(), new Configuration()).read(TrialsTable.TABLE, trials::add);
    String id = trials.get(0).get(LeadingColumns.PROBLEM_ID);
    Answer data = give("data", output.toString(), id, "--format", "csv");
    assertEquals(2, data.code());
    assertEquals(1, data.err().lines().count(), data.err());
    assertTrue(data.err().contains("is a population problem (gaussian-teacher)"), data.err());
    Path file = folder.resolve("population.npz");
    String trial = trials.get(0).get(LeadingColumns.TRIAL_ID);
    Answer npz =
        give("export", output.toString(), "--format", "npz", "--trial", trial, file.toString());
    assertEquals(0, npz.code(), npz.err());
    NumpyArchive arrays = NumpyArchive.of("trial", Files.readAllBytes(file), 1 << 20);
    assertFalse(arrays.has("x"));
    assertArrayEquals(new double[] {1, 0, 0, 1}, RowMajor.values(arrays.array("teacher")));
  }

  private static String[] export(String format, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("export", store.toString(), "--format", format));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void describeWithoutOptionsListsWhatThereIs() {
    Answer described = give("describe", store.toString());
    assertEquals(0, described.code(), described.err());
    assertTrue(described.out().startsWith("table "), described.out());
    assertTrue(described.out().matches("(?s).*\\ntrials +6 +\\d+ +\\d+ kB  .*"), described.out());
    Answer half = give("describe", store.toString(), "--creator", "A. Name");
    assertEquals(2, half.code());
    assertTrue(half.err().contains("--license: is missing"), half.err());
  }

  @Test
  void exportWritesCsvUnlessToldOtherwise() {
    assertEquals(
        give("export", store.toString(), "--format", "csv", "trials"),
        give("export", store.toString(), "trials"));
  }

  @Test
  void explainShowsTheRowsOfOneTrial() {
    String id = trialIds().get(0);
    Answer explained = give("explain", store.toString(), id);
    assertEquals(0, explained.code(), explained.err());
    String story = give("show", store.toString(), id).out();
    assertTrue(explained.out().startsWith(story + "\ntrials: "), explained.out());
    assertTrue(explained.out().contains("  trial_id = " + id + "\n"), explained.out());
    assertTrue(explained.out().contains("\nminima: "), explained.out());
    Answer none = give("explain", store.toString(), "0".repeat(32));
    assertEquals(2, none.code());
    assertTrue(none.err().contains("ids are in column trial_id of table trials"), none.err());
  }

  @Test
  void showTellsTheStoryOfOneNetwork() {
    for (String id : trialIds()) {
      Answer story = give("show", store.toString(), id.substring(0, 8));
      assertEquals(0, story.code(), story.err());
      List<String> lines = story.out().lines().toList();
      assertTrue(lines.size() <= NetworkStory.LINES, story.out());
      assertTrue(
          lines.get(0).contains("network " + id.substring(0, 8) + ": width 3"), lines.get(0));
      for (String line : lines) {
        assertTrue(line.length() <= 80 || line.contains(store.toString()), line);
      }
    }
  }

  /** The numbers of the story are those of the rows. */
  @Test
  void showChoosesTheDeepestMinimum() {
    List<Record> own = new ArrayList<>();
    Store.open(store.toString(), new Configuration()).read(DepthsTable.TABLE, own::add);
    own.removeIf(
        row ->
            !row.get(DepthsTable.TARGET).equals("own")
                || !row.get(DepthsTable.COVERED)
                || row.find(DepthsTable.DEPTH_UPPER).isEmpty());
    own.sort(
        Comparator.comparingDouble((Record row) -> -row.find(DepthsTable.DEPTH_LOWER).orElse(0.0))
            .thenComparingDouble(row -> -row.get(DepthsTable.DEPTH_UPPER))
            .thenComparingDouble(row -> row.get(DepthsTable.LOSS)));
    Record deepest = own.get(0);
    String id = deepest.get(LeadingColumns.TRIAL_ID);
    Answer story = give("show", store.toString());
    assertEquals(give("show", store.toString(), id), story);
    assertEquals(story, give("show", store.toString(), "--deepest"));
    String upper = String.format(Locale.ROOT, "%.3g", deepest.get(DepthsTable.DEPTH_UPPER));
    String line =
        story
            .out()
            .lines()
            .filter(l -> l.startsWith("own, lower by 0.001 of it"))
            .findFirst()
            .orElseThrow();
    assertTrue(line.contains(upper), line + " has not " + upper);
    assertTrue(story.out().contains("vertices, highest loss "), story.out());
    String kind = deepest.get(DepthsTable.MINIMUM_KIND);
    assertEquals(story, give("show", store.toString(), "--kind", kind));
    assertEquals(2, give("show", store.toString(), "--kind", "deep").code());
    assertEquals(2, give("show", store.toString(), id, "--deepest").code());
    assertEquals(2, give("show", store.toString(), "0".repeat(32)).code());
  }

  @Test
  void queryAnswersFromCommittedRowsAndOnlyReads() throws IOException {
    String question =
        "SELECT family, count(*) AS trials, max(loss) AS worst FROM trials GROUP BY 1 ORDER BY 1";
    Answer text = give("query", store.toString(), question);
    assertEquals(0, text.code(), text.err());
    List<String> lines = text.out().lines().toList();
    assertTrue(lines.get(0).startsWith("family    trials"), text.out());
    assertTrue(lines.get(1).startsWith("long-skip      3"), text.out());
    assertEquals("2 rows", lines.get(3));
    List<Record> trials = new ArrayList<>();
    Store.open(store.toString(), new Configuration()).read(TrialsTable.TABLE, trials::add);
    double worst =
        trials.stream()
            .filter(row -> row.get(LeadingColumns.FAMILY).equals("plain"))
            .mapToDouble(row -> row.get(TrialsTable.LOSS))
            .max()
            .orElseThrow();
    Answer csv = give("query", store.toString(), question, "--format", "csv");
    assertEquals("family,trials,worst", csv.out().lines().findFirst().orElseThrow());
    assertEquals("plain,3," + worst, csv.out().lines().toList().get(2));
    Answer json = give("query", store.toString(), question, "--format", "json");
    JsonNode plain = new ObjectMapper().readTree(json.out().lines().toList().get(1));
    assertEquals(worst, plain.get("worst").asDouble());
    for (Table table : Tables.ALL) {
      Answer all = give("query", store.toString(), "SELECT * FROM " + table.name());
      assertEquals(0, all.code(), all.err());
    }
    List<Path> before = rows(store);
    for (String no :
        List.of(
            "DROP VIEW trials",
            "INSERT INTO trials SELECT * FROM trials",
            "CREATE TABLE mine AS SELECT 1",
            "SELECT 1; DROP VIEW trials",
            "WITH t AS (SELECT 1) INSERT OVERWRITE DIRECTORY '/nowhere' USING csv SELECT * FROM t",
            "SELECT * FROM trails",
            "SELECT count(*) FROM csv.`/etc/hosts`",
            "SELECT java_method('java.lang.System', 'getenv', 'PATH')",
            "SELECT reflect('java.lang.System', 'getenv', 'PATH')",
            "SELECT try_reflect('java.lang.System', 'getenv', 'PATH')",
            "SELECT lost FROM trials",
            "SELECT")) {
      Answer refused = give("query", store.toString(), no);
      assertEquals(2, refused.code(), no + ": " + refused.err());
      String reason = refused.err().lines().findFirst().orElseThrow();
      assertTrue(reason.matches("shallows: SQL: \\S.*"), refused.err());
      assertTrue(refused.err().lines().count() <= 3, refused.err());
    }
    for (String no :
        List.of(
            "SELECT family,\n  lost FROM trials", "SELECT family FROM trials\n  GROPU BY family")) {
      Answer refused = give("query", store.toString(), no);
      List<String> shown = refused.err().lines().toList();
      assertTrue(shown.get(0).contains("(line 2, column "), refused.err());
      assertEquals("  " + no.lines().toList().get(1), shown.get(1));
      int caret = shown.get(2).indexOf('^');
      assertTrue(caret >= 4 && !Character.isWhitespace(shown.get(1).charAt(caret)), refused.err());
    }
    assertEquals(before, rows(store));
  }

  /** Rows have hashes; which is the first problem and which the second follows from the spec. */
  @Test
  void queryKnowsTheNumbersOfProblems() {
    SweepSpec spec = SweepVocabulary.reader().read(SPEC, "spec");
    SweepIdentity identity = new SweepIdentity(spec);
    Answer answer =
        give(
            "query",
            store.toString(),
            "--format",
            "csv",
            "SELECT DISTINCT p.number, p.input_dimension, p.whole, t.problem_id FROM trials t"
                + " JOIN problems p USING (problem_id) ORDER BY ALL");
    assertEquals(0, answer.code(), answer.err());
    List<String> expected = new ArrayList<>(List.of("number,input_dimension,whole,problem_id"));
    for (int number = 0; number < spec.problem().count(); number++) {
      int inputs = spec.grid().inputDimension().get(0);
      expected.add(number + "," + inputs + ",true," + identity.problemId(number, inputs).hex());
    }
    assertEquals(expected, answer.out().lines().toList());
  }

  @Test
  void queryNamesDamageAsDamageAndNotAsAMistake() throws IOException {
    Path other = folder.resolve("unread");
    assertEquals(0, run(other, "--set", "grid.seed.count=1").code());
    Path file =
        rows(other).stream()
            .filter(f -> f.toString().contains("/trials/"))
            .findFirst()
            .orElseThrow();
    for (boolean gone : new boolean[] {false, true}) {
      if (gone) {
        Files.delete(file);
      } else {
        Files.write(file, new byte[2000]);
      }
      Answer answer = give("query", other.toString(), "SELECT max(loss) FROM trials");
      assertEquals(1, answer.code(), answer.err());
      assertTrue(
          answer.err().contains("cannot be read; `shallows verify` tells more"), answer.err());
      assertEquals(1, answer.err().lines().count(), answer.err());
    }
  }

  @Test
  void compareFindsEqualRowsAndThoseThatDiffer() {
    Path more = folder.resolve("more");
    assertEquals(0, run(more, "--set", "grid.seed.count=4").code());
    Answer longer = give("compare", store.toString(), more.toString());
    assertEquals(0, longer.code(), longer.err());
    assertTrue(
        longer
            .out()
            .contains("trials: 6 rows in both, 0 only in a, 2 only in b; those in both are equal"),
        longer.out());
    assertTrue(
        longer.out().contains("specs: no key that holds for all trials differs"), longer.out());
    Path other = folder.resolve("root");
    assertEquals(0, run(other, "--set", "grid.seed.root=8").code());
    Answer apart = give("compare", store.toString(), other.toString());
    assertTrue(
        apart.out().contains("trials: 0 rows in both, 6 only in a, 6 only in b"), apart.out());
    assertTrue(apart.out().contains("grid.seed.root: 7 in a, 8 in b"), apart.out());
    assertEquals(2, give("compare", store.toString(), folder.resolve("none").toString()).code());
  }

  @Test
  void aNumberThatDiffersIsCountedByItsColumn() {
    Store stored = Store.open(store.toString(), new Configuration());
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[1]"), Map.of());
    try (StoreQuery query = StoreQuery.start(conf)) {
      query.know(stored, StoreComparison.A);
      query.know(stored, StoreComparison.B);
      query.define(
          "b_trials",
          "SELECT * EXCEPT (loss, seconds), loss + if(seed = 1, 1e-9, 0) AS loss, 7.0D AS seconds"
              + " FROM a_trials");
      List<String> lines = new StoreComparison(query).lines(200);
      assertEquals(
          "trials: 6 rows in both, 0 only in a, 0 only in b; 2 of those in both differ, in loss 2",
          lines.get(0));
      assertTrue(lines.get(1).endsWith("those in both are equal, bit for bit"), lines.get(1));
    }
  }

  @Test
  void aStoreIsThePilotOfALongerSweep() {
    List<String> longer = List.of("problem.count=3", "grid.seed.count=6");
    SweepSpec sweep = SweepVocabulary.reader().read(SPEC, "longer", longer);
    ShallowsScience science = new ShallowsScience();
    StoredPilot pilot = StoredPilot.of(sweep, "--pilot", store.toString(), science);
    List<Record> rows = new ArrayList<>();
    Store.open(store.toString(), new Configuration()).read(DepthsTable.TABLE, rows::add);
    rows.removeIf(row -> !row.get(DepthsTable.TARGET).equals("reference"));
    assertTrue(!rows.isEmpty(), "the store has depths to references");
    assertEquals(rows.size(), pilot.depths().values().stream().mapToInt(List::size).sum());
    assertTrue(pilot.belongs());
    assertEquals(2, pilot.times(sweep));
    assertEquals(List.of(), pilot.differences());
    SweepSpec other =
        SweepVocabulary.reader().read(SPEC, "other", List.of("grid.seed.root=8", "grid.width=4"));
    StoredPilot foreign = StoredPilot.of(other, "--pilot", store.toString(), science);
    assertEquals(0, foreign.depths().size(), "no cell of this width");
    assertEquals(List.of("grid.seed.root: 7 in the store, 8 in the spec"), foreign.differences());
  }

  @Test
  void reproduceFindsEqualBits() {
    String id = trialIds().get(2);
    assertEquals(
        new Answer(0, id + ": equal bits" + System.lineSeparator(), ""),
        give("reproduce", store.toString(), id));
    assertEquals(2, give("reproduce", store.toString(), "0".repeat(32)).code());
  }

  /** With what the trial's depths need, and from a copy that has the rows of depths alone. */
  @Test
  void reproduceMeasuresDepthsAgain() throws IOException {
    String id =
        Stream.of(give("export", store.toString(), "--format", "csv", "depths").out().split("\\R"))
            .skip(1)
            .findFirst()
            .orElseThrow()
            .substring(0, 32);
    Answer whole = give("reproduce", store.toString(), id, "--depths");
    assertEquals(0, whole.code(), whole.out() + whole.err());
    assertTrue(
        whole
            .out()
            .matches(id + ": equal bits of 1 trials, 1 minima, .*\\d+ depths, .*\\d+ paths, .*\\R"),
        whole.out());
    assertEquals(2, give("reproduce", store.toString(), id, "--certificate", "way.json").code());
    Path way = folder.resolve("way.json");
    Answer certified =
        give("reproduce", store.toString(), id, "--depths", "--certificate", way.toString());
    assertEquals(0, certified.code(), certified.out() + certified.err());
    String document = Files.readString(way);
    Answer exported = give(export("certificate", "--trial", id, "--target", "own"));
    assertEquals(exported.out(), document, "the stored path's document");
    Answer again =
        give("reproduce", store.toString(), id, "--depths", "--certificate", way.toString());
    assertEquals(2, again.code(), "a file is never overwritten");
    assertTrue(again.err().contains("--certificate: " + way + " exists already"), again.err());
    assertEquals("", again.out(), "and nothing is computed for it");
    assertEquals(document, Files.readString(way));
    Answer unknown =
        give("reproduce", store.toString(), id, "--depths", "--certificate", "x", "--target", "up");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("--target: up has 0 depths and no way out"), unknown.err());
    assertTrue(unknown.out().contains(": equal bits of "), "what was computed is said before");
    Answer without = give("reproduce", store.toString(), "0".repeat(32), "--depths");
    assertEquals(2, without.code());
    assertTrue(
        without.err().contains("has no row of this measurement in table depths"), without.err());
  }

  @Test
  void aggregateSummarisesAgain() {
    Answer aggregated = give("aggregate", store.toString(), "--master", "local[2]");
    assertEquals(0, aggregated.code(), aggregated.err());
  }

  @Test
  void verifyReadsEveryByteAndCertifiesPaths() {
    Answer verified = give("verify", store.toString(), "--paths", "--lower-ends");
    assertEquals(0, verified.code(), verified.out() + verified.err());
    assertTrue(verified.out().contains(" files, 0 damaged\n"), verified.out());
    assertTrue(verified.out().contains(" paths, 0 differences\n"), verified.out());
    assertTrue(verified.out().endsWith("0 lower ends, 0 not proven again\n"), verified.out());
    assertEquals(2, give("verify", store.toString(), "--paths", "--repair").code());
  }

  @Test
  void aDamagedFileIsNamedTakenOutAndMadeAgain() throws IOException {
    Path other = folder.resolve("damaged");
    assertEquals(0, run(other, "--set", "grid.seed.count=1").code());
    Path file =
        rows(other).stream()
            .filter(f -> f.toString().contains("/trials/"))
            .findFirst()
            .orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    // In the pages; most of so small a file is its footer.
    damaged[24] ^= 1;
    Files.write(file, damaged);
    Answer found = give("verify", other.toString());
    assertEquals(1, found.code());
    assertTrue(found.out().contains(file.getFileName().toString()), found.out());
    Answer repaired = give("verify", other.toString(), "--repair");
    assertEquals(4, repaired.code(), repaired.err());
    assertTrue(repaired.out().endsWith("; run again to make their rows\n"), repaired.out());
    assertEquals(4, give("status", other.toString(), "--require", "complete").code());
    assertEquals(0, run(other, "--set", "grid.seed.count=1").code());
    assertEquals(0, give("verify", other.toString()).code());
    assertEquals(0, give("status", other.toString(), "--require", "complete").code());
  }

  @Test
  void filesOfATableAreListedAndForeignOnesAreTold() throws IOException {
    Path other = folder.resolve("listed");
    assertEquals(0, run(other, "--set", "grid.seed.count=1").code());
    Path foreign = Files.writeString(other.resolve("trials/mine.parquet"), "mine");
    Answer names = give("files", other.toString(), "trials");
    assertEquals(0, names.code(), names.err());
    List<String> lines = names.out().lines().toList();
    assertEquals(
        rows(other).stream()
            .map(Path::toString)
            .filter(name -> name.contains("/trials/") && !name.endsWith("mine.parquet"))
            .toList(),
        lines.stream().sorted().toList());
    Answer sql = give("files", other.toString(), "trials", "--sql");
    assertEquals("['" + String.join("', '", lines) + "']\n", sql.out());
    assertEquals(2, give("files", other.toString(), "trails").code());
    Answer verified = give("verify", other.toString());
    assertEquals(0, verified.code(), verified.out());
    assertTrue(verified.out().contains(foreign + " is in no commit\n"), verified.out());
    assertEquals(2, give("verify", other.toString(), "--rebuild", "--repair").code());
    assertEquals(
        "the log is whole; nothing was done\n",
        give("verify", other.toString(), "--rebuild").out());
  }

  /** A format, and where the newest description of a table is. */
  @ParameterizedTest
  @CsvSource({
    "iceberg, _iceberg/%s/metadata/v1.metadata.json",
    "delta, %s/_delta_log/00000000000000000000.json"
  })
  void whatIsCommittedIsPublished(String format, String metadata) {
    Answer published = give("publish", store.toString(), "--format", format);
    assertEquals(0, published.code(), published.err());
    Store opened = Store.open(store.toString(), new Configuration());
    for (Table table : Tables.ALL) {
      int files = opened.files(table).size();
      List<Record> rows = new ArrayList<>();
      opened.read(table, rows::add);
      String line =
          "%s: %d rows in %d files, %d new, 0 gone: file://%s/%s\n"
              .formatted(
                  table.name(), rows.size(), files, files, store, metadata.formatted(table.name()));
      assertEquals(files > 0, published.out().contains(line), published.out());
    }
    assertTrue(
        published
            .out()
            .endsWith("commit " + opened.commit() + " of file:" + store + " is published\n"),
        published.out());
    Answer again = give("publish", store.toString(), "--format", format);
    assertEquals(
        published.out().replaceAll("\\d+ new", "0 new"),
        again.out(),
        "nothing was left to publish");
    assertEquals(0, give("verify", store.toString()).code(), "the store is whole");
  }

  @Test
  void tablesOfOtherFormatsAreNotPublished() {
    assertEquals(2, give("publish", store.toString(), "--format", "csv").code());
    assertEquals(2, give("publish", store.toString()).code());
  }

  private static Answer publishWithoutLibrary(Path store, String format) throws Exception {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .filter(entry -> !entry.contains("/iceberg-"))
            .collect(java.util.stream.Collectors.joining(java.io.File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                SweepJob.class.getName(),
                "publish",
                store.toString(),
                "--format",
                format)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), said, said);
  }

  @Test
  void withoutTheLibraryOfIcebergPublishSaysWhatToAdd() throws Exception {
    Path other = folder.resolve("published");
    assertEquals(0, run(other, "--set", "grid.seed.count=1").code());
    Answer refused = publishWithoutLibrary(other, "iceberg");
    assertEquals(2, refused.code(), refused.out());
    assertTrue(
        refused
            .out()
            .contains(
                "shallows: publish --format iceberg: its library is not here; give it to"
                    + " spark-submit by --packages "
                    + PublishCommand.LIBRARY
                    + ",\n"),
        refused.out());
    Answer published = publishWithoutLibrary(other, "delta");
    assertEquals(0, published.code(), published.out());
    assertTrue(published.out().contains("/_delta_log/"), published.out());
    String pom = Files.readString(Path.of("../pom.xml"));
    String version = PublishCommand.LIBRARY.substring(PublishCommand.LIBRARY.lastIndexOf(':') + 1);
    assertTrue(pom.contains("<iceberg.version>" + version + "</iceberg.version>"), version);
  }

  @Test
  void noCommandIsAMistake() {
    Answer nothing = give();
    assertEquals(2, nothing.code());
    assertTrue(nothing.err().startsWith("shallows: no command; use one of run, "), nothing.err());
  }
}
