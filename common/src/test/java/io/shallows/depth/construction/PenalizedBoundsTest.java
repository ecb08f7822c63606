package io.shallows.depth.construction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bounds and exact zeros under a penalty of units hold on the paths of their proofs, on random
 * networks, which are no minima: no proof asks for one.
 */
class PenalizedBoundsTest {

  private static final RandomStreams STREAMS = new RandomStreams(7);

  private static ContinuousSampler normal(String name) {
    return RandomStreams.gaussian(STREAMS.uniform("penalized", name));
  }

  private static Dataset data(int inputs, int samples, int seed) {
    ContinuousSampler normal = normal("data " + inputs + " " + samples + " " + seed);
    double[] x = new double[samples * (inputs + 1)];
    double[] y = new double[samples];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % (inputs + 1) == inputs ? 1 : normal.sample();
    }
    for (int s = 0; s < samples; s++) {
      y[s] = 0.2 * normal.sample();
    }
    return new Dataset(samples, inputs + 1, 1, x, y);
  }

  private static PenalizedLoss loss(String family, int width, Dataset data, double kappa) {
    Network network =
        NetworkFamilies.named(family).build(new NetworkShape(width, 0, data.inputs(), 1));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    return new PenalizedLoss(loss, new UnitPenalty(network, kappa));
  }

  private static double[] theta(PenalizedLoss loss, int seed) {
    ContinuousSampler normal = normal("start " + loss.loss().network() + seed);
    double[] theta = new double[loss.dimension()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = normal.sample();
    }
    return theta;
  }

  /** A small network of so many units whose sum is below that of any start here. */
  private static TwoLayerTarget target(Dataset data, int units, double kappa) {
    PenalizedLoss small = loss("plain", units, data, kappa);
    double[] theta = theta(small, 0);
    for (int i = 0; i < theta.length; i++) {
      theta[i] *= 0.02;
    }
    double level = new PenalizedMaximum(small).value(theta);
    return new TwoLayerTarget(small.loss().network(), theta, level);
  }

  private static double sampled(PenalizedLoss loss, Path path) {
    double most = 0;
    for (int k = 1; k < path.size(); k++) {
      double[] a = path.at(k - 1);
      double[] b = path.at(k);
      for (int t = 0; t <= 60; t++) {
        double[] at = a.clone();
        for (int i = 0; i < at.length; i++) {
          at[i] += t / 60.0 * (b[i] - a[i]);
        }
        most = Math.max(most, loss.value(at));
      }
    }
    return most;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "linear-skip"})
  void noPathOfAProofClimbsAboveItsBound(String family) {
    Map<String, Integer> seen = new TreeMap<>();
    for (double kappa : new double[] {1e-4, 0.02, 0.5}) {
      for (int width : new int[] {6, 12}) {
        for (int units : new int[] {1, 3}) {
          for (int seed = 0; seed < 5; seed++) {
            Dataset data = data(2, 20, seed);
            TwoLayerTarget target = target(data, units, kappa);
            PenalizedLoss loss = loss(family, width, data, kappa);
            NodeValues start = NodeValues.at(loss.loss().network(), data, theta(loss, seed));
            ChannelLayout layout = ChannelLayout.of(loss.loss().network()).orElseThrow();
            PenalizedMaximum maximum = new PenalizedMaximum(loss);
            double value = maximum.value(start.theta());
            for (Freeings.BoundedPath found :
                Freeings.penalized(loss.penalty(), start, layout, target, maximum)) {
              holds(loss, value, found.bound(), found.path(), target.level());
              seen.merge(found.bound().kind(), 1, Integer::sum);
            }
            UnitGeometry geometry = new UnitGeometry(start, layout);
            List<Cluster> clusters = ExplicitBound.clusters(geometry, units);
            DepthBound merged =
                new DepthBound(ExplicitBound.of(start, clusters, units).value(), DepthBound.MERGE);
            CertifiedPath merge =
                MergePath.find(start, layout, geometry, clusters, target, maximum).orElseThrow();
            holds(loss, value, merged, merge, target.level());
            seen.merge(DepthBound.MERGE, 1, Integer::sum);
            CertifiedPath refit =
                PenalizedRefit.find(loss, start, layout, target, maximum).orElseThrow();
            assertTrue(refit.certificate().reaches(target.level()));
            assertEquals(
                sampled(loss, refit.path()),
                refit.certificate().maximum(),
                1e-6 * refit.certificate().maximum(),
                "largest at a vertex");
          }
        }
      }
    }
    assertEquals(Map.of("merge", 60, "path-norm", 60, "sampling", 60), seen);
  }

  /** The freeings alone, from networks that fit their data, which nothing can leave for free. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "linear-skip"})
  void freeingsOfGoodFitsClimbAndStayBelowTheirBounds(String family) {
    Map<String, Integer> near = new TreeMap<>();
    int dear = 0;
    for (double kappa : new double[] {1e-4, 0.02, 0.5}) {
      for (int seed = 0; seed < 20; seed++) {
        Dataset noise = data(2, 24, seed);
        PenalizedLoss any = loss(family, 9, noise, kappa);
        double[] theta = theta(any, seed);
        for (int k = 0; k < 9; k++) {
          theta[any.penalty().units().head().index(k, 0)] *= Math.pow(3, k % 4 - 2);
        }
        double[] f =
            NodeValues.at(any.loss().network(), noise, theta)
                .of(any.loss().network().nodes().size() - 1);
        double[] y = new double[24];
        for (int s = 0; s < y.length; s++) {
          y[s] = f[s] + noise.y(s, 0);
        }
        Dataset data = new Dataset(24, noise.inputs(), 1, noise.x(), y);
        PenalizedLoss loss = loss(family, 9, data, kappa);
        NodeValues start = NodeValues.at(loss.loss().network(), data, theta);
        ChannelLayout layout = ChannelLayout.of(loss.loss().network()).orElseThrow();
        Optional<UnitPenalty> penalty = Optional.of(loss.penalty());
        for (Freeing freeing : List.of(new SampledFreeing(penalty), new ReadFreeing(penalty))) {
          Freeing.Freed freed = freeing.free(start, layout, 2).orElseThrow();
          double climb = loss.value(freed.path().theta()) - loss.value(theta);
          double bound = freed.bound().value();
          assertTrue(climb <= bound + 1e-12 * loss.value(theta), climb + " is above " + bound);
          near.merge(freeing.name(), climb > 0.3 * bound ? 1 : 0, Integer::sum);
        }
        Freeing.Freed blind =
            new SampledFreeing(Optional.empty()).free(start, layout, 2).orElseThrow();
        dear +=
            loss.value(blind.path().theta()) - loss.value(theta) > blind.bound().value() ? 1 : 0;
      }
    }
    assertTrue(near.values().stream().allMatch(count -> count > 0), near.toString());
    assertTrue(dear > 0, "a choice that does not see the penalty keeps the bound");
  }

  private static void holds(
      PenalizedLoss loss, double start, DepthBound bound, CertifiedPath path, double level) {
    String which = loss.loss().network() + " kappa " + loss.penalty().kappa() + " " + bound;
    assertTrue(path.certificate().reaches(level), which);
    double climb = path.barrier();
    assertTrue(climb <= bound.value() * (1 + 1e-12) + path.certificate().floor(), which + climb);
    assertTrue(sampled(loss, path.path()) <= path.certificate().maximum() * (1 + 1e-13), which);
    assertEquals(start, path.certificate().start(), 1e-13 * start);
  }

  /**
   * {@code m >= N + k}: along null spaces of the features, in the direction in which the weighted
   * sum of |b_k| does not rise, all but N units lose their heads, and E never climbs.
   */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "linear-skip"})
  void asManyUnitsAsThereAreMoreThanSamplesLeaveAtNoCost(String family) {
    for (int seed = 0; seed < 10; seed++) {
      int samples = 5;
      int width = 9;
      Dataset data = data(1, samples, seed);
      PenalizedLoss loss = loss(family, width, data, 0.1);
      ChannelLayout layout = ChannelLayout.of(loss.loss().network()).orElseThrow();
      assertTrue(ExactZero.roomy(layout, data, width - samples));
      assertTrue(!ExactZero.roomy(layout, data, width - samples + 1));
      double[] theta = theta(loss, seed);
      double start = loss.value(theta);
      int free = 0;
      for (int k = 0; k < width; k++) {
        free += loss.penalty().size(theta, k) == 0 ? 1 : 0;
      }
      while (free < width - samples) {
        double[] null1 = NullSpaces.ofHead(loss, theta);
        double[] next = NullSpaces.untilAUnitIsZero(loss, theta, null1);
        double climb = new PenalizedMaximum(loss).between(theta, next).upper() - loss.value(theta);
        assertTrue(climb <= 1e-9 * start, "climbs " + climb);
        theta = next;
        free++;
      }
      assertTrue(loss.value(theta) <= start * (1 + 1e-9));
    }
  }

  /** Where the head is at its best along its own ray, as at every minimum, P is bounded. */
  @Test
  void thePathNormOfAMinimumIsBoundedWhateverItsWidth() {
    for (int width : new int[] {4, 16, 64}) {
      for (int seed = 0; seed < 10; seed++) {
        Dataset data = data(2, 30, seed);
        double kappa = 0.01;
        PenalizedLoss loss = loss("plain", width, data, kappa);
        double[] theta = theta(loss, seed);
        NodeValues at = NodeValues.at(loss.loss().network(), data, theta);
        double[] f = at.of(loss.loss().network().nodes().size() - 1);
        double ff = 0;
        double fy = 0;
        double yy = 0;
        for (int s = 0; s < f.length; s++) {
          ff += f[s] * f[s] / f.length;
          fy += f[s] * data.y(s, 0) / f.length;
          yy += data.y(s, 0) * data.y(s, 0) / f.length;
        }
        // d/dt of |t f - y|^2 / N + t kappa S is 0
        double scale = Math.max(0, (fy - 0.5 * loss.penalty().value(theta)) / ff);
        for (int k = 0; k < width; k++) {
          theta[loss.penalty().units().head().index(k, 0)] *= scale;
        }
        NodeValues best = NodeValues.at(loss.loss().network(), data, theta);
        double sigma =
            UnitGeometry.spectralNorm(data.samples(), data.inputs(), data.x())
                / Math.sqrt(data.samples());
        double norm = ChannelMass.pathNorm(best);
        double most = sigma * (loss.value(theta) - best.loss()) / kappa;
        assertTrue(loss.value(theta) <= yy * (1 + 1e-12));
        assertTrue(norm <= most * (1 + 1e-12) + 1e-12, norm + " is above " + most);
        assertTrue(norm <= sigma * yy / kappa);
      }
    }
  }
}
