package io.shallows.launch.cli;

import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.NewFile;
import io.shallows.spark.cli.ShellText;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spec.SpecSchema;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.Vocabulary;
import io.shallows.trial.SweepVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a spec to start from. */
@Command(
    name = "init",
    description =
        "Writes a commented spec with every key at its default, or one that fits a table.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows init                 to the screen",
      "  shallows init sweep.yaml      to a new file; none is ever overwritten",
      "  shallows init iris.yaml --data iris.csv",
      "      a small sweep over a table, ready to run",
      "  shallows init --schema s.json the JSON Schema, for editors"
    })
final class InitCommand implements Runnable {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "a new file; without it the spec goes to the screen")
  private String file;

  @Option(names = "--schema", description = "write the JSON Schema of specs instead")
  private boolean schema;

  @Option(
      names = "--data",
      paramLabel = "TABLE",
      description =
          "a csv, parquet or libsvm file: delimiter, columns, target and size of the sweep are"
              + " chosen to fit it")
  private String data;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    if (schema && data != null) {
      throw new Mistake("--data: has no part in --schema; give one of them");
    }
    Vocabulary vocabulary = SweepVocabulary.vocabulary();
    Optional<DataSpec> fitting = Optional.ofNullable(data).map(DataSpec::of);
    String text =
        schema
            ? SpecSchema.json(vocabulary)
            : fitting.map(spec -> spec.text(vocabulary)).orElseGet(() -> commented(vocabulary));
    if (file == null) {
      command.commandLine().getOut().print(text);
      command.commandLine().getOut().flush();
      return;
    }
    NewFile.write("FILE", file, text.getBytes(StandardCharsets.UTF_8));
    fitting.ifPresent(
        spec -> {
          spec.understood().forEach(this::say);
          say(spec.time());
        });
    if (!schema) {
      say("wrote " + file);
      command
          .commandLine()
          .getOut()
          .println(
              ShellText.folded(
                  "next: ", "shallows plan " + ShellText.quoted(file), TerminalWidth.ofProcess()));
      command.commandLine().getOut().flush();
    }
  }

  private void say(String line) {
    command.commandLine().getOut().println(TerminalWidth.wrap(line, TerminalWidth.ofProcess(), 4));
  }

  private static String commented(Vocabulary vocabulary) {
    SweepSpec defaults =
        SweepVocabulary.reader().read("apiVersion: " + SweepSpec.API_VERSION + "\n", "defaults");
    return "# A sweep of Shallows. Every key is shown with its default; delete what you do not"
        + " change.\n"
        + SpecWriter.commented(defaults, vocabulary);
  }
}
