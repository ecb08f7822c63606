package io.shallows.statistics.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProblemRoundsTest {

  private static final ProblemGroup PLAIN_1 = new ProblemGroup("plain", 1, 2);
  private static final ProblemGroup PLAIN_2 = new ProblemGroup("plain", 2, 2);
  private static final ProblemGroup SKIP_1 = new ProblemGroup("long-skip", 1, 2);
  private static final ProblemGroup SKIP_2 = new ProblemGroup("long-skip", 2, 2);
  private static final Set<ProblemGroup> ALL = Set.of(PLAIN_1, PLAIN_2, SKIP_1, SKIP_2);

  private static SweepSpec spec(List<String> overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "grid.family=[plain, long-skip]",
                "grid.width=[4, 16]",
                "grid.networkDepth=[1, 2]",
                "grid.inputDimension=[2]",
                "grid.initialization=[he]",
                "grid.seed.count=2",
                "problem.kind=teacher",
                "problem.count=3"));
    all.addAll(overrides);
    return SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "spec.yaml", all);
  }

  private static final List<String> NONE = List.of();

  @Test
  void allProblemsOfASpecAreForAllGroups() {
    ProblemRounds rounds = ProblemRounds.of(spec(NONE));
    assertEquals(3, rounds.count());
    assertEquals(ALL, rounds.groups(2));
    assertEquals(Optional.empty(), rounds.where());
    assertEquals(List.of("problem.count=3", "measurement.verdicts=sequential"), rounds.overrides());
    assertEquals(Optional.empty(), rounds.with(ALL, 5).where(), "a round for all needs no words");
  }

  /** What a store keeps, a spec, is all that the rounds are. */
  @Test
  void roundsAreReadBackFromTheirSpec() {
    SweepSpec asked = spec(NONE);
    ProblemRounds rounds =
        ProblemRounds.of(asked)
            .with(Set.of(PLAIN_1, SKIP_1), 2)
            .with(ALL, 1)
            .with(Set.of(SKIP_2), 4);
    SweepSpec stored = spec(rounds.overrides());
    assertTrue(stored.measurement().addsProblems());
    ProblemRounds read = ProblemRounds.continued(asked, stored);
    assertEquals(10, read.count());
    assertEquals(rounds.overrides(), read.overrides());
    assertEquals(Set.of(PLAIN_1, SKIP_1), read.groups(4));
    assertEquals(ALL, read.groups(5));
    assertEquals(Set.of(SKIP_2), read.groups(9));
    assertEquals(3 + 2 + 1, read.problems(PLAIN_1));
    assertEquals(3 + 1 + 4, read.problems(SKIP_2));
    // 10 problems, of which each group has as many as it has, 2 widths, 2 seeds.
    long expected = 4L * (6 + 6 + 4 + 8);
    assertEquals(expected, new Grid(stored).size());
  }

  /** What is compared over all groups has one law where a problem has all that the first has. */
  @Test
  void wholeAreProblemsWithTheGroupsOfTheFirst() {
    SweepSpec asked = spec(NONE);
    ProblemRounds rounds =
        ProblemRounds.of(asked).with(Set.of(PLAIN_1, SKIP_1), 2).with(ALL, 1).with(Set.of(), 1);
    List<Boolean> whole = List.of(true, true, true, false, false, true, false);
    ProblemRounds read = ProblemRounds.of(spec(rounds.overrides()));
    for (int problem = 0; problem < whole.size(); problem++) {
      assertEquals(whole.get(problem), rounds.isWhole(problem), "problem " + problem);
      assertEquals(whole.get(problem), read.isWhole(problem), "problem " + problem + " of a store");
    }
  }

  /** A problem that was looked at is never given to another group. */
  @Test
  void laterRoundsLeaveEarlierProblemsAlone() {
    ProblemRounds before = ProblemRounds.of(spec(NONE)).with(Set.of(PLAIN_1), 2);
    ProblemRounds after = before.with(ALL, 2);
    for (int problem = 0; problem < before.count(); problem++) {
      assertEquals(before.groups(problem), after.groups(problem));
    }
  }

  @Test
  void theConstraintOfTheUserStays() {
    SweepSpec asked = spec(List.of("grid.where='width < 9 && networkDepth == 1 || problem > 4'"));
    ProblemRounds rounds = ProblemRounds.of(asked);
    assertEquals(new TreeSet<>(Set.of(PLAIN_1, SKIP_1)), rounds.groups(0));
    ProblemRounds more = rounds.with(Set.of(PLAIN_1, PLAIN_2), 4);
    assertEquals(Set.of(PLAIN_1), more.groups(3));
    assertEquals(Set.of(PLAIN_1, PLAIN_2), more.groups(5));
    SweepSpec stored = spec(more.overrides());
    assertEquals(more.overrides(), ProblemRounds.continued(asked, stored).overrides());
    // 5 problems of one width, PLAIN_1 and in three of them SKIP_1; then 2 of two, plain only.
    assertEquals(2 * (5 + 3) + 2 * (2 * 2 * 2), new Grid(stored).size());
  }

  /** A store of a spec that was no sequential one has all groups for all of its problems. */
  @Test
  void aStoreOfFixedProblemsIsABeginning() {
    ProblemRounds rounds = ProblemRounds.continued(spec(NONE), spec(List.of("problem.count=5")));
    assertEquals(5, rounds.count());
    assertEquals(ALL, rounds.groups(4));
    ProblemRounds longer =
        ProblemRounds.continued(spec(List.of("problem.count=7")), spec(List.of("problem.count=5")));
    assertEquals(7, longer.count());
    assertEquals(ALL, longer.groups(6));
  }

  /** Twelve rounds of many groups still fit into a constraint. */
  @Test
  void manyRoundsOfManyGroupsCanBeWritten() {
    List<String> axes =
        List.of(
            "grid.family=[plain, long-skip, residual, linear-skip]",
            "grid.networkDepth=[0, 1, 2]",
            "grid.inputDimension=[1, 2, 3]");
    SweepSpec asked = spec(axes);
    ProblemRounds rounds = ProblemRounds.of(asked);
    for (int round = 0; round < 12; round++) {
      Set<ProblemGroup> some = rounds.groups(0);
      int skipped = round;
      some.removeIf(group -> (group.hashCode() + skipped) % 5 == 0);
      rounds = rounds.with(some, 2);
    }
    List<String> all = new ArrayList<>(axes);
    all.addAll(rounds.overrides());
    assertEquals(rounds.overrides(), ProblemRounds.continued(asked, spec(all)).overrides());
  }
}
