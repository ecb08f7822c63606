package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.DepthsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.SweepJob;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.store.Store;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps of one cell with a family, a problem, a cost, an optimizer, a metric, an initial
 * distribution, a finder and a target of one class each and one entry in their list: they run,
 * resume, are retried and verify like those that are shipped.
 */
class RegisteredSweepTest {

  private static final Path CORE = Path.of("..", "common", "src");

  private static final String MEASURED =
      """
      apiVersion: shallows/v1
      name: measured
      grid:
        family: [multi-head]
        width: [4]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [level]
        seed: {count: 4, root: 3}
      problem: {kind: wave, samples: 30, frequency: 3}
      training: {maxIterations: 300}
      measurement:
        singularities: true
        depth: {eta: [0.5], targets: [cell-best, half], finders: [hinge], referenceRestarts: 2}
      """;

  private static final String TRAINED =
      """
      apiVersion: shallows/v1
      name: trained
      grid:
        family: [plain]
        width: [3]
        networkDepth: [0]
        inputDimension: [2]
        seed: {count: 2, root: 3}
      problem: {kind: teacher, samples: 20}
      training: {optimizer: halved-descent, learningRate: 0.05, loss: doubled, maxIterations: 30}
      measurement: {depth: {enabled: false}}
      """;

  @TempDir private Path folder;

  /** Runs commands one after the other; the words of each are separated by line ends. */
  static final class Commands {
    private Commands() {}

    public static void main(String[] commands) {
      for (String command : commands) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int code =
            SweepCommandLine.of(new SweepJob())
                .setOut(out)
                .setErr(out)
                .execute(command.split("\n", -1));
        out.println("code " + code);
      }
      // threads of Spark outlive the last command
      System.exit(0);
    }
  }

  @Test
  void whatIsRegisteredRunsResumesIsRetriedAndVerifies() throws Exception {
    compile();
    String measured = Files.writeString(folder.resolve("measured.yaml"), MEASURED).toString();
    String trained = Files.writeString(folder.resolve("trained.yaml"), TRAINED).toString();
    String late = folder.resolve("late").toString();
    String early = folder.resolve("early").toString();
    String plain = folder.resolve("plain").toString();
    String said =
        given(
            run(measured, late, "--set", "training.deadlineSeconds=1e-9"),
            run(measured, late, "--retry", "timed-out"),
            List.of("verify", late),
            run(measured, late),
            run(measured, early),
            run(trained, plain),
            run(trained, plain),
            List.of("verify", plain),
            run(trained, plain, "--set", "measurement.depth.enabled=true"));
    List<String> codes = said.lines().filter(line -> line.startsWith("code ")).toList();
    assertEquals(9, codes.size(), said);
    assertEquals(
        List.of("code 0", "code 0", "code 0", "code 0", "code 0", "code 0", "code 0"),
        codes.subList(1, 8),
        said);
    assertTrue(said.contains("timed out (again with --retry timed-out)"), said);
    assertTrue(said.contains("doubled") && said.contains("has no bound for paths"), said);
    assertEquals("code 2", codes.get(8), said);

    List<String> trials = rows(late, TrialsTable.TABLE);
    assertEquals(4, trials.size());
    assertEquals(rows(early, TrialsTable.TABLE), trials, "retried trials are those of one go");
    Set<String> targets = new TreeSet<>();
    List<Record> depths = new ArrayList<>();
    open(late).read(DepthsTable.TABLE, depths::add);
    depths.forEach(row -> targets.add(row.get(DepthsTable.TARGET)));
    assertEquals(Set.of("cell-best", "half"), targets);
    assertTrue(
        depths.stream()
            .filter(row -> row.get(DepthsTable.TARGET).equals("half"))
            .allMatch(RegisteredSweepTest::isAtHalf));
    assertEquals(rows(early, DepthsTable.TABLE), rows(late, DepthsTable.TABLE));
    assertEquals(4, rows(plain, TrialsTable.TABLE).size());
  }

  /** Paths evaluate the loss by sums of their own, which round otherwise than training's. */
  private static boolean isAtHalf(Record row) {
    double half = row.get(DepthsTable.LOSS) / 2;
    return Math.abs(row.get(DepthsTable.REFERENCE_LOSS) - half) <= 1e-12 * half;
  }

  private static Store open(String store) {
    return Store.open(store, new Configuration());
  }

  /** The values of a table's rows that are not times, in an order of their own. */
  private static List<String> rows(String store, Table table) {
    List<String> rows = new ArrayList<>();
    open(store)
        .read(
            table,
            row ->
                rows.add(
                    table.columns().stream()
                        .filter(column -> !column.name().contains("seconds"))
                        .map(column -> column.name() + "=" + text(row.find(column).orElse(null)))
                        .toList()
                        .toString()));
    return rows.stream().sorted().toList();
  }

  private static String text(Object value) {
    return value instanceof double[] values
        ? java.util.Arrays.toString(values)
        : String.valueOf(value);
  }

  private static List<String> run(String spec, String store, String... more) {
    List<String> words =
        new ArrayList<>(List.of("run", spec, "--master", "local[2]", "--output", store));
    words.addAll(List.of(more));
    return words;
  }

  @SafeVarargs
  private String given(List<String>... commands) throws Exception {
    Path out = folder.resolve("said.txt");
    List<String> lines = new ArrayList<>();
    for (List<String> command : commands) {
      lines.add(String.join("\n", command));
    }
    Process process =
        JavaProcess.start(
            out,
            folder.resolve("classes") + File.pathSeparator,
            List.of("-Xmx1g", "-Dspark.ui.enabled=false"),
            Commands.class.getName(),
            lines);
    int code = process.waitFor();
    String said = Files.readString(out);
    assertEquals(0, code, said);
    return said;
  }

  private Path withEntry(String list, String after, String entry) throws IOException {
    Path source = CORE.resolve("main/java/io/shallows/" + list + ".java");
    String text = Files.readString(source);
    assertTrue(text.contains(after), source + " has no " + after);
    return Files.writeString(
        folder.resolve(source.getFileName()), text.replace(after, after + " " + entry));
  }

  private static Path toy(String name) {
    return CORE.resolve("test/java/io/shallows/" + name + ".java");
  }

  private void compile() throws IOException {
    List<Path> sources =
        List.of(
            withEntry("network/NetworkFamilies", "new LongSkipFamily(),", "new MultiHeadFamily(),"),
            withEntry("network/Initializations", "new Glorot(),", "new Level(),"),
            withEntry("problem/ProblemKinds", "new TeacherProblem(),", "new WaveProblem(),"),
            withEntry("loss/OutputLosses", "List.of(SQUARED,", "new DoubledLoss(),"),
            withEntry("training/Optimizers", "new Lbfgs(),", "new HalvedDescent(),"),
            withEntry(
                "depth/finder/PathFinders", "new ConstructiveFinder(),", "new HingeFinder(),"),
            withEntry("depth/question/DepthTargets", "new OwnTarget(),", "new HalfTarget(),"),
            withEntry("singularity/SingularityMetrics", "List.of(new Overlap(),", "new Spread(),"),
            toy("network/MultiHeadFamily"),
            toy("network/Level"),
            toy("problem/WaveProblem"),
            toy("loss/DoubledLoss"),
            toy("training/HalvedDescent"),
            toy("depth/finder/HingeFinder"),
            toy("depth/question/HalfTarget"),
            toy("singularity/Spread"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    Path classes = Files.createDirectories(folder.resolve("classes"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-proc:none", "-d", classes.toString(), "-cp", JavaProcess.classPath());
      assertTrue(
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call(),
          said::toString);
    }
    assertFalse(said.toString().contains("error"), said.toString());
  }
}
