package io.shallows.spark.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.spec.SpecException;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people have them: each is read as it is meant, or refused with place and cure. */
class TableReadingTest {
  private static final Configuration HADOOP = new Configuration();
  private static final String RAW = ", normalization: none, bias: false";

  @TempDir private Path folder;

  private SweepSpec resolved(String problem) {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\nproblem: {kind: table, "
                    + problem.replace("FOLDER", folder.toString())
                    + "}\n",
                "spec.yaml");
    return TableFiles.resolve(spec, HADOOP);
  }

  /** The data as an executor reads them: by the text of the resolved spec. */
  private static Dataset data(SweepSpec resolved) {
    SweepSpec read = SweepVocabulary.reader().read(SpecWriter.write(resolved), "spec.yaml");
    assertEquals(resolved, read);
    return Problem.of(read, 0, read.grid().inputDimension().smallest())
        .dataset(settings -> TableFiles.table(settings, HADOOP))
        .orElseThrow();
  }

  private void write(String name, String text) {
    SmallTables.write(folder.resolve(name), text);
  }

  private Dataset csv(String text, String keys) {
    write("t.csv", text);
    return data(resolved("uri: FOLDER/t.csv, format: csv" + RAW + keys));
  }

  private List<String> understood(String text, String keys) {
    write("t.csv", text);
    return resolved("uri: FOLDER/t.csv, format: csv" + keys)
        .problem()
        .settings()
        .get(TableProblem.UNDERSTOOD)
        .stream()
        .map(line -> line.replace(folder.toString(), "FOLDER"))
        .toList();
  }

  private void refused(String problem, String... parts) {
    SpecException refused = assertThrows(SpecException.class, () -> resolved(problem));
    String shown = refused.getMessage().replace(folder.toString(), "FOLDER");
    assertTrue(shown.lines().count() <= 3, shown);
    assertTrue(shown.startsWith("problem."), shown);
    for (String part : parts) {
      assertTrue(shown.contains(part), part + " is not in: " + shown);
    }
  }

  private void csvRefused(String text, String keys, String... parts) {
    write("t.csv", text);
    refused("uri: FOLDER/t.csv, format: csv" + keys, parts);
  }

  // Columns

  @Test
  void whatWasUnderstoodIsSaidInThreeLinesAndKept() {
    String text = "name,a,b,c,kind\np,1,2,9,x\nq,3,,9,y\nr,5,6,9,x\ns,7,8,9,z\nt,8,1,9,x\n";
    assertEquals(
        List.of(
            "inputs: 3 (a, b, c); each to mean 0 and variance 1; constant: c; left out: name",
            "target: kind, 2 classes (x x 3, z x 1)",
            "rows: 5 in FOLDER/t.csv; 1 dropped for missing cells (b 1); 4 used"),
        understood(text, ", ignore: name, missing: drop"));
    assertEquals(
        List.of(
            "inputs: 1 (b); as they are; left out: kind",
            "target: a, values from 1 to 4, deviation 1.118; as they are, so losses, depths and"
                + " tolerances are in its unit squared (targetNormalization: standard frees them of"
                + " it)",
            "rows: 4 in FOLDER/t.csv; 3 of 4 drawn for each problem"),
        understood(
            "a,b,kind\n1,5,x\n2,7,y\n3,6,z\n4,9,z\n",
            ", targets: values, target: a, ignore: [kind], samples: 3, normalization: none"));
  }

  @Test
  void columnsAreChosenByNameOrNumberAndTheDimensionFollows() {
    String text = "a,b,c,d\n1,2,3,4\n5,6,7,9\n";
    String keys = ", targets: values";
    assertArrayEquals(new double[] {1, 3, 5, 7}, csv(text, keys + ", columns: [c, a]").x());
    assertArrayEquals(new double[] {1, 3, 5, 7}, csv(text, keys + ", columns: [1, 3]").x());
    assertArrayEquals(new double[] {1, 2, 5, 6}, csv(text, keys + ", ignore: c").x());
    Dataset named = csv(text, keys + ", target: b, ignore: [c]");
    assertArrayEquals(new double[] {1, 4, 5, 9}, named.x());
    assertArrayEquals(new double[] {2, 6}, named.y());
    SweepSpec resolved = resolved("uri: FOLDER/t.csv, format: csv, columns: [a]" + keys);
    assertEquals(List.of("a"), resolved.problem().settings().get(TableProblem.COLUMNS));
    assertEquals(List.of("b", "c"), resolved.problem().settings().get(TableProblem.IGNORE));
    assertEquals(1, resolved.grid().inputDimension().smallest());
  }

  @Test
  void columnsThatContradictAreRefused() {
    String text = "a,b,a,kind\n1,2,3,x\n2,1,3,y\n";
    csvRefused(text, "", "the name a over columns 1 and 3", "ignore: [3]");
    csvRefused(text, ", ignore: [a]", "a stands over columns 1 and 3", "give the number");
    csvRefused(text, ", ignore: [3], columns: [b, 3]", "problem.ignore: 3", "columns too");
    csvRefused(text, ", ignore: [kind], target: kind", "problem.ignore: kind", "is the target");
    csvRefused(text, ", columns: [b, 2]", "problem.columns: 2 names a column a second time");
    csvRefused(text, ", ignore: [kid]", "problem.ignore: kid is no column", "kind?");
    csvRefused(text, ", ignore: [1, 2, 3]", "no column left for the inputs");
    assertArrayEquals(new double[] {1, 2, 2, 1}, csv(text, ", ignore: [3]").x());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rownames", "\"\"", "Unnamed: 0", "row.names", "X", "id", "Index", "...1"})
  void rowNumbersAreNoInput(String name) {
    String text = name + ",a,b,kind\n1,5.1,3.5,x\n2,4.9,3.0,x\n3,4.7,3.2,y\n4,4.6,3.1,y\n";
    String cure =
        name.equals("\"\"")
            ? "1"
            : name.matches("[A-Za-z. ]+") && !name.startsWith(".") ? name : "\"" + name + "\"";
    csvRefused(text, "", "which would be an input", "ignore: [" + cure + "]");
    assertArrayEquals(
        new double[] {5.1, 3.5, 4.9, 3, 4.7, 3.2, 4.6, 3.1},
        csv(text, ", ignore: [" + cure + "]").x());
    assertEquals(12, csv(text, ", columns: [1, 2, 3]").x().length);
  }

  @Test
  void aFirstLineThatCountsIsNeitherNamesNorData() {
    String rows = "1,2,0\n4,3,1\n".repeat(5);
    double[] x = csv(rows, ", header: false").x();
    assertArrayEquals(x, csv("10,2,red,blue\n" + rows, ", header: false").x());
    assertArrayEquals(x, csv("10,2\n" + rows, ", header: false").x());
    assertArrayEquals(x, csv("10,2,\na,b,k\n" + rows, "").x());
    assertArrayEquals(x, csv("10,2,red,blue\na,b,k\n" + rows, "").x());
    List<String> said = understood("10,2,red,blue\n" + rows, ", header: false");
    assertTrue(
        said.get(0).contains("line 1 counts 10 rows and 2 inputs and is none of them (0 is red, 1"),
        said.get(0));
    assertTrue(said.get(2).startsWith("rows: 10 in "), said.get(2));
    csvRefused("10,2,red,blue\n" + rows, "", "line 1 counts 10 rows", "problem.header: false");
    csvRefused("10,2\na,b,k\n" + rows, ", header: false", "line 3, below names", "header: true");
  }

  @Test
  void aFirstLineThatCountsOtherwiseIsRefused() {
    String rows = "1,2,0\n4,3,1\n".repeat(5);
    String classes = "the classes that it names are not 0, 1, ... in the last column";
    csvRefused("10,2,red,blue,green\n" + rows, ", header: false", classes, "delete that line");
    csvRefused("10,2,red\n" + rows, ", header: false", classes);
    csvRefused("10,2,red,red\n" + rows, ", header: false", classes);
    csvRefused("10,2,red,,blue\n" + rows, ", header: false", classes);
    csvRefused("10,2,red,blue\n" + rows.replace("3,1", "3,x"), ", header: false", classes);
    csvRefused("10,2,red,blue\n" + rows + "1,2,0\n", ", header: false", "3 cells at line 2");
    csvRefused("9,2,red,blue\n" + rows, ", header: false", "3 cells at line 2 where the first");
    csvRefused("12,2,red,blue\n" + rows, ", header: false", "3 cells at line 2 where the first");
    csvRefused("10,2,red,blue\n" + rows.replaceFirst("3,1", "3"), ", header: false", classes);
    csvRefused("10,3,red,blue\n" + rows, ", header: false", "3 cells at line 2");
  }

  @Test
  void aRowOfNumbersThatWouldCountIsARow() {
    assertEquals(22, csv("10,2,0\n" + "1,2,0\n4,3,1\n".repeat(5), ", header: false").x().length);
    assertEquals(
        11, csv("10,1\n" + "1,0\n4,1\n".repeat(5), ", header: false, targets: values").x().length);
  }

  @Test
  void rowNumbersInAnotherOrderAreRowNumbers() {
    String text = "a,obs,kind\n5.1,3,x\n4.9,0,x\n4.7,2,y\n4.6,1,y\n";
    csvRefused(text, "", "row numbers in column obs", "ignore: [obs]");
    assertEquals(8, csv(text.replace("obs", "tall"), "").x().length);
    assertEquals(8, csv(text, ", columns: [a, obs]").x().length);
    assertTrue(
        understood("t,a,kind\n4,5,x\n2,4,x\n1,4,y\n3,4,y\n", "").get(0).contains("t counts"));
  }

  @Test
  void whatLooksLikeAMissingValueIsSaid() {
    String text = "a,b,kind\n1,5,x\n-999,4,x\n2,4,y\n3,99,y\n";
    String said = understood(text, "").get(0);
    assertTrue(said.contains("a has -999 in 1 of 4 rows (a missing value?)"), said);
    assertTrue(said.contains("b has 99 in 1 of 4 rows (a missing value?)"), said);
    assertEquals(8, csv(text, "").x().length);
    assertFalse(understood(text, ", columns: [a, b]").get(0).contains("missing"));
    assertFalse(understood(text.replace("-999", "-2"), ", ignore: b").get(0).contains("missing"));
    assertFalse(
        understood("a,b,kind\n1,5,x\n99,4,x\n250,4,y\n3,9,y\n", "").get(0).contains("missing"));
  }

  @Test
  void aFirstColumnThatCountsIsSaid() {
    String text = "t,a,kind\n0,5,x\n1,4,x\n2,4,y\n3,4,y\n";
    assertTrue(understood(text, "").get(0).contains("t counts the rows"));
    assertEquals(8, csv(text, "").x().length);
  }

  @Test
  void anIndexOfPandasIsNeitherInputNorTarget() {
    String pandas = "{\"index_columns\": [\"when\"], \"columns\": []}";
    for (String index : List.of("__index_level_0__", "when")) {
      TypedParquet.write(
          folder.resolve("p.parquet"),
          "message m { required double a; required double b; required double target;"
              + " required int64 "
              + index
              + "; }",
          index.equals("when") ? pandas : null,
          new Object[][] {{1.0, 2.0, 0.5, 7L}, {3.0, 4.0, 0.25, 8L}});
      SweepSpec resolved =
          resolved("uri: FOLDER/p.parquet, format: parquet, targets: values" + RAW);
      assertArrayEquals(new double[] {1, 2, 3, 4}, data(resolved).x());
      assertArrayEquals(new double[] {0.5, 0.25}, data(resolved).y());
      assertTrue(
          resolved
              .problem()
              .settings()
              .get(TableProblem.UNDERSTOOD)
              .get(0)
              .contains("left out: " + index + " (an index)"));
    }
  }

  @Test
  void partitionFoldersAreNamed() {
    for (String kind : List.of("x", "y")) {
      folder.resolve("t/kind=" + kind).toFile().mkdirs();
      SmallTables.parquet(folder.resolve("t/kind=" + kind + "/p.parquet"), 3, -1);
    }
    String[] parts = {"partition folders (kind=x", "column kind", "without partitions"};
    refused("uri: FOLDER/t, format: parquet", parts);
    refused("uri: 'FOLDER/t/*/*.parquet', format: parquet", parts);
    refused("uri: 'FOLDER/t/*', format: parquet", parts);
    folder.resolve("nested/inner").toFile().mkdirs();
    write("nested/inner/t.csv", SmallTables.CSV);
    refused("uri: FOLDER/nested, format: csv", "folders and no files", "FOLDER/nested/*");
  }

  @Test
  void namesWithSignsOfPatternsAreTakenAsTheyAre() {
    for (String name : List.of("data[1].csv", "a{b}.csv", "odd #%20 name?.csv")) {
      write(name, SmallTables.CSV);
      assertEquals(4, data(resolved("uri: 'FOLDER/" + name + "', format: csv")).samples());
    }
    refused("uri: '~/t.csv', format: csv", "~ is not your home");
    refused("uri: 'FOLDER/a:b.csv', format: csv", "a colon in a name", "rename");
  }

  @Test
  void linesOfDataAreNotTakenForNames() {
    csvRefused("5.1,3.5,x\n4.9,3.0,y\n", "", "numbers at line 1 where names", "header: false");
    csvRefused("1,2,3\n4,5,6\n7,8,0\n", ", targets: values", "header: false");
    csvRefused("a,b,kind\n1,2,x\n", ", header: false", "has a in column 1 at line 1");
    assertArrayEquals(
        new double[] {2, 1, 3, 4},
        csv("1990,1991,kind\n2,1,x\n3,4,y\n", ", columns: [\"1990\", \"1991\"]").x());
  }

  // Quotes, lines, delimiters

  @Test
  void openQuotesAreRefusedWhereTheyOpen() {
    StringBuilder text = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 60; i++) {
      text.append(i).append(',').append(i % 7).append(i == 30 ? ",\"x\n" : ",x\n");
    }
    csvRefused(text.toString(), "", "opens a quote at line 32 in cell 3 that nothing closes");
    csvRefused("a,b,kind\n1,2,\"x\n3,4,\"y\n", "", "behind a closing quote at line 3", "line 2");
    csvRefused("a,b,kind\n1,2,x\"\n3,4,y\n", "", "a quote inside of a cell at line 2");
    csvRefused("a,b,kind\n1,2,\"x\"y\n3,4,y\n", "", "behind a closing quote at line 2");
    csvRefused("a,b,kind\n1,2,\"x\n\"\n3,4,\"y\nz\"\n", "", "line break or control", "line 4");
  }

  @Test
  void quotesLinesAndBlanksAreReadAsWritten() {
    double[] x = {1, 2, 3, 4};
    for (String text :
        List.of(
            "\uFEFFa,b,kind\r\n\"1\", 2 ,\"x, y\"\r\n3,\"4\",z\r\n",
            "a,b,kind\r1,2,\"x, y\"\r3,4,z",
            "a,\"b\",kind\n\n1,2,\"x, y \"\n\n3,4, z\n \n",
            "a,b,kind\n1\u00a0,2,\"x, y\"\n+3,4.,\"z\"")) {
      write("t.csv", text);
      SweepSpec resolved = resolved("uri: FOLDER/t.csv, format: csv" + RAW);
      assertArrayEquals(x, data(resolved).x(), text);
      assertEquals(List.of("x, y", "z"), resolved.problem().settings().get(TableProblem.CLASSES));
    }
    assertArrayEquals(
        x, csv("note,a,b,kind\n\"one\r\ntwo, \"\"3\"\"\",1,2,x\nq,3,4,y\n", ", ignore: note").x());
  }

  @ParameterizedTest
  @ValueSource(strings = {"semicolon=;", "tab=\t", "pipe=|", "space= ", ";=;", "'|'=|", "','=,"})
  void delimitersHaveNames(String pair) {
    String delimiter = pair.substring(pair.indexOf('=') + 1);
    String word = pair.substring(0, pair.indexOf('='));
    String text = "a,b,kind\n1,2,x\n3,4,y\n".replace(",", delimiter);
    assertArrayEquals(
        new double[] {1, 2, 3, 4},
        csv(text, ", delimiter: " + (word.equals(";") ? "\";\"" : word)).x());
    if (!delimiter.equals(",")) {
      csvRefused(
          text,
          "",
          "has one column only at line 1",
          "problem.delimiter: " + (word.length() > 3 ? word : ""));
    }
  }

  @Test
  void severalSpacesAreOneAndCommentsAreSkipped() {
    assertArrayEquals(
        new double[] {1, 2, 3, 4},
        csv(
                "# made\n a   b kind\n  1  2   x\n# more\n3 4 y  \n",
                ", delimiter: space, comment: \"#\"")
            .x());
    csvRefused("# made by hand\na,b,kind\n1,2,x\n3,4,y\n", "", "problem.comment: \"#\"");
    csvRefused(
        "Report of 2020\n\na,b,kind\n1,2,x\n3,4,y\n",
        "",
        "one column only at line 1: Report of 2020, above a table that begins at line 3",
        "delete what stands above its names");
    csvRefused("sep=;\na;b;kind\n1;2;x\n3;4;y\n", "", "at line 1: sep=;", "delete that line");
    csvRefused("Report of 2020\nin two lines\n", "", "problem.delimiter: space");
    csvRefused("a,b,kind\n1,2,x\n1,2,3,y\n", "", "has 4 cells at line 3", "3;");
    csvRefused("a,b\n1,2,x\n1,2,y\n", "", "3 cells at line 2", "name the first column too");
    csvRefused("a,b,kind,\n1,2,x,\n3,4,y,\n", "", "no name over column 4", "ignore: [4]");
    csvRefused("a,b,kind\n", "", "has no rows");
    csvRefused("", "", "is empty");
    csvRefused("\n\n", "", "is empty");
  }

  // Packers and encodings

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of("425a68393141592653", "bzip2", "bunzip2"),
        Arguments.of("fd377a585a000004", "xz", "unxz"),
        Arguments.of("28b52ffd24000100", "zstd", "unzstd"),
        Arguments.of("504b030414000000", "zip", "unzip"),
        Arguments.of("377abcaf271c0004", "7z", "unpack"),
        Arguments.of("04224d1864404100", "lz4", "unlz4"),
        Arguments.of("504152310000", "Parquet", "format: parquet"),
        Arguments.of("4f52430000", "ORC", "Parquet"),
        Arguments.of("fffe61002c006200", "UTF-16", "iconv"),
        Arguments.of("fffe0000610000002c000000", "UTF-32", "iconv -f UTF-32"),
        Arguments.of("0000feff000000610000002c", "UTF-32", "iconv -f UTF-32"),
        Arguments.of("3c7461626c653e3c74723e", "a web page", "table itself"),
        Arguments.of("4072656c6174696f6e20780a", "ARFF", "CSV"),
        Arguments.of("610000002c000000", "zero byte at line 1", "iconv"),
        Arguments.of("3c21444f43545950452068746d6c3e", "a web page", "table itself"),
        Arguments.of("5b7b2261223a317d5d", "JSON", "table itself"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void otherFilesAreNamedByTheirFirstBytes(String hex, String what, String cure) {
    SmallTables.write(folder.resolve("t.csv"), HexFormat.of().parseHex(hex));
    refused("uri: FOLDER/t.csv, format: csv", what, cure);
    refused("uri: FOLDER/t.csv, format: libsvm", what, cure);
  }

  @Test
  void whatCannotBeReadAgainIsRefusedAndNotWaitedFor() throws Exception {
    refused("uri: /dev/null, format: csv", "a pipe or a device", "write the table to a file");
    Path pipe = folder.resolve("pipe.csv");
    Assumptions.assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
    refused("uri: FOLDER/pipe.csv, format: csv", "a pipe or a device");
    refused("uri: FOLDER, format: csv", "a pipe or a device");
  }

  @Test
  void encodingsAreNamed() {
    byte[] latin = "a,b,kind\n1,2,x\n3,4,\u00e9\n".getBytes(ISO_8859_1);
    SmallTables.write(folder.resolve("latin.csv"), latin);
    refused("uri: FOLDER/latin.csv, format: csv", "0xE9 at line 3", "iconv -f WINDOWS-1252");
    SmallTables.write(folder.resolve("wide.csv"), SmallTables.CSV.getBytes(UTF_16));
    refused("uri: FOLDER/wide.csv, format: csv", "UTF-16", "iconv");
    write("t.br", "whatever");
    refused("uri: FOLDER/t.br, format: csv", "brotli");
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void allMembersOfAGzipFileAreReadOrTheFileIsRefused() {
    byte[] first = SmallTables.packed("a,b,kind\n1,2,x\n3,4,y\n".getBytes(UTF_8));
    byte[] second = SmallTables.packed("5,6,x\n".getBytes(UTF_8));
    String problem = "uri: FOLDER/t.csv.GZ, format: csv" + RAW;
    SmallTables.write(folder.resolve("t.csv.GZ"), joined(first, second));
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data(resolved(problem)).x());
    for (int length = 1; length < second.length; length++) {
      SmallTables.write(folder.resolve("t.csv.GZ"), joined(first, Arrays.copyOf(second, length)));
      refused(problem, "not a whole gzip file");
    }
    for (int at = 0; at < second.length; at++) {
      byte[] flipped = second.clone();
      flipped[at] ^= 0x41;
      SmallTables.write(folder.resolve("t.csv.GZ"), joined(first, flipped));
      if (at > 2 && at < 10 && at != 3) {
        continue; // time, level and system of the header decide nothing
      }
      refused(problem, "problem.uri: FOLDER/t.csv.GZ ");
    }
    write("plain.csv.gz", SmallTables.CSV);
    refused("uri: FOLDER/plain.csv.gz, format: csv", "not a gzip file in spite of its name");
  }

  // Numbers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5d",
        "6f",
        "0x1p3",
        "1e",
        "1_000",
        "inf",
        "-Infinity",
        "1e999",
        "1e-400",
        "9007199254740993",
        "1.5.2",
        "--1",
        "1 2",
        "1%",
        "$5",
        "\"1,234\"",
        "\"3,14\"",
        "2020-01-31",
        "12:30",
        "T",
        "x",
        "\u0661",
        "1e+",
        "e5",
        "-",
        "Yes"
      })
  void whatIsNoNumberIsNoneAnywhere(String cell) {
    String shown = cell.replace("\"", "");
    csvRefused(
        "a,b,kind\n1,2,x\n" + cell + ",4,y\n",
        "",
        "has " + shown + " in column a at line 3",
        "ignore: [a]");
    csvRefused(
        "a,b,y\n1,2,1\n3,4," + cell + "\n",
        ", targets: values",
        "has " + shown + " in the target y at line 3");
    if (!cell.contains("\"") && !cell.contains(" ")) {
      write("t.svm", "1 1:1 2:2\n2 1:" + cell + " 2:3\n");
      refused("uri: FOLDER/t.svm, format: libsvm", "at line 2");
      write("l.svm", "1 1:1 2:2\n" + cell + " 1:4 2:3\n");
      refused("uri: FOLDER/l.svm, format: libsvm", "at line 2");
    }
  }

  @Test
  void causesOfTextAreNamed() {
    String[][] cases = {
      {"\"1,5\"", "decimal: comma"},
      {"5%", "a percentage"},
      {"2020-01-31", "is a date"},
      {"9007199254740993", "no double holds"},
      {"inf", "not finite"},
      {"7f", "letter after its digits"},
      {"1e999", "beyond the range"}
    };
    for (String[] one : cases) {
      csvRefused("a,b,kind\n1,2,x\n" + one[0] + ",4,y\n", "", one[1]);
    }
  }

  @Test
  void decimalCommas() {
    String text = "a;b;y\n1,5;2;0,5\n-3;,25;1e2\n";
    Dataset data = csv(text, ", delimiter: semicolon, decimal: comma, targets: values");
    assertArrayEquals(new double[] {1.5, 2, -3, 0.25}, data.x());
    assertArrayEquals(new double[] {0.5, 100}, data.y());
    csvRefused(text, ", delimiter: semicolon, targets: values", "decimal: comma");
    csvRefused("a;b;k\n1.5;2;x\n3;4;y\n", ", delimiter: semicolon, decimal: comma", "has a point");
    csvRefused(
        "a;b;k\n1.234,5;2;x\n3;4;y\n", ", delimiter: semicolon, decimal: comma", "thousands");
  }

  @Test
  void flagsAreNumbersThroughoutAColumn() {
    assertArrayEquals(new double[] {1, 5, 0, 6}, csv("a,b,kind\ntrue,5,x\nFalse,6,y\n", "").x());
    assertArrayEquals(
        new double[] {0, 1}, csv("a,b,y\n1,5,FALSE\n2,6,TRUE\n", ", targets: values").y());
    csvRefused(
        "a,b,kind\ntrue,5,x\n1,6,y\n", "", "has true among the numbers of column a at line 2");
    Dataset parquet =
        parquetOf(
            "required boolean a; required int32 b; required binary k (UTF8);",
            "",
            new Object[][] {{true, 1, "x"}, {false, 2, "y"}});
    assertArrayEquals(new double[] {1, 1, 0, 2}, parquet.x());
  }

  private Dataset parquetOf(String fields, String keys, Object[][] rows) {
    TypedParquet.write(folder.resolve("q.parquet"), "message m { " + fields + " }", null, rows);
    return data(resolved("uri: FOLDER/q.parquet, format: parquet" + RAW + keys));
  }

  @Test
  void wholeNumbersOfAllWidthsAreExactOrRefused() {
    assertArrayEquals(
        new double[] {4294967295.0, 0x1p63, 9007199254740992.0, 12.5, 1, 0, -1, -0.25},
        parquetOf(
                "required int32 a (INTEGER(32,false)); required int64 b (INTEGER(64,false));"
                    + " required int64 c; required int64 d (DECIMAL(18,2));"
                    + " required binary k (UTF8);",
                "",
                new Object[][] {
                  {-1, Long.MIN_VALUE, 1L << 53, 1250L, "x"}, {1, 0L, -1L, -25L, "y"}
                })
            .x());
    for (Object[] wide :
        new Object[][] {{(1L << 53) + 1, "INTEGER(64,true)"}, {-1L, "INTEGER(64,false)"}}) {
      TypedParquet.write(
          folder.resolve("q.parquet"),
          "message m { required int32 a; required int64 b (" + wide[1] + "); required int32 k; }",
          null,
          new Object[][] {{1, 5L, 0}, {2, wide[0], 1}});
      refused(
          "uri: FOLDER/q.parquet, format: parquet",
          "column b at row 2",
          "no double holds",
          "ignore: [b]");
    }
    // as names of classes they are what they are
    SweepSpec labels = wideLabels();
    assertEquals(
        List.of("9007199254740992", "9007199254740993"),
        labels.problem().settings().get(TableProblem.CLASSES).stream().sorted().toList());
  }

  private static byte[] half(int bits) {
    return new byte[] {(byte) bits, (byte) (bits >> 8)};
  }

  /** Bits and numbers of IEEE 754-2019, with the least, the largest and the negative zero. */
  @Test
  void numbersOfSixteenBitsAreExact() {
    int[] bits = {0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555, 0x0000, 0x83ff};
    double[] numbers = {1, -2, 65504, 0x1p-14, 0x1p-24, 0.333251953125, 0, -1023 * 0x1p-24};
    for (int i = 0; i < bits.length; i++) {
      Dataset data =
          parquetOf(
              "required fixed_len_byte_array(2) a (FLOAT16); required int32 b; required binary k"
                  + " (UTF8);",
              "",
              new Object[][] {{half(bits[i]), 1, "x"}, {half(0x4900), 2, "y"}});
      assertArrayEquals(new double[] {numbers[i], 1, 10, 2}, data.x(), 0.0);
    }
    for (int strange : new int[] {0x7c00, 0xfc00, 0x7e00}) {
      TypedParquet.write(
          folder.resolve("q.parquet"),
          "message m { required int32 b; required fixed_len_byte_array(2) a (FLOAT16); required"
              + " int32 k; }",
          null,
          new Object[][] {{1, half(0x3c00), 0}, {2, half(strange), 1}});
      refused("uri: FOLDER/q.parquet, format: parquet", "column a at row 2");
    }
  }

  private SweepSpec wideLabels() {
    TypedParquet.write(
        folder.resolve("w.parquet"),
        "message m { required int32 a; required int64 k; }",
        null,
        new Object[][] {{1, 1L << 53}, {2, (1L << 53) + 1}, {5, 1L << 53}});
    return resolved("uri: FOLDER/w.parquet, format: parquet");
  }

  @Test
  void datesAndTextsOfParquetAreNoNumbers() {
    String[][] types = {
      {"int32 d (DATE)", "DATE"},
      {"int64 d (TIMESTAMP(MILLIS,true))", "TIMESTAMP"},
      {"binary d (UTF8)", "a text"}
    };
    for (String[] type : types) {
      Object value =
          type[0].startsWith("int32")
              ? (Object) 7
              : type[0].startsWith("int64") ? (Object) 7L : "7";
      TypedParquet.write(
          folder.resolve("d.parquet"),
          "message m { required int32 a; required " + type[0] + "; required int32 k; }",
          null,
          new Object[][] {{1, value, 0}, {2, value, 1}});
      refused(
          "uri: FOLDER/d.parquet, format: parquet", "column d at row 1", type[1], "ignore: [d]");
    }
  }

  @Test
  void largeNumbersAreScaledOrRefusedButNeverLost() {
    write("t.csv", "a,b,kind\n1e160,1,x\n-1e160,2,y\n3e160,3,x\n1e160,5,y\n");
    Dataset data = data(resolved("uri: FOLDER/t.csv, format: csv, bias: false"));
    double deviation = Math.sqrt(2); // of 1, -1, 3, 1
    assertArrayEquals(
        new double[] {0, -2 / deviation, 2 / deviation, 0},
        IntStream.range(0, 4).mapToDouble(i -> data.x(i, 0)).toArray(),
        1e-15);
    csvRefused(
        "a,b,kind\n1,1,x\n2,2,y\n1.7976931348623157e308,3,x\n4,4,y\n",
        "",
        "1.7976931348623157E308 in the input a at line 4",
        "missing value?");
    csvRefused("a,b,kind\n1e160,1,x\n2,2,y\n", ", normalization: none", "normalization: standard");
    csvRefused(
        "a,b,y\n1,1,1e200\n2,2,2\n",
        ", targets: values",
        "in the target at line 2",
        "targetNormalization: standard");
    csvRefused("a,b,y\n1,1,1e-200\n2,2,2e-200\n", ", targets: values", "whose squares vanish");
    write("s.csv", "a,b,y\n1,1,1e-200\n2,2,3e-200\n");
    assertArrayEquals(
        new double[] {-1, 1},
        data(resolved(
                "uri: FOLDER/s.csv, format: csv, targets: values, targetNormalization: standard"))
            .y(),
        1e-15);
  }

  @Test
  void normalisedTargetsDoNotDependOnTheirUnit() {
    String keys = ", targets: values, targetNormalization: standard";
    double[] metres = csv("a,b,y\n1,1,1\n2,2,4\n3,5,2\n", keys).y();
    double[] millimetres = csv("a,b,y\n1,1,1000\n2,2,4000\n3,5,2000\n", keys).y();
    assertArrayEquals(metres, millimetres, 1e-15);
    assertEquals(0, Arrays.stream(metres).sum(), 1e-15);
  }

  // Labels

  @Test
  void equalLabelsAreOneClassOrRefused() {
    assertClasses(List.of("0", "1"), "a,b,k\n1,2,1\n2,1,1.0\n3,5,0\n4,1,0.0\n5,5,1e0\n", "");
    assertClasses(
        List.of("0", "1"), "a,b,k\n1,2,1\n2,1,1.0\n3,5,0\n4,1,0.0\n", ", classes: [0, 1]");
    assertClasses(List.of("1.0", "2.0"), "a,b,k\n1,2,1.0\n2,1,2.0\n", "");
    assertClasses(List.of("x", "y"), "a,b,k\n1,2,\"x \"\n2,1,x\n3,2,y\n", "");
    assertEquals(4, csv("a,b,k\n1,2,1\n2,1,1.0\n3,5,0\n4,1,0.0\n", ", classes: [1, 0]").samples());
    csvRefused(
        "a,b,k\n1,2,1\n2,1,01\n3,3,2\n", "", "1 at line 2 and 01 at line 3", "one class or two");
    csvRefused("a,b,k\n1,2,1\n2,1,true\n3,3,0\n", "", "1 at line 2 and true at line 3");
    for (String[] alike :
        new String[][] {{"Yes", "yes"}, {"x y", "x  y"}, {"\u00e9", "e\u0301"}, {"A", "\uff21"}}) {
      String text = "a,b,k\n1,2," + alike[0] + "\n2,1," + alike[1] + "\n3,3,z\n";
      String[] parts = {alike[0] + " at line 2", alike[1] + " at line 3", "list both"};
      csvRefused(text, "", parts);
      csvRefused(text, ", classes: [\"" + alike[0] + "\", z]", parts);
      String both = ", classes: [\"" + alike[0] + "\", \"" + alike[1] + "\"]";
      assertEquals(2, csv(text, both).samples());
    }
    csvRefused("a,b,k\n1,2,1\n2,1,2\n", ", classes: [1, 1.0]", "1 and 1.0 are one class");
  }

  private void assertClasses(List<String> classes, String text, String keys) {
    write("t.csv", text);
    SweepSpec resolved = resolved("uri: FOLDER/t.csv, format: csv" + keys);
    assertEquals(classes, resolved.problem().settings().get(TableProblem.CLASSES));
    assertEquals(text.lines().count() - 1, data(resolved).samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NA", "", "NaN", "nan", "?", "null", "N/A", "#N/A", "<NA>", "None", "."})
  void missingCellsAreNoClassAndNoNumber(String cell) {
    csvRefused(
        "a,b,k\n1,2,x\n2,3," + cell + "\n3,3,y\n",
        "",
        "in the target k at line 3, a missing label (1 of 3 rows",
        "missing: drop");
    csvRefused(
        "a,b,k\n1,2,x\n" + cell + ",3,x\n3,3,y\n",
        "",
        "in column a at line 3, a missing number",
        "ignore: [a]");
    String holes = "a,b,k\n1,2,x\n" + cell + ",3,x\n4,5," + cell + "\n3,3,y\n";
    Dataset data = csv(holes, ", missing: drop");
    assertArrayEquals(new double[] {1, 2, 3, 3}, data.x());
    if (!cell.isEmpty()) {
      assertEquals(
          3,
          csv("a,b,k\n1,2,x\n2,3," + cell + "\n3,3,y\n", ", classes: [x, y, \"" + cell + "\"]")
              .samples());
    }
  }

  @Test
  void missingValuesOfOtherFormatsAreTheSame() {
    SmallTables.parquet(folder.resolve("hole.parquet"), 5, 1);
    refused(
        "uri: FOLDER/hole.parquet, format: parquet",
        "column a at row 2, a missing number",
        "missing: drop");
    assertEquals(
        4, data(resolved("uri: FOLDER/hole.parquet, format: parquet, missing: drop")).samples());
    Object[][] rows = {{1.0, "x"}, {Double.NaN, "x"}, {2.0, "NA"}, {3.0, "y"}};
    assertEquals(
        2,
        parquetOf("required double a; required binary k (UTF8);", ", missing: drop", rows)
            .samples());
    write("t.svm", "1 1:1 2:nan\n2 1:3\n1 1:4\n");
    refused("uri: FOLDER/t.svm, format: libsvm", "at line 1 nan for its index 2", "missing: drop");
    assertEquals(2, data(resolved("uri: FOLDER/t.svm, format: libsvm, missing: drop")).samples());
    byte[] floats = new byte[24];
    java.nio.ByteBuffer.wrap(floats)
        .putFloat(0, 1)
        .putFloat(4, Float.NaN)
        .putFloat(8, 3)
        .putFloat(16, 5);
    SmallTables.write(folder.resolve("x"), SmallTables.idx(0x0D, new int[] {3, 2}, floats));
    SmallTables.write(
        folder.resolve("y"), SmallTables.idx(0x08, new int[] {3}, new byte[] {0, 1, 2}));
    String idx = "uri: FOLDER/x, labelsUri: FOLDER/y, format: idx" + RAW;
    refused(idx, "NaN in row 1", "missing: drop");
    Dataset data = data(resolved(idx + ", missing: drop"));
    assertArrayEquals(new double[] {3, 0, 5, 0}, data.x());
    assertArrayEquals(new double[] {1, 0, 0, 1}, data.y());
  }

  // Nothing to learn

  @Test
  void degenerateDataAreRefusedBeforeAnythingRuns() {
    csvRefused(
        "a,b,y\n1,2,5\n2,3,5\n3,1,5.0\n",
        ", targets: values",
        "all 3 rows",
        "label 5.0",
        "nothing to learn");
    csvRefused("a,b,k\n1,2,x\n2,3,x\n", "", "one class only");
    csvRefused("a,b,k\n1,2,x\n1,2,y\n", "", "all inputs", "constant");
    StringBuilder rare = new StringBuilder("a,k\n");
    StringBuilder many = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 60; i++) {
      rare.append(i * i).append(i == 7 ? ",x\n" : ",y\n");
      many.append(i * i).append(',').append(i % 5).append(',').append(i * 0.37).append('\n');
    }
    csvRefused(rare.toString(), ", samples: 3, count: 9", "rows of problem", "draw more rows");
    csvRefused(many.toString(), "", "60 different labels in 60 rows", "targets: values");
    csvRefused(
        "a,b,k\n1,2,x\n" + "NA,3,y\n2,NA,x\n".repeat(2).replace("1,", "NA,"),
        ", missing: drop",
        "one class only");
  }

  @Test
  void filesOfOneTableHaveOneHeader() {
    folder.resolve("parts").toFile().mkdirs();
    write("parts/1.csv", "a,b,kind\n1,2,x\n");
    write("parts/2.csv", "a,b,kind\n3,NA,y\n4,5,y\n");
    refused("uri: FOLDER/parts, format: csv", "problem.uri: 2.csv has NA in column b at line 2");
    assertEquals(2, data(resolved("uri: FOLDER/parts, format: csv, missing: drop")).samples());
    write("parts/3.csv", "b,a,kind\n3,4,y\n");
    refused("uri: FOLDER/parts, format: csv", "3.csv has another header than 1.csv");
  }
}
