package io.shallows.launch.cli;

import io.shallows.record.DataDictionary;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spec.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the columns of a store mean. */
@Command(
    name = "dictionary",
    description = "Prints every column of a store: name, type, unit, definition.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows dictionary                all tables",
      "  shallows dictionary depths         one table",
      "  shallows dictionary --markdown     for documentation"
    })
final class DictionaryCommand implements Runnable {
  @Parameters(
      paramLabel = "TABLE",
      arity = "0..1",
      description = "one table; without it all are printed")
  private String table;

  @Option(names = "--markdown", description = "as Markdown")
  private boolean markdown;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    List<Table> tables = table == null ? Tables.ALL : List.of(named(table));
    PrintWriter out = command.commandLine().getOut();
    out.print(markdown ? DataDictionary.markdown(tables) : wrapped(DataDictionary.text(tables)));
    out.flush();
  }

  /** Lines within the terminal; what is broken keeps the indentation of its line. */
  private static String wrapped(String text) {
    int width = TerminalWidth.ofProcess();
    return text.lines()
        .map(line -> TerminalWidth.wrap(line, width, line.length() - line.stripLeading().length()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Table named(String name) {
    return Tables.named(name)
        .orElseThrow(
            () ->
                new Mistake(
                    "TABLE: "
                        + name
                        + " is unknown; "
                        + Suggestion.advice(name, Tables.ALL.stream().map(Table::name).toList())));
  }
}
