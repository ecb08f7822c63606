package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a file to a spec that a plan accepts without an edit, or to one sentence. */
class InitDataTest {

  @TempDir private Path folder;

  private CommandRun init(String text) throws IOException {
    Path table = Files.writeString(folder.resolve("My table.csv"), text);
    Files.deleteIfExists(folder.resolve("s.yaml"));
    return CommandRun.of("init", folder.resolve("s.yaml").toString(), "--data", table.toString());
  }

  private static String rows(String head, String... rows) {
    StringBuilder text = new StringBuilder(head).append('\n');
    for (int i = 0; i < 10; i++) {
      for (String row : rows) {
        text.append(row.replace("#", Integer.toString(rows.length * i + rows[0].length() + i * i)))
            .append('\n');
      }
    }
    return text.toString();
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(
            rows(
                "rownames,species,island,bill,mass,sex",
                "#,Adelie,T,3#.5,#,NA",
                "1#,Gentoo,U,4#.1,2#,male"),
            "inputs: 1 (bill)|left out: rownames, species, island, sex",
            "target: mass, values"),
        Arguments.of(
            rows("a;b;y", "1,#;2;#,5", "3#;,25;1#"), "inputs: 2 (a, b)", "target: y, values"),
        Arguments.of(
            rows("# made\nb\tc\tkind", "#\t2#\tx", "4#\t7\ty"),
            "inputs: 2 (b, c)",
            "kind, 2 classes"),
        Arguments.of(
            rows("", "#.5|2#|0", "4#|7|1").strip() + "\n", "inputs: 2 (1, 2)", "3, 2 classes"),
        Arguments.of(
            rows("date,v,w", "2020-01-01,#,7.5#", "2020-01-02,2#,8.#"),
            "inputs: 1 (v)",
            "w, values"),
        Arguments.of(
            rows("target,a,b", "0,#,2#", "1,3#,4"),
            "inputs: 2 (a, b)",
            "target: target, 2 classes"),
        Arguments.of(
            rows("", "+1 1:# 3:2", "-1 2:#").strip() + "\n", "3 numbers per row", "2 classes"));
  }

  /** What stands in a file ends no comment of the spec, and so writes no key of it. */
  @ParameterizedTest
  @ValueSource(strings = {"\u2028", "\u2029", "\u0085", "\ufeff", "\uffff", "\u0001"})
  void lettersOfAFileEndNoLineOfTheSpec(String separator) throws IOException {
    CommandRun run = init(rows("a" + separator + "name: stolen,b,y", "1.5,#.1,#", "2.5,7.5,1#"));
    assertEquals(0, run.code(), run.err());
    CommandRun plan = CommandRun.of("plan", folder.resolve("s.yaml").toString());
    assertEquals(0, plan.code(), plan.err());
    assertTrue(plan.out().contains("my-table"), plan.out());
    assertFalse(plan.out().lines().anyMatch("stolen"::equals), plan.out());
  }

  /** However long the names are, and blanks in the spec's own name are no other argument. */
  @Test
  void whatIsSaidOfATableFitsTheTerminal() throws Exception {
    System.setProperty("shallows.columns", "60");
    try {
      Path table = folder.resolve("Données d'été.csv");
      Files.writeString(
          table,
          "a long name of a column,another name that is long,the last of them\n"
              + "1,2,3\n2,4,1\n3,1,2\n4,5,7\n5,3,2\n6,9,4\n".repeat(3));
      Path spec = folder.resolve("my spec.yaml");
      CommandRun init = CommandRun.of("init", spec.toString(), "--data", table.toString());
      assertEquals(0, init.code(), init.err());
      CommandRun plan = CommandRun.of("plan", spec.toString());
      assertEquals(0, plan.code(), plan.err());
      for (String line : (init.out() + plan.out()).split("\n", -1)) {
        assertTrue(line.length() <= 60 || line.contains(folder.toString()), line);
      }
      assertTrue(init.out().endsWith("'" + spec + "'\n"), init.out());
      assertTrue(Files.readString(spec).contains("out/donnees-d-ete"), "letters without accents");
    } finally {
      System.clearProperty("shallows.columns");
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theSpecOfATableIsPlannedAsItIs(String table, String inputs, String target) throws Exception {
    CommandRun init = init(table);
    assertEquals(0, init.code(), init.err());
    for (String part : (inputs + "|" + target).split("\\|", -1)) {
      String said = init.out().replaceAll("\n +", " ");
      assertTrue(said.contains(part), part + " is not in: " + init.out());
    }
    assertTrue(
        init.out()
            .matches("(?s).*\ntime: about [0-9.]+ (s|min) on [0-9]+ cores?, likely [^\n]* to .*"),
        init.out());
    CommandRun plan = CommandRun.of("plan", folder.resolve("s.yaml").toString());
    assertEquals(0, plan.code(), plan.err());
    String[] said = plan.out().replaceAll("\n {4}", " ").split("\n", -1);
    assertTrue(said[0].startsWith("inputs: "), plan.out());
    assertTrue(said[1].startsWith("target: "), plan.out());
    assertTrue(said[2].startsWith("rows: "), plan.out());
    String spec = Files.readString(folder.resolve("s.yaml"));
    assertTrue(spec.contains("uri: out/my-table") || spec.contains("uri: \"out/my-table\""), spec);
    boolean values = spec.contains("\n  targets: values\n");
    assertEquals(values, spec.contains("\n  targetNormalization: standard\n"), spec);
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void whatCannotBeASweepIsSaidInOneSentence(String table, String reason) throws Exception {
    CommandRun init = init(table);
    assertEquals(2, init.code());
    assertTrue(init.err().contains(reason), init.err());
    assertEquals(1, init.err().strip().lines().count(), init.err());
    assertFalse(Files.exists(folder.resolve("s.yaml")));
  }

  static Stream<Arguments> hopeless() {
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of("a,b\nx,1\ny,2\nz,3\n", "no column of numbers beside b"),
        Arguments.of("a,b\n1,5\n2,5\n", "no column of numbers beside a"),
        Arguments.of(
            "10,2,x,y,z\n" + "1,2,0\n2,5,1\n".repeat(5), "counts its rows and inputs at line 1"),
        Arguments.of("a,b,k\n1,2,\"x\n3,4,y\n", "opens a quote at line 2"),
        Arguments.of("<!DOCTYPE html><html></html>", "a web page"));
  }

  @Test
  void withoutAFileTheSpecGoesToTheScreen() throws Exception {
    Path table = Files.writeString(folder.resolve("t.csv"), rows("a,b,kind", "#,2#,x", "1#,4,y"));
    CommandRun run = CommandRun.of("init", "--data", table.toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("# A first look at a table"), run.out());
    assertTrue(run.out().contains("#   target: kind, 2 classes (x x 10, y x 10)"), run.out());
    assertEquals(2, CommandRun.of("init", "--schema", "--data", table.toString()).code());
  }
}
