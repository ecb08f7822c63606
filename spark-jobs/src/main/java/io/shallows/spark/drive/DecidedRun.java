package io.shallows.spark.drive;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.record.FitsTable;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.record.Table;
import io.shallows.spark.execute.Science;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ProblemCosts;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.VerdictDesign;
import io.shallows.statistics.round.NextRound;
import io.shallows.statistics.round.OpenVerdict;
import io.shallows.statistics.round.ProblemGroup;
import io.shallows.statistics.round.ProblemPrice;
import io.shallows.statistics.round.ProblemRounds;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Runs a sweep and adds problems, round by round, until its verdicts are reached or a budget is
 * spent. What was decided on the way is in the store: its spec says which networks have which
 * problems, so a run that was killed goes on with the round that it was in.
 */
public final class DecidedRun {

  private static final double HOUR = 3600;

  private final Science science;
  private final SparkConf conf;
  private final Consumer<String> messages;
  private final double budget;

  /**
   * @param messages what people should know between rounds
   * @param budget core-seconds that the whole sweep may take, what is in its store included
   */
  public DecidedRun(Science science, SparkConf conf, Consumer<String> messages, double budget) {
    this.science = science;
    this.conf = conf;
    this.messages = messages;
    this.budget = budget;
  }

  /**
   * How it ended.
   *
   * @param status of the sweep
   * @param sentence what is decided and why it ended
   */
  public record Ending(SweepStatus status, String sentence) {}

  /** Runs one sweep; the first time with what the user wants to do again. */
  @FunctionalInterface
  public interface OneRun {
    SweepStatus run(SweepSpec spec, boolean first) throws InterruptedException;
  }

  /**
   * Runs rounds until there is no reason for another.
   *
   * @param read the spec of the user under further overrides
   * @param one runs one sweep into its store
   * @param goesOn whether a sweep that has ended so may get problems; failures may forbid it
   * @throws SpecException if the sweep asks no verdict, or its problems cannot be more
   */
  public Ending run(
      Function<List<String>, SweepSpec> read, OneRun one, Predicate<SweepStatus> goesOn)
      throws InterruptedException {
    SweepSpec asked = science.resolve(read.apply(List.of()));
    if (VerdictDesign.of(asked).isEmpty()) {
      throw new SpecException(
          "--until: the sweep asks no verdict; measure depth to target reference on a problem with"
              + " data");
    }
    ProblemRounds rounds = begin(asked);
    // Data are read for it: a table of which all rows are used is one problem.
    SweepSpec longer = science.resolve(read.apply(rounds.with(rounds.groups(0), 1).overrides()));
    if (longer.problem().count() <= rounds.count()) {
      throw new SpecException(
          "--until: problem.kind " + asked.problem().kind() + " has no further problems to add");
    }
    for (boolean first = true; ; first = false) {
      SweepStatus status = one.run(read.apply(rounds.overrides()), first);
      List<Record> fits = rows(asked, FitsTable.TABLE);
      List<Record> skips = rows(asked, SkipsTable.TABLE);
      List<OpenVerdict> open = OpenVerdict.of(asked, rounds, fits, skips);
      int questions = OpenVerdict.questions(asked, skips);
      ProblemPrice price = prices(asked);
      double spent = spent(rounds, price);
      NextRound.Choice choice = NextRound.after(rounds, open, price, budget - spent);
      if (choice instanceof NextRound.More more && goesOn.test(status)) {
        messages.accept(sentence(more, open.size(), questions));
        rounds = rounds.with(more.groups(), more.problems());
      } else {
        return new Ending(status, ending(choice, open.size(), questions, spent));
      }
    }
  }

  private ProblemRounds begin(SweepSpec asked) {
    Configuration hadoop = SparkSettings.hadoop(conf);
    String uri = asked.output().uri();
    if (!Store.isAt(StoreFolder.at(uri, hadoop))) {
      return ProblemRounds.of(asked);
    }
    return ProblemRounds.continued(asked, science.spec(Store.open(uri, hadoop).spec()));
  }

  private List<Record> rows(SweepSpec spec, Table table) {
    List<Record> rows = new ArrayList<>();
    Store.open(spec.output().uri(), SparkSettings.hadoop(conf)).read(table, rows::add);
    return rows;
  }

  /** Core-seconds of one problem, as trials and problems of the store took them. */
  private ProblemPrice prices(SweepSpec spec) {
    Store store = Store.open(spec.output().uri(), SparkSettings.hadoop(conf));
    TrialRunner runner = science.runner(spec);
    MeasuredCosts costs = store.costs().flatMap(SweepDriver::costs).orElseGet(MeasuredCosts::new);
    ToDoubleFunction<CellCoordinates> training =
        StoredPlan.seconds(runner, SweepStages.ALL.training(), costs);
    ToDoubleFunction<CellCoordinates> measuring =
        StoredPlan.seconds(runner, SweepStages.ALL.measuring(), costs);
    Grid grid = new Grid(spec);
    TreeMap<ProblemGroup, Double> prices = new TreeMap<>();
    for (long c = 0; c < grid.cells() && grid.cell(c).problemIndex() == 0; c++) {
      CellCoordinates cell = grid.cell(c);
      double seconds =
          (training == null ? 0 : training.applyAsDouble(cell))
              + (measuring == null ? 0 : measuring.applyAsDouble(cell));
      prices.merge(
          new ProblemGroup(cell.family(), cell.networkDepth(), cell.inputDimension()),
          seconds * grid.seeds(),
          Double::sum);
    }
    Map<Integer, Double> shared =
        new ProblemCosts(spec, grid, runner)
            .ofOneProblem(
                StoredPlan.problemFactors(
                    SweepDefinition.of(store.spec(), StoredSweep.spec(store, science)),
                    science,
                    store));
    return new ProblemPrice(
        group -> prices.getOrDefault(group, 0.0), n -> shared.getOrDefault(n, 0.0));
  }

  private static double spent(ProblemRounds rounds, ProblemPrice price) {
    double spent = 0;
    for (int problem = 0; problem < rounds.count(); problem++) {
      spent += price.of(rounds.groups(problem));
    }
    return spent;
  }

  private static String sentence(NextRound.More more, int open, int questions) {
    return String.format(
        Locale.ROOT,
        "%d of %d verdicts are open: %d more problems for %s (about %s core-hours)",
        open,
        questions,
        more.problems(),
        names(more.groups()),
        hours(more.price()));
  }

  /** All groups by name where they are few. */
  private static String names(Set<ProblemGroup> groups) {
    return groups.size() > 6
        ? groups.size() + " groups"
        : groups.stream().map(ProblemGroup::toString).collect(Collectors.joining(", "));
  }

  private String ending(NextRound.Choice choice, int open, int questions, double spent) {
    String of = open + " of " + questions + " verdicts are open";
    String took = "; the sweep took about " + hours(spent) + " core-hours";
    if (!(choice instanceof NextRound.End end)) {
      return of + "; no problems were added, since trials failed" + took;
    }
    return switch (end.why()) {
      case DECIDED -> "all " + questions + " verdicts are reached" + took;
      case HOPELESS -> of + ": no number of problems like these would decide them" + took;
      case BUDGET ->
          of
              + ": more problems for any of "
              + end.dear().size()
              + (end.hopeless().isEmpty()
                  ? ""
                  : " (no number of problems like these would decide the other "
                      + end.hopeless().size()
                      + ")")
              + " cost more than is left of --budget, "
              + hours(budget)
              + " core-hours"
              + took;
    };
  }

  private static String hours(double seconds) {
    return String.format(Locale.ROOT, "%.3g", seconds / HOUR);
  }
}
