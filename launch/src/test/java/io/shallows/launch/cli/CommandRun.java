package io.shallows.launch.cli;

import io.shallows.spark.cli.SweepCommandLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command line run within the test, with what it printed. */
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... arguments) {
    return ofCommand(new ShallowsCommand(), arguments);
  }

  /** One command without those beside it. */
  static CommandRun ofCommand(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = SweepCommandLine.of(command);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int code =
        SweepCommandLine.execute(
            line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)), arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
