package io.shallows.spark.command;

import io.shallows.record.PathsTable;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.PathCheck;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a store against its commits. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Reads every byte of a store and names files that are not what was committed; with --paths"
            + " also certifies every stored path again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows verify out/sweep             every file against its checksum",
      "  shallows verify out/sweep --paths     and every stored path by its certificate",
      "  shallows verify out/sweep --repair    damaged files leave the store; run again makes them"
          + " anew"
    })
public final class VerifyCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Option(
      names = "--paths",
      description = "also computes the certified maximum of every stored path again")
  private boolean paths;

  @Option(
      names = "--repair",
      description =
          "takes the rows of damaged files out of the store; the next run makes them again")
  private boolean repair;

  @Override
  public ExitCode call() {
    if (repair) {
      return repaired();
    }
    Store source = store.open();
    List<String> problems = StoreVerification.problems(source);
    PrintWriter out = command.commandLine().getOut();
    problems.forEach(out::println);
    long files = source.groups().stream().mapToLong(group -> group.files().size()).sum();
    out.printf("%d files, %d damaged%n", files, problems.size());
    if (paths) {
      PathCheck check = check(source);
      check.problems().forEach(out::println);
      out.printf("%d paths, %d differences%n", check.checked(), check.problems().size());
      out.flush();
      return problems.isEmpty() && check.problems().isEmpty()
          ? ExitCode.COMPLETE
          : ExitCode.INTERNAL_ERROR;
    }
    out.flush();
    return problems.isEmpty() ? ExitCode.COMPLETE : ExitCode.INTERNAL_ERROR;
  }

  private ExitCode repaired() {
    if (paths) {
      throw new Mistake("--repair and --paths: give one of them");
    }
    List<String> damaged =
        StoreWriter.repair(store.uri(), SparkSettings.hadoop(store.spark()), Clock.systemUTC());
    PrintWriter out = command.commandLine().getOut();
    damaged.forEach(out::println);
    out.printf(
        "%d damaged files taken out%s%n",
        damaged.size(), damaged.isEmpty() ? "" : "; run again to make their rows");
    out.flush();
    return damaged.isEmpty() ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
  }

  private PathCheck check(Store source) {
    ShallowsScience science = new ShallowsScience(store.spark());
    SweepSpec spec = StoredSweep.ofPresentRevision(source, science).sweep().spec();
    PathCheck check =
        new PathCheck(spec, science.tables(), row -> StoredTrial.coordinates(row, spec));
    source.read(PathsTable.TABLE, check::vertex);
    check.finish();
    return check;
  }
}
