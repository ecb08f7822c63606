package io.shallows.problem;

import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Inputs x ~ N(0, I_n) and targets y ~ N(0, 1) that have nothing to do with each other. */
final class RandomLabelsProblem implements ProblemKind {
  private static final List<Key<?>> KEYS = List.of(Samples.SAMPLES, Samples.BIAS);

  @Override
  public String name() {
    return "random-labels";
  }

  @Override
  public String summary() {
    return "normal inputs with independent normal targets";
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
    boolean bias = settings.get(Samples.BIAS);
    double[] x = Samples.rows(samples, inputDimension, bias, source.gaussian("data")::sample);
    double[] y = Samples.rows(samples, 1, false, source.gaussian("labels")::sample);
    return Optional.of(new Dataset(samples, inputs(settings, inputDimension), 1, x, y));
  }
}
