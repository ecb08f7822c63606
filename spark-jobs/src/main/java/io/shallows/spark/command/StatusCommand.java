package io.shallows.spark.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.DepthsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.TrialStatus;
import io.shallows.spark.cli.Colours;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.progress.TimeLeft;
import io.shallows.spark.progress.VerdictTable;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.WritingRun;
import io.shallows.statistics.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how far a sweep is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how far a sweep is, also while it runs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows status out/sweep  counts, kinds of end points, verdicts",
      "  shallows status out/sweep --watch  again and again while a run writes to it",
      "  shallows status out/sweep --json                for scripts",
      "  shallows status out/sweep --require complete,bound",
      "      exit code 4 or 6 where one does not hold"
    })
public final class StatusCommand implements Callable<ExitCode> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Option(names = "--json", description = "prints one JSON object")
  private boolean json;

  @Option(
      names = "--watch",
      description = "says it again every few seconds while a run writes to the store")
  private boolean watch;

  private static final int MOST_LINES = Integer.MAX_VALUE;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private static final String COMPLETE = "complete";
  private static final String BOUND = "bound";
  private static final String NOT_CONTRADICTED = "not-contradicted";
  private static final List<String> CONDITIONS = List.of(COMPLETE, BOUND, NOT_CONTRADICTED);

  @Option(
      names = "--require",
      split = ",",
      paramLabel = "CONDITION",
      description = {
        "conditions for exit code 0, for CI: complete (else 4: something is left to do; else 3: every",
        "trial failed), bound (else 6: a covered minimum is deeper than the explicit bound, or none",
        "was compared) and not-contradicted (else 6: the rate is contradicted in some setting, or no",
        "setting was judged)"
      })
  private List<String> require = List.of();

  @Override
  public ExitCode call() throws InterruptedException {
    for (String condition : require) {
      if (!CONDITIONS.contains(condition)) {
        throw new Mistake(
            "--require: " + condition + " is not one of " + String.join(", ", CONDITIONS));
      }
    }
    if (watch && json) {
      throw new Mistake("--watch and --json: give one of them");
    }
    while (true) {
      ShallowsScience science = new ShallowsScience(store.spark());
      Store opened = store.open();
      Optional<WritingRun> writing = WritingRun.of(opened);
      StoredSweep sweep = StoredSweep.of(opened, science);
      SweepStatus status = sweep.status(science);
      VerdictTable verdicts = new VerdictTable();
      opened.read(FitsTable.TABLE, verdicts::add);
      PrintWriter out = command.commandLine().getOut();
      int width = TerminalWidth.ofProcess();
      if (json) {
        out.print(withVerdicts(status, verdicts));
      } else {
        print(out, status, writing, Colours.ofVerdicts(command, verdicts.text(MOST_LINES, width)));
        if (!status.complete()) {
          printLeft(out, sweep.left(science));
        }
      }
      out.flush();
      if (!watch || writing.filter(run -> !run.gone()).isEmpty()) {
        return judged(opened, status, verdicts);
      }
      out.println();
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  private static void print(
      PrintWriter out, SweepStatus status, Optional<WritingRun> writing, String verdicts) {
    int width = TerminalWidth.ofProcess();
    out.println(TerminalWidth.wrap(status.name() + ": " + headline(status), width, 2));
    writing.ifPresent(run -> out.println(TerminalWidth.wrap(run.text(), width, 2)));
    out.printf(Locale.ROOT, "trials: %d of %d finished%n", status.finished(), status.trials());
    if (status.measured() != null) {
      out.printf(
          Locale.ROOT, "depths: %d of %d trials measured%n", status.measured(), status.trials());
    }
    status
        .statuses()
        .forEach((label, count) -> out.printf(Locale.ROOT, "  %s: %d%n", label, count));
    printKinds(out, status.kinds());
    out.printf(Locale.ROOT, "failed: %d (table failures says why)%n", status.failed());
    if (status.orphaned() > 0) {
      out.printf(
          Locale.ROOT,
          "orphaned: %d trials that the present grid does not have%n",
          status.orphaned());
    }
    out.print(verdicts);
  }

  /** What a run on this machine would take yet, in the range that holds in eight of ten cases. */
  private static void printLeft(PrintWriter out, List<StageLeft> left) {
    String what =
        left.stream()
            .filter(stage -> stage.done() < stage.all())
            .map(stage -> stage.stage().label() + " of " + (stage.all() - stage.done()))
            .collect(Collectors.joining(", "));
    if (what.isEmpty()) {
      out.println("left: summaries");
      return;
    }
    String line = "left: " + what + ": " + TimeLeft.here(left);
    out.println(TerminalWidth.wrap(line, TerminalWidth.ofProcess(), 2));
  }

  /** In a word how far it is; complete says nothing of how trials ended, so that is said beside. */
  static String headline(SweepStatus status) {
    StringBuilder text = new StringBuilder(status.complete() ? "complete" : "incomplete");
    if (status.failed() > 0) {
      text.append(String.format(Locale.ROOT, ", %d failed", status.failed()));
    }
    if (status.timedOut() > 0) {
      text.append(String.format(Locale.ROOT, ", %d timed out", status.timedOut()));
    }
    return text.toString();
  }

  /** Whether the conditions hold; nothing holds for rows that are not there. */
  private ExitCode judged(Store opened, SweepStatus status, VerdictTable verdicts) {
    if (require.isEmpty()) {
      return ExitCode.COMPLETE;
    }
    PrintWriter err = command.commandLine().getErr();
    if (status.failed() > 0) {
      err.printf(
          Locale.ROOT,
          "shallows: %d of %d trials failed; table failures says why%n",
          status.failed(),
          status.finished());
    }
    if (require.contains(COMPLETE) && !status.complete()) {
      err.flush();
      return ExitCode.INCOMPLETE;
    }
    ExitCode code = ExitCode.COMPLETE;
    boolean hollow =
        status.statuses().keySet().stream().allMatch(label -> TrialStatus.of(label).isFailure());
    if (require.contains(COMPLETE) && hollow && status.failed() > 0) {
      err.println("shallows: complete: no trial has a result");
      code = ExitCode.TOO_MANY_FAILURES;
    }
    if (require.contains(BOUND)) {
      long compared = compared(opened);
      if (compared == 0) {
        err.println("shallows: bound: no covered minimum was compared with the explicit bound");
      }
      if (compared == 0 || verdicts.violations() > 0) {
        code = ExitCode.OTHER_VERDICT;
      }
    }
    if (require.contains(NOT_CONTRADICTED)) {
      if (verdicts.counts().isEmpty()) {
        err.println("shallows: not-contradicted: no setting was judged; table fits is empty");
      }
      if (verdicts.counts().isEmpty() || verdicts.count(Verdict.CONTRADICTED) > 0) {
        code = ExitCode.OTHER_VERDICT;
      }
    }
    err.flush();
    return code;
  }

  /** Covered minima for which the bound is proven and computed. */
  private static long compared(Store opened) {
    AtomicLong compared = new AtomicLong();
    opened.read(
        DepthsTable.TABLE,
        row -> {
          if (row.find(DepthsTable.COVERED).orElse(false)
              && row.find(DepthsTable.BOUND_APPLIES).orElse(false)
              && row.find(DepthsTable.BOUND_EXPLICIT).isPresent()) {
            compared.incrementAndGet();
          }
        });
    return compared.get();
  }

  private static void printKinds(PrintWriter out, Map<String, Long> kinds) {
    long total = kinds.values().stream().mapToLong(Long::longValue).sum();
    if (total > 0) {
      out.println("kinds of end points:");
      kinds.forEach(
          (kind, count) ->
              out.printf(
                  Locale.ROOT, "  %s: %d (%.1f%%)%n", kind, count, 100 * count / (double) total));
    }
  }

  /**
   * The status with the number of fits by verdict and of violations, so that scripts can act on
   * one.
   */
  private static String withVerdicts(SweepStatus status, VerdictTable verdicts) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(status.toJson());
      verdicts.counts().forEach(json.putObject("verdicts")::put);
      json.put("bound_violations", verdicts.violations());
      return json.toPrettyString() + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status is plain data", e);
    }
  }
}
