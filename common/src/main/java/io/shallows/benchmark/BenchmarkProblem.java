package io.shallows.benchmark;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * What is trained: the residual network of a shape on normal inputs with the targets of a two-layer
 * relu teacher of 8 units, from He starts.
 */
public final class BenchmarkProblem {
  private static final int TEACHER_WIDTH = 8;
  private static final RandomStreams STREAMS = new RandomStreams(7);

  private final BenchmarkShape shape;
  private final Network network;
  private final Dataset data;

  public BenchmarkProblem(BenchmarkShape shape) {
    this.shape = shape;
    this.network =
        NetworkFamilies.named("residual")
            .build(new NetworkShape(shape.width(), shape.networkDepth(), shape.inputs(), 1));
    this.data = teacherData(shape.inputs(), shape.samples());
  }

  private static Dataset teacherData(int n, int samples) {
    ContinuousSampler normal = STREAMS.gaussian("benchmark", "data");
    double[] x = new double[samples * n];
    for (int i = 0; i < x.length; i++) {
      x[i] = normal.sample();
    }
    double[] units = new double[TEACHER_WIDTH * n];
    for (int i = 0; i < units.length; i++) {
      units[i] = normal.sample() / Math.sqrt(n);
    }
    double[] y = new double[samples];
    for (int u = 0; u < TEACHER_WIDTH; u++) {
      double head = normal.sample() / Math.sqrt(TEACHER_WIDTH);
      for (int s = 0; s < samples; s++) {
        double z = 0;
        for (int i = 0; i < n; i++) {
          z += units[u * n + i] * x[s * n + i];
        }
        y[s] += head * Math.max(0, z);
      }
    }
    return new Dataset(samples, n, 1, x, y);
  }

  public BenchmarkShape shape() {
    return shape;
  }

  /** A new loss with its own buffers. */
  public EmpiricalLoss loss() {
    return EmpiricalLoss.of(network, data);
  }

  /** The start of this number. */
  public double[] start(int number) {
    return Initializations.named("he")
        .draw(network, STREAMS.uniform(shape + " start " + number, "initialization"));
  }
}
