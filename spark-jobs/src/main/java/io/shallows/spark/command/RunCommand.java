package io.shallows.spark.command;

import io.shallows.record.CellsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.record.WidthsTable;
import io.shallows.spark.cli.Colours;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.SpecArguments;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.DecidedRun;
import io.shallows.spark.drive.FailedTrialException;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.SweepRun;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.progress.CellAnswer;
import io.shallows.spark.progress.ConsoleProgress;
import io.shallows.spark.progress.DepthReport;
import io.shallows.spark.progress.VerdictTable;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    description = "Runs a sweep, or what is left of it: the same command continues after a crash.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows run sweep.yaml  here, on all cores",
      "  shallows run sweep.yaml --master local[2] --output out/first",
      "      on two, into this folder",
      "  shallows run sweep.yaml --set grid.width=7 --set grid.seed.count=1000",
      "  shallows run sweep.yaml --retry failed  once more what failed",
      "  shallows run sweep.yaml --until decided --budget 4h",
      "      with more problems where a verdict is open"
    })
public class RunCommand implements Callable<ExitCode> {

  private static final int REPORT_LINES = 40;

  private static final Set<String> FAILED =
      Arrays.stream(TrialStatus.values())
          .filter(TrialStatus::isFailure)
          .map(TrialStatus::label)
          .collect(Collectors.toSet());

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

  @Option(
      names = "--retry",
      paramLabel = "failed|timed-out",
      split = ",",
      description = "does trials again that failed, or that met their deadline")
  private List<String> retry = List.of();

  @Option(
      names = "--until",
      paramLabel = "decided",
      description =
          "adds problems where a verdict is open and cheap, until all are reached or --budget is"
              + " spent; verdicts are then those for added problems (measurement.verdicts:"
              + " sequential)")
  private String until;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description =
          "with --until, the core-hours that the whole sweep may take, such as 4h or 30m; the"
              + " spec's own problems are done in any case")
  private String budget;

  private Set<String> retried() {
    Set<String> statuses = new TreeSet<>();
    for (String word : retry) {
      switch (word) {
        case "failed" -> statuses.addAll(FAILED);
        case "timed-out" -> statuses.add(TrialStatus.TIMED_OUT.label());
        default -> throw new Mistake("--retry: " + word + " is not one of failed, timed-out");
      }
    }
    return statuses;
  }

  @Override
  public ExitCode call() throws InterruptedException {
    if (maxFailures < 0 || partitions < 0) {
      throw new Mistake("--max-failures and --partitions: must not be negative");
    }
    OptionalDouble seconds = budgetSeconds();
    SweepSpec sweep = spec.read(spark.settings());
    SparkConf conf = spark.conf();
    Set<String> again = retried();
    PrintWriter out = command.commandLine().getOut();
    try (RunPage page = page(sweep, conf, out);
        Interruption interruption = Interruption.ofThisThread()) {
      DecidedRun.Ending ended =
          interruption.guard(
              () ->
                  seconds.isPresent()
                      ? untilDecided(conf, again, seconds.getAsDouble())
                      : new DecidedRun.Ending(
                          run(sweep, spec.text(spark.settings()), conf, again), ""));
      SweepStatus status = ended.status();
      DepthReport report = new DepthReport();
      CellAnswer answer = new CellAnswer();
      VerdictTable verdicts = new VerdictTable();
      Store store = Store.open(sweep.output().uri(), SparkSettings.hadoop(conf));
      store.read(CellsTable.TABLE, report::add);
      store.read(WidthsTable.TABLE, report::addWidth);
      store.read(CellsTable.TABLE, answer::addCell);
      store.read(TrialsTable.TABLE, answer::addTrial);
      store.read(FitsTable.TABLE, verdicts::add);
      int width = TerminalWidth.ofProcess();
      out.print(answer.text(REPORT_LINES, width));
      out.print(report.text(REPORT_LINES, status, width));
      out.print(Colours.ofVerdicts(command, verdicts.text(REPORT_LINES, width)));
      if (!ended.sentence().isEmpty()) {
        out.println(TerminalWidth.wrap(ended.sentence(), width, 2));
      }
      out.println(ending(status, sweep.output().uri(), width));
      out.flush();
      page.ended(store);
      return ExitCode.ofRun(status.complete(), status.failed(), maxFailures);
    } catch (FailedTrialException e) {
      command.commandLine().getErr().println("shallows: " + e.getMessage());
      return ExitCode.TOO_MANY_FAILURES;
    }
  }

  private DecidedRun.Ending untilDecided(SparkConf conf, Set<String> again, double seconds)
      throws InterruptedException {
    return new DecidedRun(new ShallowsScience(conf), conf, RunCommand::tell, seconds)
        .run(
            overrides -> spec.read(spark.settings(), sequential(overrides)),
            (round, first) ->
                run(round, spec.text(spark.settings()), conf, first ? again : Set.of()),
            status -> status.complete() && status.failed() <= maxFailures);
  }

  /** Between rounds, each of which has a progress of its own. */
  private static void tell(String line) {
    try (ConsoleProgress progress = ConsoleProgress.ofProcess()) {
      progress.message(line);
    }
  }

  private static List<String> sequential(List<String> overrides) {
    List<String> all = new ArrayList<>(List.of("measurement.verdicts=sequential"));
    all.addAll(overrides);
    return all;
  }

  /** Core-seconds of --budget; empty without --until. */
  private OptionalDouble budgetSeconds() {
    if (until == null) {
      if (budget != null) {
        throw new Mistake("--budget: is for --until decided; add it");
      }
      return OptionalDouble.empty();
    }
    if (!until.equals("decided")) {
      throw new Mistake("--until: " + until + " is not decided, the one end that there is");
    }
    if (budget == null) {
      throw new Mistake("--until decided: needs --budget, such as --budget 4h");
    }
    try {
      Duration duration = Duration.parse("PT" + budget.strip());
      if (duration.isNegative() || duration.isZero()) {
        throw new Mistake("--budget: " + budget + " is not above 0; give a time such as 4h");
      }
      return OptionalDouble.of(duration.toMillis() / 1e3);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new Mistake("--budget: " + budget + " is no time; write 4h, 30m or 1h30m");
    }
  }

  /**
   * What is shown of the run beside its progress; a program with people in front of it has more.
   *
   * @param out where the command prints
   */
  protected RunPage page(SweepSpec sweep, SparkConf conf, PrintWriter out) {
    return RunPage.NONE;
  }

  /** A long name of a store stays beside its word, for programs that look for it. */
  private static String ending(SweepStatus status, String uri, int width) {
    String text = ending(status, uri);
    return uri.length() > width / 2 ? text : TerminalWidth.wrap(text, width, 2);
  }

  private SweepStatus run(SweepSpec sweep, String text, SparkConf conf, Set<String> again)
      throws InterruptedException {
    try (ConsoleProgress progress = ConsoleProgress.ofProcess()) {
      return new SweepRun(new ShallowsScience(conf), conf, progress, failFast, partitions, again)
          .run(sweep, text);
    }
  }

  /** The last line: what a run cannot leave unsaid. */
  static String ending(SweepStatus status, String uri) {
    boolean whole = status.finished() == status.trials();
    StringBuilder text = new StringBuilder();
    text.append(whole ? "" : "incomplete: ").append(status.finished());
    text.append(whole ? "" : " of " + status.trials()).append(" trials, ");
    text.append(status.failed()).append(" failed");
    if (status.timedOut() > 0) {
      text.append(
          String.format(
              Locale.ROOT, ", %d timed out (again with --retry timed-out)", status.timedOut()));
    }
    return text.append("; store: ").append(uri).toString();
  }
}
