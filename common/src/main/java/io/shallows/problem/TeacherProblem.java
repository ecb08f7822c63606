package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Targets of a random two-layer ReLU network on normal inputs.
 *
 * <p>x ~ N(0, I_n), with the constant 1 appended if {@code bias}; y = norm * sum_j a_j relu(v_j .
 * x) / sqrt(k) + noise, with v_j ~ N(0, I) / sqrt(length of x) seeing the constant too, a_j ~ N(0,
 * 1) and k = {@code teacherWidth}. Data, teacher and noise come from three streams of the problem,
 * so that the noise level changes no input.
 */
final class TeacherProblem implements ProblemKind {
  private static final Key<Integer> TEACHER_WIDTH =
      Key.integer(
          "teacherWidth",
          1,
          100_000,
          8,
          "hidden units of the teacher; narrower networks cannot fit it");
  private static final Key<Double> NORM =
      Key.number(
          "norm",
          Samples.FACTOR,
          1,
          "factor of the teacher's head; 1 gives targets of about unit size");
  private static final List<Key<?>> KEYS =
      List.of(Samples.SAMPLES, TEACHER_WIDTH, Samples.NOISE, Samples.BIAS, NORM);

  @Override
  public String name() {
    return "teacher";
  }

  @Override
  public String summary() {
    return "a random two-layer ReLU network on normal inputs";
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
  public Optional<Misfit> excess(Settings settings, GridSpec grid) {
    return ProblemKind.super
        .excess(settings, grid)
        .or(
            () ->
                Samples.excessOfInputs(
                    "problem.teacherWidth", settings.get(TEACHER_WIDTH), this, settings, grid));
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    int samples = settings.get(Samples.SAMPLES);
    int inputs = inputs(settings, inputDimension);
    int units = settings.get(TEACHER_WIDTH);
    double[] x =
        Samples.rows(
            samples, inputDimension, settings.get(Samples.BIAS), source.gaussian("data")::sample);
    ContinuousSampler teacher = source.gaussian("teacher");
    double[] directions = new double[units * inputs];
    for (int i = 0; i < directions.length; i++) {
      directions[i] = teacher.sample() / Math.sqrt(inputs);
    }
    double[] head = new double[units];
    for (int j = 0; j < units; j++) {
      head[j] = settings.get(NORM) * teacher.sample() / Math.sqrt(units);
    }
    ContinuousSampler noise = source.gaussian("noise");
    double[] y = new double[samples];
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < units; j++) {
        double activation = 0;
        for (int k = 0; k < inputs; k++) {
          activation += directions[j * inputs + k] * x[i * inputs + k];
        }
        y[i] += head[j] * Math.max(activation, 0);
      }
      y[i] += settings.get(Samples.NOISE) * noise.sample();
    }
    return Optional.of(new Dataset(samples, inputs, 1, x, y));
  }
}
