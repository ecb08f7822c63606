package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;

/**
 * A descent of {@code P = L + decay |theta|^2 / 2} from a point of small gradient, step by step: a
 * way down L that hardly climbs.
 *
 * <p>It is the search of the slide, BFGS with the heads at their best where they are linear ({@link
 * ReducedLoss}, {@link ReducedDescent}), under one decay. P falls from step to step and the decay's
 * part is never below 0, so that at every point {@code L <= L(start) + decay |start|^2 / 2}: the
 * decay decides how far the points can climb. Where no step descends, the search goes on from a
 * random point beside it (at a millionth of the parameters, then up to a thousandth), which may be
 * higher. Between points L is not looked at.
 *
 * <p>A decay also moves what L alone leaves where it is: along flat sets to shorter weights.
 *
 * <p>Cost: one to a few evaluations a step, each with heads counted twice, and what the curvature
 * costs ({@link DenseCurvature}, {@link GramCurvature}).
 */
public final class DecayedDescent {

  /** No limit of its own: evaluations are limited, and each step takes one at least. */
  private static final int STEPS = Integer.MAX_VALUE;

  private final EmpiricalLoss loss;

  /** Descents of a loss. */
  public DecayedDescent(EmpiricalLoss loss) {
    this.loss = loss;
  }

  /**
   * Where a descent led.
   *
   * @param points the parameters after each step, the start first; not to be changed
   * @param arrived whether L at the last of them is at or below the level
   * @param evaluations gradient evaluations spent
   */
  public record Way(List<double[]> points, boolean arrived, long evaluations) {}

  /**
   * Descends from a point until L is at or below a level, no step descends or the evaluations are
   * spent, of which a step in progress may take some more.
   *
   * @param start a point, which is not changed
   * @param decay factor of half the square of the parameters, above 0
   */
  public Way down(double[] start, double decay, double level, long evaluations) {
    ReducedLoss reduced = ReducedLoss.of(loss);
    reduced.setDecay(decay);
    List<double[]> points = new ArrayList<>(List.of(start.clone()));
    ReducedDescent descent =
        new ReducedDescent(
            reduced,
            ReducedCurvature.of(reduced),
            Deadline.never(),
            () -> reduced.evaluations() >= evaluations,
            theta -> {
              points.add(theta.clone());
              return loss.value(theta) <= level;
            });
    descent.jump(start);
    descent.descend(STEPS, 0);
    boolean arrived = loss.value(points.get(points.size() - 1)) <= level;
    return new Way(points, arrived, reduced.evaluations() + points.size());
  }
}
