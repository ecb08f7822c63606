package io.shallows.trial;

import io.shallows.depth.atlas.Arrangement;
import io.shallows.depth.atlas.CellSearch;
import io.shallows.depth.atlas.StatePoint;
import io.shallows.network.Embedding;
import io.shallows.network.Network;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A start in a deep minimum of two layers: the {@linkplain CellSearch deepest} that is proved for
 * the plain two-layer network of the same width, with further layers that do nothing ({@link
 * Embedding}). Cost: {@value #PROGRAMS} ray programs, some hundredths of a second for the samples
 * that cells can be found for.
 */
final class LiftedStart {

  /**
   * Programs of a search: the deepest of all minima is found by as many on most landscapes of 9
   * samples and 3 units, so that the seeds of a problem mostly begin at the same point.
   */
  static final int PROGRAMS = 500;

  private LiftedStart() {}

  /**
   * The start of a network.
   *
   * @param lift the two-layer network in it
   * @param base parameters of the network, from which layers are taken that are not read
   * @param otherwise parameters of the two-layer network where no minimum has a depth
   * @throws IllegalArgumentException if cells cannot be found for the samples; the message says why
   */
  static double[] of(
      TrialProblem problem,
      Embedding lift,
      double[] base,
      Supplier<double[]> otherwise,
      UniformRandomProvider random) {
    Network two = lift.plain();
    Optional<StatePoint> deepest =
        new CellSearch(
                Arrangement.of(problem.data().orElseThrow(), false),
                two.shape().width(),
                CellSearch.Method.DIVERSE,
                random,
                PROGRAMS)
            .run()
            .point();
    return lift.point(deepest.map(point -> point.parameters(two)).orElseGet(otherwise), base);
  }
}
