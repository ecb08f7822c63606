package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.linalg.Kernels;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The rows of small sweeps do not depend on the kernels: a second JVM computes them with the
 * readable ones, without the Vector API.
 */
class ReferenceKernelRowsTest {

  /** The quickstart and the acceptance sweep, with fewer of everything. */
  private static final List<String> SPECS =
      List.of(
          """
          apiVersion: shallows/v1
          name: quickstart
          grid:
            family: [plain, long-skip]
            width: [4, 9]
            networkDepth: [1]
            inputDimension: [2]
            initialization: [clustered]
            seed: {count: 1, root: 1}
          problem: {kind: teacher, samples: 48, teacherWidth: 8, noise: 0.0, bias: true}
          training: {gradientTolerance: 1e-8, maxIterations: 2000}
          measurement:
            depth: {eta: [0.5], finders: [constructive, string], certificateTolerance: 1e-3, referenceRestarts: 4}
            singularities: true
            spectrum: true
          output: {uri: none}
          """,
          """
          apiVersion: shallows/v1
          name: acceptance
          grid:
            family: [plain, long-skip]
            width: [4, 12]
            networkDepth: [0, 1, 2]
            inputDimension: [4]
            initialization: [he]
            seed: {count: 1, root: 1}
          problem: {kind: teacher, samples: 32, teacherWidth: 6}
          measurement:
            depth: {eta: [0.5], finders: [constructive], referenceRestarts: 4}
            singularities: false
            spectrum: false
          output: {uri: none}
          """);

  /** Every row of the sweeps as text; reals with all their digits, no times. */
  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (String text : SPECS) {
      SweepSpec spec = SweepVocabulary.reader().read(text, "small.yaml", List.of());
      TrialRunner runner = TrialRunner.of(spec);
      Grid grid = new Grid(spec);
      for (long i = 0; i < grid.size(); i++) {
        var trial = grid.at(i);
        List<Record> references =
            runner.references(
                ProblemCoordinates.of(trial.cell()),
                runner.referenceWidths(Set.of(trial.cell().width())),
                List.of(),
                Deadline.never());
        TrialOutcome outcome = runner.minimum(trial, Deadline.never());
        List<Record> found = new ArrayList<>(references);
        found.add(outcome.trial());
        outcome.minimum().ifPresent(found::add);
        outcome
            .minimum()
            .ifPresent(
                minimum -> {
                  DepthOutcome depths =
                      runner.depths(
                          trial,
                          minimum,
                          runner.best(List.of(minimum)),
                          references,
                          Deadline.never());
                  found.addAll(depths.depths());
                });
        found.forEach(row -> rows.add(row.withoutTimes().toString()));
      }
    }
    return rows;
  }

  @Test
  void rowsAreThoseOfTheReferenceKernels() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dshallows.kernels=reference",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ReferenceKernelRowsTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertNotEquals("reference", Kernels.best().name());
    List<String> fast = rows();
    List<String> slow;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      slow = lines.lines().toList();
    }
    assertEquals(0, other.waitFor());
    assertEquals("reference", slow.get(0));
    assertTrue(fast.size() > 40, "rows: " + fast.size());
    // stronger than agreement to 1e-9: the same bits
    assertEquals(fast, slow.subList(1, slow.size()));
  }

  /** Prints the name of the kernels and the rows. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(Kernels.best().name());
    rows().forEach(out::println);
  }
}
