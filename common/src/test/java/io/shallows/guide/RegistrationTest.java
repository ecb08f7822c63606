package io.shallows.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A family, a problem, a path finder and a target of one class each, and one entry in the list of
 * its kind: the lists are compiled with that entry and nothing else is changed, then a spec names
 * all of them; likewise a cost and an optimizer, a metric, a distribution and a finish.
 */
class RegistrationTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid:
        family: [multi-head]
        width: [4]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [clustered]
        seed: {count: 6, root: 3}
      problem: {kind: wave, samples: 40, frequency: 3}
      training: {maxIterations: 400}
      measurement:
        depth: {eta: [0.5], finders: [hinge], targets: [cell-best, half]}
      """;

  private static final String OTHERS =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain]
        width: [3]
        networkDepth: [0]
        inputDimension: [2]
        seed: {count: 1, root: 3}
      problem: {kind: teacher, samples: 20}
      training: {optimizer: halved-descent, learningRate: %s, loss: %s, maxIterations: 30}
      measurement: {depth: {enabled: %s}}
      """;

  @TempDir private Path folder;

  @Test
  void aClassAndAnEntryAreAllThatASpecNeeds() throws Exception {
    compile(
        withEntry("network/NetworkFamilies", "new LongSkipFamily(),", "new MultiHeadFamily(),"),
        withEntry("problem/ProblemKinds", "new TeacherProblem(),", "new WaveProblem(),"),
        withEntry("depth/finder/PathFinders", "new ConstructiveFinder(),", "new HingeFinder(),"),
        withEntry("depth/question/DepthTargets", "new OwnTarget(),", "new HalfTarget(),"));
    try (Extended classes = new Extended(folder.resolve("classes"))) {
      List<?> rows = (List<?>) classes.call("rows", SPEC);
      assertEquals(
          6, rows.stream().filter("trial multi-head converged"::equals).count(), "" + rows);
      assertTrue(rows.contains("depth cell-best hinge"), "" + rows);
      long toBest = rows.stream().filter(row -> row.toString().contains("depth cell-best")).count();
      assertTrue(toBest > 1, "" + rows);
      assertEquals(
          toBest + 1,
          rows.stream().filter(row -> row.toString().contains("depth half")).count(),
          "of every minimum, the best too: " + rows);
      assertTrue(rows.contains("depth half hinge"), "" + rows);
      assertFalse(rows.toString().contains("depth own"), "only what the spec asks for: " + rows);
      assertEquals(
          "measurement.depth.connectivity: tree begins with the ways to the lowest minimum of the"
              + " cell, which measurement.depth.targets leaves out; use none, or add cell-best to"
              + " the targets",
          classes
              .call(
                  "refusal",
                  SPEC.replace("targets: [cell-best, half]", "targets: [half], connectivity: tree"))
              .toString()
              .replaceFirst("tree .*? begins", "tree begins"));
      String schema = (String) classes.call("schema");
      for (String name : List.of("multi-head", "wave", "frequency", "hinge", "half")) {
        assertTrue(schema.contains('"' + name + '"'), name);
      }
    }
    assertFalse(ExtendedSweep.schema().contains("multi-head"), "the examples are not shipped");
  }

  /**
   * A cost without a bound for paths and an optimizer that reads the learning rate: both train, the
   * rate is in the id, and depth is refused before anything runs.
   */
  @Test
  void aCostIsTrainedAndRefusedForDepthAndAnOptimizerHasItsStepInTheId() throws Exception {
    compile(
        withEntry("loss/OutputLosses", "List.of(SQUARED,", "new DoubledLoss(),"),
        withEntry("training/Optimizers", "new Lbfgs(),", "new HalvedDescent(),"),
        withEntry("network/NetworkFamilies", "new LongSkipFamily(),", "new MultiHeadFamily(),"));
    String spec = OTHERS.formatted("0.05", "doubled", "false");
    try (Extended classes = new Extended(folder.resolve("classes"))) {
      List<?> rows = (List<?>) classes.call("rows", spec);
      assertEquals(
          2, rows.stream().filter(row -> row.toString().startsWith("trial plain")).count());
      assertEquals(2, rows.size(), "no depth of another's formula: " + rows);
      assertNotEquals(
          classes.call("firstId", spec),
          classes.call("firstId", OTHERS.formatted("0.06", "doubled", "false")));
      assertEquals(
          "training.loss: doubled on line 9 of spec.yaml has no bound for paths, so that no depth"
              + " could be certified; use measurement.depth.enabled: false, or training.loss:"
              + " squared or cross-entropy",
          classes
              .call("refusal", OTHERS.formatted("0.05", "doubled", "true"))
              .toString()
              .replaceFirst("doubled .*? has", "doubled on line 9 of spec.yaml has"));
      String population =
          "problem: {kind: gaussian-teacher}\ngrid: {networkDepth: 0, family: %s}\n";
      String head = "apiVersion: shallows/v1\n" + population;
      assertEquals("", classes.call("refusal", head.formatted("linear-skip")));
      assertTrue(
          classes
              .call("refusal", head.formatted("multi-head"))
              .toString()
              .contains("has no loss in closed form"));
      String schema = (String) classes.call("schema");
      assertTrue(schema.contains("\"halved-descent\"") && schema.contains("\"doubled\""));
    }
  }

  /** Columns, schema and a row follow from a metric; starts follow from a distribution's name. */
  @Test
  void aMetricHasItsColumnAndADistributionItsStarts() throws Exception {
    compile(
        withEntry("singularity/SingularityMetrics", "List.of(new Overlap(),", "new Spread(),"),
        withEntry("minimum/finish/Finishes", "List.of(DEFAULT,", "new HastyFinish(),"),
        withEntry("network/Initializations", "new Glorot(),", "new Level(),"));
    String spec =
        """
        apiVersion: shallows/v1
        grid:
          family: [plain]
          width: [3]
          networkDepth: [0]
          inputDimension: [2]
          initialization: [level]
          seed: {count: 1, root: 3}
        problem: {kind: teacher, samples: 20}
        """;
    try (Extended classes = new Extended(folder.resolve("classes"))) {
      List<?> columns = (List<?>) classes.call("columns", spec);
      assertTrue(columns.contains("spread_incoming"), "" + columns);
      assertTrue(((String) classes.call("schema")).contains("\"level\""));
      String hasty = spec + "training: {finish: hasty, maxIterations: 3}\n";
      assertEquals(List.of("trial plain budget"), classes.call("rows", hasty));
      assertNotEquals(
          classes.call("firstId", hasty),
          classes.call("firstId", hasty.replace("finish: hasty, ", "")));
    }
  }

  /** Writes a list's source with one more entry. */
  private Path withEntry(String list, String after, String entry) throws IOException {
    Path source = Path.of("src/main/java/io/shallows", list + ".java");
    String text = Files.readString(source);
    assertTrue(text.contains(after), source + " has no " + after);
    Path changed = folder.resolve(source.getFileName());
    return Files.writeString(changed, text.replace(after, after + " " + entry));
  }

  private void compile(Path... sources) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    Path classes = Files.createDirectories(folder.resolve("classes"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty(
                  "surefire.test.class.path", System.getProperty("java.class.path")));
      boolean done =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(sources))
              .call();
      assertTrue(done, said::toString);
    }
  }

  /** The classes of this project once more, those of a folder first. */
  private static final class Extended extends URLClassLoader {

    Extended(Path first) throws IOException {
      super(
          Stream.of(
                  first.toUri().toURL(),
                  place(ExtendedSweep.class),
                  place(io.shallows.grid.Grid.class))
              .toArray(URL[]::new),
          RegistrationTest.class.getClassLoader());
    }

    private static URL place(Class<?> known) {
      return known.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.shallows.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }

    Object call(String method, Object... arguments) throws ReflectiveOperationException {
      Class<?>[] types = Stream.of(arguments).map(Object::getClass).toArray(Class<?>[]::new);
      try {
        return loadClass(ExtendedSweep.class.getName(), true)
            .getMethod(method, types)
            .invoke(null, arguments);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
