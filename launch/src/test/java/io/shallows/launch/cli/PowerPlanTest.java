package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.random.RandomStreams;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a few problems promise of a sweep. */
class PowerPlanTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: forecast
      grid:
        family: [plain, long-skip, residual]
        width: [4, 8, 16, 32, 64]
        networkDepth: [0]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 4, root: 1}
      problem: {kind: teacher, samples: 24, teacherWidth: 2, count: COUNT}
      measurement:
        depth: {eta: [0.5], finders: [constructive]}
      output: {uri: "STORE"}
      """;

  @TempDir private Path folder;

  private Path spec(int problems, String store) throws IOException {
    Path file = folder.resolve("spec-" + problems + ".yaml");
    Files.writeString(
        file,
        SPEC.replace("COUNT", problems + "").replace("STORE", folder.resolve(store).toString()));
    return file;
  }

  /**
   * A store of four problems: plain depths fall like 1 / m^2, those of half of the minima with
   * skips are 0, and the residual family has no minima.
   */
  private void pilot(String store) throws IOException {
    SweepSpec spec = SweepVocabulary.reader().read(Files.readString(spec(4, store)), "spec.yaml");
    SweepDefinition sweep = SweepDefinition.of(SpecWriter.write(spec), spec);
    SweepIdentity identity = sweep.identity();
    UniformRandomProvider random = new RandomStreams(1).uniform("pilot", "depths");
    List<Record> rows = new ArrayList<>();
    Grid grid = sweep.grid();
    for (long i = 0; i < grid.size(); i++) {
      TrialCoordinates trial = grid.at(i);
      if (!trial.family().equals("residual")) {
        double depth = StrictMath.pow(trial.width(), -2) * (1 + random.nextDouble());
        boolean zero = trial.family().equals("long-skip") && trial.seed() % 2 == 0;
        rows.add(row(identity, trial, zero ? 0 : depth));
      }
    }
    String uri = spec.output().uri();
    try (StoreWriter writer = StoreWriter.open(uri, new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      Group group =
          new Group(
              "depths-made",
              Stage.DEPTHS,
              sweep.depthScope(),
              sweep.digest(),
              "0-" + (grid.size() - 1),
              Map.of(),
              Map.of(),
              Map.of(),
              1,
              1,
              List.of());
      writer.commit(
          List.of(
              new RecordFiles(writer.store().folder())
                  .publish(group, Map.of(DepthsTable.TABLE, rows), group.id())),
          List.of());
      writer.settle();
    }
  }

  private static Record row(SweepIdentity identity, TrialCoordinates trial, double depth) {
    return Record.of(DepthsTable.TABLE)
        .set(LeadingColumns.TRIAL_ID, identity.trialId(trial).hex())
        .set(
            LeadingColumns.PROBLEM_ID,
            identity.problemId(trial.problemIndex(), trial.inputDimension()).hex())
        .set(LeadingColumns.FAMILY, trial.family())
        .set(LeadingColumns.WIDTH, trial.width())
        .set(LeadingColumns.NETWORK_DEPTH, trial.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, trial.inputDimension())
        .set(LeadingColumns.INITIALIZATION, trial.initialization())
        .set(LeadingColumns.ETA, (Double) 0.5)
        .set(LeadingColumns.SEED, trial.seed())
        .set(LeadingColumns.PARAMETER_COUNT, 4L * trial.width())
        .set(DepthsTable.MEASUREMENT_ID, identity.measurementId().hex())
        .set(DepthsTable.TARGET, "reference")
        .set(DepthsTable.MINIMUM_KIND, "smooth-strict")
        .set(DepthsTable.LOSS, (Double) 1.0)
        .set(DepthsTable.REFERENCE_LOSS, (Double) 0.5)
        .set(DepthsTable.COVERED, true)
        .set(DepthsTable.DEPTH_UPPER, (Double) depth)
        .set(DepthsTable.BOUND_EXPLICIT, (Double) 100.0)
        .set(DepthsTable.BOUND_APPLIES, true)
        .set(DepthsTable.GRADIENT_EVALUATIONS, 0L)
        .set(DepthsTable.IMPROVEMENT_EVALUATIONS, new double[0])
        .set(DepthsTable.IMPROVEMENT_BARRIERS, new double[0])
        .set(DepthsTable.SECONDS_SPENT, (Double) 0.0)
        .build();
  }

  private static JsonNode setting(JsonNode power, String family) {
    for (JsonNode setting : power.get("settings")) {
      if (setting.get("family").asText().equals(family)) {
        return setting;
      }
    }
    throw new AssertionError(family + " in " + power);
  }

  @Test
  void tellsWhatMoreProblemsDecideAndWhatTheyCost() throws IOException {
    pilot("store");
    String file = spec(16, "store").toString();
    CommandRun run = CommandRun.of("plan", file, "--power", "--cores", "1");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(List.of(), lines.stream().filter(line -> line.length() > 80).toList(), run.out());
    assertTrue(run.out().contains("forecast from 4 problems in"), run.out());
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.matches(
                        "plain +0 +2 0\\.50 consistent +\\d+ +\\d+ +\\d+ +\\d+ +\\d+ +\\d+ +\\S+")),
        run.out());
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.startsWith("residual        0   2 0.50 no trend yet ")),
        run.out());
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("long-skip      deep        lower")),
        run.out());
    assertEquals(
        run.out(), CommandRun.of("plan", file, "--power", "--cores", "1").out(), "the same again");

    CommandRun json = CommandRun.of("plan", file, "--power", "--json", "--cores", "1");
    JsonNode power = new ObjectMapper().readTree(json.out()).get("power");
    assertTrue(power.get("pilot_belongs").asBoolean());
    JsonNode plain = setting(power, "plain");
    assertEquals(4, plain.get("pilot_problems_voting").asInt());
    double price = plain.get("core_hours_per_problem").asDouble();
    assertTrue(price > 0);
    int wanted = plain.get("problems_wanted").asInt();
    assertTrue(wanted >= 7 && wanted <= 12, "2^-P at most .025 / 2: " + wanted);
    assertEquals(
        price * (wanted - 4),
        plain.get("core_hours_wanted").asDouble(),
        1e-9 * price,
        "4 are paid");
    JsonNode last = plain.get("forecast").get(plain.get("forecast").size() - 1);
    assertEquals(32, last.get("problems").asInt());
    assertTrue(last.get("consistent").asDouble() > 0.9, last + "");
    assertEquals(
        last.get("decided").asDouble(),
        last.get("proved").asDouble()
            + last.get("consistent").asDouble()
            + last.get("contradicted").asDouble(),
        1e-12);
    JsonNode residual = setting(power, "residual");
    assertEquals(0, residual.get("pilot_problems").asInt());
    assertFalse(residual.has("problems_wanted"));
    assertEquals(
        6,
        residual.get("problems_above").asInt(),
        "three settings need log2(3 / .025) = 6.9 problems, and none was looked at");
    assertTrue(residual.get("core_hours_above").asDouble() > 0);
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("residual .* no trend yet .* >6 +>\\S+")),
        run.out());
    assertTrue(run.out().contains("> N: problems like these need more than N"), run.out());
    JsonNode deep = power.get("skips").get(0);
    assertEquals("deep", deep.get("question").asText());
    double references = plain.get("core_hours_shared_per_problem").asDouble();
    assertTrue(references > 0 && references < price, references + " of " + price);
    assertEquals(
        (price + setting(power, "long-skip").get("core_hours_per_problem").asDouble() - references)
            * (deep.get("problems_wanted").asInt() - 4),
        deep.get("core_hours_wanted").asDouble(),
        1e-9 * price,
        "pairs need both families, and references once");
  }

  /** What grid.where takes out is no setting, and is not counted among those to be decided. */
  @Test
  void whatTheSpecLeavesOutIsNoSetting() throws IOException {
    pilot("store");
    String[] words = {
      "plan", spec(16, "store").toString(), "--power", "--set", "grid.where=family != 'residual'"
    };
    CommandRun run = CommandRun.of(words);
    assertEquals(0, run.code(), run.err());
    assertFalse(run.out().lines().anyMatch(line -> line.startsWith("residual ")), run.out());
    assertTrue(run.out().contains("settings decided, of 2 "), run.out());
  }

  /** Problems of another sweep tell as much, but all have to be paid. */
  @Test
  void anotherStoreMayBeThePilot() throws IOException {
    pilot("elsewhere");
    String file = spec(12, "nothing-yet").toString();
    String[] words = {
      "plan", file, "--power", "--json", "--pilot", folder.resolve("elsewhere").toString()
    };
    JsonNode same = new ObjectMapper().readTree(CommandRun.of(words).out()).get("power");
    assertTrue(same.get("pilot_belongs").asBoolean(), "ids say so");
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of(words), Stream.of("--set", "problem.teacherWidth=3"))
                .toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    JsonNode other = new ObjectMapper().readTree(run.out()).get("power");
    assertFalse(other.get("pilot_belongs").asBoolean());
    assertTrue(other.get("pilot_differences").get(0).asText().startsWith("problem.teacherWidth"));
    JsonNode plain = setting(other, "plain");
    assertEquals(
        plain.get("core_hours_per_problem").asDouble() * 12,
        plain.get("forecast").get(1).get("core_hours").asDouble(),
        1e-12);
  }

  @Test
  void withoutAPilotItSaysWhatToRun() throws IOException {
    String file = spec(8, "nothing-yet").toString();
    CommandRun run = CommandRun.of("plan", file, "--power", "--cores", "1");
    assertEquals(0, run.code(), run.err());
    String text = run.out().replaceAll("\\s+", " ");
    assertTrue(text.contains("no forecast of verdicts: "), run.out());
    assertTrue(
        text.contains("shallows run SPEC --set problem.count=4 --set grid.seed.count=2"),
        run.out());
    JsonNode plan =
        new ObjectMapper().readTree(CommandRun.of("plan", file, "--power", "--json").out());
    assertTrue(plan.get("power").get("missing").asText().startsWith("no forecast"), plan + "");
    assertFalse(
        new ObjectMapper().readTree(CommandRun.of("plan", file, "--json").out()).has("power"));
  }

  @Test
  void mistakesAreTold() throws IOException {
    String file = spec(8, "nothing-yet").toString();
    CommandRun alone = CommandRun.of("plan", file, "--pilot", "out");
    assertEquals(2, alone.code());
    assertTrue(alone.err().contains("--pilot: is the store for --power"), alone.err());
    CommandRun nowhere =
        CommandRun.of("plan", file, "--power", "--pilot", folder.resolve("no").toString());
    assertTrue(
        nowhere.code() != 0 && nowhere.err().contains("no does not exist; give the output"),
        nowhere.err());
    CommandRun own =
        CommandRun.of("plan", file, "--power", "--set", "measurement.depth.targets=[own]");
    assertTrue(own.out().contains("the spec asks none on the rate"), own.out());
  }

  /** A setting that the problems seen speak against as much as for is priced from below. */
  @Test
  void everySettingHasAPriceOrOneThatIsNotEnough() throws IOException {
    pilot("store");
    String[] words = {"plan", spec(16, "store").toString(), "--power", "--json", "--cores", "1"};
    JsonNode power = new ObjectMapper().readTree(CommandRun.of(words).out()).get("power");
    List<JsonNode> rows = new ArrayList<>();
    power.get("settings").forEach(rows::add);
    power.get("skips").forEach(rows::add);
    assertTrue(rows.size() > 3, power + "");
    for (JsonNode row : rows) {
      assertTrue(row.has("problems_wanted") != row.has("problems_above"), row + "");
      assertEquals(row.has("problems_wanted"), row.has("core_hours_wanted"), row + "");
      assertEquals(row.has("problems_above"), row.has("core_hours_above"), row + "");
    }
  }

  @Test
  void hoursFitTheirColumn() {
    for (double hours = 1e-9; hours < 9.9e11; hours *= 1.0003) {
      String text = PowerPlan.hours(hours);
      assertTrue(text.length() <= 4, text + " leaves no room for a sign");
      if (hours >= 0.01) {
        int unit = "kMG".indexOf(text.charAt(text.length() - 1)) + 1;
        double number = Double.parseDouble(unit == 0 ? text : text.substring(0, text.length() - 1));
        // half a hundredth of an hour, or half of the second digit
        double error = Math.max(0.005, 0.051 * hours) * (1 + 1e-9);
        assertEquals(hours, number * StrictMath.pow(1000, unit), error, text);
      }
    }
    assertEquals("0.00", PowerPlan.hours(0));
    assertEquals("12k", PowerPlan.hours(12_345));
    assertEquals("1.0M", PowerPlan.hours(999_800));
  }
}
