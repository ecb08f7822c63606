package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.TrialsTable;
import io.shallows.spark.SweepJob;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Problems are added as long as a verdict is open, and what was decided on the way is in the store.
 */
class UntilDecidedTest {

  @TempDir private Path folder;

  private Path spec(String problem) throws IOException {
    return Files.writeString(
        folder.resolve("sweep.yaml"),
        """
        apiVersion: shallows/v1
        grid:
          family: [plain]
          width: [1, 2, 4]
          networkDepth: [0]
          inputDimension: [1]
          initialization: [he]
          seed: {count: 2, root: 3}
        problem: %s
        training: {maxIterations: 60, deadlineSeconds: 600}
        measurement:
          depth: {eta: [0.5], finders: [constructive], referenceRestarts: 2}
          singularities: false
          spectrum: false
        output: {uri: %s}
        """
            .formatted(problem, folder.resolve("store")));
  }

  private static final String TEACHER =
      "{kind: teacher, samples: 24, teacherWidth: 4, noise: 0.3, bias: true, count: 6}";

  private record Answer(int code, String out, String err) {}

  private static Answer run(Path spec, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        SweepCommandLine.execute(
            SweepCommandLine.of(new SweepJob())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true)),
            Stream.concat(
                    Stream.of("run", spec.toString(), "--master", "local[2]"), Arrays.stream(more))
                .toArray(String[]::new));
    return new Answer(code, out.toString(), err.toString());
  }

  private Store store() {
    return Store.open(folder.resolve("store").toString(), new Configuration());
  }

  private List<String> trials() {
    List<String> ids = new ArrayList<>();
    store().read(TrialsTable.TABLE, row -> ids.add(row.get(LeadingColumns.TRIAL_ID)));
    return ids;
  }

  @Test
  void problemsAreAddedAndTheStoreSaysWhich() throws IOException {
    Path spec = spec(TEACHER);
    Answer first = run(spec, "--until", "decided", "--budget", "1h");
    assertEquals(0, first.code(), first.err());
    String text = store().spec();
    SweepSpec stored = SweepVocabulary.reader().read(text, "store");
    assertTrue(stored.measurement().addsProblems());
    int problems = stored.problem().count();
    assertTrue(problems >= 8, "six problems cannot decide, eight are looked at: " + problems);
    List<String> trials = trials();
    assertEquals(new Grid(stored).size(), trials.size());
    assertEquals(trials.size(), new TreeSet<>(trials).size());
    Set<String> tests = new TreeSet<>();
    store().read(FitsTable.TABLE, row -> tests.add(row.get(FitsTable.TEST)));
    assertEquals(Set.of("sequential"), tests);
    List<String> said = first.out().lines().filter(line -> line.contains("verdict")).toList();
    assertFalse(said.isEmpty(), first.out());
    assertTrue(first.out().contains("core-hours"), first.out());

    // As after a crash: nothing is left to do, and the same is said.
    Answer again = run(spec, "--until", "decided", "--budget", "1h");
    assertEquals(0, again.code(), again.err());
    assertEquals(trials, trials());
    assertEquals(text, store().spec());
    assertEquals(
        said, again.out().lines().filter(line -> line.contains("verdict")).toList(), "the same");

    Answer fixed = run(spec);
    assertEquals(5, fixed.code(), fixed.err());
    assertTrue(fixed.err().contains("--set measurement.verdicts=sequential"), fixed.err());
    assertEquals(trials, trials());
  }

  @Test
  void mistakesAreToldBeforeAnythingRuns() throws IOException {
    Path spec = spec(TEACHER);
    assertRefused(run(spec, "--until", "decided"), "needs --budget, such as --budget 4h");
    assertRefused(run(spec, "--budget", "4h"), "--budget: is for --until decided");
    assertRefused(run(spec, "--until", "done", "--budget", "4h"), "done is not decided");
    assertRefused(run(spec, "--until", "decided", "--budget", "4 apples"), "write 4h, 30m");
    assertRefused(run(spec, "--until", "decided", "--budget", "0h"), "not above 0");
    assertRefused(
        run(spec, "--until", "decided", "--budget", "1h", "--set", "measurement.depth.targets=own"),
        "the sweep asks no verdict");
    Path points = spec("{kind: points, x: [[0], [1], [2]], y: [[0], [1], [0]]}");
    assertRefused(run(points, "--until", "decided", "--budget", "1h"), "use count: 1");
    Path csv = Files.writeString(folder.resolve("t.csv"), "a,y\n1,2\n2,3\n3,1\n4,4\n5,2\n");
    Path table = spec("{kind: table, format: csv, uri: %s, targets: values}".formatted(csv));
    assertRefused(run(table, "--until", "decided", "--budget", "1h"), "would be one");
    assertFalse(Files.exists(folder.resolve("store")));
  }

  private static void assertRefused(Answer run, String part) {
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertTrue(run.err().lines().count() <= 3, run.err());
  }
}
