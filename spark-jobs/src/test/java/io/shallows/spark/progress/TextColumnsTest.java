package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextColumnsTest {

  private static TextColumns at(int width) {
    return new TextColumns(
        width,
        List.of(
            new TextColumns.Column("family", 8, true, 0),
            new TextColumns.Column("width", 5, false, 1),
            new TextColumns.Column("depth", 6, false, 0),
            new TextColumns.Column("bound", 6, false, 2)));
  }

  @Test
  void whatMattersLeastIsLeftOutFirst() {
    assertEquals("family   width  depth  bound\n", at(28).head());
    assertEquals("family   width  depth\n", at(27).head());
    assertEquals("family    depth\n", at(20).head());
    assertEquals("family    depth\n", at(3).head());
    assertEquals("plain         1\n", at(20).line("plain", 16, 1, 2));
  }
}
