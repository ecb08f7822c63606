package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.TableProblem;
import io.shallows.spec.SweepSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SpecArgumentsTest {

  private static final String TEXT = "apiVersion: shallows/v1\nname: given\n";

  @TempDir private Path folder;

  private static SpecArguments arguments(String... words) {
    SpecArguments arguments = new SpecArguments();
    new CommandLine(arguments).parseArgs(words);
    return arguments;
  }

  private SweepSpec read(String... options) throws IOException {
    List<String> words =
        new ArrayList<>(List.of(Files.writeString(folder.resolve("spec.yaml"), TEXT).toString()));
    words.addAll(List.of(options));
    return arguments(words.toArray(String[]::new)).read(Map.of());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "named pipes")
  void aPipeIsReadOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, TEXT);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    SpecArguments arguments = arguments(pipe.toString());
    assertEquals("given", arguments.read(Map.of()).name());
    assertEquals(TEXT, arguments.text(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "out/run #3",
        "it's",
        "a\"b\"",
        "50%20",
        "[x]",
        "{x}",
        "größe",
        " lead",
        "a\\b",
        "-x",
        "null",
        "!x",
        "&x",
        "*x",
        "a,b",
        "/tmp/a:b",
        "file:///tmp/a #b",
        "s3a://bucket/a=b"
      })
  void anOutputIsTakenAsItIs(String output) throws IOException {
    assertEquals(output, read("--output=" + output).output().uri());
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "~/out", "~user/out", "a:b", "out/a:b", "file:out", "s3a:bucket"})
  void anOutputThatWouldBeElsewhereIsRefused(String output) {
    Mistake mistake = assertThrows(Mistake.class, () -> read("--output=" + output));
    assertTrue(
        mistake.getMessage().startsWith("output.uri: " + output + " "), mistake.getMessage());
    assertThrows(RuntimeException.class, () -> read("--set", "output.uri=" + output));
  }

  @Test
  void anOutputWithALineBreakIsRefused() {
    assertThrows(RuntimeException.class, () -> read("--output=a\nb"));
  }

  private static final String TABLE =
      TEXT + "grid: {inputDimension: 1}\nproblem: {kind: table, uri: %s, format: csv}\n";

  private static String uri(SweepSpec spec) {
    return spec.problem().settings().get(TableProblem.URI);
  }

  private SweepSpec readTable(String name, String... options) throws IOException {
    Path file = folder.resolve("spec.yaml");
    Files.writeString(file, String.format(Locale.ROOT, TABLE, name));
    List<String> words = new ArrayList<>(List.of(file.toString()));
    words.addAll(List.of(options));
    return arguments(words.toArray(String[]::new)).read(Map.of());
  }

  @Test
  void dataOfASpecAreBesideIt() throws IOException {
    Path file = Files.writeString(folder.resolve("data #1.csv"), "x,y\n");
    assertEquals(file.toString(), uri(readTable("'data #1.csv'")));
    assertEquals(folder + "/data*.csv", uri(readTable("'data*.csv'")));
  }

  @Test
  void dataThatAreNotBesideASpecAreInTheWorkingDirectory() throws IOException {
    assertEquals("pom.xml", uri(readTable("pom.xml")));
    assertEquals("nowhere.csv", uri(readTable("nowhere.csv")));
    assertEquals("/nowhere/data.csv", uri(readTable("/nowhere/data.csv")));
    assertEquals("hdfs://a/data.csv", uri(readTable("hdfs://a/data.csv")));
  }

  @Test
  void dataNamedOnTheCommandLineAreInTheWorkingDirectory() throws IOException {
    Files.writeString(folder.resolve("data.csv"), "x,y\n");
    assertEquals("data.csv", uri(readTable("other.csv", "--set", "problem.uri=data.csv")));
  }

  @Test
  void dataAtBothPlacesAreNotGuessed() throws IOException {
    Path file = Files.writeString(folder.resolve("pom.xml"), "x,y\n");
    Mistake mistake = assertThrows(Mistake.class, () -> readTable("pom.xml"));
    assertEquals(
        "problem.uri: pom.xml is beside the spec and in the working directory too; give one of them"
            + " by --set problem.uri="
            + file
            + " or "
            + Path.of("pom.xml").toAbsolutePath(),
        mistake.getMessage());
  }
}
