package io.shallows.minimum.penalty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import io.shallows.training.TestProblems;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitEntryTest {

  private static double entry(Dataset data, double[] r, double[] d) {
    double sum = 0;
    for (int s = 0; s < data.samples(); s++) {
      double z = 0;
      for (int c = 0; c < data.inputs(); c++) {
        z += data.x(s, c) * d[c];
      }
      sum += 2.0 / data.samples() * r[s] * Math.max(0, z);
    }
    return sum;
  }

  /** The largest modulus on a grid of the sphere. */
  private static double sampled(Dataset data, double[] r, int steps) {
    double most = 0;
    int n = data.inputs();
    if (n == 1) {
      return Math.max(
          Math.abs(entry(data, r, new double[] {1})), Math.abs(entry(data, r, new double[] {-1})));
    }
    for (int i = 0; i < 2 * steps; i++) {
      double a = Math.PI * i / steps;
      for (int j = 0; j <= (n == 3 ? steps : 0); j++) {
        double b = n == 3 ? Math.PI * j / steps : Math.PI / 2;
        double[] d = {Math.cos(a) * Math.sin(b), Math.sin(a) * Math.sin(b), Math.cos(b)};
        most = Math.max(most, Math.abs(entry(data, r, d)));
      }
    }
    return most;
  }

  private static void check(Dataset data, double[] r, int steps, double near) {
    UnitEntry entry = UnitEntry.of(data, r).orElseThrow();
    double most = sampled(data, r, steps);
    assertTrue(entry.most() >= most, entry.most() + " is below the sampled " + most);
    assertTrue(entry.largest() <= most * (1 + near), entry.largest() + " above " + most);
    assertTrue(entry.most() - entry.largest() <= 1e-10 * (1 + most));
    double[] d = entry.direction();
    double length = 0;
    for (double one : d) {
      length += one * one;
    }
    assertEquals(1, length, 1e-12);
    double there = entry(data, r, d);
    assertEquals(entry.largest(), Math.abs(there), 1e-12 * (1 + most));
    assertTrue(entry.sign() * there <= 0, "the sign lowers the loss");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theLargestEntryIsThatOfADenseGrid(int inputs) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(inputs));
    for (int trial = 0; trial < 40; trial++) {
      int samples = 1 + trial % 9;
      double[] x = new double[samples * inputs];
      double[] r = new double[samples];
      for (int i = 0; i < x.length; i++) {
        // every other trial on a lattice: parallel, opposite and zero rows, planes of one line
        x[i] = trial % 2 == 0 ? normal.sample() : Math.rint(normal.sample());
      }
      for (int i = 0; i < samples; i++) {
        r[i] = normal.sample();
      }
      check(
          new Dataset(samples, inputs, 1, x, new double[samples]),
          r,
          inputs == 2 ? 20_000 : 400,
          1e-3);
    }
  }

  @Test
  void withAConstantInput() {
    for (int seed = 0; seed < 10; seed++) {
      Dataset data = TestProblems.teacher(12, 2, 2, seed);
      double[] r = data.y();
      check(data, r, 500, 1e-3);
    }
  }

  @Test
  void beyondThreeInputsItIsNotKnown() {
    assertTrue(UnitEntry.of(TestProblems.teacher(8, 3, 2, 1), new double[8]).isEmpty());
    assertTrue(
        UnitEntry.of(
                TestProblems.teacher(UnitEntry.MOST_SAMPLES + 1, 2, 2, 1),
                new double[UnitEntry.MOST_SAMPLES + 1])
            .isEmpty());
    assertTrue(
        UnitEntry.of(
                TestProblems.teacher(UnitEntry.MOST_SAMPLES + 1, 1, 2, 1),
                new double[UnitEntry.MOST_SAMPLES + 1])
            .isPresent());
  }

  @Test
  void withoutResidualsThereIsNothingToGain() {
    UnitEntry entry = UnitEntry.of(TestProblems.teacher(8, 2, 2, 1), new double[8]).orElseThrow();
    assertEquals(0, entry.most());
  }
}
