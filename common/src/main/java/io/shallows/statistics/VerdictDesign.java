package io.shallows.statistics;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.problem.ProblemKinds;
import io.shallows.spec.GridSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.Optional;

/**
 * Which verdicts on the rate a sweep can give, known before it runs.
 *
 * <p>Formula: T settings, one per family, network depth, input dimension and eta, are tested
 * together, so none can be decided with fewer than {@code log2(T / .025)} problems, whatever is
 * found ({@link FitVerdicts#leastProblems}). Proofs need none.
 *
 * @param test how many problems it takes
 * @param settings T
 * @param problems those of every setting
 * @param least the fewest with which a test can decide
 * @param spans whether the widths span the factor that a trend needs
 * @param skips families with skips that are compared with plain ones, F; {@code log2(F / .025)}
 *     problems are the fewest with which {@link SkipVerdicts} can decide
 * @param skipProblems problems of all input dimensions, which that test has together
 * @param single whether the kind has one data set only, so that no further problems can be drawn
 */
public record VerdictDesign(
    ProblemTest test,
    long settings,
    int problems,
    int least,
    boolean spans,
    int skips,
    long skipProblems,
    boolean single) {

  /** The design of a sweep; empty where the rate is not asked. */
  public static Optional<VerdictDesign> of(SweepSpec spec) {
    boolean asked =
        spec.measurement().depth().enabled()
            && spec.measurement().depth().targets().contains(TargetKind.REFERENCE.label())
            && !ProblemKinds.named(spec.problem().kind()).isPopulation();
    if (!asked) {
      return Optional.empty();
    }
    GridSpec grid = spec.grid();
    long settings =
        (long) grid.family().size()
            * grid.networkDepth().size()
            * grid.inputDimension().size()
            * spec.measurement().depth().eta().size();
    ProblemTest test = ProblemTest.named(spec.measurement().verdicts());
    int counted = (int) Math.min(settings, Integer.MAX_VALUE);
    return Optional.of(
        new VerdictDesign(
            test,
            settings,
            spec.problem().count(),
            FitVerdicts.leastProblems(test, counted),
            grid.width().largest() >= RateVotes.SPAN * grid.width().smallest(),
            grid.family().contains(SkipComparisons.PLAIN) ? grid.family().size() - 1 : 0,
            spec.problem().count() * grid.inputDimension().size(),
            ProblemKinds.named(spec.problem().kind()).isOneDataSet(spec.problem().settings())));
  }

  /**
   * The fewest tests among which verdicts on the rate are adjusted: all settings where problems are
   * added as one goes, since which of them have a test then depends on what was seen; else none.
   */
  public int leastSettings() {
    return test == ProblemTest.FIXED ? 0 : (int) Math.min(settings, Integer.MAX_VALUE);
  }

  /** The same of families with skips. */
  public int leastFamilies() {
    return test == ProblemTest.FIXED ? 0 : skips;
  }

  /** Whether some outcome would decide a setting by a test. */
  public boolean isPossible() {
    return spans && problems >= least;
  }

  /** The fewest problems of all dimensions that can tell skips from plain; 0 without skips. */
  public int leastForSkips() {
    return skips == 0 ? 0 : FitVerdicts.leastProblems(test, skips);
  }

  /** Whether some outcome would tell a family with skips from plain networks. */
  public boolean canTellSkips() {
    return skips > 0 && skipProblems >= leastForSkips();
  }

  /** A sentence about skips, with what to do; empty where there is nothing to compare. */
  public Optional<String> skipSentence() {
    if (skips == 0) {
      return Optional.empty();
    }
    return Optional.of(
        canTellSkips()
            ? "a test may tell skips from plain: "
                + skipProblems
                + " problems, at least "
                + leastForSkips()
            : "no test will tell skips from plain: "
                + skipProblems
                + (skipProblems == 1 ? " problem" : " problems")
                + " in all, at least "
                + leastForSkips()
                + " are needed; "
                + (single ? "these data are the only ones of their kind" : "raise problem.count"));
  }

  /** A sentence about it, with what to do. */
  public String sentence() {
    String what = settings == 1 ? "the setting" : "any of the " + settings + " settings";
    if (!spans) {
      return "no test will decide "
          + what
          + ": grid.width spans less than a factor of "
          + RateVotes.SPAN;
    }
    return isPossible()
        ? "a test may decide " + what + ": " + problems + " problems, at least " + least
        : "no test will decide "
            + what
            + (single
                ? ": these data are one problem, at least "
                : ": problem.count is " + problems + ", at least ")
            + least
            + " are needed; proofs need none";
  }
}
