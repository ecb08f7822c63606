package io.shallows.spark.command;

import io.shallows.record.DepthsTable;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TickLine;
import io.shallows.spark.drive.MachineCheck;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoreRepair;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreRebuild;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.LowerEndCheck;
import io.shallows.trial.PathCheck;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
        "Reads every byte of a store and names files that are not what was committed, with what it"
            + " costs to make their rows again, and files that no commit lists; with --paths also"
            + " certifies every stored path again, and with --lower-ends proves every lower end of"
            + " a depth again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows verify out/sweep             every file against its checksum",
      "  shallows verify out/sweep --paths     and every stored path by its certificate",
      "  shallows verify out/sweep --lower-ends",
      "      and every lower end by the cells that no path leaves below it",
      "  shallows verify out/sweep --repair",
      "      rows that cannot be read leave the store; run again makes them",
      "  shallows verify out/sweep --rebuild",
      "      a log from the data files, where _log was lost"
    })
public final class VerifyCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;
  @Mixin private DataArguments data;

  @Option(
      names = "--paths",
      description = "also computes the certified maximum of every stored path again")
  private boolean paths;

  @Option(
      names = "--lower-ends",
      description =
          "also searches the cells below every stored lower end again and checks by other code that"
              + " no path leaves them")
  private boolean lowerEnds;

  @Option(
      names = "--repair",
      description =
          "says what it costs, takes the rows that cannot be read out of the store and moves the"
              + " damaged files to _quarantine; the next run makes the rows again")
  private boolean repair;

  @Option(
      names = "--rebuild",
      description =
          "makes a new log from the data files where _log is lost or damaged; its old files are"
              + " moved to _quarantine")
  private boolean rebuild;

  @Override
  public ExitCode call() {
    boolean checks = paths || lowerEnds;
    if ((checks ? 1 : 0) + (repair ? 1 : 0) + (rebuild ? 1 : 0) > 1) {
      throw new Mistake(
          "--paths, --repair and --rebuild: give one of them; --lower-ends goes with --paths");
    }
    if (repair) {
      return repaired();
    }
    if (rebuild) {
      return rebuilt();
    }
    Store source = store.open();
    TickLine tick = TickLine.ofProcess();
    tick.at("checking files:");
    long files = source.groups().stream().mapToLong(group -> group.files().size()).sum();
    List<String> problems =
        StoreVerification.problems(source, checked -> tick.count(checked, files));
    PrintWriter out = command.commandLine().getOut();
    problems.forEach(out::println);
    if (!problems.isEmpty()) {
      for (String price :
          StoreRepair.estimate(source, new ShallowsScience(store.spark())).prices()) {
        out.println("with --repair, then run: " + price);
      }
    }
    for (String name : source.unlisted()) {
      out.println(source.folder().path(name) + " is in no commit");
    }
    out.printf(Locale.ROOT, "%d files, %d damaged%n", files, problems.size());
    out.flush();
    boolean sound = problems.isEmpty();
    if (checks) {
      MachineCheck.requireNatives();
    }
    if (paths) {
      PathCheck check = check(source);
      check.problems().forEach(out::println);
      out.printf(
          Locale.ROOT, "%d paths, %d differences%n", check.checked(), check.problems().size());
      sound &= check.problems().isEmpty();
    }
    if (lowerEnds) {
      LowerEndCheck check = lowerEnds(source);
      check.problems().forEach(out::println);
      out.printf(
          Locale.ROOT,
          "%d lower ends, %d not proven again%n",
          check.checked(),
          check.problems().size());
      sound &= check.problems().isEmpty();
    }
    out.flush();
    return sound ? ExitCode.COMPLETE : ExitCode.INTERNAL_ERROR;
  }

  /** Reads a table, and says how many of its rows are done. */
  private static void counting(Store source, Table table, String what, Consumer<Record> check) {
    TickLine tick = TickLine.ofProcess();
    tick.at(what);
    long all = source.files(table).stream().mapToLong(StoredFile::rows).sum();
    AtomicLong done = new AtomicLong();
    source.read(
        table,
        row -> {
          check.accept(row);
          tick.count(done.incrementAndGet(), all);
        });
  }

  private LowerEndCheck lowerEnds(Store source) {
    ShallowsScience science = data.science(store.spark());
    SweepSpec spec = StoredSweep.ofPresentRevision(source, science).sweep().spec();
    LowerEndCheck check =
        new LowerEndCheck(spec, science.tables(), row -> StoredTrial.coordinates(row, spec));
    TickLine.ofProcess().at("reading lower ends");
    source.read(DepthsTable.TABLE, check::depth);
    counting(source, MinimaTable.TABLE, "proving lower ends: networks", check::minimum);
    return check;
  }

  private ExitCode repaired() {
    PrintWriter out = command.commandLine().getOut();
    List<StoreRepair.Estimate> estimates = new ArrayList<>();
    try (StoreWriter writer =
        StoreWriter.openDamaged(
            store.uri(), SparkSettings.hadoop(store.spark()), Clock.systemUTC())) {
      List<String> aside =
          StoreRepair.repair(
              writer,
              new ShallowsScience(store.spark()),
              estimate -> {
                estimates.add(estimate);
                estimate.problems().forEach(out::println);
                estimate.prices().forEach(out::println);
                out.flush();
              });
      aside.forEach(name -> out.println("moved to " + name));
    }
    boolean losesRows = estimates.get(0).losesRows();
    out.printf(
        Locale.ROOT,
        "%d damaged files taken out%s%n",
        estimates.get(0).problems().size(),
        losesRows ? "; run again to make their rows" : "");
    out.flush();
    return losesRows ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
  }

  private ExitCode rebuilt() {
    PrintWriter out = command.commandLine().getOut();
    Optional<StoreRebuild.Report> report =
        StoreRebuild.of(store.uri(), SparkSettings.hadoop(store.spark()), Clock.systemUTC());
    if (report.isEmpty()) {
      out.println("the log is whole; nothing was done");
    } else {
      report.get().movedAside().forEach(name -> out.println("moved to " + name));
      report.get().left().forEach(name -> out.println(name + " is in no commit"));
      out.printf(
          Locale.ROOT,
          "the new log lists %d files in %d groups%n",
          report.get().files(),
          report.get().groups());
    }
    out.flush();
    return ExitCode.COMPLETE;
  }

  private PathCheck check(Store source) {
    ShallowsScience science = data.science(store.spark());
    SweepSpec spec = StoredSweep.ofPresentRevision(source, science).sweep().spec();
    PathCheck check =
        new PathCheck(spec, science.tables(), row -> StoredTrial.coordinates(row, spec));
    counting(source, PathsTable.TABLE, "checking paths: vertices", check::vertex);
    check.finish();
    return check;
  }
}
