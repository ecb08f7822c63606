package io.shallows.statistics.round;

import io.shallows.grid.CellCoordinates;
import io.shallows.spec.GridSpec;
import io.shallows.spec.SpecReader;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.Constraint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which groups of networks have which problems, in a sweep to which problems are added.
 *
 * <p>Every problem comes up in one round and belongs to the groups that were chosen for that round
 * from what the problems before had shown; it is never given to another group later. So the score
 * of a problem, for one setting or for pairs over all groups that have it, is settled by the time
 * that it is looked at, and what decides which problems come next lies in problems before: scores
 * stay fair bets ({@link io.shallows.statistics.estimate.ProblemTest#SEQUENTIAL}), wherever
 * problems go and whenever one stops. That needs the other axes of the sweep to stay as they are.
 *
 * <p>The rounds are written as {@code problem.count} and {@code grid.where} of the sweep's spec,
 * which its store keeps; reading them back gives the same rounds, so whoever continues after a
 * crash continues the round.
 */
public final class ProblemRounds {

  private final SweepSpec spec;
  private final List<Set<ProblemGroup>> problems;

  private ProblemRounds(SweepSpec spec, List<Set<ProblemGroup>> problems) {
    this.spec = spec;
    this.problems = List.copyOf(problems);
  }

  /** The rounds that a spec begins with: all of its problems for all groups that it admits. */
  public static ProblemRounds of(SweepSpec asked) {
    return continued(asked, asked);
  }

  /**
   * The rounds that are in a store.
   *
   * @param asked the spec of the user, whose axes and constraint count
   * @param stored the spec of the store; a problem of it has the groups that it had there, and
   *     further problems of {@code asked} have all
   */
  public static ProblemRounds continued(SweepSpec asked, SweepSpec stored) {
    List<Set<ProblemGroup>> problems = new ArrayList<>();
    int count = Math.max(asked.problem().count(), stored.problem().count());
    for (int problem = 0; problem < count; problem++) {
      boolean old = problem < stored.problem().count();
      Set<ProblemGroup> groups = admitted(asked, asked, problem);
      if (old) {
        groups.retainAll(admitted(asked, stored, problem));
      }
      boolean alike = problem > 0 && groups.equals(problems.get(problem - 1));
      problems.add(alike ? problems.get(problem - 1) : groups); // of many problems one set
    }
    return new ProblemRounds(asked, problems);
  }

  /** Groups with a cell of a spec's axes that both constraints admit. */
  private static Set<ProblemGroup> admitted(SweepSpec asked, SweepSpec other, int problem) {
    Set<ProblemGroup> groups = new TreeSet<>();
    GridSpec grid = other.grid();
    for (String family : grid.family()) {
      for (long l = 0; l < grid.networkDepth().size(); l++) {
        for (long n = 0; n < grid.inputDimension().size(); n++) {
          ProblemGroup group =
              new ProblemGroup(family, grid.networkDepth().get(l), grid.inputDimension().get(n));
          if (isAdmitted(group, asked, other, problem)) {
            groups.add(group);
          }
        }
      }
    }
    return groups;
  }

  private static boolean isAdmitted(
      ProblemGroup group, SweepSpec asked, SweepSpec other, int problem) {
    GridSpec grid = other.grid();
    for (long m = 0; m < grid.width().size(); m++) {
      for (String initialization : grid.initialization()) {
        CellCoordinates cell =
            new CellCoordinates(
                problem,
                group.family(),
                grid.width().get(m),
                group.networkDepth(),
                group.inputDimension(),
                initialization);
        if (admits(asked.grid().where(), cell) && admits(grid.where(), cell)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean admits(Optional<Constraint> where, CellCoordinates cell) {
    return where.map(condition -> condition.admits(cell)).orElse(true);
  }

  /** Number of problems, those of every round. */
  public int count() {
    return problems.size();
  }

  /** The groups of a problem, in order. */
  public Set<ProblemGroup> groups(int problem) {
    return new TreeSet<>(problems.get(problem));
  }

  /**
   * Whether a problem has all groups that the first has: then its scores for pairs over all groups
   * have the law of the first's, whatever rounds have seen.
   */
  public boolean isWhole(int problem) {
    return problems.get(problem).equals(problems.get(0));
  }

  /** Number of problems of a group. */
  public int problems(ProblemGroup group) {
    return (int) problems.stream().filter(groups -> groups.contains(group)).count();
  }

  /**
   * These rounds and one more.
   *
   * @param chosen the groups that get the next problems, those of them that the spec admits there
   * @param more how many problems they get
   */
  public ProblemRounds with(Collection<ProblemGroup> chosen, int more) {
    List<Set<ProblemGroup>> next = new ArrayList<>(problems);
    for (int problem = count(); problem < count() + more; problem++) {
      Set<ProblemGroup> groups = admitted(spec, spec, problem);
      groups.retainAll(chosen);
      next.add(groups);
    }
    return new ProblemRounds(spec, next);
  }

  /** What makes the spec of the user the one of these rounds, each {@code dotted.path=value}. */
  public List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    overrides.add("problem.count=" + count());
    overrides.add("measurement.verdicts=sequential");
    where().ifPresent(text -> overrides.add(SpecReader.override("grid.where", text)));
    return overrides;
  }

  /** The constraint that these rounds are, with that of the user; empty if there is none. */
  Optional<String> where() {
    Optional<String> own = spec.grid().where().map(Constraint::text);
    List<String> segments = new ArrayList<>();
    boolean whole = true;
    for (int from = 0; from < count(); ) {
      int to = from + 1;
      while (to < count() && problems.get(to).equals(problems.get(from))) {
        to++;
      }
      String range = (from == 0 ? "" : "problem >= " + from + " && ") + "problem < " + to;
      boolean all = problems.get(from).equals(admitted(spec, spec, from));
      whole &= all;
      if (!problems.get(from).isEmpty()) {
        segments.add(all ? range : range + " && (" + text(problems.get(from)) + ")");
      }
      from = to;
    }
    if (whole) {
      return own;
    }
    String rounds = String.join(" || ", segments);
    return Optional.of(own.map(text -> "(" + text + ") && (" + rounds + ")").orElse(rounds));
  }

  /** A condition on families, depths and dimensions; axes with one value need none. */
  private String text(Set<ProblemGroup> groups) {
    GridSpec grid = spec.grid();
    return groups.stream()
        .map(
            group -> {
              List<String> parts = new ArrayList<>();
              if (grid.family().size() > 1) {
                parts.add("family == '" + group.family() + "'");
              }
              if (grid.networkDepth().size() > 1) {
                parts.add("networkDepth == " + group.networkDepth());
              }
              if (grid.inputDimension().size() > 1) {
                parts.add("inputDimension == " + group.inputDimension());
              }
              return String.join(" && ", parts);
            })
        .collect(Collectors.joining(" || "));
  }
}
