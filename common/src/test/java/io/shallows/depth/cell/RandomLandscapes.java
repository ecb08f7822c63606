package io.shallows.depth.cell;

import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/** Normal data with a constant input, and cells of random units, for tests. */
final class RandomLandscapes {

  private final UniformRandomProvider random;
  private final ContinuousSampler normal;

  RandomLandscapes(long seed) {
    random = new RandomStreams(seed).uniform("landscape", "data");
    normal = RandomStreams.gaussian(random);
  }

  Dataset data(int samples, int inputDimension) {
    int d = inputDimension + 1;
    double[] x = new double[samples * d];
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      for (int c = 0; c < inputDimension; c++) {
        x[s * d + c] = normal.sample();
      }
      x[s * d + inputDimension] = 1;
      y[s] = normal.sample();
    }
    return new Dataset(samples, d, 1, x, y);
  }

  double[] vector(int length) {
    double[] v = new double[length];
    for (int i = 0; i < length; i++) {
      v[i] = normal.sample();
    }
    return v;
  }

  int sign() {
    return random.nextBoolean() ? 1 : -1;
  }

  NetworkCell cell(Landscape landscape, int width) {
    List<UnitCell> units = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      units.add(landscape.cellOf(vector(landscape.inputs()), 0, sign()));
    }
    return NetworkCell.of(landscape, units);
  }
}
