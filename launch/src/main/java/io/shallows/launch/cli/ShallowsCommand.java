package io.shallows.launch.cli;

import io.shallows.launch.report.ReportCommand;
import io.shallows.spark.cli.Mistake;
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
import io.shallows.spark.command.ShowCommand;
import io.shallows.spark.command.StatusCommand;
import io.shallows.spark.command.VerifyCommand;
import java.util.stream.Collectors;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
    name = "shallows",
    description =
        "Measures how deep the local minima of ReLU networks are, with and without skip"
            + " connections.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = {
      InitCommand.class,
      PlanCommand.class,
      RunHereCommand.class,
      StatusCommand.class,
      AggregateCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      DataCommand.class,
      ShowCommand.class,
      ExplainCommand.class,
      QueryCommand.class,
      CompareCommand.class,
      ReproduceCommand.class,
      VerifyCommand.class,
      MeasureCommand.class,
      AtlasCommand.class,
      BenchCommand.class,
      DictionaryCommand.class,
      DescribeCommand.class,
      FilesCommand.class,
      PublishCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows init sweep.yaml  a commented spec to start from",
      "  shallows plan sweep.yaml --cores 64  how much work, and how long it takes",
      "  shallows run sweep.yaml --set grid.seed.count=4     a quick first look",
      "  shallows report out/sweep  what was found, as a page",
      "  shallows status out/sweep                           how far it is",
      "",
      "Exit codes:",
      "  0 complete, 1 internal error, 2 wrong usage, spec or machine,",
      "  3 more failed trials than --max-failures, 4 incomplete but resumable,",
      "  5 store and spec disagree, 6 a verdict that status --require asks for does",
      "  not hold, 130 interrupted, 141 the reader of the output closed it"
    })
public final class ShallowsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new Mistake(
        "no command; use one of "
            + spec.subcommands().keySet().stream()
                .filter(name -> !name.equals("generate-completion"))
                .collect(Collectors.joining(", "))
            + " (see: shallows --help)");
  }
}
