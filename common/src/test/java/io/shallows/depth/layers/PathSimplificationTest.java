package io.shallows.depth.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths lose vertices, never height. */
class PathSimplificationTest {

  @ParameterizedTest
  @CsvSource({"plain, 0", "plain, 2", "long-skip, 1", "residual, 2"})
  void fewerVerticesReachTheSameEndNoHigher(String family, int depth) {
    Random random = new Random(5);
    double[] x = random.doubles(40 * 3, -1, 1).toArray();
    for (int s = 0; s < 40; s++) {
      x[3 * s + 2] = 1;
    }
    Dataset data = new Dataset(40, 3, 1, x, random.doubles(40, -1, 1).toArray());
    EmpiricalLoss loss =
        EmpiricalLoss.of(
            NetworkFamilies.named(family).build(new NetworkShape(5, depth, 3, 1)), data);
    int p = loss.network().parameterCount();
    double[] a = random.doubles(p, -1, 1).toArray();
    double[] b = random.doubles(p, -1, 1).toArray();
    LayerSteps steps = new LayerSteps(loss.network());
    List<NodeValues> states = new ArrayList<>();
    NodeValues now = NodeValues.at(loss.network(), data, a);
    states.add(now);
    for (int k = 1; k <= 64; k++) {
      NodeValues next = NodeValues.at(loss.network(), data, Images.between(a, b, k / 64.0));
      List<NodeValues> moves = steps.between(now, next);
      states.addAll(moves.subList(1, moves.size()));
      now = states.get(states.size() - 1);
    }
    PathCertifier certifier = new PathCertifier(loss);
    Path path = new Path(states.stream().map(NodeValues::theta).toList());
    CertifiedPath given = new CertifiedPath("test", path, certifier.certify(path));

    CertifiedPath simple = new PathSimplification(loss).simplified(given);

    assertTrue(simple.path().size() <= path.size() / 2, simple.path().size() + " vertices");
    assertTrue(simple.certificate().maximum() <= given.certificate().maximum());
    assertArrayEquals(path.at(0), simple.path().at(0));
    assertArrayEquals(path.at(path.size() - 1), simple.path().at(simple.path().size() - 1));
    assertEquals(
        certifier.certify(simple.path()).maximum(),
        simple.certificate().maximum(),
        1e-12 * simple.certificate().maximum());
    assertEquals(
        List.of(),
        PathVerification.differences(
            loss.network(), data, simple.path(), simple.certificate().segmentMaxima()));
  }
}
