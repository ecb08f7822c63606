package io.shallows.spark.command;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.drive.SweepStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how far a sweep is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how far a sweep is, also while it runs.")
public final class StatusCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Option(names = "--json", description = "prints one JSON object")
  private boolean json;

  @Option(
      names = "--require",
      paramLabel = "complete",
      description = "complete: exit code 4 unless nothing is left to do")
  private String require;

  @Override
  public ExitCode call() {
    if (require != null && !require.equals("complete")) {
      throw new Mistake("--require: " + require + " is not complete, the only condition there is");
    }
    ShallowsScience science = new ShallowsScience();
    SweepStatus status = StoredSweep.of(store.open(), science).status(science);
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.print(status.toJson());
    } else {
      out.printf("%s: %s%n", status.name(), status.complete() ? "complete" : "incomplete");
      out.printf("trials: %d of %d finished%n", status.finished(), status.trials());
      if (status.measured() != null) {
        out.printf("depths: %d of %d trials measured%n", status.measured(), status.trials());
      }
      status.statuses().forEach((label, count) -> out.printf("  %s: %d%n", label, count));
      out.printf("failed: %d (table failures says why)%n", status.failed());
      if (status.orphaned() > 0) {
        out.printf("orphaned: %d trials that the present grid does not have%n", status.orphaned());
      }
    }
    out.flush();
    return require != null && !status.complete() ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
  }
}
