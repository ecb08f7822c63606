package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code measure}, on exported trials and on what its page says. */
class MeasureCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns of trials that measuring gives again. */
  private static final List<String> COLUMNS =
      List.of(
          "loss",
          "loss_normalized",
          "minimum_kind",
          "gradient_norm",
          "stationarity",
          "stationarity_tolerance",
          "active_kinks",
          "family",
          "width",
          "parameter_count");

  @TempDir private static Path folder;

  /** Counts are integers in a row and reals in an answer. */
  private static Object value(JsonNode node) {
    return node.isNumber() ? (Object) node.asDouble() : node.asText();
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  private static String exported(String id) {
    Path file = folder.resolve(id + ".npz");
    if (!Files.exists(file)) {
      SmallStore.Answer answer =
          SmallStore.shallows(
              "export",
              SmallStore.folder().toString(),
              "--format",
              "npz",
              "--trial",
              id,
              file.toString());
      assertEquals(0, answer.code(), answer.err());
    }
    return file.toString();
  }

  private static List<String> trials() {
    SmallStore.Answer answer =
        SmallStore.shallows("export", SmallStore.folder().toString(), "--format", "json", "trials");
    assertEquals(0, answer.code(), answer.err());
    return answer.out().lines().toList();
  }

  @Test
  void aStoredTrialMeasuredAgainHasTheNumbersOfItsRow() throws IOException {
    int minima = 0;
    Set<String> compared = new TreeSet<>();
    for (String line : trials()) {
      JsonNode row = json(line);
      String file = exported(row.get("trial_id").asText());
      SmallStore.Answer answer =
          SmallStore.shallows("measure", file, "--json", "--set", "measurement.depth.budget=50");
      assertEquals(0, answer.code(), answer.err());
      JsonNode measured = json(answer.out());
      for (String column : COLUMNS) {
        assertEquals(row.get(column), measured.get(column), column + " of " + file);
      }
      for (Iterator<String> column = row.fieldNames(); column.hasNext(); ) {
        String name = column.next();
        if (measured.has(name)) {
          assertEquals(value(row.get(name)), value(measured.get(name)), name + " of " + file);
          compared.add(name);
        }
      }
      minima += measured.has("depths") ? 1 : 0;
      if (measured.has("depths")) {
        JsonNode own = measured.get("depths").get(0);
        assertEquals("own", own.get("target").asText());
        assertTrue(own.get("level").asDouble() < measured.get("loss").asDouble());
      }
    }
    assertTrue(minima > 0);
    // The rest says how the point was come by, or needs what an archive has not: the start, other
    // seeds, spectra.
    assertTrue(compared.size() >= 20, compared.toString());
  }

  @Test
  void aNetworkThatIsNoMinimumIsToldSoAndFinished() throws IOException {
    String file = exported(json(trials().get(0)).get("trial_id").asText());
    NumpyArchive trial = NumpyArchive.of(file, Files.readAllBytes(Path.of(file)), 1 << 20);
    NumpyArchive moved = NumpyArchive.empty();
    for (String name : trial.names()) {
      if (name.equals("family")) {
        moved = moved.with(name, trial.text(name));
      } else if (name.matches("[xyABC]|[WUV][0-9]")) {
        INDArray array = trial.array(name);
        moved = moved.with(name, name.equals("W0") ? array.mul(1.01).addi(1e-3) : array);
      }
    }
    Path beside = Files.write(folder.resolve("beside.npz"), moved.bytes());
    SmallStore.Answer there = SmallStore.shallows("measure", beside.toString());
    assertEquals(0, there.code(), there.err());
    assertTrue(there.out().contains("kind: not-stationary, stationarity "), there.out());
    assertTrue(there.out().contains("--finish searches the next one below"), there.out());
    assertFalse(there.out().contains("depth to own"), there.out());
    SmallStore.Answer finished =
        SmallStore.shallows(
            "measure",
            beside.toString(),
            "--finish",
            "--set",
            "measurement.depth.budget=50",
            "--json");
    assertEquals(0, finished.code(), finished.err());
    JsonNode facts = json(finished.out());
    assertEquals("not-stationary", facts.get("given_kind").asText());
    assertTrue(facts.get("loss").asDouble() < facts.get("given_loss").asDouble());
    assertTrue(facts.get("finish_distance").asDouble() > 0);
    assertTrue(finished.err().startsWith("finish: from loss "), finished.err());
    for (String line : there.out().lines().toList()) {
      assertTrue(line.length() <= 80, line);
    }
  }

  private static final double[] TRAP_X = {-1, 0.3, 0.7, 1.3, 1.7};
  private static final double[] TRAP_Y = {1, 0.3, 0.7, 0.7, 0.3};

  private static NumpyArchive trap(double... head) {
    return NumpyArchive.empty()
        .with("W0", RowMajor.matrix(2, 2, new double[] {1, 1, 0, -1}))
        .with("A", RowMajor.matrix(2, 1, head))
        .with("family", "plain");
  }

  private static NumpyArchive withSamples(NumpyArchive weights) {
    return weights.with("x", RowMajor.matrix(5, 1, TRAP_X)).with("y", RowMajor.vector(TRAP_Y));
  }

  private static String written(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  @Test
  void samplesComeFromATable() throws IOException {
    StringBuilder rows = new StringBuilder("target;input\n");
    for (int s = 0; s < TRAP_X.length; s++) {
      rows.append(TRAP_Y[s]).append(';').append(TRAP_X[s]).append('\n');
    }
    String table = written("table.csv", rows.toString().getBytes(StandardCharsets.UTF_8));
    String weights = written("weights.npz", trap(1, -2).bytes());
    String whole = written("whole.npz", withSamples(trap(1, -2)).bytes());
    String[] options = {
      "--data", table, "--set", "problem.delimiter=semicolon", "--target", "target", "--json"
    };
    SmallStore.Answer asTable = measure(List.of(weights), options);
    assertEquals(0, asTable.code(), asTable.err());
    assertEquals(json(measure(List.of(whole), "--json").out()), json(asTable.out()), asTable.err());
    assertTrue(asTable.err().contains("target: target, values"), asTable.err());
    String wide =
        written(
            "wide.csv", "a,b,c,y\n1,5,3,1\n2,1,1,0\n3,4,2,1\n".getBytes(StandardCharsets.UTF_8));
    SmallStore.Answer refused = measure(List.of(weights), "--data", wide);
    assertEquals(2, refused.code(), refused.out());
    assertTrue(refused.err().contains("x: 3 columns, W0 reads 2 inputs"), refused.err());
    SmallStore.Answer other = measure(List.of(weights), "--data", wide, "--target", "z");
    assertEquals(2, other.code());
    assertTrue(other.err().contains("problem.target: z"), other.err());
    SmallStore.Answer none = measure(List.of(whole), "--target", "y");
    assertEquals(
        "shallows: --target: is a column of a table, and --data is none", none.err().strip());
    SmallStore.Answer key = measure(List.of(whole), "--set", "problem.delimiter=tab");
    assertEquals(2, key.code());
    SmallStore.Answer absent = measure(List.of(whole), "--data", "nowhere.csv");
    assertTrue(absent.err().contains("--data: nowhere.csv does not exist"), absent.err());
  }

  @Test
  void severalNetworksAreJoined() throws IOException {
    String first = written("first.npz", withSamples(trap(1, -2)).bytes());
    String second = written("second.npz", withSamples(trap(0.5, -1)).bytes());
    String copy = written("copy.npz", withSamples(trap(1, -2)).bytes());
    SmallStore.Answer answer =
        measure(List.of(first, second, copy), "--json", "--set", "measurement.depth.budget=100");
    assertEquals(0, answer.code(), answer.err());
    JsonNode facts = json(answer.out());
    assertEquals(3, facts.get("networks").size());
    assertEquals(second, facts.get("networks").get(1).get("file").asText());
    JsonNode connections = facts.get("connections");
    assertEquals(3, connections.size());
    for (JsonNode link : connections) {
      boolean same =
          !link.get("from").asText().equals(second) && !link.get("to").asText().equals(second);
      if (same) {
        assertEquals(0, link.get("climb").asDouble());
      } else {
        assertTrue(link.get("climb").asDouble() > 0, link.toString());
      }
    }
    SmallStore.Answer lines =
        measure(List.of(first, copy), "--set", "measurement.depth.budget=100");
    assertEquals(0, lines.code(), lines.err());
    assertTrue(lines.out().contains("at most 0 (the same network)"), lines.out());
    String other =
        written(
            "other.npz",
            trap(1, -2)
                .with("x", RowMajor.matrix(5, 1, TRAP_X))
                .with("y", RowMajor.vector(TRAP_X))
                .bytes());
    SmallStore.Answer data = measure(List.of(first, other));
    assertEquals(2, data.code());
    assertTrue(data.err().contains("are no points of one loss"), data.err());
    String wider =
        written(
            "wider.npz",
            withSamples(
                    NumpyArchive.empty()
                        .with("W0", RowMajor.matrix(2, 3, new double[6]))
                        .with("A", RowMajor.matrix(3, 1, new double[3]))
                        .with("family", "plain"))
                .bytes());
    SmallStore.Answer shape = measure(List.of(first, wider));
    assertEquals(2, shape.code());
    assertTrue(shape.err().contains("give networks of one family and shape"), shape.err());
    SmallStore.Answer path = measure(List.of(first, copy), "--path", "p.npz");
    assertTrue(path.err().contains("hold what is of one network"), path.err());
  }

  @Test
  void weightsMayBeSafetensors() throws IOException {
    String header =
        "{\"W0\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[0,32]},"
            + "\"A\":{\"dtype\":\"F64\",\"shape\":[2,1],\"data_offsets\":[32,48]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 48).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    for (double weight : new double[] {1, 1, 0, -1, 1, -2}) {
      bytes.putDouble(weight);
    }
    String tensors = written("trap.safetensors", bytes.array());
    String whole = written("again.npz", withSamples(trap(1, -2)).bytes());
    SmallStore.Answer answer =
        measure(List.of(tensors), "--data", whole, "--family", "plain", "--json");
    assertEquals(0, answer.code(), answer.err());
    assertEquals(json(measure(List.of(whole), "--json").out()), json(answer.out()));
  }

  private static SmallStore.Answer measure(List<String> files, String... options) {
    List<String> arguments = new ArrayList<>(List.of("measure"));
    arguments.addAll(files);
    arguments.addAll(List.of(options));
    return SmallStore.shallows(arguments.toArray(String[]::new));
  }

  /** Two units on a line whose sum with a penalty is at its least nowhere near. */
  @Test
  void aPenaltyIsSaidAndMeasured() throws IOException {
    NumpyArchive trap = withSamples(trap(1, -2)).with("penalty", RowMajor.number(0.01));
    String file = written("penalized.npz", trap.bytes());
    SmallStore.Answer lines = measure(List.of(file));
    assertEquals(0, lines.code(), lines.err());
    String said = lines.out().replaceAll("\\s+", " ");
    assertTrue(
        said.contains("under a penalty of 0.01 times the sum of |b_k| |w_k|, 5 samples"), said);
    // |b| |w| is 1 and 2 sqrt 2
    assertTrue(said.contains("loss 0.238 with its penalty, 0.200 without (the penalty is 0.0383)"));
    assertTrue(said.contains("kind: not-stationary"), "least without the penalty: " + said);
    JsonNode finished = json(measure(List.of(file), "--finish", "--json").out());
    assertEquals(0.01, finished.get("kappa").asDouble());
    assertEquals(
        finished.get("loss").asDouble(),
        finished.get("loss_without_penalty").asDouble() + finished.get("penalty").asDouble(),
        1e-15);
    assertTrue(finished.get("penalty").asDouble() < 0.0383, "that is what it is for");
    String own = finished.get("minimum_kind").asText();
    assertTrue(List.of("smooth-strict", "smooth-flat", "kink", "global").contains(own), own);
    JsonNode alone = json(measure(List.of(file), "--penalty", "0", "--json").out());
    assertFalse(alone.has("kappa") || alone.has("penalty"), alone.toString());
    String bare = written("bare.npz", withSamples(trap(1, -2)).bytes());
    assertEquals(json(measure(List.of(bare), "--json").out()), alone);
    assertEquals(
        json(measure(List.of(file), "--json").out()),
        json(measure(List.of(bare), "--penalty", "0.01", "--json").out()));
    SmallStore.Answer negative = measure(List.of(bare), "--penalty", "-1");
    assertEquals(2, negative.code());
    assertEquals("shallows: penalty: -1.0 is not in [0, infinity)", negative.err().strip());
    SmallStore.Answer certified = measure(List.of(file), "--certificate", "c.json");
    assertEquals(2, certified.code());
    assertTrue(
        certified.err().replaceAll("\\s+", " ").contains("speak of the loss alone"),
        certified.err());
    SmallStore.Answer finder =
        measure(List.of(file), "--set", "measurement.depth.finders=[settle]");
    assertEquals(2, finder.code());
    assertTrue(
        finder.err().contains("settle does not certify paths under a penalty"), finder.err());
    SmallStore.Answer two = measure(List.of(file, bare));
    assertTrue(two.err().replaceAll("\\s+", " ").contains("with a penalty of 0.01"), two.err());
  }

  @Test
  void theWayOutOfATrapIsWritten() throws IOException {
    Path trap = folder.resolve("trap.npz");
    Files.write(trap, withSamples(trap(1, -2)).bytes());
    Path out = folder.resolve("way.npz");
    SmallStore.Answer answer =
        SmallStore.shallows(
            "measure",
            trap.toString(),
            "--path",
            out.toString(),
            "--certificate",
            folder.resolve("way.json").toString());
    assertEquals(0, answer.code(), answer.err());
    assertTrue(
        answer.out().startsWith("weights by name: plain with m = 2, L = 0, 2 inputs and 1 output,"),
        answer.out());
    assertTrue(answer.out().contains("depth to own (a loss lower by 0.001 of it): at most "));
    assertTrue(answer.out().contains("written to "), answer.out());
    NumpyArchive way = NumpyArchive.of("way.npz", Files.readAllBytes(out), 1 << 20);
    INDArray vertices = way.array("vertices");
    assertEquals(6, vertices.size(1));
    assertEquals(vertices.size(0) - 1, way.array("maxima").length());
    assertEquals(1, vertices.getDouble(0, 0));
    JsonNode proof = JSON.readTree(folder.resolve("way.json").toFile());
    assertEquals(vertices.size(0), proof.get("path").size());
    assertEquals(5, proof.get("x").size());
    assertEquals(
        Double.parseDouble(proof.get("start").asText()) * 0.999,
        Double.parseDouble(proof.get("level").asText()),
        1e-12);
    SmallStore.Answer again =
        SmallStore.shallows("measure", trap.toString(), "--path", out.toString());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("way.npz exists already"), again.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing.npz | WEIGHTS: nothing.npz does not exist; give an archive (.npz)",
        "../pom.xml | ../pom.xml: is no archive of NumPy, or has nothing in it; save it with"
            + " numpy.savez",
        "nothing.npz --eta 1 | --eta: 1.0 is not above 0 and below 1; use one such as 0.5",
        "nothing.npz --eta -5 | --eta: -5.0 is not above 0 and below 1; use one such as 0.5",
        "--weights nothing.npz | WEIGHTS: nothing.npz does not exist; give an archive (.npz)",
        "--json | WEIGHTS: is missing; give an archive, such as shallows measure mlp.npz",
      })
  void mistakesAreNamed(String arguments, String message) {
    SmallStore.Answer answer = SmallStore.shallows(("measure " + arguments).split(" "));
    assertEquals(2, answer.code());
    assertEquals("", answer.out());
    assertEquals("shallows: " + message, answer.err().strip().replaceAll("\\s+", " "));
  }

  /** What would be passed over without a word is refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grid.width=3",
        "training.loss=cross-entropy",
        "training.learningRate=1",
        "measurement.depth.eta=[0.5]",
        "measurement.depth.targets=[own]",
        "training.maxIterations"
      })
  void keysThatNothingReadsAreRefused(String override) {
    SmallStore.Answer answer = SmallStore.shallows("measure", "nothing.npz", "--set", override);
    assertEquals(2, answer.code());
    assertTrue(
        answer
            .err()
            .startsWith("shallows: --set: " + override + " is nothing that measuring one network"),
        answer.err());
  }

  /** Ten lines at most from a trained MLPRegressor to its kind, its depth and a way out. */
  @Test
  void theProgramOfThePageEndsInAWayOut() throws Exception {
    assumeTrue(
        python("import sklearn") == 0,
        "skipped: python3 on the PATH cannot import sklearn; on Debian: apt-get install"
            + " python3-sklearn, or set PYTHONPATH");
    Block program =
        Block.all().stream()
            .filter(block -> block.page().endsWith("networks.md") && block.kind().equals("python"))
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve("mlp.npz");
    long lines = program.code().lines().filter(line -> !line.isBlank()).count();
    assertTrue(lines + 1 <= 10, lines + " lines of Python and one command");
    assertEquals(0, python(program.code().replace("mlp.npz", file.toString())));
    Path way = folder.resolve("mlp-way.npz");
    SmallStore.Answer answer =
        SmallStore.shallows(
            "measure", file.toString(), "--finish", "--path", way.toString(), "--json");
    assertEquals(0, answer.code(), answer.err());
    JsonNode facts = json(answer.out());
    assertEquals("plain", facts.get("family").asText());
    assertTrue(facts.get("loss").asDouble() <= facts.get("given_loss").asDouble());
    assertTrue(facts.get("finish_distance").asDouble() > 0);
    assertTrue(
        List.of("smooth-strict", "smooth-flat", "kink")
            .contains(facts.get("minimum_kind").asText()),
        facts.toString());
    JsonNode own = facts.get("depths").get(0);
    assertTrue(own.get("depth_upper").asDouble() >= own.get("depth_lower").asDouble());
    NumpyArchive out = NumpyArchive.of("way", Files.readAllBytes(way), 1 << 20);
    double highest = out.array("maxima").maxNumber().doubleValue();
    double loss = facts.get("loss").asDouble();
    assertTrue(highest >= loss, highest + " is below " + loss);
    assertTrue(
        highest <= (loss + own.get("depth_upper").asDouble()) * (1 + 1e-12), facts.toString());
  }

  private static int python(String program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/usr/bin/env", "python3", "-c", program)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    int code = process.waitFor();
    System.out.println(out);
    return code;
  }
}
