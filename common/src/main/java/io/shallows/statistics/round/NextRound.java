package io.shallows.statistics.round;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the next problems go: to open verdicts, the cheapest first.
 *
 * <p>A verdict costs {@code more * price} of its groups together ({@link ProblemPrice}), with
 * {@code more} the problems that would decide it if they are like those that there are, or {@value
 * #FIRST_LOOK} where none can be said yet. Verdicts are taken in the order of their cost, each with
 * all its groups, as long as the round fits into what may be spent. A round has half as many
 * problems as there are, at least {@value #LEAST}, and no more than the verdicts taken want. What
 * none would decide is left alone once it has {@value #FIRST_LOOK} problems.
 *
 * <p>All of this may be done in any way without harm to verdicts, as long as it follows from
 * problems before ({@link ProblemRounds}).
 */
public final class NextRound {

  /** Fewest problems of a round: each costs a start and all summaries. */
  static final int LEAST = 2;

  /** Problems from which on it is believed that no number like these would decide. */
  static final int FIRST_LOOK = 8;

  private NextRound() {}

  /** What comes next. */
  public sealed interface Choice permits More, End {}

  /**
   * More problems.
   *
   * @param groups that get them
   * @param problems how many
   * @param price what they cost
   * @param verdicts what they are for
   */
  public record More(
      Set<ProblemGroup> groups, int problems, double price, List<OpenVerdict> verdicts)
      implements Choice {
    public More {
      groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * No more.
   *
   * @param why for all that see it
   * @param hopeless open verdicts that no number of problems like these would decide
   * @param dear open verdicts that might be decided for more than may be spent
   */
  public record End(Why why, List<OpenVerdict> hopeless, List<OpenVerdict> dear) implements Choice {
    public End {
      hopeless = List.copyOf(hopeless);
      dear = List.copyOf(dear);
    }
  }

  /** Why there is no further round. */
  public enum Why {
    /** Nothing is open. */
    DECIDED,
    /** No number of problems like these would decide what is open. */
    HOPELESS,
    /** A round of what may be decided costs more than is left. */
    BUDGET
  }

  /**
   * What comes next.
   *
   * @param price of one problem
   * @param left what may be spent, in the same unit
   */
  public static Choice after(
      ProblemRounds rounds, List<OpenVerdict> open, ProblemPrice price, double left) {
    if (open.isEmpty()) {
      return new End(Why.DECIDED, List.of(), List.of());
    }
    List<OpenVerdict> hopeless =
        open.stream()
            .filter(verdict -> verdict.more().isEmpty() && verdict.problems() >= FIRST_LOOK)
            .toList();
    List<OpenVerdict> candidates =
        open.stream()
            .filter(verdict -> !hopeless.contains(verdict))
            .sorted(
                Comparator.comparingDouble((OpenVerdict verdict) -> cost(verdict, price))
                    .thenComparing(OpenVerdict::name))
            .toList();
    List<OpenVerdict> taken = List.of();
    Set<ProblemGroup> groups = new TreeSet<>();
    int problems = 0;
    double spent = 0;
    for (int i = 1; i <= candidates.size(); i++) {
      List<OpenVerdict> some = candidates.subList(0, i);
      Set<ProblemGroup> theirs = new TreeSet<>();
      some.forEach(verdict -> theirs.addAll(verdict.groups()));
      int count = problems(rounds, some);
      double all = count * price.of(theirs);
      if (all > left) {
        break;
      }
      taken = some;
      groups = theirs;
      problems = count;
      spent = all;
    }
    if (taken.isEmpty()) {
      Why why = candidates.isEmpty() ? Why.HOPELESS : Why.BUDGET;
      return new End(why, hopeless, candidates);
    }
    return new More(groups, problems, spent, taken);
  }

  private static int more(OpenVerdict verdict) {
    return verdict.more().orElse(Math.max(LEAST, FIRST_LOOK - verdict.problems()));
  }

  private static double cost(OpenVerdict verdict, ProblemPrice price) {
    return more(verdict) * price.of(verdict.groups());
  }

  private static int problems(ProblemRounds rounds, List<OpenVerdict> verdicts) {
    int wanted = verdicts.stream().mapToInt(NextRound::more).max().orElse(LEAST);
    return Math.max(LEAST, Math.min(wanted, rounds.count() / 2));
  }
}
