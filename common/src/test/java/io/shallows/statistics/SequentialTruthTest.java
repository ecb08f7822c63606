package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SweepSpec;
import io.shallows.statistics.estimate.HolmAdjustment;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.round.NextRound;
import io.shallows.statistics.round.OpenVerdict;
import io.shallows.statistics.round.ProblemGroup;
import io.shallows.statistics.round.ProblemPrice;
import io.shallows.statistics.round.ProblemRounds;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sweeps of known law to which problems are added, round by round, where a verdict is open: false
 * verdicts are as rare as claimed however one goes on and stops, and clear effects are found with
 * few problems.
 */
@Tag("repeated")
@Tag("truth")
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

  /** By the number of settings: all sweeps begin alike. */
  private static final Map<Integer, ProblemRounds> BEGINNINGS = new TreeMap<>();

  private static ProblemRounds begun(int settings) {
    return ProblemRounds.of(spec(settings));
  }

  private static ProblemGroup group(int l) {
    return new ProblemGroup("plain", l, 2);
  }

  /** What became of one sweep. */
  private static final class Course {
    private final int settings;
    private final List<RateVotes> votes = new ArrayList<>();
    private ProblemRounds rounds;
    private final List<Sweep> laws;
    private boolean everFalselyFalling;
    private boolean everFalselyRising;
    private int decided;
    private double spent;

    Course(List<Sweep> laws, long repetition) {
      this.laws = laws;
      settings = laws.size();
      rounds = BEGINNINGS.computeIfAbsent(settings, SequentialTruthTest::begun);
      for (int l = 0; l < settings; l++) {
        List<MeasuredDepth> depths =
            laws.get(l).draw("plain", MOST, 8, 1, 1e-12, 1000 * repetition + l);
        votes.add(Sweep.votes(depths));
      }
    }

    /** What speaks for a verdict, problem by problem, where it is above 0. */
    private List<Integer> evidence(int l, Verdict verdict) {
      return verdict == Verdict.CONSISTENT
          ? votes.get(l).trends().stream().map(trend -> -trend).toList()
          : votes.get(l).least();
    }

    /** That of the problems that a setting has so far. */
    private int[] scores(int l, Verdict verdict) {
      List<Integer> all = evidence(l, verdict);
      return IntStream.range(0, rounds.count())
          .filter(problem -> rounds.groups(problem).contains(group(l)))
          .map(all::get)
          .toArray();
    }

    /** Problems of all settings. */
    int problems() {
      return IntStream.range(0, settings).map(l -> rounds.problems(group(l))).sum();
    }

    private double price(ProblemGroup group) {
      return group.networkDepth() == settings - 1 ? 3 : 1;
    }

    /** Holm's p-values of a verdict with so many problems, fixed beforehand. */
    private double[] fixed(int problems, Verdict verdict) {
      double[] p =
          IntStream.range(0, settings)
              .mapToDouble(
                  l ->
                      ProblemTest.FIXED.pNotAbove(
                          evidence(l, verdict).stream()
                              .limit(problems)
                              .mapToInt(score -> score)
                              .toArray()))
              .toArray();
      return HolmAdjustment.adjust(p, settings);
    }

    /** Whether the exact test shows something false of so many problems. */
    boolean isFalselyShown(int problems, Verdict verdict) {
      double[] p = fixed(problems, verdict);
      return IntStream.range(0, settings)
          .anyMatch(l -> p[l] <= FitVerdicts.ALPHA && !laws.get(l).isTrue(verdict));
    }

    /** How many settings the exact test decides with so many problems. */
    int decided(int problems) {
      double[] falling = fixed(problems, Verdict.CONSISTENT);
      double[] rising = fixed(problems, Verdict.CONTRADICTED);
      return (int)
          IntStream.range(0, settings)
              .filter(l -> falling[l] <= FitVerdicts.ALPHA || rising[l] <= FitVerdicts.ALPHA)
              .count();
    }

    /** Goes on until nothing is open or the budget is spent; both directions are asked. */
    void run(double budget) {
      for (boolean more = true; more; ) {
        double[] falling = new double[settings];
        double[] rising = new double[settings];
        for (int l = 0; l < settings; l++) {
          falling[l] = ProblemTest.SEQUENTIAL.pNotAbove(scores(l, Verdict.CONSISTENT));
          rising[l] = ProblemTest.SEQUENTIAL.pNotAbove(scores(l, Verdict.CONTRADICTED));
        }
        falling = HolmAdjustment.adjust(falling, settings);
        rising = HolmAdjustment.adjust(rising, settings);
        List<OpenVerdict> open = new ArrayList<>();
        decided = 0;
        for (int l = 0; l < settings; l++) {
          boolean shown = falling[l] <= FitVerdicts.ALPHA;
          boolean contradicted = rising[l] <= FitVerdicts.ALPHA;
          everFalselyFalling |= shown && !laws.get(l).isTrue(Verdict.CONSISTENT);
          everFalselyRising |= contradicted && !laws.get(l).isTrue(Verdict.CONTRADICTED);
          if (shown || contradicted) {
            decided++;
          } else {
            open.add(open(l));
          }
        }
        spent = 0;
        for (int l = 0; l < settings; l++) {
          spent += rounds.problems(group(l)) * price(group(l));
        }
        NextRound.Choice choice =
            NextRound.after(rounds, open, ProblemPrice.ofTrials(this::price), budget - spent);
        more = choice instanceof NextRound.More round && rounds.count() + round.problems() <= MOST;
        if (more) {
          NextRound.More round = (NextRound.More) choice;
          rounds = rounds.with(round.groups(), round.problems());
        }
      }
    }

    private OpenVerdict open(int l) {
      int[] scores = scores(l, Verdict.CONSISTENT);
      int wanted =
          ProblemTest.SEQUENTIAL.countToReject(scores, FitVerdicts.ALPHA / settings, MOST_WANTED);
      return new OpenVerdict(
          "L " + l,
          Set.of(group(l)),
          scores.length,
          wanted > MOST_WANTED ? OptionalInt.empty() : OptionalInt.of(wanted - scores.length));
    }
  }

  private static final TruthPage PAGE =
      new TruthPage(
          "settings-together",
          REPETITIONS,
          "sweep",
          "problems",
          "sweeps with a false `consistent`",
          "with a false `contradicted`",
          "settings decided",
          "of");

  private static void assertRare(int count) {
    double error = Math.sqrt(FitVerdicts.ALPHA * (1 - FitVerdicts.ALPHA) / REPETITIONS);
    assertTrue(
        count <= REPETITIONS * (FitVerdicts.ALPHA + 3 * error), count + " of " + REPETITIONS);
  }

  /**
   * Six settings, five of them at the rate: with sixteen problems, and looked at and gone on with
   * as long as something seems to come.
   */
  @Test
  void falseVerdictsAreRareWhereverProblemsGo() {
    List<Sweep> laws =
        List.of(
            Sweep.AT_THE_RATE,
            Sweep.ZEROS_AT_THE_RATE,
            Sweep.OUTLIERS_AT_THE_RATE,
            Sweep.CENSORED_AT_THE_RATE,
            Sweep.CLEAR,
            Sweep.DROPPED_AT_THE_RATE);
    int fixedFalling = 0;
    int fixedRising = 0;
    int fixedDecided = 0;
    int everFalling = 0;
    int everRising = 0;
    int decided = 0;
    int added = 0;
    double problems = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      Course course = new Course(laws, repetition);
      fixedFalling += course.isFalselyShown(16, Verdict.CONSISTENT) ? 1 : 0;
      fixedRising += course.isFalselyShown(16, Verdict.CONTRADICTED) ? 1 : 0;
      fixedDecided += course.decided(16);
      course.run(400);
      everFalling += course.everFalselyFalling ? 1 : 0;
      everRising += course.everFalselyRising ? 1 : 0;
      decided += course.decided;
      added += course.rounds.count() > FIRST ? 1 : 0;
      problems += course.problems() / (double) (REPETITIONS * laws.size());
    }
    String name = "five settings at the rate, one clear";
    int all = REPETITIONS * laws.size();
    PAGE.row(name, "16, fixed", fixedFalling, fixedRising, fixedDecided, all);
    PAGE.row(name, mean(problems), everFalling, everRising, decided, all);
    assertRare(fixedFalling);
    assertRare(fixedRising);
    assertRare(everFalling);
    assertRare(everRising);
    assertTrue(added > REPETITIONS * 0.9, "problems were added in " + added);
  }

  private static String mean(double problems) {
    return String.format(Locale.ROOT, "%.1f on average, sequential", problems);
  }

  /** Effects that matter are found with the budget of sixteen problems for every setting. */
  @Test
  void effectsThatMatterAreFoundWithFewProblems() {
    List<Sweep> laws = List.of(Sweep.FASTER, Sweep.CLEAR, Sweep.ZEROS_TAKE_OVER, Sweep.FASTER);
    int fixedFalling = 0;
    int fixedRising = 0;
    int fixedDecided = 0;
    int everFalling = 0;
    int everRising = 0;
    int decided = 0;
    double spent = 0;
    double problems = 0;
    double sixteen = 16 * (3 + 3);
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      Course course = new Course(laws, repetition);
      fixedFalling += course.isFalselyShown(16, Verdict.CONSISTENT) ? 1 : 0;
      fixedRising += course.isFalselyShown(16, Verdict.CONTRADICTED) ? 1 : 0;
      fixedDecided += course.decided(16);
      course.run(sixteen);
      everFalling += course.everFalselyFalling ? 1 : 0;
      everRising += course.everFalselyRising ? 1 : 0;
      decided += course.decided;
      spent += course.spent;
      problems += course.problems() / (double) (REPETITIONS * laws.size());
    }
    String name = "four settings that fall faster";
    int all = REPETITIONS * laws.size();
    PAGE.row(name, "16, fixed", fixedFalling, fixedRising, fixedDecided, all);
    PAGE.row(name, mean(problems), everFalling, everRising, decided, all);
    assertRare(fixedRising);
    assertRare(everRising);
    assertTrue(fixedDecided >= 0.9 * all, fixedDecided + " of " + all);
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
      course.run(1e9);
      int clear = course.rounds.problems(group(1));
      int[] all = {course.rounds.problems(group(0)), clear};
      assertTrue(clear <= 12, Arrays.toString(all));
      fewer += all[0] > all[1] ? 1 : 0;
    }
    assertTrue(fewer >= 3, "without a choice all have as many: " + fewer + " of " + repetitions);
  }
}
