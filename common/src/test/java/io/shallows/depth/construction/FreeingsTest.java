package io.shallows.depth.construction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.layers.PathSimplification;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.loss.EmpiricalLoss;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds that are proven hold on the paths of their proofs, on random networks of every family. */
class FreeingsTest {

  private static final RandomStreams STREAMS = new RandomStreams(5);

  /** Data that a two-layer network of few units fits, and that network. */
  private record Problem(Dataset data, TwoLayerTarget target) {
    static Problem of(int inputs, int samples, int outputs, int units) {
      ContinuousSampler normal =
          RandomStreams.gaussian(STREAMS.uniform("problem", inputs + "," + samples));
      double[] x = new double[samples * (inputs + 1)];
      for (int i = 0; i < x.length; i++) {
        x[i] = i % (inputs + 1) == inputs ? 1 : normal.sample();
      }
      Network teacher =
          NetworkFamilies.named("plain").build(new NetworkShape(units, 0, inputs + 1, outputs));
      double[] theta = new double[teacher.parameterCount()];
      for (int i = 0; i < theta.length; i++) {
        theta[i] = normal.sample();
      }
      Dataset raw = new Dataset(samples, inputs + 1, outputs, x, new double[samples * outputs]);
      double[] y = NodeValues.at(teacher, raw, theta).of(teacher.nodes().size() - 1);
      Dataset data = new Dataset(samples, inputs + 1, outputs, x, y);
      return new Problem(data, new TwoLayerTarget(teacher, theta, 0));
    }
  }

  private static NodeValues random(String family, int width, int depth, Problem problem, int seed) {
    Dataset data = problem.data;
    NetworkShape shape = new NetworkShape(width, depth, data.inputs(), data.outputs());
    Network network = NetworkFamilies.named(family).build(shape);
    ContinuousSampler normal =
        RandomStreams.gaussian(STREAMS.uniform("start", family + "," + seed));
    double[] theta = new double[network.parameterCount()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = normal.sample() / Math.sqrt(width);
    }
    return NodeValues.at(network, data, theta);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 0",
    "plain, 1",
    "plain, 3",
    "linear-skip, 0",
    "linear-skip, 2",
    "long-skip, 1",
    "long-skip, 2",
    "residual, 1",
    "residual, 3",
    "orhan-plain, 2",
    "orhan-residual, 2"
  })
  void noPathClimbsAboveItsBound(String family, int depth) {
    Map<String, Integer> seen = new TreeMap<>();
    for (int outputs : List.of(1, 2)) {
      for (int units : List.of(1, 3)) {
        Problem problem = Problem.of(2, 30, outputs, units);
        for (int width : List.of(4, 9, 24)) {
          for (int seed = 0; seed < 5; seed++) {
            NodeValues start = random(family, width, depth, problem, seed);
            EmpiricalLoss loss = EmpiricalLoss.of(start.network(), problem.data);
            ChannelLayout layout = ChannelLayout.of(start.network()).orElseThrow();
            double norm = ChannelMass.pathNorm(start);
            for (Freeings.BoundedPath found :
                Freeings.to(start, layout, problem.target, new PathCertifier(loss))) {
              String which = start.network() + " seed " + seed + " " + found.bound();
              CertifiedPath path = found.path();
              seen.merge(found.bound().kind(), 1, Integer::sum);
              assertEquals(found.bound().kind(), path.method());
              assertTrue(
                  path.barrier() <= found.bound().value() + path.certificate().floor(),
                  which + ": the path climbs " + path.barrier());
              assertTrue(path.certificate().reaches(0), which);
              if (found.bound().kind().equals("path-norm") && !family.startsWith("orhan")) {
                double most = (depth + 1) * units * norm / width * (1 + 1e-9);
                double coarse = 2 * Math.sqrt(start.loss()) * most + most * most;
                assertTrue(found.bound().value() <= coarse, which + " above " + coarse);
              }
            }
          }
        }
      }
    }
    boolean sampled = depth == 0 || family.equals("long-skip");
    assertEquals(sampled ? 2 : 1, seen.size(), seen.toString());
    assertTrue(seen.values().stream().allMatch(count -> count == 60), seen.toString());
  }

  @Test
  void thePathNormIsThatOfAllWaysAndOfNoScale() {
    Problem problem = Problem.of(1, 9, 1, 1);
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 1, 2, 1));
    // W0 = [[1, -2], [0, 1]], W1 = [[3, -1], [0, 2]], A = [-1, 4]
    double[] theta = {1, -2, 0, 1, 3, -1, 0, 2, -1, 4};
    double[] square = new double[2];
    for (int s = 0; s < 9; s++) {
      double x = problem.data.x(s, 0);
      square[0] += Math.pow(Math.max(0, x), 2);
      square[1] += Math.pow(Math.max(0, 1 - 2 * x), 2);
    }
    double expected =
        Math.sqrt(square[0] / 9) * (3 * 1 + 1 * 4) + Math.sqrt(square[1] / 9) * (2 * 4);
    double[] rescaled = {2, -2, 0, 1, 1.5, -0.5, 0, 2, -1, 4};
    for (double[] at : List.of(theta, rescaled)) {
      double norm = ChannelMass.pathNorm(NodeValues.at(network, problem.data, at));
      assertEquals(expected, norm, 1e-12 * expected);
    }
  }

  /** One of two equal units can leave and the other take its part: nothing varies. */
  @Test
  void twinsCostNothingToSample() {
    Problem problem = Problem.of(2, 30, 1, 1);
    NodeValues start = random("plain", 8, 0, problem, 1);
    double[] theta = start.theta().clone();
    for (int row = 0; row < 4; row++) {
      theta[row * 8 + 5] = theta[row * 8 + 2] *= row == 3 ? 1e-3 : 1;
    }
    NodeValues twins = NodeValues.at(start.network(), problem.data, theta);
    ChannelLayout layout = ChannelLayout.of(start.network()).orElseThrow();
    double sampled =
        new SampledFreeing(Optional.empty()).free(twins, layout, 1).orElseThrow().bound().value();
    double dropped =
        new ReadFreeing(Optional.empty()).free(twins, layout, 1).orElseThrow().bound().value();
    assertTrue(sampled <= 1e-9 * start.loss(), sampled + " of " + start.loss());
    assertTrue(dropped > 1e-6 * start.loss(), dropped + " of " + start.loss());
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 0, 8",
    "plain, 1, 8",
    "plain, 2, 8",
    "linear-skip, 1, 8",
    "long-skip, 1, 8",
    "residual, 1, 14",
    "residual, 2, 20",
    "orhan-plain, 2, 8"
  })
  void roomForABasisAndTheTargetLeavesNothingToClimb(String family, int depth, int width) {
    Problem problem = Problem.of(2, 6, 1, 2);
    for (int seed = 0; seed < 6; seed++) {
      NodeValues start = random(family, width, depth, problem, seed);
      EmpiricalLoss loss = EmpiricalLoss.of(start.network(), problem.data);
      ChannelLayout layout = ChannelLayout.of(start.network()).orElseThrow();
      assertTrue(ExactZero.roomy(layout, problem.data, 2));
      assertFalse(ExactZero.roomy(layout, problem.data, 3));
      PathCertifier certifier = new PathCertifier(loss);
      CertifiedPath path =
          RefitPath.find(start, layout, problem.target, certifier, new PathSimplification(loss))
              .orElseThrow();
      assertTrue(
          path.barrier() <= 1e-6 * start.loss() + path.certificate().floor(),
          start.network() + " seed " + seed + ": " + path.barrier() + " of " + start.loss());
    }
  }
}
