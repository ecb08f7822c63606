package io.shallows.trial;

import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.landscape.Landscapes;
import io.shallows.loss.OutputLosses;
import io.shallows.problem.Problem;
import io.shallows.spec.SweepSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Predicted work of the references of one problem, on the scale of {@link PredictedOperations}.
 *
 * <p>With N samples of d inputs (the constant included) and c outputs, r = N c residuals and {@code
 * p = k (d + c)} parameters at width k, a start takes {@code min(75 k, 350, maxIterations)} steps
 * of Levenberg-Marquardt of {@code 240 N + 1.5 g + 0.15 s} operations each: {@code g = 6 N p} is a
 * gradient and s the linear system, {@code r p^2 + p^3 / 3}, or {@code 2 r^2 (d + 2 k + c) + r^3 /
 * 3} where p is more than r. The work is the sum over all widths that the search climbs through,
 * times the starts of each.
 *
 * <p>Steps are about the median of what 32 starts took at every width up to 32, for 18 problems
 * (teachers with noise and random labels, 64 to 512 samples, 1 to 10 inputs). Operations of a step
 * are such that seconds on {@code 2e9} operations are those of short sweeps on two slots, whose
 * first problems wait for the compiler, 6 s on each slot. Measured by predicted seconds of the
 * whole stage, by the logs of the stored sweeps: quickstart 0.99, housing 1.32, breast-cancer 1.58,
 * two-layers 0.52; scaling-study, whose 192 problems keep one slot for longer than the compiler,
 * 0.39; in processor time of compiled code 0.2 to 0.6. Not known beforehand is at which width a
 * problem is fitted exactly, after which nothing is trained: teachers without noise and few samples
 * of many inputs take down to a twentieth.
 *
 * <p>With a penalty of units every start goes on to a balanced minimum of the sum, {@value
 * #PENALIZED} times the work: two shapes took 0.3 and 0.7 of that in processor time.
 */
final class ReferenceOperations {

  private static final double STEPS_PER_UNIT = 75;
  private static final double MOST_STEPS = 350;
  private static final double PER_SAMPLE = 240;
  private static final double GRADIENTS = 1.5;
  private static final double SYSTEM_SHARE = 0.15;
  private static final double PENALIZED = 30;

  private ReferenceOperations() {}

  /**
   * Operations of a search.
   *
   * @param widths what it is asked for
   * @param known what searches of the same problem were asked for before, whose references it uses
   * @return 0 where nothing would be searched
   */
  static double of(
      SweepSpec spec, ProblemCoordinates at, List<Integer> widths, List<Integer> known) {
    Problem problem = Problem.of(spec, at.problemIndex(), at.inputDimension());
    OptionalInt samples = problem.kind().samples(problem.settings());
    if (!spec.measurement().depth().enabled()
        || widths.isEmpty()
        || samples.isEmpty()
        || !Landscapes.isLeastSquares(OutputLosses.named(spec.training().loss()))
        || !ReferenceStage.isWanted(spec)) {
      return 0;
    }
    Set<Integer> climbed = new TreeSet<>(ReferenceSearch.climb(widths));
    if (!known.isEmpty()) {
      ReferenceSearch.climb(known).forEach(climbed::remove);
    }
    double work = 0;
    for (int k : climbed) {
      work += ofStart(problem, samples.getAsInt(), k, spec.training().maxIterations());
    }
    boolean penalized = spec.training().penalty() != 0;
    return work * spec.measurement().depth().referenceRestarts() * (penalized ? PENALIZED : 1);
  }

  private static double ofStart(Problem problem, double samples, int k, int maxIterations) {
    double d = problem.inputs();
    double c = problem.outputs();
    double r = samples * c;
    double p = k * (d + c);
    double system = p > r ? 2 * r * r * (d + 2 * k + c) + r * r * r / 3 : r * p * p + p * p * p / 3;
    double steps = Math.min(Math.min(STEPS_PER_UNIT * k, MOST_STEPS), maxIterations);
    return steps * (PER_SAMPLE * samples + GRADIENTS * 6 * samples * p + SYSTEM_SHARE * system);
  }
}
