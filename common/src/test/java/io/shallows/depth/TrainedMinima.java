package io.shallows.depth;

import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/** Teacher problems, their references and trained networks, for tests of depths. */
public final class TrainedMinima {

  private static final long ROOT = 77;

  final Dataset data;
  public final List<Reference> references;
  private final String problem;

  public TrainedMinima(int inputDimension, int samples, int teacherWidth, List<Integer> widths) {
    problem = "teacher-" + inputDimension + "-" + samples + "-" + teacherWidth;
    data = teacher(inputDimension, samples, teacherWidth);
    references =
        new ReferenceSearch(
                data,
                new RandomStreams(ROOT),
                problem,
                Optimizers.named("levenberg-marquardt"),
                new TrainingLimits(1e-8, 1e-14, 200, 1000),
                4)
            .search(widths, List.of(), Deadline.never());
  }

  private Dataset teacher(int n, int samples, int width) {
    UniformRandomProvider random = new RandomStreams(ROOT).uniform(problem, "data");
    ContinuousSampler normal = RandomStreams.gaussian(random);
    double[] w = new double[(n + 1) * width];
    double[] a = new double[width];
    for (int i = 0; i < w.length; i++) {
      w[i] = normal.sample();
    }
    for (int i = 0; i < width; i++) {
      a[i] = normal.sample();
    }
    double[] x = new double[samples * (n + 1)];
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < n; i++) {
        x[s * (n + 1) + i] = normal.sample();
      }
      x[s * (n + 1) + n] = 1;
      for (int j = 0; j < width; j++) {
        double z = 0;
        for (int i = 0; i <= n; i++) {
          z += x[s * (n + 1) + i] * w[i * width + j];
        }
        y[s] += a[j] * Math.max(0, z);
      }
    }
    return new Dataset(samples, n + 1, 1, x, y);
  }

  public EmpiricalLoss loss(String family, int width, int depth) {
    Network network =
        NetworkFamilies.named(family).build(new NetworkShape(width, depth, data.inputs(), 1));
    return EmpiricalLoss.of(network, data);
  }

  /** Where training from one start ends: a minimum, or close to one. */
  public double[] minimum(EmpiricalLoss loss, String initialization, int seed) {
    double[] start =
        Initializations.named(initialization)
            .draw(
                loss.network(),
                new RandomStreams(ROOT)
                    .uniform(
                        problem + loss.network().family() + loss.network().shape(),
                        initialization + seed));
    return Optimizers.named("levenberg-marquardt")
        .minimize(loss, start, new TrainingLimits(1e-7, 1e-14, 150, 1000), Deadline.never())
        .theta();
  }

  /** The reference of a width. */
  Reference reference(int width) {
    return references.stream().filter(r -> r.width() == width).findFirst().orElseThrow();
  }
}
