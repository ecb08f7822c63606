package io.shallows.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Colours only where someone can see them and did not ask for none, see https://no-color.org. */
class ColoursTest {
  private static final String ESCAPE = "\u001b[";

  private static boolean coloured(Map<String, String> environment, String... options)
      throws Exception {
    ProcessBuilder shallows =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.shallows.launch.Shallows",
            "--help");
    shallows.command().addAll(1, java.util.List.of(options));
    shallows.redirectErrorStream(true).environment().putAll(environment);
    Process process = shallows.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text.contains(ESCAPE);
  }

  @Test
  void noneWhereThereIsNoTerminal() throws Exception {
    assertEquals(false, coloured(Map.of()));
  }

  @Test
  void someOnDemand() throws Exception {
    assertEquals(true, coloured(Map.of("CLICOLOR_FORCE", "1")));
  }

  @Test
  void noneOnDemand() throws Exception {
    assertEquals(false, coloured(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")));
    assertEquals(false, coloured(Map.of("CLICOLOR_FORCE", "1"), "-Dpicocli.ansi=false"));
  }
}
