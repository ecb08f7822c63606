package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import io.shallows.spec.value.Bounds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * c classes of inputs: class k has a normal centre times {@code separation}, its inputs are normal
 * around it; targets are one-hot. Sample i is of class i mod c.
 */
final class ClassesProblem implements ProblemKind {
  private static final Key<Integer> CLASSES =
      Key.integer("classes", 2, 10_000, 4, "classes c, one output each");
  private static final Key<Double> SEPARATION =
      Key.number(
          "separation",
          Bounds.atLeast(0).upTo(Samples.LARGEST),
          1,
          "standard deviation of the classes' centres in units of the spread within a class; at 1"
              + " classes overlap and a network must be trained for long");
  private static final List<Key<?>> KEYS =
      List.of(Samples.SAMPLES, CLASSES, SEPARATION, Samples.BIAS);

  @Override
  public String name() {
    return "classes";
  }

  @Override
  public String summary() {
    return "normal inputs around the centres of c classes, one-hot targets";
  }

  @Override
  public List<Key<?>> keys() {
    return KEYS;
  }

  @Override
  public boolean hasClasses(Settings settings) {
    return true;
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
  public int outputs(Settings settings) {
    return settings.get(CLASSES);
  }

  @Override
  public Optional<Misfit> excess(Settings settings, GridSpec grid) {
    return ProblemKind.super
        .excess(settings, grid)
        .or(
            () ->
                Samples.excessOfInputs(
                    "problem.classes", settings.get(CLASSES), this, settings, grid));
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    int samples = settings.get(Samples.SAMPLES);
    int classes = settings.get(CLASSES);
    int inputs = inputs(settings, inputDimension);
    ContinuousSampler centre = source.gaussian("centres");
    double[] centres = new double[classes * inputDimension];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = settings.get(SEPARATION) * centre.sample();
    }
    double[] x =
        Samples.rows(
            samples, inputDimension, settings.get(Samples.BIAS), source.gaussian("data")::sample);
    double[] y = new double[samples * classes];
    for (int i = 0; i < samples; i++) {
      int k = i % classes;
      y[i * classes + k] = 1;
      for (int j = 0; j < inputDimension; j++) {
        x[i * inputs + j] += centres[k * inputDimension + j];
      }
    }
    return Optional.of(new Dataset(samples, inputs, classes, x, y));
  }
}
