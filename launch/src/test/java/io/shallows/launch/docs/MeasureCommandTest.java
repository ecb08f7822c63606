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
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      minima += measured.has("depths") ? 1 : 0;
      if (measured.has("depths")) {
        JsonNode own = measured.get("depths").get(0);
        assertEquals("own", own.get("target").asText());
        assertTrue(own.get("level").asDouble() < measured.get("loss").asDouble());
      }
    }
    assertTrue(minima > 0);
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

  @Test
  void theWayOutOfATrapIsWritten() throws IOException {
    Path trap = folder.resolve("trap.npz");
    double[] x = {-1, 0.3, 0.7, 1.3, 1.7};
    double[] y = {1, 0.3, 0.7, 0.7, 0.3};
    Files.write(
        trap,
        NumpyArchive.empty()
            .with("x", RowMajor.matrix(5, 1, x))
            .with("y", RowMajor.vector(y))
            .with("W0", RowMajor.matrix(2, 2, new double[] {1, 1, 0, -1}))
            .with("A", RowMajor.matrix(2, 1, new double[] {1, -2}))
            .with("family", "plain")
            .bytes());
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
        "nothing.npz --eta 1 | --eta: 1.0 is not below 1; the theory has eta < 1, such as 0.5",
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

  @Test
  void theProgramOfThePageEndsInAWayOut() throws Exception {
    assumeTrue(python("import sklearn") == 0, "no python3 with scikit-learn");
    Block program =
        Block.all().stream()
            .filter(block -> block.page().endsWith("networks.md") && block.kind().equals("python"))
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve("mlp.npz");
    assertEquals(0, python(program.code().replace("mlp.npz", file.toString())));
    SmallStore.Answer answer =
        SmallStore.shallows("measure", file.toString(), "--finish", "--json");
    assertEquals(0, answer.code(), answer.err());
    JsonNode facts = json(answer.out());
    assertEquals("plain", facts.get("family").asText());
    assertTrue(facts.get("loss").asDouble() <= facts.get("given_loss").asDouble());
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
