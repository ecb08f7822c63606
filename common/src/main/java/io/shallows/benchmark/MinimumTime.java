package io.shallows.benchmark;

import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.StationaryPoint;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.Arrays;

/**
 * Processor time of the search for minima from several starts to a stationary point: {@link
 * MinimumSearch#stationaryPoint}, that is Levenberg-Marquardt and, where that stalls, the finish
 * along kinks.
 *
 * <p>A start is there when the gradient norm of the mean loss is at most {@link #TOLERANCE} or, at
 * kinks, where the gradient jumps, the distance of 0 from the Clarke subdifferential is. No loss is
 * low enough by itself. Times and iterations are medians over the starts that were tried, one that
 * did not get there counting as infinitely long.
 *
 * @param starts starts that were tried
 * @param reached starts that got there
 * @param atKinks those of them that ended at kinks
 * @param seconds median time
 * @param slowest largest time
 * @param iterations median of the trial steps
 */
public record MinimumTime(
    int starts, int reached, int atKinks, double seconds, double slowest, double iterations) {
  /** The absolute tolerance of the default spec, at which a minimum counts as found here. */
  public static final double TOLERANCE = 1e-8;

  private static final int MOST_ITERATIONS = 20_000;

  /** The tolerance of kinks is that of the default spec; a global minimum must be stationary. */
  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(TOLERANCE, 1e-9, 1e-7, 0);

  public MinimumTime {
    if (starts < 1 || reached < 0 || reached > starts || atKinks < 0 || atKinks > reached) {
      throw new IllegalArgumentException(
          "starts: " + reached + " of " + starts + " reached, " + atKinks + " at kinks");
    }
  }

  /**
   * Measures up to {@code starts} starts, none more once {@code budget} seconds are used.
   *
   * <p>Starts are run before and not counted, for {@code warmUp} seconds, so that the compiler is
   * done; a run that exceeds the budget by itself is stopped.
   */
  public static MinimumTime of(
      BenchmarkProblem problem, int starts, double budget, double warmUp, ProcessorClock clock) {
    Deadline warm = until(warmUp, clock);
    for (int number = 0; number == 0 || !warm.expired(); number++) {
      search(problem, number, until(budget, clock));
    }
    long begin = clock.nanoseconds();
    double[] seconds = new double[starts];
    double[] iterations = new double[starts];
    int tried = 0;
    int reached = 0;
    int atKinks = 0;
    while (tried < starts && (tried == 0 || clock.secondsSince(begin) < budget)) {
      long start = clock.nanoseconds();
      StationaryPoint point = search(problem, tried, until(budget, clock));
      double used = clock.secondsSince(start);
      boolean there = isThere(point);
      seconds[tried] = there ? used : Double.POSITIVE_INFINITY;
      iterations[tried] = there ? point.iterations() : Double.POSITIVE_INFINITY;
      reached += there ? 1 : 0;
      atKinks += there && point.kinks() > 0 ? 1 : 0;
      tried++;
    }
    Arrays.sort(seconds, 0, tried);
    Arrays.sort(iterations, 0, tried);
    return new MinimumTime(
        tried,
        reached,
        atKinks,
        median(seconds, tried),
        seconds[tried - 1],
        median(iterations, tried));
  }

  /** The search from one start. */
  static StationaryPoint search(BenchmarkProblem problem, int number, Deadline deadline) {
    return new MinimumSearch(
            new LevenbergMarquardt(), TrainingLimits.of(TOLERANCE, MOST_ITERATIONS), TOLERANCES)
        .stationaryPoint(problem.loss(), problem.start(number), deadline);
  }

  private static boolean isThere(StationaryPoint point) {
    return point.outcome() == TrainingOutcome.CONVERGED && point.stationarity() <= TOLERANCE;
  }

  private static Deadline until(double budget, ProcessorClock clock) {
    long start = clock.nanoseconds();
    return new Deadline() {
      @Override
      public boolean expired() {
        return elapsedSeconds() > budget;
      }

      @Override
      public double elapsedSeconds() {
        return clock.secondsSince(start);
      }
    };
  }

  private static double median(double[] sorted, int count) {
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }
}
