package io.shallows.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.grid.SweepIdentity;
import io.shallows.spec.SpecException;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables without files: what they become as problems, and what is refused. */
class TableProblemTest {

  private static final String DIGEST = "ab".repeat(32);

  /** Rows (i, i * i) with the labels given. */
  private record Squares(String name, boolean isSparse, List<String> labels) implements TableData {
    @Override
    public int rows() {
      return labels.size();
    }

    @Override
    public int features() {
      return 2;
    }

    @Override
    public double feature(int row, int column) {
      return column == 0 ? row : row * row;
    }

    @Override
    public String label(int row) {
      return labels.get(row);
    }
  }

  private static Squares table(String... labels) {
    return new Squares("squares.csv", false, List.of(labels));
  }

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader()
        .read(
            """
            apiVersion: shallows/v1
            grid: {inputDimension: [2]}
            problem: {kind: table, uri: squares.csv, format: csv}
            """,
            "spec.yaml",
            List.of(overrides));
  }

  private static SweepSpec resolved(TableData table, String... overrides) {
    return TableResolution.resolve(spec(overrides), table, "file:/squares.csv", "", DIGEST);
  }

  private static Dataset data(SweepSpec resolved, TableData table, int index) {
    return Problem.of(resolved, index, 2).dataset(settings -> table).orElseThrow();
  }

  @Test
  void classesAreSortedByValueAndOneHot() {
    TableData table = table("10", "9", "9", "10");
    SweepSpec resolved = resolved(table, "problem.normalization=none");
    assertEquals(List.of("9", "10"), resolved.problem().settings().get(TableProblem.CLASSES));
    assertEquals(4, resolved.problem().settings().get(TableProblem.SAMPLES));
    assertEquals("file:/squares.csv", resolved.problem().settings().get(TableProblem.URI));
    Dataset data = data(resolved, table, 0);
    assertArrayEquals(new double[] {0, 0, 1, 1, 1, 1, 2, 4, 1, 3, 9, 1}, data.x());
    assertArrayEquals(new double[] {0, 1, 1, 0, 1, 0, 0, 1}, data.y());
  }

  @Test
  void keptClassesStandInTheOrderOfTheSpec() {
    TableData table = table("a", "b", "c", "a");
    SweepSpec resolved = resolved(table, "problem.classes=[c, a]", "problem.normalization=none");
    Dataset data = data(resolved, table, 0);
    assertEquals(3, data.samples());
    assertArrayEquals(new double[] {0, 1, 1, 0, 0, 1}, data.y());
  }

  @Test
  void valuesAreTheLabelsThemselves() {
    TableData table = table("0.5", "-2", "1e3");
    SweepSpec resolved =
        resolved(
            table, "problem.targets=values", "problem.bias=false", "problem.normalization=none");
    Dataset data = data(resolved, table, 0);
    assertArrayEquals(new double[] {0.5, -2, 1000}, data.y());
    assertArrayEquals(new double[] {0, 0, 1, 1, 2, 4}, data.x());
  }

  @ParameterizedTest
  @CsvSource({"standard", "global"})
  void columnsAreScaledByThemselvesOrTogether(String normalization) {
    TableData table = table("1", "2", "3", "4");
    SweepSpec resolved =
        resolved(
            table,
            "problem.targets=values",
            "problem.bias=false",
            "problem.normalization=" + normalization);
    double[] x = data(resolved, table, 0).x();
    double[] first = {x[0], x[2], x[4], x[6]};
    double[] both = normalization.equals("standard") ? first : x;
    assertEquals(0, Arrays.stream(both).sum(), 1e-14);
    assertEquals(both.length, Arrays.stream(both).map(v -> v * v).sum(), 1e-13);
    if (normalization.equals("global")) {
      // differences keep their ratios: 9 - 4 is five times 3 - 2
      assertEquals(5 * (x[6] - x[4]), x[7] - x[5], 1e-13);
    }
  }

  @Test
  void problemsAreDifferentSubsetsInTheOrderOfTheFile() {
    TableData table = table("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    SweepSpec resolved =
        resolved(
            table,
            "problem.targets=values",
            "problem.samples=6",
            "problem.count=2",
            "problem.normalization=none");
    double[] one = data(resolved, table, 0).y();
    double[] two = data(resolved, table, 1).y();
    assertEquals(6, one.length);
    assertNotEquals(Arrays.toString(one), Arrays.toString(two));
    assertArrayEquals(Arrays.stream(one).sorted().distinct().toArray(), one);
    assertArrayEquals(one, data(resolved, table, 0).y());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grid.inputDimension=3 | grid.inputDimension: 3 does not match the 2 inputs of squares.csv; use inputDimension: [2]
          problem.classes=[a, z] | problem.classes: z is not a label of squares.csv; it has a, b, c
          problem.classes=[a] | problem.classes: one class only, [a], is nothing to learn; keep two or more
          problem.targets=values | problem.targets: values, but row 1 of squares.csv has the label a, not a number; use targets: classes, or another target
          problem.samples=9 | problem.samples: 9 is above the 4 rows that squares.csv has of these classes; use at most 4, or 0 for all
          problem.count=2 | problem.count: 2 problems of all 4 rows would be one; use count: 1, or samples below 4
          """)
  void whatDoesNotFitIsRefused(String override, String message) {
    TableData table = table("a", "b", "c", "a");
    SpecException refused =
        assertThrows(SpecException.class, () -> resolved(table, override.strip()));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void theInputDimensionMayBeLeftToTheTable() {
    SweepSpec open =
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\nproblem: {kind: table, uri: squares.csv, format: csv}\n",
                "spec.yaml");
    SweepSpec resolved =
        TableResolution.resolve(open, table("a", "b"), "file:/squares.csv", "", DIGEST);
    assertEquals(2, resolved.grid().inputDimension().smallest());
    assertEquals(resolved, resolved(table("a", "b")));
    assertEquals(open, SweepVocabulary.reader().read(SpecWriter.write(open), "again"));
    assertThrows(
        SpecException.class,
        () ->
            SweepVocabulary.reader()
                .read("apiVersion: shallows/v1\ngrid: {inputDimension: data}\n", "spec.yaml"));
  }

  /** Stores of tables in use carry these ids. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format: csv, samples: 4, classes: [x, y, z] | 12bd8af7c6ab747f50c50659bc69f2c4
          format: parquet, targets: values, target: b, samples: 9, normalization: none | 8cf72f251c3d04ba1dbdeda04a727fec
          format: csv, delimiter: semicolon, header: false, samples: 7, bias: false, classes: ['1.0', '2.0'] | 6d8b5893d5603ac69611049e0756c6cc
          """)
  void keysThatAreNotSetKeepTheIdsOfStoresInUse(String keys, String id) {
    String head =
        "apiVersion: shallows/v1\ngrid: {inputDimension: 2}\n"
            + "problem: {kind: table, uri: t.csv, digest: "
            + DIGEST
            + ", ";
    SweepSpec spec = SweepVocabulary.reader().read(head + keys + "}\n", "spec.yaml");
    assertEquals(id, new SweepIdentity(spec).problemId(0, 2).hex());
    for (String described : List.of("columns: [a]", "understood: [words]", "missing: refuse")) {
      SweepSpec same =
          SweepVocabulary.reader().read(head + keys + ", " + described + "}\n", "spec.yaml");
      assertEquals(id, new SweepIdentity(same).problemId(0, 2).hex());
    }
    for (String other : List.of("ignore: [a]", "missing: drop", "decimal: comma", "comment: '#'")) {
      SweepSpec changed =
          SweepVocabulary.reader().read(head + keys + ", " + other + "}\n", "spec.yaml");
      assertNotEquals(id, new SweepIdentity(changed).problemId(0, 2).hex());
    }
  }

  @Test
  void missingColumnsOfSparseRowsAreZero() {
    TableData table = new Squares("squares.svm", true, List.of("1", "2"));
    SweepSpec resolved =
        resolved(
            table, "grid.inputDimension=3", "problem.normalization=none", "problem.bias=false");
    Dataset data = Problem.of(resolved, 0, 3).dataset(settings -> table).orElseThrow();
    assertArrayEquals(new double[] {0, 0, 0, 1, 1, 0}, data.x());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          problem.format=idx | problem.labelsUri
          problem.labelsUri=labels.gz | problem.labelsUri
          problem.digest=abc | problem.digest
          problem.format=libsvm problem.target=price | problem.target
          problem.targets=values problem.classes=[a,b] | problem.classes
          grid.inputDimension=[2,3] | grid.inputDimension
          problem.format=libsvm problem.columns=[a] | problem.columns
          problem.format=cifar-10 problem.ignore=[a] | problem.ignore
          problem.targetNormalization=standard | problem.targetNormalization
          problem.comment=ab | problem.comment
          """)
  void keysThatContradictEachOtherAreRefused(String overrides, String key) {
    SpecException refused =
        assertThrows(SpecException.class, () -> spec(overrides.strip().split(" ")));
    assertEquals(key, refused.getMessage().replaceAll(":.*", "").replaceAll(" .*", ""));
  }

  @Test
  void withoutATableThereIsNoData() {
    SweepSpec unresolved = spec();
    Problem problem = Problem.of(unresolved, 0, 2);
    assertThrows(IllegalArgumentException.class, () -> problem.dataset(settings -> table("1")));
    SweepSpec resolved = resolved(table("1", "2"));
    Problem lost = Problem.of(resolved, 0, 2);
    assertThrows(IllegalStateException.class, () -> lost.dataset(TableSource.none()));
  }
}
