package io.shallows.statistics.round;

import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.Numbers;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A verdict that is not reached yet.
 *
 * @param name what it is about
 * @param groups those whose problems it is about
 * @param problems the most that one of them has
 * @param more how many more would reach it if they are like those that there are; empty where no
 *     reasonable number would
 */
public record OpenVerdict(String name, Set<ProblemGroup> groups, int problems, OptionalInt more) {

  public OpenVerdict {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }

  /** All questions of a sweep: those on the rate, one per setting, and the first about skips. */
  public static int questions(SweepSpec spec, List<Record> skips) {
    long settings =
        (long) spec.grid().family().size()
            * spec.grid().networkDepth().size()
            * spec.grid().inputDimension().size()
            * spec.measurement().depth().eta().size();
    return Math.toIntExact(settings + skips.stream().filter(OpenVerdict::isFirst).count());
  }

  /**
   * What is open.
   *
   * @param fits rows of table fits
   * @param skips rows of table skips
   */
  public static List<OpenVerdict> of(
      SweepSpec spec, ProblemRounds rounds, List<Record> fits, List<Record> skips) {
    List<OpenVerdict> open = new ArrayList<>();
    Set<ProblemGroup> all = new TreeSet<>();
    for (String family : spec.grid().family()) {
      for (long l = 0; l < spec.grid().networkDepth().size(); l++) {
        for (long n = 0; n < spec.grid().inputDimension().size(); n++) {
          ProblemGroup group =
              new ProblemGroup(
                  family, spec.grid().networkDepth().get(l), spec.grid().inputDimension().get(n));
          all.add(group);
          for (double eta : spec.measurement().depth().eta()) {
            addRate(group, eta, rounds, fits, open);
          }
        }
      }
    }
    skips.stream()
        .filter(OpenVerdict::isFirst)
        .filter(row -> row.get(SkipsTable.VERDICT).equals(SkipVerdicts.UNDECIDED))
        .forEach(
            row -> open.add(skip(row, all, rounds, (int) spec.grid().inputDimension().size())));
    return open;
  }

  private static boolean isFirst(Record row) {
    return row.get(SkipsTable.QUESTION).equals(SkipVerdicts.FIRST);
  }

  private static void addRate(
      ProblemGroup group,
      double eta,
      ProblemRounds rounds,
      List<Record> fits,
      List<OpenVerdict> open) {
    Optional<Record> fit =
        fits.stream()
            .filter(
                row ->
                    row.get(LeadingColumns.FAMILY).equals(group.family())
                        && row.get(LeadingColumns.NETWORK_DEPTH) == group.networkDepth()
                        && row.get(LeadingColumns.INPUT_DIMENSION) == group.inputDimension()
                        && row.get(LeadingColumns.ETA) == eta
                        && row.get(FitsTable.QUANTILE) == FitVerdicts.FIRST_QUANTILE)
            .findFirst();
    boolean decided =
        fit.map(row -> !row.get(FitsTable.VERDICT).equals(Verdict.UNDECIDED.label())).orElse(false);
    if (!decided) {
      int problems = rounds.problems(group);
      OptionalInt more =
          fit.map(
                  row ->
                      more(
                          row.find(FitsTable.PROBLEMS_WANTED),
                          row.get(FitsTable.PROBLEMS_VOTING),
                          problems))
              .orElse(OptionalInt.empty());
      String name = group + " eta " + Numbers.hundredths(eta);
      open.add(new OpenVerdict(name, Set.of(group), problems, more));
    }
  }

  /** Of all problems a share counts for the question, and of those to come likewise. */
  private static OptionalInt more(Optional<Long> wanted, long counting, int problems) {
    if (wanted.isEmpty() || counting == 0) {
      return OptionalInt.empty();
    }
    double each = (double) problems / counting;
    return OptionalInt.of((int) Math.max(1, Math.ceil(each * (wanted.get() - counting))));
  }

  private static OpenVerdict skip(
      Record row, Set<ProblemGroup> all, ProblemRounds rounds, int dimensions) {
    String family = row.get(LeadingColumns.FAMILY);
    Set<ProblemGroup> groups = new TreeSet<>(all);
    groups.removeIf(
        group -> !group.family().equals(family) && !group.family().equals(SkipComparisons.PLAIN));
    int problems = groups.stream().mapToInt(rounds::problems).max().orElse(0);
    OptionalInt more =
        more(
            row.find(SkipsTable.PROBLEMS_WANTED),
            row.get(SkipsTable.PROBLEMS),
            problems * dimensions);
    return new OpenVerdict(
        family + " against plain",
        groups,
        problems,
        more.isPresent() ? OptionalInt.of((more.getAsInt() + dimensions - 1) / dimensions) : more);
  }
}
