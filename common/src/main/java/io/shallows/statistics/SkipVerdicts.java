package io.shallows.statistics;

import io.shallows.grid.ProblemOrder;
import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PairsTable;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.HolmAdjustment;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What skips change, one answer per family over the whole sweep.
 *
 * <p>Pairs are networks of one problem, width, initialization and seed, with and without skips. For
 * a question let {@code x_p} be the number of pairs of problem p, over all network depths, widths
 * and eta, that are higher with skips less that of those that are lower. Were skips to change
 * nothing, x_p would be as likely as -x_p; the test of this is exact ({@link ProblemTest}), with
 * problems as units, since pairs of one problem are not independent.
 *
 * <p>The first question is whether <em>deep</em> minima are rarer. Two things can make them so:
 * fewer runs end above the reference at all (<em>covered</em>), or those that do climb less
 * (<em>climb</em>, by upper ends; <em>depth</em>, by both ends, so that better paths on one side
 * cannot decide it). These three are asked only where the first is decided.
 *
 * <p>Convention: p-values of <em>deep</em> are adjusted by {@link HolmAdjustment} over the F
 * families, each direction by itself; those of the others are multiplied by 3 F. A statement is
 * shown where its adjusted p-value is at most {@value FitVerdicts#ALPHA}, so {@code log2(F / .025)}
 * problems are the fewest that can decide ({@link FitVerdicts#leastProblems}).
 */
public final class SkipVerdicts {

  /**
   * Something that is asked.
   *
   * @param label the value of column {@code question}
   * @param subject how a sentence about it begins
   * @param less how it goes on where pairs are lower with skips
   * @param more and where they are higher
   * @param pairs the pairs that it is about
   * @param lower those that are lower with skips
   * @param higher those that are higher
   */
  private record Question(
      String label,
      String subject,
      String less,
      String more,
      Column<Long> pairs,
      Column<Long> lower,
      Column<Long> higher) {}

  private static final Question DEEP =
      new Question(
          "deep",
          "deep minima are",
          "rarer",
          "more frequent",
          PairsTable.PAIRS,
          PairsTable.DEEP_ONLY_PLAIN,
          PairsTable.DEEP_ONLY_SKIP);

  /** What is asked where {@link #DEEP} is decided. */
  private static final List<Question> FURTHER =
      List.of(
          new Question(
              "covered",
              "minima above the reference are",
              "rarer",
              "more frequent",
              PairsTable.PAIRS,
              PairsTable.COVERED_ONLY_PLAIN,
              PairsTable.COVERED_ONLY_SKIP),
          new Question(
              "climb",
              "of two minima above the reference the climb is",
              "lower",
              "higher",
              PairsTable.COVERED_BOTH,
              PairsTable.CLIMB_LOWER,
              PairsTable.CLIMB_HIGHER),
          new Question(
              "depth",
              "of two minima above the reference the depth is for certain",
              "lower",
              "higher",
              PairsTable.COVERED_BOTH,
              PairsTable.DEPTH_LOWER,
              PairsTable.DEPTH_HIGHER));

  /** The value of {@code verdict} where nothing is shown. */
  public static final String UNDECIDED = Verdict.UNDECIDED.label();

  /** The value of {@code question} that is asked first. */
  public static final String FIRST = DEEP.label;

  static final String LOWER = "lower";
  static final String HIGHER = "higher";

  private SkipVerdicts() {}

  /**
   * Rows of table skips, of a sweep whose number of problems was fixed beforehand.
   *
   * @param pairs all rows of table pairs of one measurement, in any order
   */
  public static List<Record> judge(List<Record> pairs) {
    return judge(pairs, ProblemTest.FIXED, ProblemOrder.BY_ID, 0);
  }

  /**
   * Rows of table skips.
   *
   * @param pairs all rows of table pairs of one measurement, in any order
   * @param order of problems, which the sequential test asks for
   * @param asked the least F: all families with skips of the sweep where problems are added as one
   *     goes; 0 where they are not
   */
  public static List<Record> judge(
      List<Record> pairs, ProblemTest test, ProblemOrder order, int asked) {
    Map<String, List<Record>> families =
        pairs.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get(LeadingColumns.FAMILY), TreeMap::new, Collectors.toList()));
    int tests = Math.max(asked, families.size());
    List<Answer> deep =
        families.values().stream().map(rows -> new Answer(DEEP, rows, test, order, tests)).toList();
    double[] lower =
        HolmAdjustment.adjust(deep.stream().mapToDouble(a -> a.pLower).toArray(), tests);
    double[] higher =
        HolmAdjustment.adjust(deep.stream().mapToDouble(a -> a.pHigher).toArray(), tests);
    List<Record> rows = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, List<Record>> family : families.entrySet()) {
      Record first = deep.get(at).row(family.getKey(), lower[at], higher[at], tests);
      rows.add(first);
      boolean decided = !first.get(SkipsTable.VERDICT).equals(UNDECIDED);
      int factor = furtherTests(tests);
      for (Question question : FURTHER) {
        Answer answer = new Answer(question, family.getValue(), test, order, factor);
        rows.add(
            answer.row(
                family.getKey(),
                decided ? Math.min(1, factor * answer.pLower) : Double.NaN,
                decided ? Math.min(1, factor * answer.pHigher) : Double.NaN,
                factor));
      }
      at++;
    }
    return rows;
  }

  /** The verdict of adjusted p-values; NaN where the question was not asked. */
  static String verdict(double lower, double higher) {
    return lower <= FitVerdicts.ALPHA ? LOWER : higher <= FitVerdicts.ALPHA ? HIGHER : UNDECIDED;
  }

  /** What p-values of further questions are multiplied by. */
  static int furtherTests(int families) {
    return families * FURTHER.size();
  }

  /** What a question about a family is decided by. */
  static final class Scores {
    final String family;

    /** The value of column {@code question}. */
    final String question;

    /** The most pairs that a problem has. */
    final int most;

    /** Mean number of a problem's pairs that are higher or lower. */
    final double discordant;

    private final int[] scores;

    private Scores(String family, String question, int[] scores, int most, double discordant) {
      this.family = family;
      this.question = question;
      this.scores = scores.clone();
      this.most = most;
      this.discordant = discordant;
    }

    /** x_p of every problem that the question is about. */
    int[] scores() {
      return scores.clone();
    }
  }

  /** The scores of every family, the first question before the others. */
  static List<List<Scores>> scores(List<Record> pairs, ProblemOrder order) {
    Map<String, List<Record>> families =
        pairs.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get(LeadingColumns.FAMILY), TreeMap::new, Collectors.toList()));
    List<List<Scores>> all = new ArrayList<>();
    families.forEach(
        (family, rows) -> {
          List<Scores> ofFamily = new ArrayList<>();
          ofFamily.add(new Answer(DEEP, rows, ProblemTest.FIXED, order, 1).scores(family));
          FURTHER.forEach(
              further ->
                  ofFamily.add(
                      new Answer(further, rows, ProblemTest.FIXED, order, 1).scores(family)));
          all.add(ofFamily);
        });
    return all;
  }

  /** One question about one family. */
  private static final class Answer {
    private final Question question;
    private final String measurementId;
    private final int[] scores;
    private final int[] alike;
    private final double[][] shares;
    private final List<String> problems = new ArrayList<>();
    private final int mostPairs;
    private final long pairs;
    private final long pairsLower;
    private final long pairsHigher;
    private final double pLower;
    private final double pHigher;
    private final ProblemTest test;
    private final double wantedLevel;

    /**
     * @param tests those among which {@code problems_wanted} says what would decide this one
     */
    Answer(Question question, List<Record> rows, ProblemTest test, ProblemOrder order, int tests) {
      this.question = question;
      this.test = test;
      wantedLevel = FitVerdicts.ALPHA / tests;
      measurementId = rows.get(0).get(PairsTable.MEASUREMENT_ID);
      Map<String, List<Record>> byProblem =
          rows.stream()
              .filter(row -> row.get(question.pairs) > 0)
              .collect(
                  Collectors.groupingBy(
                      row -> row.get(LeadingColumns.PROBLEM_ID),
                      () -> new TreeMap<>(order),
                      Collectors.toList()));
      scores = new int[byProblem.size()];
      shares = new double[byProblem.size()][1];
      long most = 0;
      long allPairs = 0;
      long allLower = 0;
      long allHigher = 0;
      for (Map.Entry<String, List<Record>> problem : byProblem.entrySet()) {
        long ofProblem = sum(problem.getValue(), question.pairs);
        long lower = sum(problem.getValue(), question.lower);
        long higher = sum(problem.getValue(), question.higher);
        scores[problems.size()] = Math.toIntExact(higher - lower);
        shares[problems.size()][0] = (double) (higher - lower) / ofProblem;
        problems.add(problem.getKey());
        most = Math.max(most, ofProblem);
        allPairs += ofProblem;
        allLower += lower;
        allHigher += higher;
      }
      alike =
          IntStream.range(0, scores.length)
              .filter(i -> order.isWhole(problems.get(i)))
              .map(i -> scores[i])
              .toArray();
      mostPairs = Math.toIntExact(most);
      pairs = allPairs;
      pairsLower = allLower;
      pairsHigher = allHigher;
      pLower = test.pNotAbove(negated(scores), negated(alike));
      pHigher = test.pNotAbove(scores, alike);
    }

    Scores scores(String family) {

      return new Scores(
          family,
          question.label,
          scores,
          mostPairs,
          (double) (pairsLower + pairsHigher) / Math.max(1, scores.length));
    }

    private static long sum(List<Record> rows, Column<Long> column) {
      return rows.stream().mapToLong(row -> row.get(column)).sum();
    }

    private static int[] negated(int[] scores) {
      return Arrays.stream(scores).map(score -> -score).toArray();
    }

    Record row(String family, double adjustedLower, double adjustedHigher, int tests) {
      String verdict = verdict(adjustedLower, adjustedHigher);
      Record.Builder row =
          Record.of(SkipsTable.TABLE)
              .set(LeadingColumns.FAMILY, family)
              .set(SkipsTable.MEASUREMENT_ID, measurementId)
              .set(SkipsTable.QUESTION, question.label)
              .set(SkipsTable.VERDICT, verdict)
              .set(SkipsTable.REASON, reason(verdict, Double.isNaN(adjustedLower), tests))
              .set(SkipsTable.TEST, test.label())
              .set(SkipsTable.PROBLEMS, scores.length)
              .set(SkipsTable.PROBLEMS_LOWER, lower())
              .set(SkipsTable.PROBLEMS_HIGHER, higher())
              .set(SkipsTable.PAIRS, (Long) pairs)
              .set(SkipsTable.PAIRS_LOWER, (Long) pairsLower)
              .set(SkipsTable.PAIRS_HIGHER, (Long) pairsHigher)
              .set(SkipsTable.P_LOWER_SINGLE, (Double) pLower)
              .set(SkipsTable.P_HIGHER_SINGLE, (Double) pHigher)
              .setFinite(SkipsTable.P_LOWER, adjustedLower)
              .setFinite(SkipsTable.P_HIGHER, adjustedHigher);
      int wanted = enough(wantedLevel);
      if (wanted <= FitAggregation.MOST_PROBLEMS) {
        row.set(SkipsTable.PROBLEMS_WANTED, wanted);
      }
      if (scores.length > 0) {
        BootstrapEstimate mean = ClusteredEstimate.means(problems, shares)[0];
        row.setFinite(SkipsTable.DIFFERENCE, mean.value())
            .setFinite(SkipsTable.DIFFERENCE_LOW, mean.low(QuantileInterval.LEVEL))
            .setFinite(SkipsTable.DIFFERENCE_HIGH, mean.high(QuantileInterval.LEVEL));
      }
      return row.build();
    }

    private long lower() {
      return Arrays.stream(scores).filter(score -> score < 0).count();
    }

    private long higher() {
      return Arrays.stream(scores).filter(score -> score > 0).count();
    }

    private int enough(double level) {
      int most = FitAggregation.MOST_PROBLEMS;
      return scores.length == 0
          ? most + 1
          : Math.min(
              test.countToReject(negated(scores), negated(alike), level, most),
              test.countToReject(scores, alike, level, most));
    }

    private String reason(String verdict, boolean notAsked, int tests) {
      String counts =
          String.format(
              Locale.ROOT,
              "%s %s with skips in %d and %s in %d of %d problems",
              question.subject,
              question.less,
              lower(),
              question.more,
              higher(),
              scores.length);
      if (!verdict.equals(UNDECIDED)) {
        return counts;
      }
      if (scores.length == 0) {
        return "no problem has such pairs";
      }
      if (notAsked) {
        return "not asked, since deep is undecided: " + counts;
      }
      int wanted = enough(FitVerdicts.ALPHA / tests);
      return counts
          + (wanted <= FitAggregation.MOST_PROBLEMS
              ? "; about " + wanted + " problems like these would decide"
              : "; no number of problems like these would decide");
    }
  }
}
