package io.shallows.spark.command;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.SweepRun;
import io.shallows.spark.progress.ConsoleProgress;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Summarises a store again. */
@Command(
    name = "aggregate",
    mixinStandardHelpOptions = true,
    description = "Summarises cells and fits of what a store holds, without computing any trial.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows aggregate out/sweep",
      "  shallows aggregate hdfs:///sweeps/first --master yarn"
    })
public final class AggregateCommand implements Callable<ExitCode> {

  @Parameters(index = "0", paramLabel = "URI", description = "the store's folder")
  private String uri;

  @Mixin private SparkArguments spark;

  @Override
  public ExitCode call() throws InterruptedException {
    try (Interruption interruption = Interruption.ofThisThread();
        ConsoleProgress progress = ConsoleProgress.ofProcess()) {
      SweepRun run =
          new SweepRun(new ShallowsScience(), spark.conf(), progress, false, 0, Set.of());
      interruption.guard(() -> run.aggregate(uri));
      return ExitCode.COMPLETE;
    }
  }
}
