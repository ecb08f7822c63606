package io.shallows.trial;

import io.shallows.problem.Dataset;
import io.shallows.problem.TableSource;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.Suprema;
import io.shallows.suprema.SupremaRows;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumPlace;
import java.util.List;

/** The stage {@code suprema}: the deepest of all local minima of one landscape as rows. */
final class SupremumStage {

  private final Suprema suprema;

  SupremumStage(SweepSpec spec, TableSource tables) {
    this.suprema = new Suprema(spec, tables);
  }

  /** Samples whose cones cannot be told apart give a row that says so. */
  List<Record> rows(TrialProblem problem, SupremumPlace place) {
    Supremum one;
    try {
      one = suprema.of(place);
    } catch (IllegalArgumentException e) {
      return List.of(
          SupremaRows.without(
              place,
              problem.id(),
              problem.data().map(Dataset::samples).orElse(0),
              suprema.budget(),
              e.getMessage()));
    }
    return SupremaRows.of(one, problem.id(), suprema.budget());
  }
}
