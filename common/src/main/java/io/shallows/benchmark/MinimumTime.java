package io.shallows.benchmark;

import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import io.shallows.training.TrainingResult;
import java.util.Arrays;

/**
 * Processor time of Levenberg-Marquardt from several starts to a gradient norm of {@link
 * #GRADIENT_NORM}.
 *
 * @param starts starts that were tried
 * @param reached starts that got there
 * @param seconds median over the starts that were tried, one that did not get there counting as
 *     infinitely long
 * @param iterations median of the trial steps, in the same sense
 */
public record MinimumTime(int starts, int reached, double seconds, double iterations) {
  /** The norm at which the default spec takes a minimum as found. */
  public static final double GRADIENT_NORM = 1e-8;

  private static final int MOST_ITERATIONS = 20_000;

  public MinimumTime {
    if (starts < 1 || reached < 0 || reached > starts) {
      throw new IllegalArgumentException("starts: " + reached + " of " + starts + " reached");
    }
  }

  /**
   * Measures up to {@code starts} starts, none more once {@code budget} seconds are used.
   *
   * <p>One start is run before and not counted, so that the compiler is done with the small shapes;
   * a run that exceeds the budget by itself is stopped.
   */
  public static MinimumTime of(
      BenchmarkProblem problem, int starts, double budget, ProcessorClock clock) {
    long begin = clock.nanoseconds();
    run(problem, starts, budget, clock);
    double[] seconds = new double[starts];
    double[] iterations = new double[starts];
    int tried = 0;
    int reached = 0;
    while (tried < starts && (tried == 0 || clock.secondsSince(begin) < budget)) {
      long start = clock.nanoseconds();
      TrainingResult result = run(problem, tried, budget, clock);
      boolean there = result.outcome() == TrainingOutcome.CONVERGED;
      seconds[tried] = there ? clock.secondsSince(start) : Double.POSITIVE_INFINITY;
      iterations[tried] = there ? result.iterations() : Double.POSITIVE_INFINITY;
      reached += there ? 1 : 0;
      tried++;
    }
    return new MinimumTime(tried, reached, median(seconds, tried), median(iterations, tried));
  }

  private static TrainingResult run(
      BenchmarkProblem problem, int number, double budget, ProcessorClock clock) {
    long start = clock.nanoseconds();
    Deadline deadline =
        new Deadline() {
          @Override
          public boolean expired() {
            return elapsedSeconds() > budget;
          }

          @Override
          public double elapsedSeconds() {
            return clock.secondsSince(start);
          }
        };
    return new LevenbergMarquardt()
        .minimize(
            problem.loss(),
            problem.start(number),
            TrainingLimits.of(GRADIENT_NORM, MOST_ITERATIONS),
            deadline);
  }

  private static double median(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }
}
