package io.shallows.depth.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.network.DenseLayer;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast sweep against the slow one, against dense sampling, and where it must refuse. */
class SegmentMaximumTest {

  private static final long SEED = 5150;

  record Case(Network network, Dataset data, Path segment, String moved) {
    double[] from() {
      return segment.at(0);
    }

    double[] to() {
      return segment.at(1);
    }

    @Override
    public String toString() {
      return network + " moving " + moved;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    for (String family : NetworkFamilies.names()) {
      for (int depth : new int[] {0, 1, 2, 3}) {
        for (int outputs : new int[] {1, 2}) {
          Network network =
              NetworkFamilies.named(family).build(new NetworkShape(6, depth, 3, outputs));
          Dataset data = data(random, 17, 3, outputs);
          for (DenseLayer layer : network.layers()) {
            double[] from = Initializations.named("glorot").draw(network, random);
            double[] to = from.clone();
            for (int i = layer.offset(); i < layer.offset() + layer.size(); i++) {
              to[i] += 4 * random.nextDouble() - 2;
            }
            cases.add(new Case(network, data, new Path(List.of(from, to)), layer.name()));
          }
        }
      }
      Network committee = NetworkFamilies.named(family).build(new NetworkShape(6, 1, 3, 1, true));
      double[] from = Initializations.named("he").draw(committee, random);
      double[] to = from.clone();
      DenseLayer first = committee.layers().get(0);
      for (int i = 0; i < first.size(); i++) {
        to[i] = -to[i] + random.nextDouble();
      }
      cases.add(
          new Case(
              committee, data(random, 17, 3, 1), new Path(List.of(from, to)), "W0 of a committee"));
    }
    return cases;
  }

  static Dataset data(UniformRandomProvider random, int samples, int inputs, int outputs) {
    double[] x = random.doubles((long) samples * inputs, -1, 1).toArray();
    for (int s = 0; s < samples; s++) {
      x[s * inputs + inputs - 1] = 1;
    }
    return new Dataset(
        samples, inputs, outputs, x, random.doubles((long) samples * outputs, -1, 1).toArray());
  }

  private static double at(Case c, double t) {
    double[] theta = c.from().clone();
    for (int i = 0; i < theta.length; i++) {
      theta[i] += t * (c.to()[i] - theta[i]);
    }
    return NodeValues.at(c.network(), c.data(), theta).loss();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fastEqualsSlowAndBoundsSamples(Case c) {
    SegmentBound fast = new SegmentMaximum(c.network(), c.data()).between(c.from(), c.to());
    double slow = SampledPieces.largest(c.network(), c.data(), c.from(), c.to());
    assertEquals(slow, fast.evaluated(), 1e-12 * slow);
    assertTrue(fast.upper() >= slow, "upper bound below the slow maximum");
    assertTrue(
        fast.upper() - fast.evaluated() < 1e-9 * (1 + slow), "the bound of rounding is loose");
    assertEquals(fast.evaluated(), at(c, fast.time()), 1e-14 * slow);
    for (int i = 0; i <= 2000; i++) {
      assertTrue(at(c, i / 2000.0) <= fast.upper(), "sample " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reversedMoveHasTheSameMaximum(Case c) {
    SegmentMaximum maximum = new SegmentMaximum(c.network(), c.data());
    double there = maximum.between(c.from(), c.to()).evaluated();
    double back = maximum.between(c.to(), c.from()).evaluated();
    assertEquals(there, back, 1e-11 * there);
  }

  @Test
  void hundredThousandSamplesNeverExceedIt() {
    List<Case> cases = cases();
    for (int k : new int[] {3, 12, 40, 60}) {
      Case c = cases.get(k);
      SegmentBound segment = new SegmentMaximum(c.network(), c.data()).between(c.from(), c.to());
      double sampled = 0;
      for (int i = 0; i <= 100_000; i++) {
        sampled = Math.max(sampled, at(c, i / 100_000.0));
      }
      assertTrue(
          sampled <= segment.upper(), c + ": sampled " + sampled + " above " + segment.upper());
      assertEquals(segment.upper(), sampled, 1e-3 * segment.upper(), c.toString());
    }
  }

  @Test
  void headsThatSharePathsWithNoOtherMayMoveTogether() {
    Network network = NetworkFamilies.named("long-skip").build(new NetworkShape(4, 2, 2, 1));
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED + 1);
    Dataset data = data(random, 9, 2, 1);
    double[] from = Initializations.named("he").draw(network, random);
    double[] heads = from.clone();
    double[] chain = from.clone();
    for (String name : List.of("A", "B")) {
      heads[network.layer(name).offset()] += 1;
    }
    for (String name : List.of("A", "W1")) {
      chain[network.layer(name).offset()] += 1;
    }
    assertTrue(SegmentMaximum.isLayerMove(network, from, heads));
    assertTrue(SegmentMaximum.isLayerMove(network, from, chain));
    double slow = SampledPieces.largest(network, data, from, chain);
    assertEquals(slow, new SegmentMaximum(network, data).between(from, chain).evaluated(), 1e-13);
  }

  @Test
  void movesOfTwoLayersOnOnePathAreRefused() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(4, 1, 2, 1));
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED + 2);
    Dataset data = data(random, 9, 2, 1);
    double[] from = Initializations.named("he").draw(network, random);
    double[] to = from.clone();
    to[network.layer("W0").offset()] += 1;
    to[network.layer("A").offset()] += 1;
    SegmentMaximum maximum = new SegmentMaximum(network, data);
    assertThrows(IllegalArgumentException.class, () -> maximum.between(from, to));
  }

  @Test
  void movedValuesEqualFreshOnesBitForBit() {
    for (Case c : cases()) {
      NodeValues moved = NodeValues.at(c.network(), c.data(), c.from()).moved(c.to());
      assertEquals(
          NodeValues.at(c.network(), c.data(), c.to()).loss(), moved.loss(), 0, c.toString());
    }
  }
}
