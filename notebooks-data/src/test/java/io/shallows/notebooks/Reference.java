package io.shallows.notebooks;

import io.shallows.launch.cli.ShallowsCommand;
import io.shallows.spark.cli.SweepCommandLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A committed store. */
record Reference(String name) {

  static final Path FOLDER = Path.of("reference").toAbsolutePath();

  /** Those that are there. */
  static Stream<Reference> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("spec.yaml")))
          .map(folder -> new Reference(folder.getFileName().toString()))
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return FOLDER.resolve(name);
  }

  String text(String file) {
    try {
      return Files.readString(folder().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command printed and how it ended. */
  record Answer(int code, String out, String err) {}

  static Answer shallows(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = SweepCommandLine.of(new ShallowsCommand());
    int code =
        line.setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  /** The rows of a table, as lines of JSON. */
  List<String> rows(String table) {
    return shallows("export", folder().toString(), "--format", "json", table)
        .out()
        .lines()
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
