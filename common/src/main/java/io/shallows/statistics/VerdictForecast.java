package io.shallows.statistics;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.HolmAdjustment;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.estimate.ScoreLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * Which verdicts a sweep will reach with a number of problems, told from the depths of a few.
 *
 * <p>Every problem of the pilot has a trend in every setting, of depth_upper, of certified ends and
 * of bounds ({@link RateVotes}). Possible courses of the sweep are drawn: the problems of the pilot
 * as they are, where they belong to the sweep, then problems to come by {@link ScoreLaw}, each of
 * which has a trend at all with a probability that is Beta (votes + 1/2, others + 1/2). Each course
 * is judged by the tests that will be made: {@link ProblemTest}, {@link HolmAdjustment} over all
 * settings that have a test, {@link FitVerdicts#verdict}; about skips as {@link SkipVerdicts} does,
 * with its order of questions. The share of courses with a verdict is its probability.
 *
 * <p>Convention: the law's spread by chance is that of Kendall's S, {@code w (w - 1) (2 w + 5) /
 * 18} for w widths; for skips it is the number of a problem's pairs that differ. A setting whose
 * depth is 0 by proof of all networks from some width on, which does not depend on the data, is
 * proved with any number of problems.
 *
 * <p>Accuracy: settings, and the trends of one, are drawn independently, so Holm's steps are those
 * of independent settings. The standard error by drawing is at most 5%, usually 2.5%. With six
 * problems in the pilot the forecast for sixteen is, on average over pilots, within 10 points of
 * what is then decided where nothing is there and where every problem shows an effect; with four,
 * off by up to 16. It is too low, by up to 22 and 29 points, for effects of which so few problems
 * say too little; with twelve it is within 10 points for all. Over many sweeps, half of them
 * without an effect, forecasts between 40% and 80% from six or four problems are up to 17 points
 * too high ({@code VerdictForecastTest}).
 *
 * <p>Cost: {@code O(settings courses (64^2 w^2 + P))} for up to P problems: beyond 64, for skips
 * 128, p-values of the fixed test are those of the normal law ({@link
 * ProblemTest#pNotAboveOfBeginnings(int[], int)}).
 */
public final class VerdictForecast {

  /** How sure a sweep should be of a verdict. */
  public static final double SURE = 0.9;

  /** Problems up to which it looks at least. */
  private static final int LEAST_MOST = 64;

  /**
   * Problems of all dimensions up to which it looks at least for skips, whose scores are larger.
   */
  private static final int LEAST_MOST_FOR_SKIPS = 128;

  private static final int MOST_COURSES = 400;
  private static final int LEAST_COURSES = 100;

  /** Additions, over all courses. */
  private static final double WORK = 4e9;

  private static final List<String> RATE =
      List.of(Verdict.PROVED.label(), Verdict.CONSISTENT.label(), Verdict.CONTRADICTED.label());

  private static final List<String> SKIPS = List.of(SkipVerdicts.LOWER, SkipVerdicts.HIGHER);

  /**
   * One setting.
   *
   * @param family network family
   * @param group its other coordinates
   * @param problems of the pilot
   * @param voting those that have a trend
   * @param odds by problems per input dimension
   */
  public record Setting(
      String family, FitGroup group, int problems, int voting, VerdictOdds odds) {}

  /**
   * One question about a family with skips.
   *
   * @param family with skips
   * @param question the value of column {@code question} of table skips
   * @param problems of the pilot, of all input dimensions
   * @param odds by problems per input dimension
   */
  public record Skip(String family, String question, int problems, VerdictOdds odds) {}

  private final List<Setting> settings;
  private final List<Skip> skips;

  private VerdictForecast(List<Setting> settings, List<Skip> skips) {
    this.settings = List.copyOf(settings);
    this.skips = List.copyOf(skips);
  }

  /**
   * The forecast of a sweep.
   *
   * @param pilot depths to the reference of all minima of the pilot, by group
   * @param belongs whether the pilot's problems are among those of the sweep
   * @param times how many times as many seeds the sweep has as the pilot, at least 1
   * @param asked the most problems that are asked about
   * @param test by which the sweep is judged
   * @param order of problems, which the sequential test asks for
   * @param streams keyed by the sweep's root seed
   */
  public static VerdictForecast of(
      Map<FitGroup, List<MeasuredDepth>> pilot,
      boolean belongs,
      double times,
      int asked,
      ProblemTest test,
      ProblemOrder order,
      RandomStreams streams) {
    int most = Math.max(LEAST_MOST, asked);
    return of(pilot, belongs, times, most, MOST_COURSES, test, order, streams);
  }

  /** The forecast for up to {@code most} problems from at most so many courses. */
  static VerdictForecast of(
      Map<FitGroup, List<MeasuredDepth>> pilot,
      boolean belongs,
      double times,
      int most,
      int courses,
      ProblemTest test,
      ProblemOrder order,
      RandomStreams streams) {
    Map<String, Map.Entry<FitGroup, List<MeasuredDepth>>> groups = new TreeMap<>();
    pilot.entrySet().forEach(entry -> groups.put(entry.getKey().name(), entry));
    List<Votes> votes = new ArrayList<>();
    List<Record> pairs = new ArrayList<>();
    for (Map.Entry<FitGroup, List<MeasuredDepth>> group : groups.values()) {
      Map<String, List<MeasuredDepth>> families =
          group.getValue().stream()
              .collect(
                  Collectors.groupingBy(MeasuredDepth::family, TreeMap::new, Collectors.toList()));
      families.forEach(
          (family, depths) -> votes.add(new Votes(family, group.getKey(), depths, times, order)));
      pairs.addAll(new SkipPairs("").count(group.getKey(), group.getValue()));
    }
    int dimensions =
        (int) pilot.keySet().stream().mapToInt(FitGroup::inputDimension).distinct().count();
    return new VerdictForecast(
        settings(votes, belongs, most, courses, test, streams),
        skips(
            SkipVerdicts.scores(pairs, order),
            belongs,
            Math.max(1, dimensions),
            most,
            courses,
            test,
            streams));
  }

  /** Settings with minima in the pilot, by name. */
  public List<Setting> settings() {
    return settings;
  }

  /** Questions about families whose networks can be paired with plain ones. */
  public List<Skip> skips() {
    return skips;
  }

  /** The number of settings that are expected to be decided with so many problems. */
  public double decided(int problems) {
    return settings.stream().mapToDouble(setting -> setting.odds().decided(problems)).sum();
  }

  /** Additions of one test of up to so many scores of such a size. */
  private static double work(int problems, int mostExact, double size) {
    double exact = Math.min(problems, mostExact);
    return exact * exact * size + problems;
  }

  private static int courses(int most, double workOfOne) {
    return (int) Math.min(most, Math.max(LEAST_COURSES, WORK / Math.max(1, workOfOne)));
  }

  private static List<Setting> settings(
      List<Votes> votes,
      boolean belongs,
      int most,
      int mostCourses,
      ProblemTest test,
      RandomStreams streams) {
    List<Setting> settings = new ArrayList<>();
    List<UniformRandomProvider> random = new ArrayList<>();
    double work = 0;
    for (Votes setting : votes) {
      settings.add(
          new Setting(
              setting.family,
              setting.group,
              setting.problems,
              setting.voting(),
              new VerdictOdds(RATE, most)));
      random.add(
          streams.uniform(setting.group.name() + " family=" + setting.family, "verdict-forecast"));
      work += work(most, LEAST_MOST, setting.most);
    }
    int courses = courses(mostCourses, work);
    int[] counts = VerdictOdds.problems(most);
    for (int course = 0; course < courses; course++) {
      double[][] falling = new double[votes.size()][];
      double[][] rising = new double[votes.size()][];
      double[][] bound = new double[votes.size()][];
      for (int s = 0; s < votes.size(); s++) {
        Votes setting = votes.get(s);
        boolean tested = !setting.zero && setting.voting() > 0;
        falling[s] =
            p(tested ? setting.falling : null, setting, belongs, most, test, random.get(s));
        rising[s] = p(tested ? setting.rising : null, setting, belongs, most, test, random.get(s));
        bound[s] =
            p(
                tested && setting.bound.scores.length > 0 ? setting.bound : null,
                setting,
                belongs,
                most,
                test,
                random.get(s));
      }
      List<List<String>> verdicts = lists(votes.size());
      for (int count : counts) {
        double[] adjustedFalling = HolmAdjustment.adjust(column(falling, count - 1));
        double[] adjustedRising = HolmAdjustment.adjust(column(rising, count - 1));
        double[] adjustedBound = HolmAdjustment.adjust(column(bound, count - 1));
        for (int s = 0; s < votes.size(); s++) {
          verdicts
              .get(s)
              .add(
                  FitVerdicts.verdict(
                          votes.get(s).zero,
                          adjustedBound[s],
                          adjustedRising[s],
                          adjustedFalling[s])
                      .label());
        }
      }
      for (int s = 0; s < votes.size(); s++) {
        settings.get(s).odds().add(verdicts.get(s));
      }
    }
    return settings;
  }

  /** p-values with 1, 2, ... problems in one course; NaN where no test is made. */
  private static double[] p(
      Series series,
      Votes setting,
      boolean belongs,
      int most,
      ProblemTest test,
      UniformRandomProvider random) {
    if (series == null) {
      double[] none = new double[most];
      Arrays.fill(none, Double.NaN);
      return none;
    }
    int[] scores = new int[most];
    int known = belongs ? Math.min(most, setting.problems) : 0;
    System.arraycopy(series.scores, 0, scores, 0, Math.min(known, series.scores.length));
    series.law.draw(scores, known, random);
    double voting = beta(series.scores.length, setting.problems - series.scores.length, random);
    int[] counted = new int[most];
    int counts = 0;
    int[] before = new int[most];
    for (int i = 0; i < most; i++) {
      boolean votes = i < known ? i < series.scores.length : random.nextDouble() < voting;
      if (votes) {
        counted[counts++] = scores[i];
      }
      before[i] = counts;
    }
    double[] p =
        test.pNotAboveOfBeginnings( // beyond, the normal law does
            Arrays.copyOf(counted, counts), LEAST_MOST);
    return Arrays.stream(before).mapToDouble(count -> count == 0 ? 1 : p[count - 1]).toArray();
  }

  /** Of Beta (yes + 1/2, no + 1/2). */
  private static double beta(int yes, int no, UniformRandomProvider random) {
    double first = AhrensDieterMarsagliaTsangGammaSampler.of(random, yes + 0.5, 1).sample();
    double second = AhrensDieterMarsagliaTsangGammaSampler.of(random, no + 0.5, 1).sample();
    return first / (first + second);
  }

  private static List<Skip> skips(
      List<List<SkipVerdicts.Scores>> families,
      boolean belongs,
      int dimensions,
      int mostOfSettings,
      int mostCourses,
      ProblemTest test,
      RandomStreams streams) {
    int most = Math.max(mostOfSettings, LEAST_MOST_FOR_SKIPS / dimensions);
    int all = most * dimensions;
    List<Skip> skips = new ArrayList<>();
    List<List<VerdictOdds>> odds = new ArrayList<>();
    double work = 0;
    for (List<SkipVerdicts.Scores> family : families) {
      List<VerdictOdds> ofFamily = new ArrayList<>();
      for (SkipVerdicts.Scores question : family) {
        ofFamily.add(new VerdictOdds(SKIPS, most));
        skips.add(
            new Skip(
                question.family,
                question.question,
                question.scores().length,
                ofFamily.get(ofFamily.size() - 1)));
        work += work(all, LEAST_MOST_FOR_SKIPS, question.discordant);
      }
      odds.add(ofFamily);
    }
    int tests = families.size();
    int courses = courses(mostCourses, work);
    for (int course = 0; course < courses; course++) {
      double[][][] lower = new double[tests][][];
      double[][][] higher = new double[tests][][];
      for (int f = 0; f < tests; f++) {
        int questions = families.get(f).size();
        lower[f] = new double[questions][];
        higher[f] = new double[questions][];
        for (int q = 0; q < questions; q++) {
          SkipVerdicts.Scores question = families.get(f).get(q);
          int[] scores =
              scores(
                  question,
                  belongs,
                  all,
                  streams.uniform(
                      question.family + ' ' + question.question + ' ' + course, "skip-forecast"));
          higher[f][q] = test.pNotAboveOfBeginnings(scores, LEAST_MOST_FOR_SKIPS);
          lower[f][q] =
              test.pNotAboveOfBeginnings(
                  Arrays.stream(scores).map(score -> -score).toArray(), LEAST_MOST_FOR_SKIPS);
        }
      }
      judge(lower, higher, dimensions, odds);
    }
    return skips;
  }

  private static int[] scores(
      SkipVerdicts.Scores question, boolean belongs, int all, UniformRandomProvider random) {
    int[] scores = new int[all];
    int known = belongs ? Math.min(all, question.scores().length) : 0;
    System.arraycopy(question.scores(), 0, scores, 0, known);
    new ScoreLaw(question.scores(), question.most, Math.max(1, question.discordant))
        .draw(scores, known, random);
    return scores;
  }

  /** One course's answers about skips: the first question by Holm's method, then the others. */
  private static void judge(
      double[][][] lower, double[][][] higher, int dimensions, List<List<VerdictOdds>> odds) {
    int tests = odds.size();
    int further = SkipVerdicts.furtherTests(tests);
    List<List<List<String>>> verdicts = new ArrayList<>();
    odds.forEach(family -> verdicts.add(lists(family.size())));
    int all = tests == 0 ? 0 : lower[0][0].length;
    for (int count : VerdictOdds.problems(Math.max(1, all / dimensions))) {
      int at = count * dimensions - 1;
      double[] deepLower =
          HolmAdjustment.adjust(Arrays.stream(lower).mapToDouble(p -> p[0][at]).toArray());
      double[] deepHigher =
          HolmAdjustment.adjust(Arrays.stream(higher).mapToDouble(p -> p[0][at]).toArray());
      for (int f = 0; f < tests; f++) {
        String first = SkipVerdicts.verdict(deepLower[f], deepHigher[f]);
        boolean decided = !first.equals(SkipVerdicts.UNDECIDED);
        verdicts.get(f).get(0).add(first);
        for (int q = 1; q < odds.get(f).size(); q++) {
          verdicts
              .get(f)
              .get(q)
              .add(
                  decided
                      ? SkipVerdicts.verdict(further * lower[f][q][at], further * higher[f][q][at])
                      : SkipVerdicts.UNDECIDED);
        }
      }
    }
    for (int f = 0; f < tests; f++) {
      for (int q = 0; q < odds.get(f).size(); q++) {
        odds.get(f).get(q).add(verdicts.get(f).get(q));
      }
    }
  }

  private static List<List<String>> lists(int count) {
    return IntStream.range(0, count).<List<String>>mapToObj(i -> new ArrayList<>()).toList();
  }

  private static double[] column(double[][] rows, int at) {
    return Arrays.stream(rows).mapToDouble(row -> row[at]).toArray();
  }

  /** Scores that speak for a statement where they are above 0, and the law of those to come. */
  private static final class Series {
    private final int[] scores;
    private final ScoreLaw law;

    /**
     * @param trends of the problems that have one
     * @param sign of those that speak for the statement
     */
    Series(List<Integer> trends, int sign, int most, double chance) {
      scores = trends.stream().mapToInt(trend -> sign * trend).toArray();
      law = new ScoreLaw(scores, most, chance);
    }
  }

  /** What a pilot says of one setting. */
  private static final class Votes {
    private final String family;
    private final FitGroup group;
    private final int problems;
    private final boolean zero;
    private final int most;
    private final Series falling;
    private final Series rising;
    private final Series bound;

    Votes(
        String family,
        FitGroup group,
        List<MeasuredDepth> depths,
        double times,
        ProblemOrder order) {
      this.family = family;
      this.group = group;
      problems = (int) depths.stream().map(MeasuredDepth::problem).distinct().count();
      List<MeasuredDepth> covered = depths.stream().filter(MeasuredDepth::counts).toList();
      OptionalInt zeroWidth = FitAggregation.zeroWidth(covered);
      zero = zeroWidth.isPresent();
      int widths = (int) covered.stream().mapToInt(MeasuredDepth::width).distinct().count();
      most = widths * (widths - 1) / 2;
      double chance = Math.max(1, most * (2 * widths + 5) / 9.0);
      double quantile = FitAggregation.QUANTILES.get(0);
      RateVotes votes = RateVotes.of(covered, quantile, -group.theorySlope(), times, order);
      RateVotes bounds = RateVotes.ofBounds(covered, quantile, -group.theorySlope(), times, order);
      falling = new Series(votes.trends(), -1, most, chance);
      rising = new Series(votes.least(), 1, most, chance);
      bound = new Series(bounds.trends(), -1, most, chance);
    }

    int voting() {
      return falling.scores.length;
    }
  }
}
