package io.shallows.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SpecException;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemKindsTest {
  private static Problem problem(
      String problem, int index, int inputDimension, String... overrides) {
    return Problem.of(
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\ngrid: {networkDepth: 0, inputDimension: "
                    + inputDimension
                    + "}\nproblem: "
                    + problem
                    + "\n",
                "spec.yaml",
                List.of(overrides)),
        index,
        inputDimension);
  }

  @Test
  void dataDependOnTheProblemAlone() {
    Dataset one = problem("{kind: teacher}", 0, 3).dataset(TableSource.none()).orElseThrow();
    Dataset again =
        problem("{kind: teacher}", 0, 3, "grid.width=7", "problem.count=9")
            .dataset(TableSource.none())
            .orElseThrow();
    assertArrayEquals(one.x(), again.x());
    assertArrayEquals(one.y(), again.y());
    Dataset other = problem("{kind: teacher}", 1, 3).dataset(TableSource.none()).orElseThrow();
    assertFalse(Arrays.equals(one.x(), other.x()));
  }

  @Test
  void teacherHasNormalInputsWithAConstantAndTargetsOfUnitSize() {
    Dataset data =
        problem("{kind: teacher, samples: 20000, teacherWidth: 50}", 0, 3)
            .dataset(TableSource.none())
            .orElseThrow();
    assertEquals(4, data.inputs());
    double mean = 0;
    double square = 0;
    double targets = 0;
    for (int i = 0; i < data.samples(); i++) {
      assertEquals(1, data.x(i, 3));
      mean += data.x(i, 1) / data.samples();
      square += data.x(i, 1) * data.x(i, 1) / data.samples();
      targets += data.y(i, 0) * data.y(i, 0) / data.samples();
    }
    assertEquals(0, mean, 0.03);
    assertEquals(1, square, 0.05);
    assertTrue(targets > 0.01 && targets < 10, "mean square of targets " + targets);
  }

  @Test
  void teacherIsAReluNetworkOfItsInputs() {
    Dataset data =
        problem("{kind: teacher, teacherWidth: 1, bias: false}", 0, 1)
            .dataset(TableSource.none())
            .orElseThrow();
    assertEquals(1, data.inputs());
    double slope = 0;
    for (int i = 0; i < data.samples(); i++) {
      if (data.y(i, 0) != 0) {
        slope = slope == 0 ? data.y(i, 0) / data.x(i, 0) : slope;
        assertEquals(slope, data.y(i, 0) / data.x(i, 0), 1e-12 * Math.abs(slope));
      }
    }
    assertTrue(slope != 0);
  }

  @Test
  void noiseIsAddedToTheSameTargets() {
    Dataset clean =
        problem("{kind: polynomial, bias: false}", 0, 1).dataset(TableSource.none()).orElseThrow();
    for (int i = 0; i < clean.samples(); i++) {
      double x = clean.x(i, 0);
      assertTrue(x >= 0 && x < 1);
      assertEquals(8 * x * x * x - 10 * x * x + 3 * x, clean.y(i, 0), 1e-14);
    }
    Dataset quadratic =
        problem("{kind: polynomial, name: quadratic}", 0, 1)
            .dataset(TableSource.none())
            .orElseThrow();
    double x = quadratic.x(0, 0);
    assertEquals(.5 * x * x + .25 * x + .1, quadratic.y(0, 0), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"2,0.8", "5,0.8", "3,2"})
  void trapsAreZigzagsBesideAFarSample(int hinges, double ratio) {
    Dataset data =
        problem("{kind: trap, hinges: " + hinges + ", ratio: " + ratio + "}", 0, 1)
            .dataset(TableSource.none())
            .orElseThrow();
    assertEquals(2 * hinges + 1, data.samples());
    double square = 0;
    double pieces = 0;
    for (int s = 0; s < data.samples(); s++) {
      square += data.y(s, 0) * data.y(s, 0) / data.samples();
      if (s > 0) {
        pieces += data.y(s, 0) * data.y(s, 0) / data.samples();
        double x = data.x(s, 0);
        double height = x % 2 < 1 ? x % 2 : 2 - x % 2;
        // the same factor everywhere: a zigzag between 0 and 1
        assertEquals(data.y(1, 0) / 0.3 * height, data.y(s, 0), 1e-12);
      }
    }
    assertEquals(-1, data.x(0, 0));
    assertEquals(1, square, 1e-12);
    assertEquals(1 / (1 + ratio), square - pieces, 1e-12);
  }

  @Test
  void randomLabelsAreIndependentOfInputs() {
    Dataset data =
        problem("{kind: random-labels, samples: 20000}", 0, 1)
            .dataset(TableSource.none())
            .orElseThrow();
    double covariance = 0;
    for (int i = 0; i < data.samples(); i++) {
      covariance += data.x(i, 0) * data.y(i, 0) / data.samples();
    }
    assertEquals(0, covariance, 0.03);
  }

  @Test
  void pointsAreThoseOfTheSpec() {
    Dataset data =
        problem("{kind: points, x: [[0, 1], [2, 3], [4, 5]], y: [0.5, -1, 2], bias: true}", 0, 2)
            .dataset(TableSource.none())
            .orElseThrow();
    assertArrayEquals(new double[] {0, 1, 1, 2, 3, 1, 4, 5, 1}, data.x());
    assertArrayEquals(new double[] {0.5, -1, 2}, data.y());
  }

  @Test
  void gaussianTeacherHasNoDataSet() {
    Problem problem = problem("{kind: gaussian-teacher, teacherWidth: 6}", 0, 6);
    assertTrue(problem.dataset(TableSource.none()).isEmpty());
    assertTrue(problem.committee());
    assertEquals(6, problem.inputs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: polynomial} | 2 | grid.inputDimension: 2 at spec.yaml:2 is above 1, but a polynomial has one variable;"
            + " use inputDimension: [1] or another problem.kind",
        "{kind: trap} | 2 | grid.inputDimension: 2 at spec.yaml:2 is above 1, but a trap has one variable;"
            + " use inputDimension: [1] or another problem.kind",
        "{kind: gaussian-teacher, teacherWidth: 6} | 5 | grid.inputDimension: 5 at spec.yaml:2 is below"
            + " problem.teacherWidth 6, but orthonormal units need as many dimensions; use inputDimension: [6]",
        "{kind: points, x: [[1, 2]], y: [1]} | 1 | grid.inputDimension: [1] at spec.yaml:2 does not match the 2 columns"
            + " of problem.x; use inputDimension: [2]",
        "{kind: points, x: [1, 2], y: [1]} | 1 | problem.y: 1 rows at spec.yaml:3 do not match the 2 rows of problem.x;"
            + " give one row of y for each row of x"
      })
  void refusesGridsThatDoNotFit(String problem, int inputDimension, String message) {
    assertEquals(
        message,
        assertThrows(SpecException.class, () -> problem(problem, 0, inputDimension)).getMessage());
  }

  @Test
  void refusesDeepNetworksWhereTheClosedFormIsUnknown() {
    assertEquals(
        "grid.networkDepth: 1 from --set is above 0, but the closed form is known for two-layer networks only;"
            + " use networkDepth: [0] or another problem.kind",
        assertThrows(
                SpecException.class,
                () -> problem("{kind: gaussian-teacher}", 0, 6, "grid.networkDepth=1"))
            .getMessage());
  }

  @Test
  void unknownKindIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> ProblemKinds.named("none"));
  }

  /** Verdicts take problems for independent, so the same data twice are no two. */
  @ParameterizedTest
  @ValueSource(strings = {"trap", "gaussian-teacher"})
  void problemsOfWhichNothingIsDrawnAreOne(String kind) {
    String text = "apiVersion: shallows/v1\ngrid: {inputDimension: 1, networkDepth: 0}\n";
    List<String> one = List.of("problem.kind=" + kind);
    if (kind.equals("gaussian-teacher")) {
      one = List.of("problem.kind=" + kind, "problem.teacherWidth=1");
    }
    assertEquals(1, SweepVocabulary.reader().read(text, "spec.yaml", one).problem().count());
    List<String> two = new ArrayList<>(one);
    two.add("problem.count=2");
    SpecException refused =
        assertThrows(
            SpecException.class, () -> SweepVocabulary.reader().read(text, "spec.yaml", two));
    assertTrue(
        refused.getMessage().contains("problems of kind " + kind + " would be the same data"),
        refused.getMessage());
  }

  @Test
  void samplesOfTheSpecAreOneProblem() {
    List<String> points =
        List.of("problem.kind=points", "problem.x=[[1, 2], [3, 4]]", "problem.y=[[1], [0]]");
    List<String> three = new ArrayList<>(points);
    three.add("problem.count=3");
    String text = "apiVersion: shallows/v1\n";
    assertEquals(1, SweepVocabulary.reader().read(text, "spec.yaml", points).problem().count());
    SpecException refused =
        assertThrows(
            SpecException.class, () -> SweepVocabulary.reader().read(text, "spec.yaml", three));
    assertEquals(
        "problem.count: 3 from --set problems of kind points would be the same data, counted as if"
            + " they were others; use count: 1",
        refused.getMessage());
  }
}
