package io.shallows.spark.command;

import io.shallows.record.CellsTable;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SpecArguments;
import io.shallows.spark.drive.FailedTrialException;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.SweepRun;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.progress.ConsoleProgress;
import io.shallows.spark.progress.DepthReport;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a sweep, or what is left of it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a sweep, or what is left of it: the same command continues after a crash.")
public final class RunCommand implements Callable<ExitCode> {

  private static final int REPORT_LINES = 40;

  @Spec private CommandSpec command;
  @Mixin private SpecArguments spec;
  @Mixin private SparkArguments spark;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "failed trials that are still a success, default ${DEFAULT-VALUE}; the sweep completes"
              + " anyway")
  private long maxFailures;

  @Option(names = "--fail-fast", description = "stops at the first failed trial")
  private boolean failFast;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description = "shards per stage; without it the cost model chooses")
  private int partitions;

  @Override
  public ExitCode call() throws InterruptedException {
    if (maxFailures < 0 || partitions < 0) {
      throw new Mistake("--max-failures and --partitions: must not be negative");
    }
    SweepSpec sweep = spec.read();
    SparkConf conf = spark.conf();
    SweepRun run =
        new SweepRun(
            new ShallowsScience(), conf, ConsoleProgress.ofProcess(), failFast, partitions);
    PrintWriter out = command.commandLine().getOut();
    try (Interruption interruption = Interruption.ofThisThread()) {
      SweepStatus status = interruption.guard(() -> run.run(sweep, spec.text()));
      DepthReport report = new DepthReport();
      Store.open(sweep.output().uri(), SparkSettings.hadoop(conf))
          .read(CellsTable.TABLE, report::add);
      out.print(report.text(REPORT_LINES));
      out.printf(
          "%d trials, %d failed; store: %s%n",
          status.finished(), status.failed(), sweep.output().uri());
      out.flush();
      if (!status.complete()) {
        return ExitCode.INCOMPLETE;
      }
      return status.failed() > maxFailures ? ExitCode.TOO_MANY_FAILURES : ExitCode.COMPLETE;
    } catch (FailedTrialException e) {
      command.commandLine().getErr().println("shallows: " + e.getMessage());
      return ExitCode.TOO_MANY_FAILURES;
    }
  }
}
