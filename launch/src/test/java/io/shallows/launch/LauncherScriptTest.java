package io.shallows.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What launch/bin/shallows says before there is a JVM that could say it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
class LauncherScriptTest {
  private record Answer(int code, String text) {}

  @TempDir private Path folder;

  @Test
  void javaHomeWithoutJava() throws Exception {
    assertEquals(
        new Answer(
            2,
            "shallows: JAVA_HOME is /nowhere, which holds no bin/java; set it to a JDK 17 or newer\n"),
        run("/nowhere"));
  }

  @Test
  void oldJava() throws Exception {
    Path java = fakeJdk("JAVA_VERSION=\"11.0.2\"\n");
    assertEquals(
        new Answer(2, "shallows: " + java + " is Java 11; set JAVA_HOME to a JDK 17 or newer\n"),
        run(folder.toString()));
  }

  @Test
  void ancientVersionNumber() throws Exception {
    fakeJdk("JAVA_VERSION=\"1.8.0_392\"\n");
    assertEquals(2, run(folder.toString()).code());
  }

  @Test
  void startsThroughALinkFromAnyFolder() throws Exception {
    fakeJdk("JAVA_VERSION=\"11\"\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), script());
    Path second = Files.createSymbolicLink(folder.resolve("second"), link.getFileName());
    Answer answer = run(folder.toString(), second.toString());
    assertTrue(answer.text().contains("is Java 11"), answer.text());
  }

  private static Path script() {
    return Path.of("bin/shallows").toAbsolutePath();
  }

  private Path fakeJdk(String release) throws IOException {
    Path java = folder.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nexit 9\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("release"), release);
    return java;
  }

  private Answer run(String javaHome) throws IOException, InterruptedException {
    return run(javaHome, script().toString());
  }

  private Answer run(String javaHome, String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", command, "--version");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", javaHome);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
