package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * A polynomial of one variable, x uniform on [0, 1): the quadratic x^2 / 2 + x / 4 + 1 / 10 and the
 * cubic 8 x^3 - 10 x^2 + 3 x of Freeman and Bruna, arXiv 1611.01540.
 */
final class PolynomialProblem implements ProblemKind {
  private static final Key<String> POLYNOMIAL =
      Key.word(
          "name",
          List.of("quadratic", "cubic"),
          Optional.of("cubic"),
          "the cubic has two turns, so that few units cannot fit it");
  private static final List<Key<?>> KEYS =
      List.of(POLYNOMIAL, Samples.SAMPLES, Samples.NOISE, Samples.BIAS);

  @Override
  public String name() {
    return "polynomial";
  }

  @Override
  public String summary() {
    return "a polynomial of one variable, uniform on [0, 1)";
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
                "is above 1, but a polynomial has one variable",
                "use inputDimension: [1] or another problem.kind"))
        : Optional.empty();
  }

  @Override
  public OptionalInt samples(Settings settings) {
    return OptionalInt.of(settings.get(Samples.SAMPLES));
  }

  @Override
  public int inputs(Settings settings, int inputDimension) {
    return Samples.inputs(inputDimension, settings.get(Samples.BIAS));
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    int samples = settings.get(Samples.SAMPLES);
    int inputs = inputs(settings, inputDimension);
    double[] x =
        Samples.rows(samples, 1, settings.get(Samples.BIAS), source.uniform("data")::nextDouble);
    ContinuousSampler noise = source.gaussian("noise");
    double[] y = new double[samples];
    for (int i = 0; i < samples; i++) {
      y[i] =
          value(settings.get(POLYNOMIAL), x[i * inputs])
              + settings.get(Samples.NOISE) * noise.sample();
    }
    return Optional.of(new Dataset(samples, inputs, 1, x, y));
  }

  private static double value(String name, double x) {
    return name.equals("cubic") ? ((8 * x - 10) * x + 3) * x : (0.5 * x + 0.25) * x + 0.1;
  }
}
