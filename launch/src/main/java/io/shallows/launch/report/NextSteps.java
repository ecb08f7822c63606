package io.shallows.launch.report;

import io.shallows.problem.ProblemKinds;
import io.shallows.random.RandomStreams;
import io.shallows.record.FitsTable;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.spark.cli.ShellText;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredPilot;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.progress.TimeLeft;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.ProblemSpec;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.Numbers;
import io.shallows.statistics.Verdict;
import io.shallows.statistics.VerdictDesign;
import io.shallows.statistics.VerdictForecast;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do next with a store, and its price: continue it; do again what failed; add the problems
 * that will decide what is open, as {@link VerdictForecast} says, or starts where the data are one
 * problem and no test can decide, until these too would change little; else look at a network.
 *
 * <p>What is left of a sweep is the range that {@code status} says and a run begins with. Other
 * prices are core-time: what trials of this store took, times the trials to come. Problems to come
 * are taken to cost what those that are there did.
 */
final class NextSteps {

  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  /** The deadline of trials that met theirs, in times of it: no more than a busy machine got. */
  private static final double LONGER = 4;

  /** What is known as well as this needs no further starts: of 100 starts, to 10. */
  private static final double KNOWN_CLIMBING = 0.1;

  /** The same of runs of which nothing but their ends is asked. */
  private static final double KNOWN_ENDS = 0.01;

  private final StoredSweep stored;
  private final ShallowsScience science;
  private final String uri;
  private final SweepStatus status;
  private final double seconds;
  private final TrialTally.Doubt doubt;

  /**
   * @param uri the store as commands call it
   * @param seconds that its trials took
   * @param doubt how well its shares are known
   */
  NextSteps(
      StoredSweep stored,
      ShallowsScience science,
      String uri,
      SweepStatus status,
      double seconds,
      TrialTally.Doubt doubt) {
    this.stored = stored;
    this.science = science;
    this.uri = uri;
    this.status = status;
    this.seconds = seconds;
    this.doubt = doubt;
  }

  /**
   * The next step.
   *
   * @param fits rows of table fits
   * @param skips rows of table skips
   * @param deepest a network worth looking at
   */
  NextStep next(List<Record> fits, List<Record> skips, Optional<String> deepest) {
    if (!status.complete()) {
      return rest();
    }
    if (status.failed() > 0 || status.timedOut() > 0) {
      return again();
    }
    return starts(fits, skips, deepest)
        .or(() -> problems(fits, skips))
        .or(() -> seeds(deepest))
        .orElseGet(
            () ->
                look(
                    isAnyOpen(fits, skips)
                        ? "More problems are not forecast to decide what is open"
                        : "Nothing that was tested is open",
                    deepest));
  }

  private NextStep rest() {
    long trials = status.trials() - status.finished();
    String reason =
        trials > 0
            ? String.format(
                Locale.ROOT, "%,d of %,d networks are not trained yet.", trials, status.trials())
            : "Depths or summaries are not complete yet.";
    return new NextStep(reason, run(""), left());
  }

  /** What is left on this machine, in the range that a run here begins with. */
  private String left() {
    try {
      List<StageLeft> left = stored.left(science);
      return left.stream().allMatch(stage -> stage.done() == stage.all())
          ? "summaries only, no trial"
          : TimeLeft.here(left);
    } catch (StoreException | SpecException e) {
      return "not known: " + e.getMessage().lines().findFirst().orElse("the spec cannot be read");
    }
  }

  private static String unknown() {
    return "price not known before trials are finished; shallows plan estimates it";
  }

  /**
   * What met its deadline would meet it again, unless the machine was busy: it is given as much as
   * the clock allows a busy machine, and may take all of it.
   */
  private NextStep again() {
    long count = status.failed() + status.timedOut();
    String words =
        status.failed() == 0 ? "timed-out" : status.timedOut() == 0 ? "failed" : "failed,timed-out";
    String options = " --retry " + words;
    double deadline = LONGER * stored.sweep().spec().training().deadlineSeconds();
    if (status.timedOut() > 0) {
      options += " --set training.deadlineSeconds=" + Numbers.text(deadline);
    }
    return new NextStep(
        String.format(
            Locale.ROOT, "%,d trials failed or met their deadline; their causes are below.", count),
        run(options),
        status.timedOut() > 0
            ? time(status.timedOut() * deadline).replaceFirst("^about", "at most")
            : status.finished() == 0 ? unknown() : time(seconds * count / status.finished()));
  }

  /**
   * Where the data are one problem, other starts are all that there is to add, until the share of
   * them that ends above a climb is known: twice as many starts narrow its interval by a third.
   */
  private Optional<NextStep> starts(
      List<Record> fits, List<Record> skips, Optional<String> deepest) {
    SweepSpec spec = stored.sweep().spec();
    if (!isAnyOpen(fits, skips) || VerdictDesign.of(spec).isEmpty() || hasFurtherProblems(spec)) {
      return Optional.empty();
    }
    String known =
        String.format(
            Locale.ROOT, "is known within %.0f points of 100", Math.ceil(100 * doubt.climbing()));
    String share = "the share of starts that end where the known way out climbs ";
    String why = "The data are one problem, so no test of the rate can decide what is open";
    return Optional.of(
        doubt.climbing() <= KNOWN_CLIMBING
            ? look(why + ", and more starts would change little: " + share + known, deepest)
            : new NextStep(
                why
                    + "; twice as many starts show more of its minima: "
                    + share
                    + known
                    + " so far.",
                run(" --set grid.seed.count=" + 2L * spec.grid().seed().count()),
                time(seconds)));
  }

  /** Whether a higher problem.count would be accepted: not of one data set, or of a whole table. */
  private boolean hasFurtherProblems(SweepSpec spec) {
    ProblemSpec problem = spec.problem();
    if (ProblemKinds.named(problem.kind()).isOneDataSet(problem.settings())) {
      return false;
    }
    SweepSpec more =
        new SweepSpec(
            spec.apiVersion(),
            spec.name(),
            spec.grid(),
            new ProblemSpec(problem.kind(), problem.count() + 1, problem.settings()),
            spec.training(),
            spec.measurement(),
            spec.output());
    try {
      return science.resolve(more).problem().count() > problem.count();
    } catch (SpecException e) {
      return problem.count() > 1; // a table elsewhere, whose problems are drawn if they are many
    }
  }

  /**
   * The problems with which half of what is open will be decided, by the test that allows for
   * having looked.
   */
  private Optional<NextStep> problems(List<Record> fits, List<Record> skips) {
    SweepSpec spec = stored.sweep().spec();
    if (!isAnyOpen(fits, skips) || VerdictDesign.of(spec).isEmpty()) {
      return Optional.empty();
    }
    VerdictForecast forecast;
    int there = spec.problem().count();
    try {
      StoredPilot pilot = StoredPilot.of(spec, "URI", stored.store().folder().uri(), science);
      forecast =
          VerdictForecast.of(
              pilot.depths(),
              pilot.belongs(),
              1,
              there,
              ProblemTest.SEQUENTIAL,
              pilot.order(),
              new RandomStreams(spec.grid().seed().root()));
    } catch (StoreException | SpecException e) {
      return Optional.empty(); // of another revision, whose numbers are not continued
    }
    List<Integer> wanted = new ArrayList<>();
    forecast
        .settings()
        .forEach(setting -> setting.odds().enough(VerdictForecast.SURE).ifPresent(wanted::add));
    forecast
        .skips()
        .forEach(skip -> skip.odds().enough(VerdictForecast.SURE).ifPresent(wanted::add));
    wanted.removeIf(count -> count <= there);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Collections.sort(wanted);
    int count = wanted.get((wanted.size() - 1) / 2);
    long decided = wanted.stream().filter(one -> one <= count).count();
    return Optional.of(
        new NextStep(
            String.format(
                Locale.ROOT,
                "With up to %d problems instead of %d, %s more will be decided with probability %.0f%%.",
                count,
                there,
                decided == 1 ? "one question" : decided + " questions",
                100 * VerdictForecast.SURE),
            run(" --until decided --budget " + budget(seconds * count / there)),
            time(seconds * (count - there) / there)));
  }

  /** Core-time as the option takes it, rounded up to two digits. */
  static String budget(double seconds) {
    double unit = seconds < 90 * MINUTE ? MINUTE : HOUR;
    double amount = Math.max(1, seconds / unit);
    double step = Math.max(1, StrictMath.pow(10, Math.floor(StrictMath.log10(amount)) - 1));
    return (long) (step * Math.ceil(amount / step)) + (unit == HOUR ? "h" : "m");
  }

  private static boolean isAnyOpen(List<Record> fits, List<Record> skips) {
    return fits.stream().anyMatch(row -> isOpen(row.get(FitsTable.VERDICT)))
        || skips.stream()
            .filter(row -> row.table() == SkipsTable.TABLE)
            .anyMatch(row -> isOpen(row.get(SkipsTable.VERDICT)));
  }

  private static boolean isOpen(String verdict) {
    return verdict.equals(Verdict.UNDECIDED.label());
  }

  /** Where nothing is tested a share is estimated, which more runs make narrower. */
  private Optional<NextStep> seeds(Optional<String> deepest) {
    SweepSpec spec = stored.sweep().spec();
    if (spec.measurement().depth().enabled()
        || !ProblemKinds.named(spec.problem().kind()).isPopulation()) {
      return Optional.empty();
    }
    return Optional.of(
        doubt.ends() <= KNOWN_ENDS
            ? look(
                String.format(
                    Locale.ROOT,
                    "The share of runs that end in a minimum which is not global is known within %.1g points of 100",
                    100 * doubt.ends()),
                deepest)
            : new NextStep(
                "Four times as many seeds make the interval half as wide.",
                run(" --set grid.seed.count=" + 4 * spec.grid().seed().count()),
                time(3 * seconds)));
  }

  private NextStep look(String reason, Optional<String> deepest) {
    return new NextStep(
        reason + "; look at a network.",
        "shallows show "
            + ShellText.quoted(uri)
            + deepest.map(id -> " " + id.substring(0, Math.min(8, id.length()))).orElse(""),
        "it reads and computes nothing");
  }

  private String run(String options) {
    return "shallows run "
        + ShellText.quoted(uri + "/spec.yaml")
        + " --output "
        + ShellText.quoted(uri)
        + options;
  }

  /** Core-time in words. */
  static String time(double seconds) {
    if (seconds < MINUTE) {
      return "less than a core-minute";
    }
    if (seconds < 1.5 * MINUTE) {
      return "about a core-minute";
    }
    return seconds < 100 * MINUTE
        ? String.format(Locale.ROOT, "about %.0f core-minutes", seconds / MINUTE)
        : String.format(
            Locale.ROOT,
            seconds < 10 * HOUR ? "about %.1f core-hours" : "about %,.0f core-hours",
            seconds / HOUR);
  }
}
