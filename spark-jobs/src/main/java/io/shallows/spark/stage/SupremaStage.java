package io.shallows.spark.stage;

import io.shallows.problem.TableSource;
import io.shallows.record.Record;
import io.shallows.record.SupremaTable;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SupremaKey;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.Suprema;
import io.shallows.suprema.SupremumPlace;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The deepest of all local minima of two-layer landscapes, one shard per problem, beside what
 * training meets. Other numbers of states or programs replace its rows.
 */
final class SupremaStage implements ShardStage {

  @Override
  public Stage stage() {
    return Stage.SUPREMA;
  }

  @Override
  public Unit unit() {
    return Unit.PROBLEM;
  }

  @Override
  public boolean isWanted(SweepSpec spec) {
    return spec.measurement().suprema();
  }

  @Override
  public boolean isInput() {
    return false;
  }

  @Override
  public String scope(SweepDefinition sweep, Store store) {
    return suprema(sweep).scope();
  }

  private static Suprema suprema(SweepDefinition sweep) {
    return new Suprema(sweep.spec(), TableSource.none());
  }

  @Override
  public boolean readsStages() {
    return false;
  }

  @Override
  public double problemOperations(TrialRunner runner, String covers, List<String> known) {
    return SupremaKey.parse(covers).places().stream()
        .mapToDouble(runner::predictedSupremumOperations)
        .sum();
  }

  @Override
  public List<String> replaced(SweepDefinition sweep, Store store) {
    String scope = scope(sweep, store);
    return store.groups(stage()).stream()
        .filter(group -> !group.scope().equals(scope))
        .map(Group::id)
        .toList();
  }

  @Override
  public List<ShardWork> problems(SweepDefinition sweep, TrialRunner runner, Store store) {
    String scope = scope(sweep, store);
    Set<SupremumPlace> held = new HashSet<>();
    store.groups(stage()).stream()
        .filter(group -> group.scope().equals(scope))
        .forEach(group -> held.addAll(SupremaKey.parse(group.covers()).places()));
    Map<ProblemCoordinates, List<SupremumPlace>> missing = new LinkedHashMap<>();
    for (SupremumPlace place : suprema(sweep).places()) {
      if (!held.contains(place)) {
        missing
            .computeIfAbsent(
                new ProblemCoordinates(place.problem(), place.inputDimension()),
                problem -> new ArrayList<>())
            .add(place);
      }
    }
    return missing.values().stream()
        .map(places -> new SupremaKey(places).toString())
        .map(
            covers ->
                new ShardWork(
                    stage(),
                    scope,
                    sweep.digest(),
                    covers,
                    CostModel.atAssumedSpeed(problemOperations(runner, covers, List.of())),
                    List.of()))
        .toList();
  }

  @Override
  public void work(ShardWork work, ShardContext context, ShardRows rows) {
    TrialRunner runner = context.runner();
    for (SupremumPlace place : SupremaKey.parse(work.covers()).places()) {
      List<Record> found = runner.suprema(place);
      found.forEach(rows::add);
      rows.count(status(found.get(0)));
    }
  }

  /** How a landscape ended, for {@code status} and the log. */
  private static String status(Record own) {
    if (own.find(SupremaTable.REASON).isPresent()) {
      return "unknown";
    }
    return own.get(SupremaTable.EXACT) ? "listed" : "searched";
  }
}
