package io.shallows.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.SweepIdentity;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.spark.store.Checksum;
import io.shallows.spec.SpecException;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableFilesTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  private SweepSpec spec(int dimension, String problem) {
    return SweepVocabulary.reader()
        .read(
            "apiVersion: shallows/v1\ngrid: {inputDimension: "
                + dimension
                + "}\nproblem: {kind: table, "
                + problem.replace("FOLDER", folder.toString())
                + "}\n",
            "spec.yaml");
  }

  private SweepSpec resolved(int dimension, String problem) {
    return TableFiles.resolve(spec(dimension, problem), HADOOP);
  }

  private static Dataset data(SweepSpec spec, int problem) {
    // executors read the spec from its text
    SweepSpec read = SweepVocabulary.reader().read(SpecWriter.write(spec), "spec.yaml");
    assertEquals(spec, read);
    return Problem.of(read, problem, read.grid().inputDimension().smallest())
        .dataset(settings -> TableFiles.table(settings, HADOOP))
        .orElseThrow();
  }

  private static double[] row(Dataset data, int row) {
    return Arrays.copyOfRange(data.x(), row * data.inputs(), (row + 1) * data.inputs());
  }

  @Test
  void csvWithClasses() {
    SmallTables.write(folder.resolve("t.csv"), SmallTables.CSV);
    SweepSpec spec =
        resolved(2, "uri: FOLDER/t.csv, format: csv, normalization: none, classes: [z, x]");
    assertEquals(List.of("z", "x"), spec.problem().settings().get(TableProblem.CLASSES));
    assertEquals(3, spec.problem().settings().get(TableProblem.SAMPLES));
    assertEquals(Checksum.of(SmallTables.CSV), spec.problem().settings().get(TableProblem.DIGEST));
    Dataset data = data(spec, 0);
    assertArrayEquals(new double[] {1, 2, 1, -0.5, 6, 1, 7, 8, 1}, data.x());
    assertArrayEquals(new double[] {0, 1, 0, 1, 1, 0}, data.y());
  }

  @Test
  void csvWithValuesAndNoHeader() {
    SmallTables.write(folder.resolve("t.csv"), "1;2;3\r\n4;5;6\r\n");
    Dataset data =
        data(
            resolved(
                2,
                "uri: FOLDER/t.csv, format: csv, header: false, delimiter: semicolon,"
                    + " targets: values, target: 1, normalization: none, bias: false"),
            0);
    assertArrayEquals(new double[] {2, 3, 5, 6}, data.x());
    assertArrayEquals(new double[] {1, 4}, data.y());
  }

  @Test
  void standardColumnsHaveMeanZeroAndVarianceOneOverTheDrawnRows() {
    StringBuilder text = new StringBuilder("a,b,c,kind\n");
    for (int i = 0; i < 40; i++) {
      text.append(i * i).append(',').append(3 - i).append(",5,").append(i % 2).append('\n');
    }
    SmallTables.write(folder.resolve("t.csv"), text.toString());
    Dataset data = data(resolved(3, "uri: FOLDER/t.csv, format: csv, samples: 17"), 0);
    for (int j = 0; j < 2; j++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < 17; i++) {
        mean += data.x(i, j) / 17;
        square += data.x(i, j) * data.x(i, j) / 17;
      }
      assertEquals(0, mean, 1e-14);
      assertEquals(1, square, 1e-14);
    }
    assertEquals(0, data.x(3, 2));
    assertEquals(1, data.x(3, 3));
  }

  @Test
  void globalNormalizationKeepsWhatColumnsHaveAgainstEachOther() {
    SmallTables.write(folder.resolve("t.csv"), "a,b,kind\n1,5,x\n3,7,y\n");
    Dataset data = data(resolved(2, "uri: FOLDER/t.csv, format: csv, normalization: global"), 0);
    // mean 4, variance (9 + 1 + 1 + 9) / 4
    double s = Math.sqrt(5);
    assertArrayEquals(new double[] {-3 / s, 1 / s, 1, -1 / s, 3 / s, 1}, data.x(), 1e-15);
  }

  @Test
  void subsamplesAreDrawnByTheProblemAndKeepTheOrderOfTheFile() {
    StringBuilder text = new StringBuilder("a,kind\n");
    for (int i = 0; i < 200; i++) {
      text.append(i).append(',').append(i % 4).append('\n');
    }
    SmallTables.write(folder.resolve("t.csv"), text.toString());
    SweepSpec spec =
        resolved(
            1,
            "uri: FOLDER/t.csv, format: csv, samples: 30, count: 2, classes: [1, 3],"
                + " normalization: none, bias: false");
    double[] first = data(spec, 0).x();
    double[] second = data(spec, 1).x();
    assertArrayEquals(first, data(spec, 0).x());
    assertFalse(Arrays.equals(first, second));
    for (int i = 0; i < 30; i++) {
      assertEquals(1, first[i] % 2);
      assertTrue(i == 0 || first[i - 1] < first[i]);
    }
  }

  @Test
  void libSvmFillsZerosUpToTheGridsDimension() {
    SmallTables.write(folder.resolve("t.svm"), "+1 1:0.5 3:-2 # one\n\n-1 2:1e1\n+1\n");
    Dataset data =
        data(resolved(4, "uri: FOLDER/t.svm, format: libsvm, normalization: none, bias: false"), 0);
    assertArrayEquals(new double[] {0.5, 0, -2, 0, 0, 10, 0, 0, 0, 0, 0, 0}, data.x());
    assertArrayEquals(new double[] {0, 1, 1, 0, 0, 1}, data.y());
  }

  @Test
  void idxImagesWithLabelsPacked() {
    SmallTables.write(folder.resolve("x.gz"), SmallTables.packed(SmallTables.idx(5, 2, 3)));
    SmallTables.write(
        folder.resolve("y"), SmallTables.idx(0x08, new int[] {5}, new byte[] {3, 8, 3, 9, 8}));
    SweepSpec spec =
        resolved(
            6,
            "uri: FOLDER/x.gz, labelsUri: FOLDER/y, format: idx, classes: [3, 8],"
                + " normalization: none");
    Dataset data = data(spec, 0);
    assertEquals(4, data.samples());
    assertArrayEquals(new double[] {42, 49, 56, 63, 70, 77, 1}, row(data, 1));
    assertArrayEquals(new double[] {1, 0, 0, 1, 1, 0, 0, 1}, data.y());
  }

  @Test
  void idxOfOtherTypesIsBigEndian() {
    byte[] entries = new byte[16];
    java.nio.ByteBuffer.wrap(entries).putFloat(0, -1.5f).putFloat(12, 2.25f);
    SmallTables.write(folder.resolve("x"), SmallTables.idx(0x0D, new int[] {2, 2}, entries));
    SmallTables.write(
        folder.resolve("y"),
        SmallTables.idx(0x0B, new int[] {2}, new byte[] {1, 0, (byte) 0xff, (byte) 0xfe}));
    Dataset data =
        data(
            resolved(
                2,
                "uri: FOLDER/x, labelsUri: FOLDER/y, format: idx, targets: values,"
                    + " normalization: none, bias: false"),
            0);
    assertArrayEquals(new double[] {-1.5, 0, 0, 2.25}, data.x());
    assertArrayEquals(new double[] {256, -2}, data.y());
  }

  @Test
  void cifarBatchesFollowEachOther() {
    SmallTables.write(folder.resolve("data_batch_2.bin"), SmallTables.cifar(new int[] {7}));
    SmallTables.write(
        folder.resolve("data_batch_1.bin"), SmallTables.cifar(new int[] {9}, new int[] {0}));
    SweepSpec spec =
        resolved(3072, "uri: 'FOLDER/data_batch_*.bin', format: cifar-10, normalization: none");
    assertEquals(List.of("0", "7", "9"), spec.problem().settings().get(TableProblem.CLASSES));
    Dataset data = data(spec, 0);
    assertEquals(3, data.samples());
    assertEquals(1 + 254, data.x(1, 254));
    assertEquals(0, data.x(1, 255));
    assertEquals(0, data.x(2, 0));
    assertArrayEquals(new double[] {0, 0, 1, 1, 0, 0, 0, 1, 0}, data.y());
  }

  @Test
  void cifarHundredHasFineAndCoarseLabels() {
    SmallTables.write(
        folder.resolve("train.bin"), SmallTables.cifar(new int[] {3, 99}, new int[] {19, 42}));
    String problem = "uri: FOLDER/train.bin, format: cifar-100";
    assertEquals(
        List.of("42", "99"),
        resolved(3072, problem).problem().settings().get(TableProblem.CLASSES));
    assertEquals(
        List.of("3", "19"),
        resolved(3072, problem + ", target: coarse")
            .problem()
            .settings()
            .get(TableProblem.CLASSES));
  }

  @Test
  void parquetFolderWithATextAsLabel() {
    Path part = folder.resolve("table");
    part.toFile().mkdirs();
    SmallTables.parquet(part.resolve("part-0.parquet"), 4, -1);
    SmallTables.parquet(part.resolve("part-1.parquet"), 2, -1);
    SmallTables.write(part.resolve("_SUCCESS"), "");
    Dataset data =
        data(
            resolved(3, "uri: FOLDER/table, format: parquet, normalization: none, bias: false"), 0);
    assertArrayEquals(
        new double[] {0, 0, 1, 0.5, 1, 0, 1, 4, 1, 1.5, 9, 0, 0, 0, 1, 0.5, 1, 0}, data.x());
    assertArrayEquals(new double[] {1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1}, data.y());
  }

  @Test
  void idsDependOnTheContentAndNotOnThePlace() {
    SmallTables.write(folder.resolve("t.csv"), SmallTables.CSV);
    SmallTables.write(folder.resolve("copy.csv"), SmallTables.CSV);
    SmallTables.write(folder.resolve("other.csv"), SmallTables.CSV + "0,0,x\n");
    String id = id("t.csv");
    assertEquals(id, id("copy.csv"));
    assertNotEquals(id, id("other.csv"));
  }

  private String id(String file) {
    SweepSpec spec = resolved(2, "uri: FOLDER/" + file + ", format: csv, samples: 3");
    return new SweepIdentity(spec).problemId(0, 2).hex();
  }

  @Test
  void aFileThatChangedIsRefusedWhereverItIsReadAgain() throws Exception {
    Path file = SmallTables.write(folder.resolve("t.csv"), SmallTables.CSV);
    SweepSpec spec = resolved(2, "uri: FOLDER/t.csv, format: csv");
    Files.writeString(file, SmallTables.CSV + "0,0,x\n");
    SpecException refused =
        assertThrows(
            SpecException.class, () -> TableFiles.table(spec.problem().settings(), HADOOP));
    assertTrue(refused.getMessage().startsWith("problem.digest: "), refused.getMessage());
    assertThrows(SpecException.class, () -> TableFiles.resolve(spec, HADOOP));
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("uri: FOLDER/none, format: csv", "problem.uri: FOLDER/none matches no file; give a"),
        damage("uri: 'foo://h/x', format: csv", "problem.uri: foo://h/x cannot be read (No File"),
        damage("uri: FOLDER/empty, format: csv", "problem.uri: FOLDER/empty is empty; give"),
        damage(
            "uri: FOLDER/ragged.csv, format: csv",
            "problem.uri: FOLDER/ragged.csv has 2 cells at line 3 where the first line has 3;"),
        damage(
            "uri: FOLDER/words.csv, format: csv",
            "problem.uri: FOLDER/words.csv has one in column a at line 2, not a number; mend"),
        damage(
            "uri: FOLDER/hole.csv, format: csv",
            "problem.uri: FOLDER/hole.csv has nothing in column b at line 2, a missing number (1"
                + " of"),
        damage(
            "uri: FOLDER/t.csv, format: csv, target: c",
            "problem.target: c is no column of FOLDER/t.csv; it has a, b, kind"),
        damage(
            "uri: FOLDER/t.csv, format: csv, targets: values",
            "problem.targets: values, but FOLDER/t.csv has x in the target kind at line 2, not a"),
        damage(
            "uri: FOLDER/t.csv, format: csv, classes: [x, w]",
            "problem.classes: w is not a label of FOLDER/t.csv; it has x, y, z"),
        damage(
            "uri: FOLDER/t.csv, format: csv, classes: x",
            "problem.classes: one class only, [x], is nothing to learn; keep two or more"),
        damage(
            "uri: FOLDER/t.csv, format: csv, samples: 5",
            "problem.samples: 5 is above the 4 rows that FOLDER/t.csv has of these classes; use"),
        damage(
            "uri: FOLDER/t.csv, format: csv, count: 2",
            "problem.count: 2 problems of all 4 rows would be one; use count: 1, or samples below"),
        damage(
            "uri: FOLDER/wide.csv, format: csv",
            "grid.inputDimension: 2 does not match the 3 inputs of FOLDER/wide.csv; use"
                + " inputDimension: [3]"),
        damage(
            "uri: FOLDER/t.svm, format: libsvm",
            "problem.uri: FOLDER/t.svm has at line 2 index 1 after 2, which does not rise; mend"),
        damage(
            "uri: FOLDER/t.csv, format: libsvm",
            "problem.uri: FOLDER/t.csv has at line 1 the label a,b,kind, not a number; mend"),
        damage(
            "uri: FOLDER/short, labelsUri: FOLDER/y, format: idx",
            "problem.uri: FOLDER/short has 41 bytes where its header asks for 46 (truncated?);"
                + " copy"),
        damage(
            "uri: FOLDER/y, labelsUri: FOLDER/y, format: idx",
            "problem.uri: FOLDER/y holds one number per row: is it a file of labels?; give images"),
        damage(
            "uri: FOLDER/x, labelsUri: FOLDER/x, format: idx",
            "problem.labelsUri: FOLDER/x has 3 dimensions, not one: is it a file of images?; give"),
        damage(
            "uri: FOLDER/x, labelsUri: FOLDER/y4, format: idx",
            "problem.labelsUri: FOLDER/y4 has 4 labels for the 5 rows of FOLDER/x; give the file"),
        damage(
            "uri: FOLDER/t.csv, labelsUri: FOLDER/y, format: idx",
            "problem.uri: FOLDER/t.csv does not start like an idx file; check problem.format"),
        damage(
            "uri: FOLDER/half.gz, labelsUri: FOLDER/y, format: idx",
            "problem.uri: FOLDER/half.gz is not a whole gzip file ("),
        damage(
            "uri: FOLDER/cut.bin, format: cifar-10",
            "problem.uri: FOLDER/cut.bin has 6145 bytes, which is no multiple of 3073; copy"),
        damage(
            "uri: FOLDER/label.bin, format: cifar-10",
            "problem.uri: FOLDER/label.bin has the label 10 in row 2, above 9; copy"),
        damage(
            "uri: FOLDER/cut.parquet, format: parquet",
            "problem.uri: FOLDER/cut.parquet is not a whole Parquet file ("),
        damage(
            "uri: FOLDER/hole.parquet, format: parquet",
            "problem.uri: FOLDER/hole.parquet has nothing in column a at row 2, a missing number (1"
                + " of 3 rows"),
        damage(
            "uri: FOLDER/hole.parquet, format: parquet, target: b",
            "problem.uri: FOLDER/hole.parquet has u in column kind at row 1, not a number (it is a"
                + " text); mend"));
  }

  private static Arguments damage(String problem, String message) {
    return Arguments.of(problem, message);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damagedFilesAreRefusedInOneLine(String problem, String message) throws Exception {
    SmallTables.write(folder.resolve("t.csv"), SmallTables.CSV);
    SmallTables.write(folder.resolve("empty"), "");
    SmallTables.write(folder.resolve("ragged.csv"), "a,b,kind\n1,2,x\n1,2");
    SmallTables.write(folder.resolve("words.csv"), "a,b,kind\none,2,x\n");
    SmallTables.write(folder.resolve("hole.csv"), "a,b,kind\n1,,x\n");
    SmallTables.write(folder.resolve("wide.csv"), "a,b,c,kind\n1,2,3,x\n1,2,3,y\n");
    SmallTables.write(folder.resolve("t.svm"), "1 1:1\n0 2:1 1:3\n");
    byte[] images = SmallTables.idx(5, 2, 3);
    SmallTables.write(folder.resolve("x"), images);
    SmallTables.write(folder.resolve("short"), Arrays.copyOf(images, images.length - 5));
    SmallTables.write(folder.resolve("y"), SmallTables.idx(5));
    SmallTables.write(folder.resolve("y4"), SmallTables.idx(4));
    byte[] packed = SmallTables.packed(images);
    SmallTables.write(folder.resolve("half.gz"), Arrays.copyOf(packed, packed.length / 2));
    byte[] cifar = SmallTables.cifar(new int[] {9}, new int[] {10});
    SmallTables.write(folder.resolve("label.bin"), cifar);
    SmallTables.write(folder.resolve("cut.bin"), Arrays.copyOf(cifar, cifar.length - 1));
    Path parquet = SmallTables.parquet(folder.resolve("hole.parquet"), 3, 1);
    byte[] whole = Files.readAllBytes(parquet);
    SmallTables.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length - 30));
    int dimension = problem.contains("cifar") ? 3072 : 2;
    SpecException refused = assertThrows(SpecException.class, () -> resolved(dimension, problem));
    String shown = refused.getMessage().replace(folder.toString(), "FOLDER");
    assertTrue(shown.startsWith(message), shown);
    assertTrue(shown.lines().count() <= 3, shown);
  }
}
