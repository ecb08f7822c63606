package io.shallows.statistics;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.problem.ProblemKinds;
import io.shallows.spec.GridSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which verdicts on the rate a sweep can give, known before it runs.
 *
 * <p>Formula: T settings, one per family, network depth, input dimension and eta with a cell in the
 * grid, are tested together, so none can be decided with fewer than {@code log2(T / .025)}
 * problems, whatever is found ({@link FitVerdicts#leastProblems}). Proofs need none.
 *
 * @param test how many problems it takes
 * @param settings T
 * @param problems the most that a setting has
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
    Admitted admitted = grid.where().isEmpty() ? Admitted.all(spec) : Admitted.where(spec);
    long settings = admitted.networks() * spec.measurement().depth().eta().size();
    ProblemTest test = ProblemTest.named(spec.measurement().verdicts());
    int counted = (int) Math.min(settings, Integer.MAX_VALUE);
    return Optional.of(
        new VerdictDesign(
            test,
            settings,
            admitted.problems(),
            FitVerdicts.leastProblems(test, counted),
            admitted.spans(),
            admitted.skips(),
            admitted.skipProblems(),
            ProblemKinds.named(spec.problem().kind()).isOneDataSet(spec.problem().settings())));
  }

  /**
   * What a grid asks of its networks: a family, L and n are one network, of all widths.
   *
   * @param networks those with a cell
   * @param problems the most that one of them has
   * @param spans whether the widths of one of them span the factor that a trend needs
   * @param skips families beside the plain one, if that has a cell
   * @param skipProblems problems of all input dimensions
   */
  private record Admitted(
      long networks, int problems, boolean spans, int skips, long skipProblems) {

    static Admitted all(SweepSpec spec) {
      GridSpec grid = spec.grid();
      return new Admitted(
          (long) grid.family().size() * grid.networkDepth().size() * grid.inputDimension().size(),
          spec.problem().count(),
          spans(grid.width().smallest(), grid.width().largest()),
          skips(grid.family()),
          spec.problem().count() * grid.inputDimension().size());
    }

    /** Of the cells that the constraint leaves, one after the other. */
    static Admitted where(SweepSpec spec) {
      Grid grid = new Grid(spec);
      Map<List<Object>, LongSummaryStatistics> widths = new LinkedHashMap<>();
      Map<List<Object>, Set<Integer>> problems = new LinkedHashMap<>();
      Set<List<Object>> data = new LinkedHashSet<>();
      Set<String> families = new LinkedHashSet<>();
      for (long i = 0; i < grid.cells(); i++) {
        CellCoordinates cell = grid.cell(i);
        List<Object> network = List.of(cell.family(), cell.networkDepth(), cell.inputDimension());
        widths.computeIfAbsent(network, key -> new LongSummaryStatistics()).accept(cell.width());
        problems.computeIfAbsent(network, key -> new LinkedHashSet<>()).add(cell.problemIndex());
        data.add(List.of(cell.problemIndex(), cell.inputDimension()));
        families.add(cell.family());
      }
      return new Admitted(
          widths.size(),
          problems.values().stream().mapToInt(Set::size).max().orElseThrow(),
          widths.values().stream().anyMatch(of -> spans(of.getMin(), of.getMax())),
          skips(families),
          data.size());
    }

    private static boolean spans(long narrowest, long widest) {
      return widest >= RateVotes.SPAN * narrowest;
    }

    private static int skips(Collection<String> families) {
      return families.contains(SkipComparisons.PLAIN) ? families.size() - 1 : 0;
    }
  }

  /**
   * The fewest tests among which verdicts on the rate are adjusted: all settings where problems are
   * added as one goes, since which of them have a test then depends on what was seen; else none.
   */
  public int leastSettings() {
    return test == ProblemTest.FIXED ? 0 : (int) Math.min(settings, Integer.MAX_VALUE);
  }

  /**
   * T, among which {@code problems_wanted} of table fits says what would decide one; at least 1.
   */
  public int tests() {
    return (int) Math.max(1, Math.min(settings, Integer.MAX_VALUE));
  }

  /** The same as {@link #leastSettings} of families with skips. */
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
