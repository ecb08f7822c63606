package io.shallows.spark.progress;

import io.shallows.spark.cli.Elapsed;
import io.shallows.spark.execute.UnderWay;
import io.shallows.spark.plan.StageLeft;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The range in which the time left of a sweep lies with 80%: its 10% and 90% quantiles over {@value
 * #DRAWS} draws of what may come. A pure function: equal arguments give equal ranges.
 *
 * <p>Times of trials have heavy tails (a tenth of them takes half of the time), so a shard's time
 * is log-logistic: {@code P(T > t) = 1 / (1 + (t / m)^b)} with median m of {@value #MEDIAN} times
 * its price and {@code b = pi / (sqrt(3) s)}, s^2 being the mean square of logarithms by which
 * shards missed their price. One draw:
 *
 * <ol>
 *   <li>every stage misses its price by one factor, lognormal with mean 1, whose variance of
 *       logarithms v is that of prices of shapes of which few trials are known. Trials that ended
 *       in shards that run move it: with n of them, and R the ages of these shards (a trial that
 *       runs is censored: its age counts and its end does not) over the price of those n, by the
 *       factor R to the power of {@code n v / (n v + c)}, c being {@value #TRIAL_DOUBT}. Its spread
 *       stays, for shapes that wait are others;
 *   <li>a shard that runs takes what is left <em>given that it is not over at its age</em>
 *       (censored); where its process tells how many of its trials ended, the trial that runs does,
 *       and those behind it follow;
 *   <li>what waits takes its price, and one of its shards, begun at any time, is the longest of
 *       them all;
 *   <li>slots share the work, and the stage ends with the last of them. Stages follow each other.
 * </ol>
 *
 * <p>Accuracy: replays of sweeps whose trials differ by orders of magnitude have the truth in the
 * range in at least 80% of updates. It knows nothing of machines that become slower and of
 * executors to come. Units: seconds of the wall. Cost: draws times running shards.
 */
public final class TimeLeft {

  static final int DRAWS = 256;

  /** Draws are those of this seed: a range that flickers says nothing. */
  private static final long SEED = 20_061;

  /** Operations say what a trial takes within a factor of four, usually. */
  private static final double UNSEEN_DOUBT = 1.0;

  /** More than this is no statement about logarithms. */
  private static final double MOST_OWN_DOUBT = 1.0;

  /** The doubt that nothing takes away: what waits is of other problems. */
  private static final double LEAST_DOUBT = 0.25;

  /** Mean square of logarithms before any shard has ended, and the weight of that in shards. */
  private static final double USUAL_SCATTER = 1.2;

  private static final double USUAL_WEIGHT = 4;

  /** Of skewed times the median is below the mean. */
  private static final double MEDIAN = 0.6;

  /** With a lower exponent there would be no mean, with a higher one no scatter. */
  private static final double LEAST_EXPONENT = 1.1;

  private static final double MOST_EXPONENT = 6;

  /** How far one trial is off the mean of its shape: relative variance of a heavy tail. */
  private static final double TRIAL_DOUBT = 4;

  /** Shards are planned to be no shorter. */
  private static final double LEAST_SHARD_SECONDS = 1;

  private static final int SHARDS_PER_SLOT = 8;

  private static final double QUANTILE = 0.1;

  /** Starting and committing a shard takes a second or two, which no price counts. */
  private static final double FEW_SECONDS = 5;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private TimeLeft() {}

  /**
   * What is left of a store in words, as a run on this machine would begin: with nothing running.
   */
  public static String here(List<StageLeft> stages) {
    int cores = Runtime.getRuntime().availableProcessors();
    return of(stages, List.of(), 1, cores).text()
        + " on "
        + cores
        + (cores == 1 ? " core" : " cores");
  }

  /** What trials that ended in shards that run say of the price of their stage. */
  private record Evidence(long ended, double logRatio) {
    private static final Evidence NONE = new Evidence(0, 0);

    static Evidence of(List<UnderWay> running, double priced) {
      long ended = 0;
      double ages = 0;
      double price = 0;
      for (UnderWay shard : running) {
        ended += shard.ended();
        ages += shard.age();
        price += priced * shard.predictedSeconds() * shard.ended() / shard.trials();
      }
      return ended > 0 && ages > 0 && price > 0
          ? new Evidence(ended, Math.log(ages / price))
          : NONE;
    }
  }

  /**
   * A range of seconds.
   *
   * @param low what is undercut in one of ten cases
   * @param high what is exceeded in one of ten cases
   */
  public record Range(double low, double high) {
    /** For people, such as {@code 50 s to 2:10 min}. */
    public String text() {
      if (high < FEW_SECONDS) {
        return "a few seconds";
      }
      String from = Elapsed.text(low);
      String to = Elapsed.text(high);
      return from.equals(to) ? "about " + to : from + " to " + to;
    }
  }

  /**
   * The range for a sweep.
   *
   * @param stages what is left of each; the first with something left is the one that runs
   * @param running its shards that run
   * @param priced the factor from predictions of shards that run to present prices
   * @param slots shards that run at the same time
   */
  public static Range of(List<StageLeft> stages, List<UnderWay> running, double priced, int slots) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] draws = new double[DRAWS];
    Evidence evidence = Evidence.of(running, priced);
    for (int i = 0; i < DRAWS; i++) {
      boolean present = true;
      for (StageLeft stage : stages) {
        if (stage.done() < stage.all()) {
          draws[i] +=
              present
                  ? draw(stage, running, evidence, priced, slots, random)
                  : draw(stage, List.of(), Evidence.NONE, priced, slots, random);
          present = false;
        }
      }
    }
    Arrays.sort(draws);
    int cut = (int) (QUANTILE * DRAWS);
    return new Range(draws[cut], draws[DRAWS - 1 - cut]);
  }

  /** Seconds of the wall that a stage takes yet. */
  private static double draw(
      StageLeft stage,
      List<UnderWay> running,
      Evidence evidence,
      double priced,
      int slots,
      SplittableRandom random) {
    double factor = factor(stage, evidence, random);
    double exponent = exponent(stage);
    double waiting = stage.seconds();
    double work = 0;
    double last = 0;
    for (UnderWay shard : running) {
      double price = priced * shard.predictedSeconds();
      waiting -= price;
      double more = remaining(shard, factor * price, exponent, random);
      work += more;
      last = Math.max(last, more);
    }
    if (waiting > 1e-3 * stage.seconds()) {
      double each =
          Math.max(LEAST_SHARD_SECONDS, stage.seconds() / ((double) SHARDS_PER_SLOT * slots));
      double shards = Math.max(1, waiting / each);
      double longest =
          factor * MEDIAN * Math.min(each, waiting) * power(shards / share(random), exponent);
      work += Math.max(factor * waiting, longest);
      last = Math.max(last, share(random) * factor * waiting / slots + longest);
    }
    return Math.max(last, work / slots);
  }

  /** What a shard that runs takes yet. */
  private static double remaining(
      UnderWay shard, double price, double exponent, SplittableRandom random) {
    double trial = price / shard.trials();
    long later = shard.trials() - shard.ended() - 1;
    return shard.ended() == 0 || later < 0
        ? beyond(price, exponent, shard.age(), random)
        : beyond(trial, exponent, shard.trialAge(), random) + later * trial;
  }

  /** How much of a log-logistic time is left beyond an age. */
  private static double beyond(double price, double exponent, double age, SplittableRandom random) {
    double median = Math.max(1e-9, MEDIAN * price);
    double odds = Math.pow(Math.max(0, age) / median, exponent);
    return Math.max(0, median * power((1 + odds) / share(random) - 1, exponent) - Math.max(0, age));
  }

  private static double power(double odds, double exponent) {
    return Math.pow(odds, 1 / exponent);
  }

  /** Own errors of shapes, one shared by those of which nothing is known, and the least. */
  private static double factor(StageLeft stage, Evidence evidence, SplittableRandom random) {
    double shared = UNSEEN_DOUBT * stage.unseen();
    double own = Math.min(MOST_OWN_DOUBT, stage.doubt());
    double before = own * own + shared * shared;
    double known = evidence.ended() * before / (evidence.ended() * before + TRIAL_DOUBT);
    double spread = Math.sqrt(LEAST_DOUBT * LEAST_DOUBT + before);
    double normal = NORMAL.inverseCumulativeProbability(share(random));
    return Math.exp(known * evidence.logRatio() + spread * normal - spread * spread / 2);
  }

  private static double exponent(StageLeft stage) {
    double known = stage.finished();
    double scatter =
        (USUAL_WEIGHT * USUAL_SCATTER + known * stage.scatter()) / (USUAL_WEIGHT + known);
    double exponent = Math.PI / Math.sqrt(3 * scatter);
    return Math.max(LEAST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
  }

  /** Between 0 and 1, neither of them. */
  private static double share(SplittableRandom random) {
    return Math.max(1e-9, random.nextDouble());
  }
}
