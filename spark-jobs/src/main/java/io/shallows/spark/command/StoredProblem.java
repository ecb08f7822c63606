package io.shallows.spark.command;

import io.shallows.problem.Problem;
import io.shallows.spark.cli.Mistake;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.IntAxis;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds one problem of a store's sweep. */
final class StoredProblem {

  private StoredProblem() {}

  /**
   * The problem whose id begins with some digits.
   *
   * @throws Mistake unless exactly one problem of the spec has such an id
   */
  static Problem of(SweepSpec spec, String digits) {
    if (!digits.matches("[0-9a-f]{8,32}")) {
      throw new Mistake("PROBLEM_ID: " + digits + " is not 8 to 32 hexadecimal digits");
    }
    Map<String, Problem> fitting = new LinkedHashMap<>();
    IntAxis dimensions = spec.grid().inputDimension();
    for (long k = 0; k < dimensions.size(); k++) {
      for (int index = 0; index < spec.problem().count(); index++) {
        Problem problem = Problem.of(spec, index, dimensions.get(k));
        if (problem.id().hex().startsWith(digits)) {
          fitting.put(problem.id().hex(), problem);
        }
      }
    }
    return fitting.get(
        only("PROBLEM_ID", digits, fitting.keySet(), "column problem_id of table trials"));
  }

  /** The only one of the ids that begin with the digits given. */
  static String only(String what, String digits, Set<String> ids, String where) {
    if (ids.size() == 1) {
      return ids.iterator().next();
    }
    throw new Mistake(
        what
            + ": "
            + digits
            + (ids.isEmpty()
                ? " begins no id of the sweep; ids are in " + where
                : " begins "
                    + ids.size()
                    + " ids, such as "
                    + String.join(" and ", ids.stream().limit(2).toList())
                    + "; give more digits"));
  }
}
