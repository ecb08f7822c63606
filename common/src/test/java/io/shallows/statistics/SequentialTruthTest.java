package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SweepSpec;
import io.shallows.statistics.VerdictTruthTest.Sweep;
import io.shallows.statistics.estimate.HolmAdjustment;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.round.NextRound;
import io.shallows.statistics.round.OpenVerdict;
import io.shallows.statistics.round.ProblemGroup;
import io.shallows.statistics.round.ProblemRounds;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sweeps of known law to which problems are added, round by round, where a verdict is open: false
 * verdicts are as rare as claimed however one goes on and stops, and clear effects are found with
 * few problems.
 */
@Tag("repeated")
class SequentialTruthTest {

  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 200);
  private static final int MOST = 48;
  private static final int FIRST = 4;
  private static final int MOST_WANTED = 100;

  /** One sweep of settings that differ in L, the last of them three times as dear. */
  private static SweepSpec spec(int settings) {
    return SweepVocabulary.reader()
        .read(
            "apiVersion: shallows/v1\n",
            "spec.yaml",
            List.of(
                "grid.family=[plain]",
                "grid.networkDepth=" + IntStream.range(0, settings).boxed().toList(),
                "problem.kind=teacher",
                "problem.count=" + FIRST));
  }

  private static ProblemGroup group(int l) {
    return new ProblemGroup("plain", l, 2);
  }

  /** What became of one sweep. */
  private static final class Course {
    private final SweepSpec spec;
    private final int settings;
    private final List<List<Integer>> trends = new ArrayList<>();
    private ProblemRounds rounds;
    private boolean everFalse;
    private int decided;
    private double spent;

    Course(List<Sweep> laws, long repetition) {
      settings = laws.size();
      spec = spec(settings);
      rounds = ProblemRounds.of(spec);
      for (int l = 0; l < settings; l++) {
        List<MeasuredDepth> depths =
            laws.get(l).draw("plain", MOST, 8, 1, 1e-12, 1000 * repetition + l);
        trends.add(RateVotes.of(depths, 0.9, 0.25).trends());
      }
    }

    /** The trends of the problems that a setting has so far, times a sign. */
    private int[] scores(int l, int sign) {
      int[] scores = new int[rounds.problems(group(l))];
      int at = 0;
      for (int problem = 0; problem < rounds.count(); problem++) {
        if (rounds.groups(problem).contains(group(l))) {
          scores[at++] = sign * trends.get(l).get(problem);
        }
      }
      return scores;
    }

    private double price(ProblemGroup group) {
      return group.networkDepth() == settings - 1 ? 3 : 1;
    }

    /** Goes on until nothing is open or the budget is spent; both directions are asked. */
    void run(double budget, List<Boolean> isTrue) {
      for (boolean more = true; more; ) {
        double[] falling = new double[settings];
        double[] rising = new double[settings];
        for (int l = 0; l < settings; l++) {
          falling[l] = ProblemTest.SEQUENTIAL.pNotAbove(scores(l, -1));
          rising[l] = ProblemTest.SEQUENTIAL.pNotAbove(scores(l, 1));
        }
        falling = HolmAdjustment.adjust(falling, settings);
        rising = HolmAdjustment.adjust(rising, settings);
        List<OpenVerdict> open = new ArrayList<>();
        decided = 0;
        for (int l = 0; l < settings; l++) {
          boolean shown = falling[l] <= FitVerdicts.ALPHA;
          everFalse |= shown && !isTrue.get(l);
          if (shown || rising[l] <= FitVerdicts.ALPHA) {
            decided++;
          } else {
            open.add(open(l));
          }
        }
        spent = 0;
        for (int l = 0; l < settings; l++) {
          spent += rounds.problems(group(l)) * price(group(l));
        }
        NextRound.Choice choice = NextRound.after(rounds, open, this::price, budget - spent);
        more = choice instanceof NextRound.More round && rounds.count() + round.problems() <= MOST;
        if (more) {
          NextRound.More round = (NextRound.More) choice;
          rounds = rounds.with(round.groups(), round.problems());
        }
      }
    }

    private OpenVerdict open(int l) {
      int[] scores = scores(l, -1);
      int wanted =
          ProblemTest.SEQUENTIAL.countToReject(scores, FitVerdicts.ALPHA / settings, MOST_WANTED);
      return new OpenVerdict(
          "L " + l,
          Set.of(group(l)),
          scores.length,
          wanted > MOST_WANTED ? OptionalInt.empty() : OptionalInt.of(wanted - scores.length));
    }
  }

  /** Six settings at the rate, looked at and gone on with as long as something seems to come. */
  @Test
  void falseVerdictsAreRareWhereverProblemsGo() {
    List<Sweep> laws =
        List.of(
            Sweep.AT_THE_RATE,
            Sweep.ZEROS_AT_THE_RATE,
            Sweep.OUTLIERS_AT_THE_RATE,
            Sweep.AT_THE_RATE,
            Sweep.CLEAR,
            Sweep.OUTLIERS_AT_THE_RATE);
    List<Boolean> isTrue = laws.stream().map(law -> law == Sweep.CLEAR).toList();
    int falseOnes = 0;
    int added = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      Course course = new Course(laws, repetition);
      course.run(400, isTrue);
      falseOnes += course.everFalse ? 1 : 0;
      added += course.rounds.count() > FIRST ? 1 : 0;
    }
    double error = Math.sqrt(FitVerdicts.ALPHA * (1 - FitVerdicts.ALPHA) / REPETITIONS);
    assertTrue(
        falseOnes <= REPETITIONS * (FitVerdicts.ALPHA + 3 * error),
        falseOnes + " of " + REPETITIONS);
    assertTrue(added > REPETITIONS * 0.9, "problems were added in " + added);
  }

  /** Effects that matter are found with the budget of sixteen problems for every setting. */
  @Test
  void effectsThatMatterAreFoundWithFewProblems() {
    List<Sweep> laws = List.of(Sweep.FASTER, Sweep.CLEAR, Sweep.ZEROS_TAKE_OVER, Sweep.FASTER);
    List<Boolean> isTrue = laws.stream().map(law -> true).toList();
    int decided = 0;
    double spent = 0;
    double sixteen = 16 * (3 + 3);
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      Course course = new Course(laws, repetition);
      course.run(sixteen, isTrue);
      decided += course.decided;
      spent += course.spent;
    }
    int all = REPETITIONS * laws.size();
    assertTrue(decided >= 0.9 * all, decided + " of " + all);
    assertTrue(spent <= REPETITIONS * sixteen, spent / REPETITIONS + " per sweep");
  }

  /** What is decided gets no further problems while the rest goes on. */
  @Test
  void problemsGoWhereAVerdictIsOpen() {
    List<Sweep> laws = List.of(Sweep.AT_THE_RATE, Sweep.CLEAR);
    int fewer = 0;
    int repetitions = 40;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      Course course = new Course(laws, repetition);
      course.run(1e9, List.of(false, true));
      int clear = course.rounds.problems(group(1));
      int[] all = {course.rounds.problems(group(0)), clear};
      assertTrue(clear <= 12, Arrays.toString(all));
      fewer += all[0] > all[1] ? 1 : 0;
    }
    assertTrue(fewer >= 3, "without a choice all have as many: " + fewer + " of " + repetitions);
  }
}
