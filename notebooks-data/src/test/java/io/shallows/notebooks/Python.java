package io.shallows.notebooks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Python that has what is needed, and programs run by it or another command. */
final class Python {

  private static final long MINUTES = 60;

  private Python() {}

  /** What a program printed and how it ended. */
  record Outcome(int code, String out) {
    String lastLine() {
      return out.lines().reduce("", (before, line) -> line);
    }
  }

  /** The first Python that imports all modules; the test is skipped where there is none. */
  static String with(String packages, String... modules) {
    Optional<String> found = find(modules);
    Assumptions.assumeTrue(
        found.isPresent(),
        "skipped: no Python that can import "
            + String.join(", ", modules)
            + "; on Debian: apt-get install "
            + packages
            + ", or set SHALLOWS_PYTHON");
    return found.orElseThrow();
  }

  /** The first Python that imports all modules. */
  static Optional<String> find(String... modules) {
    String imports =
        "import sys" + String.join("", Arrays.stream(modules).map(m -> ", " + m).toList());
    return Stream.of(System.getenv("SHALLOWS_PYTHON"), "/usr/bin/python3", "python3")
        .filter(Objects::nonNull)
        .filter(python -> imports(python, imports))
        .findFirst();
  }

  private static boolean imports(String python, String imports) {
    try {
      return run(Map.of(), new File("."), List.of(python, "-c", imports)).code() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Runs a command; both its streams are read as one. */
  static Outcome run(Map<String, String> environment, File folder, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(command + " goes on after " + MINUTES + " minutes");
      }
      return new Outcome(process.exitValue(), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  /** Where a class was loaded from. */
  static Path jarOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
