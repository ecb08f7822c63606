package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of small sweeps do not depend on the kernels or on what the processor offers: JVMs with
 * all of its vectors, with narrower ones, without fused multiply-add, without the Vector API and
 * with the readable kernels compute the same bits.
 */
class KernelRowsTest {

  /** The quickstart and the acceptance sweep with fewer of everything, and the other finish. */
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
          """,
          """
          apiVersion: shallows/v1
          name: decay
          grid:
            family: [long-skip]
            width: [6, 17]
            networkDepth: [2]
            inputDimension: [2]
            initialization: [clustered]
            seed: {count: 1, root: 1}
          problem: {kind: teacher, samples: 48, teacherWidth: 8}
          training: {finish: decay, maxIterations: 40}
          measurement:
            depth: {eta: [0.5], finders: [constructive], referenceRestarts: 2}
            singularities: false
            spectrum: false
          output: {uri: none}
          """);

  /** The widths that take least time. */
  private static final List<String> FEW = List.of("grid.width=9", "grid.width=12", "grid.width=6");

  /** Rows of the sweeps as text; reals with all their digits, no times. */
  private static List<String> rows(boolean all) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < SPECS.size(); i++) {
      List<String> set = all ? List.of() : FEW.subList(i, i + 1);
      SweepSpec spec = SweepVocabulary.reader().read(SPECS.get(i), "small.yaml", set);
      TrialRunner runner = TrialRunner.of(spec);
      Grid grid = new Grid(spec);
      for (long t = 0; t < grid.size(); t++) {
        var trial = grid.at(t);
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

  /** A JVM that computes all or few rows, and the kernels that it may choose. */
  private record Way(boolean all, Set<String> kernels, List<String> flags) {
    Process start() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:+IgnoreUnrecognizedVMOptions");
      command.addAll(flags);
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              KernelRowsTest.class.getName(),
              "" + all));
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Override
    public String toString() {
      return String.join(" ", flags);
    }
  }

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  /** The flags of x86 change nothing on other processors. */
  static Stream<Way> ways() {
    boolean x86 = Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    Set<String> any = Set.of("vector-512", "vector-256", "plain");
    Set<String> plain = Set.of("plain");
    return Stream.of(
        new Way(true, Set.of("reference"), List.of("-Dshallows.kernels=reference")),
        new Way(false, any, List.of(MODULE)),
        new Way(false, x86 ? Set.of("vector-256", "plain") : any, List.of(MODULE, "-XX:UseAVX=2")),
        new Way(false, plain, List.of(MODULE, "-XX:MaxVectorSize=16")),
        new Way(false, x86 ? plain : any, List.of(MODULE, "-XX:UseAVX=0")),
        new Way(false, plain, List.of()));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void rowsAreTheSame(Way way) throws IOException, InterruptedException {
    Process other = way.start();
    List<String> here = rows(way.all());
    List<String> there;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      there = lines.lines().toList();
    }
    assertEquals(0, other.waitFor());
    assertTrue(way.kernels().contains(there.get(0)), way + " chose " + there.get(0));
    assertTrue(here.size() > (way.all() ? 80 : 40), here.size() + " rows");
    // stronger than agreement to 1e-9: the same bits
    assertEquals(here, there.subList(1, there.size()));
  }

  /** Prints the name of the kernels and the rows; with true all, with false few. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(Kernels.best().name());
    rows(Boolean.parseBoolean(arguments[0])).forEach(out::println);
  }
}
