package io.shallows.training;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Regression problems with a two-layer teacher, for tests of training and minima. */
public final class TestProblems {

  private TestProblems() {}

  /** A generator that is the same on every platform. */
  public static UniformRandomProvider random(long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
  }

  /** Standard normal inputs with an appended 1, targets of a random two-layer teacher. */
  public static Dataset teacher(int samples, int dimension, int units, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(random(seed));
    int inputs = dimension + 1;
    double[] w = new double[units * inputs];
    double[] a = new double[units];
    for (int i = 0; i < w.length; i++) {
      w[i] = normal.sample() * Math.sqrt(2.0 / inputs);
    }
    for (int j = 0; j < units; j++) {
      a[j] = normal.sample() / Math.sqrt(units);
    }
    double[] x = new double[samples * inputs];
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < inputs; i++) {
        x[s * inputs + i] = i < dimension ? normal.sample() : 1;
      }
      for (int j = 0; j < units; j++) {
        double z = 0;
        for (int i = 0; i < inputs; i++) {
          z += x[s * inputs + i] * w[j * inputs + i];
        }
        y[s] += a[j] * Math.max(z, 0);
      }
    }
    return new Dataset(samples, inputs, 1, x, y);
  }

  /** The loss of a family's network of this width and depth on a data set. */
  public static EmpiricalLoss loss(String family, int width, int depth, Dataset data) {
    Network network =
        NetworkFamilies.named(family)
            .build(new NetworkShape(width, depth, data.inputs(), data.outputs()));
    return EmpiricalLoss.of(network, data);
  }

  /** Initial parameters. */
  public static double[] start(EmpiricalLoss loss, String initialization, long seed) {
    return Initializations.named(initialization).draw(loss.network(), random(seed));
  }
}
