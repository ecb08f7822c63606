package io.shallows.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.singularity.SingularityProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearSingularTest {

  private static SingularityProfile profile(String initialization, int depth) {
    Network network =
        NetworkFamilies.named("orhan-residual").build(new NetworkShape(4, depth, 3, 1, false));
    double[] x = new double[30];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 - 3;
    }
    EmpiricalLoss loss =
        EmpiricalLoss.of(
            network, new Dataset(10, 3, 1, x, new double[10]), OutputLosses.named("squared"));
    return SingularityProfile.of(
        loss,
        Initializations.named(initialization)
            .draw(network, new RandomStreams(3).uniform("near", "test")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void startsAreWhereTheirNamesSay(int depth) {
    double[] overlap = profile("near-overlap", depth).layers("overlap", "mean_max").orElseThrow();
    double[] norm =
        profile("near-elimination", depth).layers("elimination", "incoming_min").orElseThrow();
    double[] usual = profile("glorot", depth).layers("elimination", "incoming_min").orElseThrow();
    for (int l = 0; l <= depth; l++) {
      boolean singular = depth == 0 || l > 0;
      int layer = l;
      assertEquals(singular, overlap[l] > 0.999, () -> "overlap " + overlap[layer]);
      assertTrue(!singular || norm[l] < 0.03, () -> "norm " + norm[layer]);
      assertEquals(!singular, norm[l] == usual[l]);
    }
  }
}
