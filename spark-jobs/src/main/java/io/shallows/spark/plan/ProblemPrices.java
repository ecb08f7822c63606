package io.shallows.spark.plan;

import io.shallows.spark.store.Group;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicted seconds of shards that are problems: their operations at an assumed speed, times what
 * the groups of the stage took together for each second that was predicted of them. Where all
 * problems have the same widths that is the mean of those that were timed.
 */
public final class ProblemPrices {

  private final StagePlan stage;
  private final TrialRunner runner;
  private long timed;
  private double took;
  private double assumed;

  private ProblemPrices(StagePlan stage, TrialRunner runner) {
    this.stage = stage;
    this.runner = runner;
  }

  /**
   * Prices of a stage.
   *
   * @param groups what is committed of it, in the order of their commits
   */
  static ProblemPrices of(StagePlan stage, TrialRunner runner, List<Group> groups) {
    ProblemPrices prices = new ProblemPrices(stage, runner);
    Map<String, List<String>> known = new HashMap<>();
    for (Group group : groups) {
      List<String> before = known.computeIfAbsent(problem(group.covers()), at -> new ArrayList<>());
      double price = prices.assumed(group.covers(), before);
      if (group.seconds() > 0 && price > 0) {
        prices.timed++;
        prices.took += group.seconds();
        prices.assumed += price;
      }
      before.add(group.covers());
    }
    return prices;
  }

  private static String problem(String covers) {
    return covers.substring(0, covers.lastIndexOf(':') + 1);
  }

  private double assumed(String covers, List<String> known) {
    return stage.problemOperations(runner, covers, known) / CostModel.OPERATIONS_PER_SECOND;
  }

  /** How many groups say what a problem takes. */
  public long timed() {
    return timed;
  }

  /** Seconds that a problem took for each that its operations would take; 1 if none was timed. */
  public double factor() {
    return timed == 0 ? 1 : took / assumed;
  }

  /** Work at its price, given its price at the assumed speed. */
  ShardWork priced(ShardWork work) {
    return timed == 0
        ? work
        : new ShardWork(
            work.stage(),
            work.scope(),
            work.grid(),
            work.covers(),
            factor() * work.predictedSeconds(),
            work.inputs());
  }
}
