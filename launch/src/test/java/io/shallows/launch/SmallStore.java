package io.shallows.launch;

import io.shallows.launch.cli.ShallowsCommand;
import io.shallows.spark.cli.SweepCommandLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** A store with every stage in it, made once for all tests by the command that users give. */
public final class SmallStore {

  /** What a command said and how it ended. */
  public record Answer(int code, String out, String err) {}

  private static Path made;

  private SmallStore() {}

  /** The store's folder. */
  public static synchronized Path folder() {
    if (made == null) {
      try {
        Path folder = Files.createTempDirectory("small-store");
        made = folder.resolve("store");
        Answer answer =
            shallows(
                "run",
                "../.ci/tiny.yaml",
                "--master",
                "local[2]",
                "--output",
                made.toString(),
                "--set",
                "grid.networkDepth=1",
                "--set",
                "output.paths=best");
        if (answer.code() != 0) {
          throw new IllegalStateException(answer.toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return made;
  }

  /** Gives a command. */
  public static Answer shallows(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = SweepCommandLine.of(new ShallowsCommand());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int code =
        SweepCommandLine.execute(
            line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)), arguments);
    return new Answer(code, out.toString(), err.toString());
  }
}
