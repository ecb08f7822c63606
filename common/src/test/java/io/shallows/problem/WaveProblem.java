package io.shallows.problem;

import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import io.shallows.spec.value.Bounds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code y = sin(pi frequency x_1)}, x uniform on the unit cube. */
final class WaveProblem implements ProblemKind {
  private static final Key<Double> FREQUENCY =
      Key.number("frequency", Bounds.above(0), 2, "half-waves over the cube");
  private static final List<Key<?>> KEYS = List.of(FREQUENCY, Samples.SAMPLES, Samples.BIAS);

  @Override
  public String name() {
    return "wave";
  }

  @Override
  public String summary() {
    return "a sine of the first input, inputs uniform on the unit cube";
  }

  @Override
  public List<Key<?>> keys() {
    return KEYS;
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
    boolean bias = settings.get(Samples.BIAS);
    double[] x = Samples.rows(samples, inputDimension, bias, source.uniform("data")::nextDouble);
    double[] y = new double[samples];
    for (int i = 0; i < samples; i++) {
      y[i] = StrictMath.sin(Math.PI * settings.get(FREQUENCY) * x[i * inputs]);
    }
    return Optional.of(new Dataset(samples, inputs, 1, x, y));
  }
}
