package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One input, and a local minimum whose depth is known for every width.
 *
 * <p>k hinges at 0, 1, .., k - 1 with slopes that alternate between 1 and -1, two samples at .3 and
 * .7 of each piece, fitted exactly; and a sample at -1 that no hinge reaches, whose squared target
 * is the others' divided by {@code ratio}. All targets are divided by their root mean square, N =
 * 2k + 1. A network of k units that fits the pieces has the loss 1 / (1 + ratio): no small move of
 * it reaches the sample at -1. At ratio .8 that is 5 / 9, and the depth for networks without a skip
 * is .02676973 / k, k at least 2; a learned linear skip leaves no depth.
 */
final class TrapProblem implements ProblemKind {
  private static final Key<Integer> HINGES =
      Key.integer(
          "hinges",
          1,
          10_000,
          3,
          "hinges k: a network of as many units has the trap; samples are 2 k + 1");
  private static final Key<Double> RATIO =
      Key.number(
          "ratio",
          Samples.FACTOR,
          0.8,
          "squared targets of the pieces over that of the sample that no hinge reaches");
  private static final List<Key<?>> KEYS = List.of(HINGES, RATIO);

  @Override
  public String name() {
    return "trap";
  }

  @Override
  public String summary() {
    return "a zigzag of one variable beside a far sample: a minimum of known depth at every width";
  }

  @Override
  public List<Key<?>> keys() {
    return KEYS;
  }

  @Override
  public Optional<Misfit> misfit(Settings settings, GridSpec grid) {
    return grid.inputDimension().largest() > 1
        ? Optional.of(
            new Misfit(
                "grid.inputDimension",
                grid.inputDimension().largest() + "",
                "is above 1, but a trap has one variable",
                "use inputDimension: [1] or another problem.kind"))
        : Optional.empty();
  }

  /** Nothing is drawn: every problem of these settings is the same. */
  @Override
  public boolean isOneDataSet(Settings settings) {
    return true;
  }

  @Override
  public OptionalInt samples(Settings settings) {
    return OptionalInt.of(2 * settings.get(HINGES) + 1);
  }

  @Override
  public int inputs(Settings settings, int inputDimension) {
    return 2;
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    int hinges = settings.get(HINGES);
    int samples = 2 * hinges + 1;
    double[] x = new double[2 * samples];
    double[] y = new double[samples];
    double square = 0;
    double start = 0;
    x[0] = -1;
    x[1] = 1;
    for (int i = 1; i < samples; i++) {
      int piece = (i - 1) / 2;
      double along = i % 2 == 1 ? 0.3 : 0.7;
      double slope = piece % 2 == 0 ? 1 : -1;
      x[2 * i] = piece + along;
      x[2 * i + 1] = 1;
      y[i] = start + slope * along;
      square += y[i] * y[i];
      if (i % 2 == 0) {
        start += slope;
      }
    }
    double far = square / settings.get(RATIO);
    y[0] = Math.sqrt(far);
    double scale = Math.sqrt((square + far) / samples);
    for (int i = 0; i < samples; i++) {
      y[i] /= scale;
    }
    return Optional.of(new Dataset(samples, 2, 1, x, y));
  }
}
