package io.shallows.suprema;

import io.shallows.depth.atlas.CellSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How the records of searches grew: at t programs, the share of landscapes whose record had reached
 * its goal.
 *
 * <p>The goal of a landscape whose tree is complete is its supremum D, reached once the record is
 * at least D less the resolution of losses; that share is the recall of the search at the budget t.
 * Elsewhere nobody knows D and the goal is the record of the whole budget, so that the curve ends
 * at 1 by definition and only says how late records still grew. Landscapes with nothing to find (D
 * or the last record 0) are left out.
 *
 * @param exact whether goals are suprema
 * @param landscapes that have something to find
 * @param steps where the share grows, by programs; empty if no record reached its goal
 * @param programs the largest number that a search solved
 */
public record RecordCurve(boolean exact, int landscapes, List<Step> steps, long programs) {

  public RecordCurve {
    steps = List.copyOf(steps);
  }

  /**
   * From {@code programs} on the share is {@code share}, until the next step.
   *
   * @param share of the landscapes, in (0, 1]
   */
  public record Step(long programs, double share) {}

  /**
   * The curve of some landscapes.
   *
   * @param all landscapes; those whose tree is complete count if {@code exact}, the others if not
   * @param search which of a landscape's searches
   */
  public static RecordCurve of(
      List<Supremum> all, boolean exact, Function<Supremum, CellSearch.Result> search) {
    List<Long> reached = new ArrayList<>();
    int landscapes = 0;
    long programs = 0;
    for (Supremum one : all) {
      CellSearch.Result result = search.apply(one);
      double goal = one.exact() ? one.depth().orElseThrow() : result.depth();
      if (one.exact() != exact || goal <= result.resolution()) {
        continue;
      }
      landscapes++;
      programs = Math.max(programs, result.programs());
      first(result, goal).ifPresent(reached::add);
    }
    long[] at = reached.stream().mapToLong(Long::longValue).sorted().toArray();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      if (i + 1 == at.length || at[i + 1] > at[i]) {
        steps.add(new Step(at[i], (i + 1) / (double) landscapes));
      }
    }
    return new RecordCurve(exact, landscapes, steps, programs);
  }

  private static OptionalLong first(CellSearch.Result result, double goal) {
    return result.records().stream()
        .filter(record -> record.depth() >= goal - result.resolution())
        .mapToLong(CellSearch.Improvement::programs)
        .min();
  }

  /** The share at a number of programs. */
  public double share(long at) {
    return steps.stream()
        .filter(step -> step.programs() <= at)
        .mapToDouble(Step::share)
        .max()
        .orElse(0);
  }

  /** The least number of programs at which a share is reached; none if it never is. */
  public OptionalLong programs(double share) {
    return steps.stream().filter(step -> step.share() >= share).mapToLong(Step::programs).min();
  }
}
