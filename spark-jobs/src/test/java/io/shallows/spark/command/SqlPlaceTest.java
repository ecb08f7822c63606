package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqlPlaceTest {

  @Test
  void theCaretIsBelowTheLetter() {
    SqlPlace place = SqlPlace.of("SELECT lost\nFORM trials", 2, 0).orElseThrow();
    assertEquals("line 2, column 1", place.words());
    assertEquals("  FORM trials\n  ^", place.drawn(80));
    assertEquals(
        "  SELECT lost FROM trials\n         ^",
        SqlPlace.of("SELECT lost FROM trials", 1, 7).orElseThrow().drawn(80));
  }

  @Test
  void whatIsMissingIsMissingAtTheEnd() {
    assertEquals("  SELECT\n        ^", SqlPlace.of("SELECT", 1, 6).orElseThrow().drawn(80));
    assertEquals("  SELECT\n        ^", SqlPlace.of("SELECT", 1, 99).orElseThrow().drawn(80));
  }

  @Test
  void aLongLineIsShownAroundThePlace() {
    String sql = "SELECT " + "width, ".repeat(40) + "lost FROM trials";
    int at = sql.indexOf("lost");
    for (int width : new int[] {40, 80, 120}) {
      String[] drawn = SqlPlace.of(sql, 1, at).orElseThrow().drawn(width).split("\n");
      assertTrue(drawn[0].length() <= width && drawn[1].length() <= width, drawn[0]);
      assertTrue(drawn[0].startsWith("lost", drawn[1].indexOf('^')), String.join("\n", drawn));
    }
  }

  @Test
  void aPlaceThatIsNotOfTheQuestionIsNone() {
    assertEquals(Optional.empty(), SqlPlace.of("SELECT 1", 0, 3));
    assertEquals(Optional.empty(), SqlPlace.of("SELECT 1", 2, 3));
    assertEquals(Optional.empty(), SqlPlace.of(new IllegalStateException(), "SELECT 1", 1));
  }
}
