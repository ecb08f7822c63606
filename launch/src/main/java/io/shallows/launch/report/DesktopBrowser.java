package io.shallows.launch.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Opens an address in the browser of whoever sits in front of this machine. */
final class DesktopBrowser {

  private DesktopBrowser() {}

  /** Whether a browser was asked to open it. */
  static boolean open(String address) {
    Optional<List<String>> command =
        command(
            System.getProperty("os.name"),
            System.getenv(),
            program ->
                Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    if (command.isEmpty()) {
      return false;
    }
    List<String> words = new ArrayList<>(command.get());
    words.add(address);
    try {
      new ProcessBuilder(words)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The command that opens an address, which is given behind it; empty where there is no screen.
   *
   * @param system the operating system's name
   * @param isOnPath whether a program is there
   */
  static Optional<List<String>> command(
      String system, Map<String, String> environment, Predicate<String> isOnPath) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return Optional.of(List.of("open"));
    }
    if (name.startsWith("windows")) {
      return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
    }
    boolean screen =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return screen && isOnPath.test("xdg-open")
        ? Optional.of(List.of("xdg-open"))
        : Optional.empty();
  }
}
