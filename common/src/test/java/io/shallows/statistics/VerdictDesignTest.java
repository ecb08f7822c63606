package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a sweep cannot decide is known before it runs. */
class VerdictDesignTest {

  private static SweepSpec spec(String families, String widths, int problems, String rest) {
    return SweepVocabulary.reader()
        .read(
            "apiVersion: shallows/v1\ngrid: {family: "
                + families
                + ", width: "
                + widths
                + ", inputDimension: [1, 2]}\nproblem: {kind: teacher, count: "
                + problems
                + "}\nmeasurement: {depth: {eta: [0.25, 0.5]"
                + rest
                + "}}\n",
            "spec.yaml");
  }

  private static VerdictDesign design(String families, String widths, int problems) {
    return VerdictDesign.of(spec(families, widths, problems, "")).orElseThrow();
  }

  /** Two families, two dimensions and two eta: 8 settings, so 2^-P at most .025 / 8. */
  @Test
  void settingsAskForProblemsByTheLogarithm() {
    VerdictDesign few = design("[plain, long-skip]", "[4, 16]", 8);
    assertEquals(8, few.settings());
    assertEquals(8, few.tests());
    assertEquals(9, few.least(), "2^-8 is .0039, .025 / 8 is .0031");
    assertFalse(few.isPossible());
    assertEquals(
        "no test will decide any of the 8 settings: problem.count is 8, at least 9 are needed;"
            + " proofs need none",
        few.sentence());
    assertTrue(design("[plain, long-skip]", "[4, 16]", 9).isPossible());
  }

  @Test
  void widthsHaveToSpanAFactor() {
    VerdictDesign narrow = design("[plain]", "[4, 15]", 20);
    assertFalse(narrow.isPossible());
    assertTrue(narrow.sentence().contains("grid.width spans less than a factor of 4"));
  }

  /** Problems of all dimensions count for skips, since the question is one for the sweep. */
  @Test
  void skipsHaveAQuestionOfTheirOwn() {
    VerdictDesign three = design("[plain, long-skip]", "[4, 16]", 3);
    assertEquals(6, three.leastForSkips());
    assertTrue(three.canTellSkips());
    VerdictDesign two = design("[plain, long-skip, residual]", "[4, 16]", 2);
    assertEquals(7, two.leastForSkips(), "two families");
    assertEquals(
        Optional.of(
            "no test will tell skips from plain: 4 problems in all, at least 7 are needed; raise"
                + " problem.count"),
        two.skipSentence());
    assertEquals(Optional.empty(), design("[plain]", "[4, 16]", 2).skipSentence());
    assertEquals(Optional.empty(), design("[residual, long-skip]", "[4, 16]", 2).skipSentence());
  }

  /** A trap is one problem: nobody is told to raise a count that the next command refuses. */
  @Test
  void whereThereIsOneProblemNoMoreAreAdvised() {
    VerdictDesign trap =
        VerdictDesign.of(
                SweepVocabulary.reader()
                    .read(
                        "apiVersion: shallows/v1\n"
                            + "grid: {family: [plain, linear-skip], width: [4, 16],"
                            + " inputDimension: [1]}\nproblem: {kind: trap}\n"
                            + "measurement: {depth: {eta: [0.5]}}\n",
                        "spec.yaml"))
            .orElseThrow();
    assertEquals(
        "no test will decide any of the 2 settings: these data are one problem, at least 7 are"
            + " needed; proofs need none",
        trap.sentence());
    assertEquals(
        Optional.of(
            "no test will tell skips from plain: 1 problem in all, at least 6 are needed; these"
                + " data are the only ones of their kind"),
        trap.skipSentence());
  }

  @Test
  void nothingIsSaidWhereTheRateIsNotAsked() {
    assertTrue(VerdictDesign.of(spec("[plain]", "[4, 16]", 9, ", targets: [own]")).isEmpty());
  }

  /** Networks, widths, problems and families of which grid.where leaves no cell are not asked. */
  @Test
  void onlyCellsThatAreAdmittedCount() {
    VerdictDesign some = where("networkDepth == 0 && inputDimension == 1");
    assertEquals(4, some.settings(), "two families and two eta");
    assertEquals(8, some.problems());
    assertTrue(some.spans());
    assertEquals(8, some.skipProblems());
    VerdictDesign plain = where("family == 'plain'");
    assertEquals(8, plain.settings(), "two depths, two dimensions and two eta");
    assertEquals(0, plain.skips());
    VerdictDesign narrow =
        where("family == 'plain' && width == 4 || family != 'plain' && width == 16");
    assertEquals(16, narrow.settings());
    assertFalse(narrow.spans(), "one width each");
    assertEquals(5, where("problem < 5").problems());
    assertEquals(10, where("problem < 5").skipProblems());
    assertEquals(16, where("width > 0").settings());
  }

  private static VerdictDesign where(String condition) {
    return VerdictDesign.of(
            SweepVocabulary.reader()
                .read(
                    "apiVersion: shallows/v1\ngrid: {family: [plain, long-skip], width: [4, 16],"
                        + " inputDimension: [1, 2], networkDepth: [0, 1], where: \""
                        + condition
                        + "\"}\nproblem: {kind: teacher, count: 8}\n"
                        + "measurement: {depth: {eta: [0.25, 0.5]}}\n",
                    "spec.yaml"))
        .orElseThrow();
  }
}
