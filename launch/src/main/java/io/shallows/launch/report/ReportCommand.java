package io.shallows.launch.report;

import io.shallows.problem.Problem;
import io.shallows.record.AnnihilationsTable;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.FitsTable;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.SkipsTable;
import io.shallows.record.Table;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.record.WidthsTable;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.command.StoreArguments;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the report of a store. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes report/index.html into a store: verdicts, figures, the rows behind them,"
          + " definitions.",
      "The file opens from disk without a network."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  shallows report out/sweep      then open out/sweep/report/index.html"})
public final class ReportCommand implements Callable<ExitCode> {

  /** Where the report lies in the store. */
  static final String FILE = "report/index.html";

  @Spec private CommandSpec command;
  @Mixin private StoreArguments arguments;

  @Override
  public ExitCode call() {
    Store store = arguments.open();
    ShallowsScience science = new ShallowsScience(arguments.spark());
    StoredSweep stored = StoredSweep.of(store, science);
    SweepStatus status = stored.status(science);
    TrialTally tally = new TrialTally();
    store.read(TrialsTable.TABLE, tally::addTrial);
    store.read(DepthsTable.TABLE, tally::addDepth);
    store.read(FailuresTable.TABLE, tally::addFailure);
    Trajectories trajectories = new Trajectories();
    store.read(TrajectoriesTable.TABLE, trajectories::add);
    Report report =
        Report.of(
            stored.sweep().spec().name(),
            store.folder().uri(),
            rows(store, FitsTable.TABLE),
            rows(store, WidthsTable.TABLE),
            rows(store, SkipsTable.TABLE, AnnihilationsTable.TABLE),
            rows(store, ComparisonsTable.TABLE),
            rows(store, SingularitiesTable.TABLE, ContrastsTable.TABLE, CorrelationsTable.TABLE),
            trajectories,
            tally,
            CostModelError.table(store.groups()),
            status,
            hasReferences(stored.sweep().spec()),
            store.spec(),
            store.provenance().orElse("{}"));
    store.folder().replace(FILE, new ReportPage(report).html());
    int width = TerminalWidth.ofProcess();
    report
        .headline()
        .forEach(
            sentence ->
                command.commandLine().getOut().println(TerminalWidth.wrap(sentence, width, 2)));
    command.commandLine().getOut().println("report: " + store.folder().path(FILE));
    command.commandLine().getOut().flush();
    return ExitCode.COMPLETE;
  }

  /** Whether the problem has data: only then there are reference networks. */
  private static boolean hasReferences(SweepSpec spec) {
    Problem problem = Problem.of(spec, 0, spec.grid().inputDimension().smallest());
    return problem.kind().samples(problem.settings()).isPresent();
  }

  private static List<Record> rows(Store store, Table... tables) {
    List<Record> rows = new ArrayList<>();
    for (Table table : tables) {
      store.read(table, rows::add);
    }
    return rows;
  }
}
