package io.shallows.depth.atlas;

import io.shallows.depth.cell.Landscape;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.random.RandomStreams;
import io.shallows.trial.SweepVocabulary;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/** Data for tests of atlases. */
final class AtlasProblems {

  private AtlasProblems() {}

  /** Normal inputs with a constant, normal targets. */
  static Dataset random(int samples, int inputs, long seed) {
    UniformRandomProvider random = new RandomStreams(seed).uniform("atlas", "data");
    ContinuousSampler normal = RandomStreams.gaussian(random);
    double[] x = new double[samples * (inputs + 1)];
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      for (int c = 0; c < inputs; c++) {
        x[s * (inputs + 1) + c] = normal.sample();
      }
      x[s * (inputs + 1) + inputs] = 1;
      y[s] = normal.sample();
    }
    return new Dataset(samples, inputs + 1, 1, x, y);
  }

  /** The trap of a width, as specs name it. */
  static Dataset trap(int hinges) {
    return Problem.of(
            SweepVocabulary.reader()
                .read(
                    "apiVersion: shallows/v1\ngrid: {networkDepth: 0, inputDimension: 1}\n"
                        + "problem: {kind: trap, hinges: "
                        + hinges
                        + "}\n",
                    "spec.yaml",
                    List.of()),
            0,
            1)
        .dataset(TableSource.none())
        .orElseThrow();
  }

  static Arrangement arrangement(Dataset data, boolean freeSkip) {
    return new Arrangement(new Landscape(data, freeSkip));
  }

  static Atlas atlas(Dataset data, boolean freeSkip, int width) {
    return Atlas.of(arrangement(data, freeSkip), width, 5_000_000);
  }
}
