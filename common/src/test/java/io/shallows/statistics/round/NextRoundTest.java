package io.shallows.statistics.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextRoundTest {

  private static final ProblemGroup CHEAP = new ProblemGroup("plain", 1, 2);
  private static final ProblemGroup DEAR = new ProblemGroup("long-skip", 1, 2);

  private static ProblemRounds rounds(int problems) {
    return ProblemRounds.of(
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\n",
                "spec.yaml",
                List.of("problem.count=" + problems, "problem.kind=teacher")));
  }

  private static double price(ProblemGroup group) {
    return group.equals(CHEAP) ? 1 : 10;
  }

  private static OpenVerdict open(ProblemGroup group, int problems, int more) {
    return new OpenVerdict(
        group + " " + more,
        Set.of(group),
        problems,
        more < 0 ? OptionalInt.empty() : OptionalInt.of(more));
  }

  private static NextRound.Choice after(int problems, double left, OpenVerdict... open) {
    return NextRound.after(
        rounds(problems), List.of(open), ProblemPrice.ofTrials(NextRoundTest::price), left);
  }

  @Test
  void nothingOpenIsTheEnd() {
    NextRound.End end = assertInstanceOf(NextRound.End.class, after(4, 1e9));
    assertEquals(NextRound.Why.DECIDED, end.why());
  }

  @Test
  void aRoundHasHalfAsManyProblemsAsThereAreAndNoMoreThanAreWanted() {
    OpenVerdict far = open(CHEAP, 12, 40);
    OpenVerdict near = open(CHEAP, 12, 3);
    OpenVerdict next = open(CHEAP, 12, 1);
    assertEquals(6, ((NextRound.More) after(12, 1e9, far)).problems());
    assertEquals(3, ((NextRound.More) after(12, 1e9, near)).problems());
    assertEquals(6, ((NextRound.More) after(12, 1e9, near, far)).problems());
    assertEquals(2, ((NextRound.More) after(12, 1e9, next)).problems(), "a round costs a start");
  }

  /** Groups of one input dimension share the references of a problem, those of two do not. */
  @Test
  void whatGroupsShareIsPaidOnce() {
    ProblemPrice price = new ProblemPrice(NextRoundTest::price, n -> 100 * n);
    ProblemGroup far = new ProblemGroup(CHEAP.family(), 7, CHEAP.inputDimension());
    ProblemGroup other = new ProblemGroup(CHEAP.family(), 7, CHEAP.inputDimension() + 1);
    double once = 100.0 * CHEAP.inputDimension();
    assertEquals(1 + once, price.of(Set.of(CHEAP)));
    assertEquals(11 + once, price.of(Set.of(CHEAP, far)));
    assertEquals(21 + 2 * once + 100, price.of(Set.of(CHEAP, far, other)));
    OpenVerdict open = open(CHEAP, 12, 3);
    NextRound.Choice choice = NextRound.after(rounds(12), List.of(open), price, 1e9);
    assertEquals(3 * (1 + once), ((NextRound.More) choice).price());
    NextRound.Choice dear = NextRound.after(rounds(12), List.of(open), price, 2 * once);
    assertEquals(NextRound.Why.BUDGET, ((NextRound.End) dear).why());
  }

  @Test
  void theCheapestComesFirstAndTheDearWaitsForBudget() {
    OpenVerdict cheap = open(CHEAP, 8, 4);
    OpenVerdict dear = open(DEAR, 8, 4);
    NextRound.More both = assertInstanceOf(NextRound.More.class, after(8, 44, dear, cheap));
    assertEquals(Set.of(CHEAP, DEAR), both.groups());
    assertEquals(44, both.price());
    NextRound.More one = assertInstanceOf(NextRound.More.class, after(8, 43, dear, cheap));
    assertEquals(Set.of(CHEAP), one.groups());
    assertEquals(List.of(cheap), one.verdicts());
    NextRound.End end = assertInstanceOf(NextRound.End.class, after(8, 3, dear, cheap));
    assertEquals(NextRound.Why.BUDGET, end.why());
    assertEquals(2, end.dear().size());
  }

  /** With few problems "no number" is no finding; with eight it is. */
  @Test
  void whatNoProblemsWouldDecideIsLeftAlone() {
    NextRound.More look = assertInstanceOf(NextRound.More.class, after(4, 1e9, open(CHEAP, 4, -1)));
    assertEquals(2, look.problems());
    NextRound.End end = assertInstanceOf(NextRound.End.class, after(8, 1e9, open(CHEAP, 8, -1)));
    assertEquals(NextRound.Why.HOPELESS, end.why());
    NextRound.More other =
        assertInstanceOf(NextRound.More.class, after(8, 1e9, open(CHEAP, 8, -1), open(DEAR, 8, 5)));
    assertEquals(Set.of(DEAR), other.groups());
    NextRound.End dear =
        assertInstanceOf(NextRound.End.class, after(8, 1, open(CHEAP, 8, -1), open(DEAR, 8, 5)));
    assertEquals(1, dear.hopeless().size());
    assertEquals(1, dear.dear().size());
  }

  /** Rows of another order are the same question. */
  @Test
  void theChoiceDoesNotDependOnTheOrderOfWhatIsOpen() {
    List<OpenVerdict> open = new ArrayList<>();
    for (int i = 1; i < 6; i++) {
      open.add(open(i % 2 == 0 ? CHEAP : DEAR, 10, i));
    }
    for (double left : new double[] {5, 20, 60, 500}) {
      NextRound.Choice one =
          NextRound.after(rounds(10), open, ProblemPrice.ofTrials(NextRoundTest::price), left);
      List<OpenVerdict> backwards = new ArrayList<>();
      open.forEach(verdict -> backwards.add(0, verdict));
      assertEquals(
          one,
          NextRound.after(
              rounds(10), backwards, ProblemPrice.ofTrials(NextRoundTest::price), left));
    }
  }
}
