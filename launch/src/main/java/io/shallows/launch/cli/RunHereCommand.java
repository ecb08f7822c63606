package io.shallows.launch.cli;

import io.shallows.launch.report.ReportCommand;
import io.shallows.launch.report.RunReport;
import io.shallows.spark.command.RunCommand;
import io.shallows.spark.command.RunPage;
import io.shallows.spec.SweepSpec;
import java.io.PrintWriter;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a sweep with its report: written at the end, and served meanwhile where asked. */
@Command(name = "run")
public final class RunHereCommand extends RunCommand {

  @Option(
      names = "--open",
      description = {
        "shows the report in a browser while the run goes on: served to this machine only, at an"
            + " address that cannot be guessed; where no browser can be opened, the address is"
            + " printed",
        "the file " + ReportCommand.FILE + " is written in any case"
      })
  private boolean open;

  @Override
  protected RunPage page(SweepSpec sweep, SparkConf conf, PrintWriter out) {
    return RunReport.begin(sweep.output().uri(), conf, out, open);
  }
}
