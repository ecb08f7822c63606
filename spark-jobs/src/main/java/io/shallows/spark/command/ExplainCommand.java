package io.shallows.spark.command;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.store.Store;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints everything that is known about one trial. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Tells the story of one trial, then prints every row of it with units. The story alone:"
            + " shallows show.",
    footerHeading = "%nExamples:%n",
    footer = {"  shallows explain out/sweep 1f0e5c0a  its story, and its rows in all tables"})
public final class ExplainCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Parameters(
      index = "1",
      paramLabel = "TRIAL_ID",
      description = "32 hexadecimal digits, or at least the first 8 where they are unique")
  private String digits;

  @Override
  public ExitCode call() {
    Store source = store.open();
    PrintWriter out = command.commandLine().getOut();
    String trialId = StoredTrial.id(source, digits);
    int width = TerminalWidth.ofProcess();
    NetworkStory story = NetworkStory.of(source, store.uri(), trialId);
    if (story.isKnown()) {
      story.lines(width).forEach(out::println);
      out.println();
    }
    int found = 0;
    for (Table table : Tables.ALL) {
      if (table.has(LeadingColumns.TRIAL_ID)) {
        found += StoredTrial.rows(source, table, trialId, row -> print(row, out, width));
      }
    }
    out.flush();
    if (found == 0) {
      throw new Mistake(
          "TRIAL_ID: "
              + trialId
              + " is not in "
              + source.folder()
              + "; ids are in column trial_id of table trials");
    }
    return ExitCode.COMPLETE;
  }

  private static void print(Record row, PrintWriter out, int width) {
    out.println(TerminalWidth.wrap(row.table().name() + ": " + row.table().definition(), width, 2));
    for (Column<?> column : row.table().columns()) {
      Object value = row.find(column).orElse(null);
      if (value != null) {
        String text =
            value instanceof double[] reals ? reals.length + " numbers" : value.toString();
        String unit = column.unit().isEmpty() || column.unit().equals("1") ? "" : column.unit();
        String line = ("  " + column.name() + " = " + text + " " + unit).stripTrailing();
        out.println(TerminalWidth.wrap(line, width, 4));
      }
    }
    out.println();
  }
}
