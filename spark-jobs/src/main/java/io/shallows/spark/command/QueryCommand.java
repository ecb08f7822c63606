package io.shallows.spark.command;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.SpecException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a question in SQL. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description =
        "Answers a question in SQL about the committed rows of a store; every table has its name, and"
            + " `problems` has the number of each problem_id. Only reads.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows query out/sweep \"SELECT family, width, median(loss) FROM trials",
      "      GROUP BY ALL ORDER BY ALL\"",
      "  shallows query out/sweep --format csv \"SELECT * FROM depths WHERE covered\""
    })
public final class QueryCommand implements Callable<ExitCode> {

  /** Nobody reads more on a terminal. */
  private static final int SHOWN = 1000;

  private static final int DIGITS = 6;

  private static final List<String> FORMATS = List.of("text", "csv", "json");

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Parameters(index = "1", paramLabel = "SQL", description = "one SELECT, as Spark understands it")
  private String sql;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, of which the first 1000 rows are shown, csv or json; default ${DEFAULT-VALUE}")
  private String format;

  @Override
  public ExitCode call() {
    if (!FORMATS.contains(format)) {
      throw new Mistake("--format: " + format + " is not one of " + String.join(", ", FORMATS));
    }
    PrintWriter out = command.commandLine().getOut();
    try (StoreQuery query = StoreQuery.start(store.spark())) {
      Store opened = store.open();
      query.know(opened, "");
      if (sql.toLowerCase(Locale.ROOT).contains(StoreQuery.PROBLEMS)) {
        problems(opened).ifPresent(query::knowProblems);
      }
      print(query.ask(sql), out);
    }
    out.flush();
    return ExitCode.COMPLETE;
  }

  /** What a store's problems follow from; rows can be asked for where its spec cannot be read. */
  private static Optional<SweepDefinition> problems(Store opened) {
    try {
      return Optional.of(StoredSweep.of(opened, new ShallowsScience()).sweep());
    } catch (StoreException | SpecException e) {
      return Optional.empty();
    }
  }

  private void print(Dataset<Row> answer, PrintWriter out) {
    try {
      switch (format) {
        case "csv" -> {
          AnswerText.csv(List.of(answer.columns())).forEach(out::println);
          for (Iterator<Row> rows = answer.toLocalIterator(); rows.hasNext(); ) {
            out.println(AnswerText.csv(rows.next()));
          }
        }
        case "json" -> answer.toJSON().toLocalIterator().forEachRemaining(out::println);
        default -> {
          List<Row> rows = answer.limit(SHOWN + 1).collectAsList();
          List<Row> shown = rows.subList(0, Math.min(SHOWN, rows.size()));
          new AnswerText(List.of(answer.columns()), shown, DIGITS)
              .lines(TerminalWidth.ofProcess())
              .forEach(out::println);
          out.println(
              shown.size() < rows.size()
                  ? "the first " + SHOWN + " rows; --format csv gives all"
                  : rows.size() == 1 ? "1 row" : rows.size() + " rows");
        }
      }
    } catch (Exception e) { // scala throws checked ones undeclared
      throw StoreQuery.mistake(e, sql);
    }
  }
}
