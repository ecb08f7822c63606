package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ColoursTest {

  private static final String TABLE =
      """
      family          L   n   eta verdict      why (.9 quantile, to the reference)
      plain           0   1  0.75 proved       nothing is contradicted here
      linear-skip     0   1  0.75 contradicted certified lower ends rise
      """;

  @Test
  void onlyVerdictsAreColoured() {
    String coloured = Colours.ofVerdicts(Ansi.ON, TABLE);
    assertTrue(coloured.contains("0.75 \u001b[32mproved\u001b["), coloured);
    assertTrue(coloured.contains("\u001b[1m\u001b[31mcontradicted\u001b["), coloured);
    assertEquals(TABLE, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }
}
