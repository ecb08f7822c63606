package io.shallows.launch.cli;

import io.shallows.record.DataDictionary;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.Mistake;
import io.shallows.spec.Suggestion;
import java.io.PrintWriter;
import java.util.List;
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
    out.print(markdown ? DataDictionary.markdown(tables) : DataDictionary.text(tables));
    out.flush();
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
