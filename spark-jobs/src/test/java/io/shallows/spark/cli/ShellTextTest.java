package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is printed to be copied into a shell. */
class ShellTextTest {

  @Test
  void argumentsAreQuotedAsAShellWantsThem() {
    assertEquals("out/a-b.c_1", ShellText.quoted("out/a-b.c_1"));
    assertEquals("'a b'", ShellText.quoted("a b"));
    assertEquals("'a'\\''b;$(c)'", ShellText.quoted("a'b;$(c)"));
    assertEquals("''", ShellText.quoted(""));
  }

  @Test
  void aLongCommandIsBrokenBetweenWords() {
    assertEquals("  a b c", ShellText.folded("  ", "a b c", 7));
    assertEquals("  a b \\\n    cc", ShellText.folded("  ", "a b cc", 7));
    assertEquals("x: a \\\n    'b  c' d", ShellText.folded("x: ", "a 'b  c' d", 12));
  }

  /** A shell is asked for the arguments. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell")
  void aShellTakesItAsOneCommandAtAnyWidth() throws Exception {
    List<String> arguments =
        List.of("out/Mes données d'été/x y", "--set", "grid.width=[2, 4]", "a\\b", "$HOME", "\"");
    StringBuilder command = new StringBuilder("printf '<%").append("s>'");
    arguments.forEach(argument -> command.append(' ').append(ShellText.quoted(argument)));
    for (int width : new int[] {10, 24, 40, 60, 80, 120}) {
      String text = ShellText.folded("", command.toString(), width);
      assertTrue(
          text.lines().allMatch(line -> line.length() <= Math.max(width, 40)), text + " " + width);
      Process shell = new ProcessBuilder("sh", "-c", text).start();
      String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, shell.waitFor());
      assertEquals("<" + String.join("><", arguments) + ">", answer);
    }
  }
}
