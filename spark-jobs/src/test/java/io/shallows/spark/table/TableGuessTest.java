package io.shallows.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says of itself: format, delimiter, names, target and what is no input. */
class TableGuessTest {

  @TempDir private Path folder;

  private Settings guess(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return TableFiles.guess(file.toString(), new Configuration());
  }

  private static String rows(String head, String... rows) {
    StringBuilder text = new StringBuilder(head).append('\n');
    for (int i = 0; i < 10; i++) {
      for (String row : rows) {
        text.append(row.replace("#", Integer.toString(10 * i + row.length()))).append('\n');
      }
    }
    return text.toString();
  }

  @Test
  void semicolonsAndDecimalCommasAreSeen() throws IOException {
    Settings guessed = guess(rows("a;b;y", "1,#;2;#,5", "3#;,25;1#"));
    assertEquals("csv", guessed.get(TableProblem.FORMAT));
    assertEquals("semicolon", guessed.get(TableProblem.DELIMITER));
    assertEquals("comma", guessed.get(TableProblem.DECIMAL));
    assertEquals("values", guessed.get(TableProblem.TARGETS));
  }

  @Test
  void textColumnsAndRowNumbersAreNoInputs() throws IOException {
    String numbered = rows("rownames,species,bill,mass", "#1,Adelie,3#.5,#", "#2,Gentoo,4#.1,2#");
    Settings guessed = guess(numbered);
    assertEquals(List.of("rownames", "species"), guessed.get(TableProblem.IGNORE));
    assertEquals("mass", guessed.get(TableProblem.TARGET));
  }

  @Test
  void libSvmIsToldByItsFirstLine() throws IOException {
    assertEquals("libsvm", guess("1 1:0.5 2:3\n-1 1:2\n").get(TableProblem.FORMAT));
  }

  @Test
  void aTableWithoutNumbersIsRefused() {
    assertThrows(SpecException.class, () -> guess(rows("a,b", "x#x,y#y", "z#z,w#w")));
  }

  /** As a row the names that pandas gives would be one that nobody measured. */
  @Test
  void aFirstLineThatNumbersTheColumnsIsNoRow() throws IOException {
    for (int first = 0; first < 2; first++) {
      String line = first + "," + (first + 1) + "," + (first + 2);
      String message =
          assertThrows(SpecException.class, () -> guess(rows(line, "0.5,#.1,#", "2.5,7.5,1#")))
              .getMessage();
      assertTrue(
          message.contains(
              "t.csv numbers its columns at line 1 ("
                  + line.replace(",", ", ")
                  + "): names, as pandas writes them, or a row; "),
          message);
    }
    assertEquals("3", guess(rows("1,2,4", "0.5,#.1,#", "2.5,7.5,1#")).get(TableProblem.TARGET));
  }

  /** Where one cell spoils a column of numbers, the texts of others are not what is to mend. */
  @Test
  void theCellsThatLeaveNoInputAreNamed() {
    SpecException refused =
        assertThrows(
            SpecException.class,
            () ->
                guess(
                    "a,b,c,y\n1,1e308,$2,3\n2,4,3,5.5\n3,6,12345678901234567890,1\n4,7,8,2.5\n5,7,8,2\n"));
    assertTrue(
        refused
            .getMessage()
            .endsWith(
                "has no column of numbers beside y that could be an input; b has 1e308 at line 2,"
                    + " which is beyond 1.0E30; c has $2 at line 2, which is no number; mend such"
                    + " cells, or leave their rows out"),
        refused.getMessage());
  }

  @Test
  void aLineThatCountsStandsAboveTheTable() throws IOException {
    Settings bare = guess(rows("20,2,x,y", "1,#,0", "#,2,1"));
    assertEquals(false, bare.get(TableProblem.HEADER));
    assertEquals("3", bare.get(TableProblem.TARGET));
    assertEquals("classes", bare.get(TableProblem.TARGETS));
    Settings named = guess(rows("20,2,\na,b,c", "1,#,3", "#,2,7"));
    assertEquals(true, named.get(TableProblem.HEADER));
    assertEquals("c", named.get(TableProblem.TARGET));
  }
}
