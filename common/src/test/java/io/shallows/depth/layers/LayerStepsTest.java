package io.shallows.depth.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.NodeValues;
import io.shallows.network.LinearHeads;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerStepsTest {

  private static final double ANY = Double.POSITIVE_INFINITY;

  private final Random random = new Random(8);
  private final Dataset data =
      new Dataset(
          20, 3, 1, random.doubles(60, -1, 1).toArray(), random.doubles(20, -1, 1).toArray());

  @ParameterizedTest
  @CsvSource({"plain, 0", "plain, 2", "long-skip, 2", "residual, 2", "linear-skip, 0"})
  void everyStateHasTheBitsOfItsParameters(String family, int depth) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(5, depth, 3, 1));
    NodeValues from = any(network);
    NodeValues to = any(network);
    NodeValues other = from.moved(withHeads(network, from, any(network)));
    LayerSteps.Ways ways = new LayerSteps(network).ways(from, to);

    List<List<NodeValues>> all =
        List.of(
            ways.up(ANY),
            ways.upFrom(other, ANY),
            ways.down(false, ANY),
            ways.down(true, ANY),
            ways.up(ANY));

    for (List<NodeValues> way : all) {
      assertEquals(new LayerSteps(network).size(), way.size() - 1);
      assertArrayEquals(to.theta(), way.get(way.size() - 1).theta());
      for (int k = 0; k < way.size(); k++) {
        NodeValues state = way.get(k);
        NodeValues anew = NodeValues.at(network, data, state.theta());
        assertEquals(anew.loss(), state.loss());
        for (int v = 0; v < network.nodes().size(); v++) {
          assertArrayEquals(anew.of(v), state.of(v));
        }
        assertTrue(
            k == 0 || SegmentMaximum.isLayerMove(network, way.get(k - 1).theta(), state.theta()));
      }
    }
    assertArrayEquals(other.theta(), all.get(1).get(0).theta());
    assertArrayEquals(withHeads(network, from, to), all.get(3).get(1).theta());
  }

  @Test
  void aStateAboveTheLimitLeavesNoWay() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(5, 1, 3, 1));
    NodeValues from = any(network);
    NodeValues to = any(network);
    LayerSteps.Ways ways = new LayerSteps(network).ways(from, to);
    double top = ways.up(ANY).stream().skip(1).mapToDouble(NodeValues::loss).max().orElseThrow();

    assertEquals(ways.up(ANY).size(), ways.up(top).size());
    assertEquals(List.of(), ways.up(Math.nextDown(top)));
  }

  @Test
  void whatDoesNotMoveIsNoStep() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(5, 2, 3, 1));
    NodeValues from = any(network);
    double[] theta = from.theta().clone();
    theta[network.layers().get(1).offset()] += 1;
    NodeValues to = from.moved(theta);
    LayerSteps.Ways ways = new LayerSteps(network).ways(from, to);

    assertEquals(List.of(from, to), ways.up(ANY));
    assertEquals(List.of(from, to), ways.down(true, ANY));
    assertEquals(List.of(from), new LayerSteps(network).between(from, from));
  }

  private NodeValues any(Network network) {
    return NodeValues.at(network, data, random.doubles(network.parameterCount(), -1, 1).toArray());
  }

  private static double[] withHeads(Network network, NodeValues state, NodeValues other) {
    LinearHeads heads = LinearHeads.of(network);
    double[] theta = state.theta().clone();
    heads.set(theta, heads.weights(other.theta()));
    return theta;
  }
}
