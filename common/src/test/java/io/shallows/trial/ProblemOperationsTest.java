package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremumPlace;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What planning takes references and suprema to cost. */
class ProblemOperationsTest {

  private static final ProblemCoordinates FIRST = new ProblemCoordinates(0, 1);

  private static SweepSpec spec(String... overrides) {
    List<String> all =
        new ArrayList<>(List.of("problem.samples=100", "measurement.depth.eta=[0.5]"));
    all.addAll(List.of(overrides));
    return SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "spec.yaml", all);
  }

  private static double references(SweepSpec spec, Integer... widths) {
    return ReferenceOperations.of(spec, FIRST, List.of(widths), List.of());
  }

  private static double ofStart(double samples, int k) {
    double p = k * (2 + 1);
    double system = samples * p * p + p * p * p / 3;
    return Math.min(75 * k, 350) * (240 * samples + 9 * samples * p + 0.15 * system);
  }

  @Test
  void referencesAreCountedByTheFormula() {
    double expected = 32 * (ofStart(100, 1) + ofStart(100, 2) + ofStart(100, 3));
    assertEquals(expected, references(spec(), 2, 3), 1e-9 * expected);
    assertEquals(
        expected / 4,
        references(spec("measurement.depth.referenceRestarts=8"), 3),
        1e-9 * expected);
    assertEquals(
        32 * ofStart(100, 3),
        ReferenceOperations.of(spec(), FIRST, List.of(3), List.of(2)),
        1e-9 * expected);
    assertEquals(0, ReferenceOperations.of(spec(), FIRST, List.of(2), List.of(3)));
  }

  /** With more parameters than residuals, d = 3 inputs and c = 1 output. */
  @Test
  void wideReferencesAreSolvedInGramForm() {
    SweepSpec few = spec("problem.samples=10");
    double wider =
        ReferenceOperations.of(few, new ProblemCoordinates(0, 2), List.of(20), List.of(19));
    double p = 20 * (3 + 1);
    double system = 2 * 100 * (3 + 40 + 1) + 1000 / 3.0;
    double expected = 32 * 350 * (2400 + 90 * p + 0.15 * system);
    assertEquals(expected, wider, 1e-9 * expected);
  }

  @Test
  void referencesGrowWithSamplesWidthsAndStarts() {
    assertTrue(references(spec(), 4) < references(spec(), 5));
    assertTrue(references(spec(), 4) < references(spec("problem.samples=101"), 4));
    assertTrue(
        references(spec(), 4) < references(spec("measurement.depth.referenceRestarts=33"), 4));
    assertTrue(references(spec("training.maxIterations=10"), 4) < references(spec(), 4));
  }

  /** The formula says 0 where the stage makes no rows, and only there. */
  @Test
  void noReferencesCostNothing() {
    SweepSpec none = spec("measurement.depth.enabled=false");
    assertEquals(0, references(none, 2));
    SweepSpec population = population();
    ProblemCoordinates six = new ProblemCoordinates(0, 6);
    assertEquals(0, ReferenceOperations.of(population, six, List.of(2), List.of()));
    assertEquals(0, rows(population, six));
    SweepSpec asked = spec("problem.samples=8", "measurement.depth.referenceRestarts=2");
    assertTrue(references(asked, 2) > 0);
    assertEquals(2, rows(asked, FIRST));
    assertEquals(0, references(asked, new Integer[0]));
  }

  private static SweepSpec population() {
    return SweepVocabulary.reader()
        .read(
            "apiVersion: shallows/v1\n",
            "spec.yaml",
            List.of(
                "problem.kind=gaussian-teacher",
                "grid.networkDepth=[0]",
                "measurement.depth.finders=[string]"));
  }

  private static int rows(SweepSpec spec, ProblemCoordinates problem) {
    return TrialRunner.of(spec).references(problem, List.of(2), List.of(), Deadline.never()).size();
  }

  private static double suprema(SweepSpec spec, String family, int width) {
    return SupremumOperations.of(spec, new SupremumPlace(0, 1, family, width));
  }

  /** N = 9, d = 2: c = 34 cones, F = 36 facets, 596 states at width 2. */
  @Test
  void supremaAreCountedByTheFormula() {
    SweepSpec nine = spec("problem.kind=random-labels", "problem.samples=9");
    double states = 1 + 34 + 34 * 33 / 2.0;
    double expected = 9 * (80 * (states + 34 * 36) + 100 * (4 * 36 / 34.0) * states);
    assertEquals(expected, suprema(nine, "plain", 2), 1e-9 * expected);
    SweepSpec unlisted =
        spec(
            "problem.kind=random-labels",
            "problem.samples=9",
            "grid.networkDepth=[0]",
            "measurement.suprema=true",
            "measurement.supremaStates=100",
            "measurement.supremaBudget=1");
    double seen = 300 * StrictMath.pow(1e-3, 0.4);
    double few = 9 * 100 * (4 * 36 / 34.0) * seen;
    assertEquals(few, suprema(unlisted, "plain", 2), 1e-9 * few);
  }

  @Test
  void supremaGrowWithSamplesAndWidthsAndAreNothingWhereTheyAreRefused() {
    String labels = "problem.kind=random-labels";
    SweepSpec nine = spec(labels, "problem.samples=9");
    assertTrue(suprema(nine, "plain", 2) < suprema(nine, "plain", 3));
    assertTrue(suprema(nine, "linear-skip", 2) < suprema(nine, "plain", 2));
    assertTrue(suprema(nine, "plain", 3) < suprema(spec(labels, "problem.samples=10"), "plain", 3));
    assertEquals(0, suprema(spec(labels, "problem.samples=2000"), "plain", 3));
  }
}
