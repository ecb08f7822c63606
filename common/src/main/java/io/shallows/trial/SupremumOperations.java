package io.shallows.trial;

import io.shallows.depth.atlas.AtlasSize;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Problem;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremumPlace;
import java.util.OptionalInt;

/**
 * Predicted work of the supremum of one landscape, on the scale of {@link PredictedOperations}.
 *
 * <p>With N samples, width m and the cones c, facets F, states S(m) and candidates {@code C(c, m -
 * 1) F} of {@link AtlasSize}, listing costs {@code 80 N (S(m) + C(c, m - 1) F)} where S(m) is
 * within {@code measurement.supremaStates}. The two searches cost {@code 100 N (2 q F / c)
 * min(S(q), 300 b (b / 1000)^0.4)} together, with q the smaller of m and N / 2, rounded up, since
 * more units fit any data and leave little to find, and b the budget of each: they see about every
 * state of a small landscape, each with the facets of its q cones, and the proofs of a large one
 * see more states for each program the longer they go on. Nothing where the samples have too many
 * rays, which the row says.
 *
 * <p>What is listed is counted exactly, what searches see is guessed. By processor time, for random
 * labels and teachers of 8 to 24 samples and 1 or 2 inputs and budgets of 5000, 21 listings took
 * 0.9 times this in the median, 0.5 to 1.2 times beside one that the compiler was still at, and 44
 * searches 0.7 times in the median, four of five between 0.1 and 2.6 times. Those with the least,
 * down to a fiftieth, are of large landscapes with a free skip, in which proofs are short.
 */
final class SupremumOperations {

  private static final double LISTED = 80;
  private static final double SEEN = 100;
  private static final double SEEN_PER_PROGRAM = 300;
  private static final double LONG_BUDGET = 1000;
  private static final double GROWTH = 0.4;

  private SupremumOperations() {}

  static double of(SweepSpec spec, SupremumPlace place) {
    Problem problem = Problem.of(spec, place.problem(), place.inputDimension());
    OptionalInt samples = problem.kind().samples(problem.settings());
    if (samples.isEmpty()) {
      return 0;
    }
    AtlasSize size =
        AtlasSize.of(samples.getAsInt(), problem.inputs(), isFreeSkip(problem, place.family()));
    if (!size.isPossible() || size.cones() == 0) {
      return 0;
    }
    double states = size.states(place.width());
    double listed =
        states <= spec.measurement().supremaStates() ? states + size.candidates(place.width()) : 0;
    return samples.getAsInt() * LISTED * listed
        + 2 * ofSearch(size, samples.getAsInt(), place.width(), spec.measurement().supremaBudget());
  }

  /** The plain two-layer search of a start; nothing where it cannot be made. */
  static double ofStart(Problem problem, int width) {
    OptionalInt samples = problem.kind().samples(problem.settings());
    if (samples.isEmpty()) {
      return 0;
    }
    AtlasSize size = AtlasSize.of(samples.getAsInt(), problem.inputs(), false);
    return size.isPossible() && size.cones() > 0
        ? ofSearch(size, samples.getAsInt(), width, LiftedStart.PROGRAMS)
        : 0;
  }

  private static double ofSearch(AtlasSize size, int samples, int width, double budget) {
    int units = Math.min(width, (samples + 1) / 2);
    double seen =
        Math.min(
            size.states(units),
            SEEN_PER_PROGRAM * budget * StrictMath.pow(budget / LONG_BUDGET, GROWTH));
    double facetsOfState = 2 * units * size.facets() / size.cones();
    return samples * SEEN / 2 * facetsOfState * seen;
  }

  private static boolean isFreeSkip(Problem problem, String family) {
    return TwoLayerUnits.of(
            NetworkFamilies.named(family).build(new NetworkShape(1, 0, problem.inputs(), 1)))
        .orElseThrow()
        .skip()
        .isPresent();
  }
}
