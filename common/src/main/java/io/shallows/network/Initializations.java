package io.shallows.network;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The registry of initial distributions; a new one is one class and one entry here.
 *
 * <p>All of them draw layer by layer, row by row, in the order of the parameters, so that one
 * stream gives one vector.
 */
public final class Initializations {

  private static final List<Initialization> ALL =
      List.of(
          new He("he", 1),
          new Glorot(),
          new He("small", 0.01),
          new He("large", 10),
          new Clustered(),
          new IdentitySubtracted(),
          new NearSingular("near-overlap", 1),
          new NearSingular("near-elimination", 0),
          new Lifted());

  private Initializations() {}

  /** All initial distributions, in the order of documentation. */
  public static List<Initialization> all() {
    return ALL;
  }

  /** The names that specs use. */
  public static List<String> names() {
    return ALL.stream().map(Initialization::name).toList();
  }

  /** The initial distribution of this name. */
  public static Initialization named(String name) {
    for (Initialization initialization : ALL) {
      if (initialization.name().equals(name)) {
        return initialization;
      }
    }
    throw new IllegalArgumentException("initialization: " + name + " is not one of " + names());
  }

  /**
   * Independent normal weights of the scale that keeps the forward signal: variance 2 / fan-in
   * before a relu, 1 / fan-in in heads, 0.01 / fan-in at the end of a residual branch (so that
   * blocks begin near the identity), 0 in biases and linear skips (so that a linear-skip network
   * begins as its plain twin); all times {@code scale}.
   *
   * <p>Source: He, Zhang, Ren, Sun 2015, arXiv 1502.01852, for the layers before a relu.
   */
  private record He(String name, double scale) implements Initialization {

    @Override
    public String definition() {
      return scale == 1
          ? "normal, variance 2/fan-in before a relu, 1/fan-in in heads, 0.01/fan-in at a branch's end"
          : "he, times " + scale;
    }

    @Override
    public double[] draw(Network network, UniformRandomProvider random) {
      double[] theta = new double[network.parameterCount()];
      NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
      for (DenseLayer layer : network.layers()) {
        double deviation =
            switch (layer.role()) {
              case HIDDEN -> Math.sqrt(2.0 / layer.inputs());
              case HEAD -> Math.sqrt(1.0 / layer.inputs());
              case BRANCH -> Math.sqrt(0.01 / layer.inputs());
              case BIAS, SKIP -> 0;
            };
        if (deviation > 0) {
          for (int i = 0; i < layer.size(); i++) {
            theta[layer.offset() + i] = scale * deviation * normal.sample();
          }
        }
      }
      return theta;
    }
  }

  /**
   * Uniform on +-sqrt(6 / (fan-in + fan-out)) in every layer, biases 0.
   *
   * <p>Source: Glorot, Bengio 2010, AISTATS 9:249.
   */
  private record Glorot() implements Initialization {

    @Override
    public String name() {
      return "glorot";
    }

    @Override
    public String definition() {
      return "uniform on +-sqrt(6/(fan-in + fan-out)), biases 0";
    }

    @Override
    public double[] draw(Network network, UniformRandomProvider random) {
      double[] theta = new double[network.parameterCount()];
      for (DenseLayer layer : network.layers()) {
        if (layer.role() == DenseLayer.Role.BIAS) {
          continue;
        }
        double bound = Math.sqrt(6.0 / (layer.inputs() + layer.outputs()));
        for (int i = 0; i < layer.size(); i++) {
          theta[layer.offset() + i] = bound * (2 * random.nextDouble() - 1);
        }
      }
      return theta;
    }
  }

  /**
   * He, but the first layer's units scatter around two directions: unit j is c + 0.05 |c| u /
   * sqrt(inputs), with c the first or second of two He-distributed directions by the parity of j
   * and u standard normal. Such starts lead to bad minima far more often than independent ones once
   * the width exceeds the teacher's.
   */
  private record Clustered() implements Initialization {

    private static final double SCATTER = 0.05;

    @Override
    public String name() {
      return "clustered";
    }

    @Override
    public String definition() {
      return "he, with the first layer's units scattered by 5% around two directions";
    }

    @Override
    public double[] draw(Network network, UniformRandomProvider random) {
      double[] theta = named("he").draw(network, random);
      NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
      DenseLayer first = network.layers().get(0);
      int inputs = first.inputs();
      double[][] centres = new double[2][inputs];
      double[] spread = new double[2];
      for (int c = 0; c < 2; c++) {
        double square = 0;
        for (int i = 0; i < inputs; i++) {
          centres[c][i] = Math.sqrt(2.0 / inputs) * normal.sample();
          square += centres[c][i] * centres[c][i];
        }
        spread[c] = SCATTER * Math.sqrt(square / inputs);
      }
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < first.outputs(); j++) {
          theta[first.index(i, j)] = centres[j % 2][i] + spread[j % 2] * normal.sample();
        }
      }
      return theta;
    }
  }

  /**
   * He, then the identity is subtracted from every square hidden layer after the first, so that a
   * block {@code relu(W h) + h} begins, to first order, as a plain layer {@code relu((W + I) h)}
   * would: it takes the identity skip's effect on the start away and leaves its effect on the
   * landscape.
   */
  private record IdentitySubtracted() implements Initialization {

    @Override
    public String name() {
      return "identity-subtracted";
    }

    @Override
    public String definition() {
      return "he, minus the identity in every square hidden layer after the first";
    }

    @Override
    public double[] draw(Network network, UniformRandomProvider random) {
      double[] theta = named("he").draw(network, random);
      DenseLayer first = network.layers().get(0);
      for (DenseLayer layer : network.layers()) {
        boolean square = layer.inputs() == layer.outputs();
        if (layer.role() == DenseLayer.Role.HIDDEN && square && !layer.equals(first)) {
          for (int i = 0; i < layer.inputs(); i++) {
            theta[layer.index(i, i)] -= 1;
          }
        }
      }
      return theta;
    }
  }

  /**
   * The deepest local minimum that a search over cells finds for the plain two-layer network of the
   * same width, with further layers that do nothing; the two-layer network of clustered where it
   * finds none. It need not be a minimum of the larger network, so training goes on from there.
   * What is drawn is he, for layers that are not read.
   */
  private record Lifted() implements Initialization {

    @Override
    public String name() {
      return "lifted";
    }

    @Override
    public String definition() {
      return "the deepest minimum found for two layers, with further layers that do nothing";
    }

    @Override
    public Optional<Initialization> lifted() {
      return Optional.of(named("clustered"));
    }

    @Override
    public double[] draw(Network network, UniformRandomProvider random) {
      return named("he").draw(network, random);
    }
  }
}
