package io.shallows.spark;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.command.AggregateCommand;
import io.shallows.spark.command.CompareCommand;
import io.shallows.spark.command.DataCommand;
import io.shallows.spark.command.DescribeCommand;
import io.shallows.spark.command.ExplainCommand;
import io.shallows.spark.command.ExportCommand;
import io.shallows.spark.command.FilesCommand;
import io.shallows.spark.command.PublishCommand;
import io.shallows.spark.command.QueryCommand;
import io.shallows.spark.command.ReproduceCommand;
import io.shallows.spark.command.RunCommand;
import io.shallows.spark.command.ShowCommand;
import io.shallows.spark.command.StatusCommand;
import io.shallows.spark.command.VerifyCommand;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The class that spark-submit starts. */
@Command(
    name = "SweepJob",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      StatusCommand.class,
      AggregateCommand.class,
      ExportCommand.class,
      DataCommand.class,
      DescribeCommand.class,
      FilesCommand.class,
      PublishCommand.class,
      ShowCommand.class,
      ExplainCommand.class,
      QueryCommand.class,
      CompareCommand.class,
      VerifyCommand.class,
      ReproduceCommand.class
    },
    description = "Runs a sweep by spark-submit, or reads its store.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  spark-submit --class io.shallows.spark.SweepJob ALL.jar run sweep.yaml \\",
      "      --output hdfs:///sweeps/first",
      "  spark-submit --class io.shallows.spark.SweepJob ALL.jar status hdfs:///sweeps/first"
    })
public final class SweepJob implements Runnable {

  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new Mistake(
        "no command; use one of " + String.join(", ", command.subcommands().keySet()));
  }

  /**
   * Starts a command; the exit code says how it ended.
   *
   * <p>Success returns: YARN takes an exit for a failure, whatever its code. Other codes go to
   * spark-submit in the exception that carries them, where one of its processes started this class,
   * and are those of this process elsewhere.
   */
  public static void main(String[] arguments) {
    Optional<String> refusal = SparkVersion.refusal();
    int code;
    if (refusal.isPresent()) {
      System.err.println("shallows: " + refusal.get());
      code = ExitCode.WRONG_USAGE.code();
    } else {
      code = SweepCommandLine.execute(new SweepJob(), arguments);
    }
    if (code != 0) {
      if (isHeard(System.getProperties())) {
        throw CarriedCode.of(code);
      }
      System.exit(code);
    }
  }

  /** Whether what started this class takes the code of an exception for its own. */
  static boolean isHeard(Properties properties) {
    String mode = properties.getProperty("spark.submit.deployMode", "");
    String master = properties.getProperty("spark.master", "");
    return mode.equals("client") || (mode.equals("cluster") && master.startsWith("yarn"));
  }
}
