package io.shallows.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Points of a run: where the loss first is at or below each level of {@link LossLevels#LEVELS}, and
 * at steps spaced evenly in the logarithm. A run that looks only once per epoch gives the first
 * point at or after each.
 */
public final class TrajectoryPoints implements TrainingObserver {

  /**
   * One point.
   *
   * @param level the level that was reached, as a share of the loss of the best constant predictor;
   *     empty for a point by its step
   * @param step trial steps so far
   * @param evaluations gradient evaluations so far
   * @param loss the loss there
   * @param theta the parameters; shared, never written
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and handed on once
  public record Point(
      OptionalDouble level, int step, long evaluations, double loss, double[] theta) {}

  private final double scale;
  private final List<Double> levels;
  private final List<Integer> steps;
  private final List<Point> points = new ArrayList<>();
  private int nextLevel;
  private int nextStep;

  /**
   * Nothing seen yet.
   *
   * @param scale loss of the best constant predictor
   * @param levels whether levels are kept
   * @param count number of points by step, 0 for none; the first is the start
   * @param lastStep the largest step of the run
   */
  public TrajectoryPoints(double scale, boolean levels, int count, int lastStep) {
    this.scale = scale;
    this.levels = levels ? LossLevels.LEVELS : List.of();
    this.steps = steps(count, lastStep);
  }

  /** 0, then powers of the last step with evenly spaced exponents, without repetitions. */
  private static List<Integer> steps(int count, int lastStep) {
    List<Integer> steps = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double exponent = count < 3 ? 1 : (k - 1) / (count - 2.0);
      int step = k == 0 ? 0 : (int) Math.round(StrictMath.pow(lastStep, exponent));
      if (steps.isEmpty() || steps.get(steps.size() - 1) < step) {
        steps.add(step);
      }
    }
    return steps;
  }

  @Override
  public void moved(int iteration, long gradientEvaluations, double loss, double[] theta) {
    while (nextLevel < levels.size() && loss <= levels.get(nextLevel) * scale) {
      OptionalDouble level = OptionalDouble.of(levels.get(nextLevel++));
      points.add(new Point(level, iteration, gradientEvaluations, loss, theta.clone()));
    }
    if (nextStep < steps.size() && iteration >= steps.get(nextStep)) {
      points.add(
          new Point(OptionalDouble.empty(), iteration, gradientEvaluations, loss, theta.clone()));
      while (nextStep < steps.size() && iteration >= steps.get(nextStep)) {
        nextStep++;
      }
    }
  }

  /** The points so far, in the order of the run. */
  public List<Point> points() {
    return List.copyOf(points);
  }
}
