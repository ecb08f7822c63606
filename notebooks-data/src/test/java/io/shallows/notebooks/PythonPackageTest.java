package io.shallows.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.loss.OutputLosses;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.notebooks.Reference.Answer;
import io.shallows.problem.ProblemKind;
import io.shallows.problem.ProblemKinds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python package: its own tests, on sweeps of this build, and its wheel. */
class PythonPackageTest {

  private static final File PACKAGE = new File("python");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FAMILIES =
      NetworkFamilies.all().stream().map(NetworkFamily::name).collect(Collectors.joining(", "));

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: %s
      grid: {family: [%s], width: [3], networkDepth: %s, inputDimension: [%d], seed: {count: 1}}
      problem: %s
      training: {maxIterations: 2%s}
      measurement: {depth: {enabled: false}, singularities: false, spectrum: false}
      output: {uri: %s}
      """;

  @TempDir private Path folder;
  private final Set<String> kinds = new TreeSet<>();
  private final Set<String> losses = new TreeSet<>();

  private void run(String name, String families, String depths, String problem, String training)
      throws IOException {
    Path store = folder.resolve("stores").resolve(name);
    int inputs = problem.contains("polynomial") || problem.contains("trap") ? 1 : 2;
    Path spec =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            SPEC.formatted(name, families, depths, inputs, problem, training, store));
    run(spec);
    Path exports = Files.createDirectories(folder.resolve("exports"));
    Matcher kind = Pattern.compile("kind: ([a-z-]+)").matcher(problem);
    assertTrue(kind.find(), problem);
    kinds.add(kind.group(1));
    losses.add(training.contains("loss: cross-entropy") ? "cross-entropy" : "squared");
    Answer rows = Reference.shallows("export", store.toString(), "--format", "json", "trials");
    for (String row : rows.out().lines().toList()) {
      String id = JSON.readTree(row).get("trial_id").asText();
      Path file = exports.resolve(name + "-" + id + ".npz");
      List<String> export =
          new ArrayList<>(
              List.of(
                  "export", store.toString(), "--format", "npz", "--trial", id, file.toString()));
      if (problem.contains("uri: ")) {
        // a store does not say which files are opened
        export.addAll(List.of("--data", folder.resolve("t.csv").toString()));
      }
      Answer exported = Reference.shallows(export.toArray(String[]::new));
      assertEquals(0, exported.code(), exported.err());
    }
  }

  private static void run(Path spec, String... more) {
    Stream<String> arguments =
        Stream.concat(Stream.of("run", spec.toString(), "--master", "local[2]"), Stream.of(more));
    Answer answer = Reference.shallows(arguments.toArray(String[]::new));
    assertEquals(0, answer.code(), answer.err());
  }

  /**
   * All families, with and without data, and all kinds of problems. No network can fit its data
   * exactly: of a loss near 0 rounding leaves no digit to compare.
   */
  private void sweeps() throws IOException {
    run(
        "points",
        FAMILIES,
        "[0, 3]",
        "{kind: points, x: [[1, 0], [1, 0], [-2, 1], [-2, 1]], y: [[1, 2], [0, -1], [3, 1], [2,"
            + " 2]]}",
        "");
    run("teacher", "plain", "[0]", "{kind: teacher, samples: 20, teacherWidth: 2, noise: 0.5}", "");
    run(
        "gaussian",
        FAMILIES,
        "[0]",
        "{kind: gaussian-teacher, teacherWidth: 2, committee: false}",
        "");
    run(
        "planar",
        "plain, linear-skip",
        "[0]",
        "{kind: gaussian-teacher, teacherAngles: [0, 0.4, 0.8, 1.2, 1.6], committee: true}",
        "");
    run("polynomial", "long-skip", "[0]", "{kind: polynomial, samples: 20, noise: 0.5}", "");
    run("trap", "linear-skip", "[0]", "{kind: trap, hinges: 6}", "");
    run("labels", "residual", "[0]", "{kind: random-labels, samples: 20}", "");
    run(
        "penalty",
        "plain, linear-skip",
        "[0]",
        "{kind: random-labels, samples: 20}",
        ", penalty: 0.01");
    run(
        "classes",
        "plain, residual, hyper-residual",
        "[2]",
        "{kind: classes, classes: 3, samples: 9}",
        ", loss: cross-entropy, optimizer: adam");
    Path table = Files.writeString(folder.resolve("t.csv"), "a,b,y\n1,2,3\n1,2,5\n0,1,1\n0,1,2\n");
    run(
        "table",
        "plain",
        "[0]",
        "{kind: table, uri: " + table + ", format: csv, targets: values, samples: 4}",
        "");
    Path store = folder.resolve("stores").resolve("extended");
    Path spec =
        Files.writeString(
            folder.resolve("extended.yaml"),
            """
            apiVersion: shallows/v1
            name: extended
            grid: {family: [plain], width: [2], networkDepth: [0], inputDimension: [1], seed: {count: 3}}
            problem: {kind: teacher, samples: 8, teacherWidth: 3}
            measurement:
              depth: {eta: [0.5], finders: [string], budget: 200, referenceRestarts: 2, connectivity: tree}
              singularities: false
              spectrum: false
            output: {uri: %s}
            """
                .formatted(store));
    run(spec);
    // The depths of the cell are superseded by those with more seeds.
    run(spec, "--set", "grid.seed.count=6");
  }

  @Test
  void itsTestsPass() throws IOException {
    String python = Python.with("python3-numpy", "numpy", "unittest");
    sweeps();
    // What is registered later has to be swept here, so that its loss is computed by NumPy.
    assertEquals(
        ProblemKinds.all().stream()
            .map(ProblemKind::name)
            .collect(Collectors.toCollection(TreeSet::new)),
        kinds);
    assertEquals(new TreeSet<>(OutputLosses.names()), losses);
    Map<String, String> environment = new HashMap<>();
    environment.put("PYTHONPATH", new File(PACKAGE, "src").getAbsolutePath() + pythonPath());
    environment.put("SHALLOWS_TEST_FOLDER", folder.toString());
    environment.put("SHALLOWS_LAUNCHER", TestLauncher.in(folder).toString());
    environment.put("SHALLOWS_DUCKDB_JAR", Python.jarOf(DuckDBDriver.class).toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    List<String> command = List.of(python, "-m", "unittest", "discover", "-v", "-s", "tests");
    Python.Outcome outcome = Python.run(environment, PACKAGE, command);
    System.out.println(outcome.out());
    assertEquals(0, outcome.code(), outcome.out());
    Matcher ran = Pattern.compile("Ran (\\d+) tests").matcher(outcome.out());
    assertTrue(ran.find() && Integer.parseInt(ran.group(1)) >= 40, outcome.out());
    // What is skipped lacks a package of Python, never what this test has made.
    for (String line : outcome.out().lines().filter(l -> l.contains("skipped")).toList()) {
      assertFalse(line.contains("SHALLOWS_"), line);
    }
  }

  private static String pythonPath() {
    String path = System.getenv("PYTHONPATH");
    return path == null ? "" : File.pathSeparator + path;
  }

  @Test
  void itsWheelBuildsAndImports() throws IOException {
    // setuptools before pip, which would bring a distutils of its own
    Optional<String> found =
        Python.find("setuptools.command.bdist_wheel", "pip", "numpy")
            .or(() -> Python.find("setuptools", "wheel", "pip", "numpy"));
    Assumptions.assumeTrue(
        found.isPresent(),
        "skipped: no Python that can import numpy, pip, setuptools and wheel; on Debian: apt-get"
            + " install python3-numpy python3-pip python3-setuptools python3-wheel, or set"
            + " SHALLOWS_PYTHON");
    String python = found.orElseThrow();
    // A build leaves files beside the sources.
    Path sources = folder.resolve("sources");
    try (Stream<Path> files = Files.walk(PACKAGE.toPath())) {
      for (Path file : files.filter(f -> !f.toString().contains("__pycache__")).toList()) {
        Path copy = sources.resolve(PACKAGE.toPath().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Path wheels = folder.resolve("wheels");
    pip(python, "wheel", "--no-build-isolation", "-w", wheels.toString(), sources.toString());
    List<Path> built;
    try (Stream<Path> files = Files.list(wheels)) {
      built = files.toList();
    }
    assertEquals(1, built.size(), built.toString());
    assertEquals(
        "shallows-" + version() + "-py3-none-any.whl", built.get(0).getFileName().toString());
    try (ZipFile wheel = new ZipFile(built.get(0).toFile())) {
      assertTrue(wheel.getEntry("shallows/DuckDb.java") != null, "the Java driver is not packed");
      assertTrue(wheel.stream().noneMatch(entry -> entry.getName().startsWith("tests")));
    }
    Path site = folder.resolve("site");
    pip(python, "install", "--target", site.toString(), built.get(0).toString());
    String program =
        "import shallows, numpy; print(shallows.__file__);"
            + " print(shallows.Network('plain', {'W0': numpy.eye(2), 'A': numpy.ones((2, 1))})"
            + ".forward(numpy.eye(2)).sum(),"
            + " shallows.Store('"
            + Reference.FOLDER.resolve("quickstart")
            + "').tables()['trials'])";
    Python.Outcome outcome =
        Python.run(
            Map.of("PYTHONPATH", site + pythonPath()),
            folder.toFile(),
            List.of(python, "-c", program));
    assertEquals(0, outcome.code(), outcome.out());
    assertTrue(outcome.out().startsWith(site.toString()), outcome.out());
    assertEquals("2.0 80", outcome.lastLine());
  }

  /** Runs pip without an index: nothing is downloaded. */
  private void pip(String python, String command, String... more) throws IOException {
    Stream<String> words =
        Stream.concat(
            Stream.of(python, "-m", "pip", command, "--no-deps", "--no-index"), Stream.of(more));
    Python.Outcome outcome =
        Python.run(Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1"), folder.toFile(), words.toList());
    assertEquals(0, outcome.code(), outcome.out());
  }

  /** The version of this build, which is that of the package. */
  private static String version() throws IOException {
    Matcher version =
        Pattern.compile("<version>([^<]*)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    return version.group(1);
  }
}
