package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.CellFlood.ExactSides;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lower ends in the form that exact arithmetic decides; the checker itself is run elsewhere. */
class CutProofTest {

  private static double[] trained(EmpiricalLoss loss, RandomLandscapes random) {
    return Optimizers.named("levenberg-marquardt")
        .minimize(
            loss,
            random.vector(loss.network().parameterCount()),
            new TrainingLimits(1e-9, 1e-14, 300, 2000),
            Deadline.never())
        .theta();
  }

  /** A network of one unit on 12 samples. */
  private static EmpiricalLoss loss(String family, int inputDimension, RandomLandscapes random) {
    Dataset data = random.data(12, inputDimension);
    Network network = NetworkFamilies.named(family).build(new NetworkShape(1, 0, data.inputs(), 1));
    return EmpiricalLoss.of(network, data);
  }

  @ParameterizedTest
  @CsvSource({"plain, 1", "plain, 2", "linear-skip, 2", "long-skip, 3"})
  void aProofHasTheHeightOfTheFlood(String family, int inputDimension) {
    int proofs = 0;
    for (int seed = 0; seed < 12; seed++) {
      RandomLandscapes random = new RandomLandscapes(seed);
      EmpiricalLoss loss = loss(family, inputDimension, random);
      double[] theta = trained(loss, random);
      double start = loss.value(theta);
      CellFlood flood = CellFlood.of(loss.network(), loss.data()).orElseThrow();
      FloodResult result = flood.flood(theta, start, 0.99 * start, Double.POSITIVE_INFINITY, 1000);
      if (result.lower() > start * (1 + 1e-6)) {
        CutProof proof;
        try {
          proof = flood.prove(theta, start, result.level(), result.lower(), 5000);
        } catch (IllegalArgumentException refused) {
          assertTrue(refused.getMessage().contains("can cancel each other"), refused.toString());
          continue;
        }
        double climb = result.lower() - start;
        assertTrue(proof.height() <= result.lower(), "seed " + seed);
        assertTrue(proof.height() >= start + 0.989 * climb, "seed " + seed);
        for (CutProof.Cell cell : proof.cells()) {
          assertEquals(1, cell.units().size());
          assertTrue(cell.units().get(0).matches("[+-][01]{12}"), cell.units().toString());
          for (var walls : cell.dual().walls()) {
            assertEquals(loss.data().inputs(), new TreeSet<>(walls).size());
          }
        }
        proofs++;
      }
    }
    assertTrue(proofs >= 2, proofs + " proofs");
  }

  @Test
  void aUnitThatActsOnNoSampleHasNoProof() {
    RandomLandscapes random = new RandomLandscapes(3);
    EmpiricalLoss loss = loss("plain", 2, random);
    CellFlood flood = CellFlood.of(loss.network(), loss.data()).orElseThrow();
    double[] dead = {0, 0, -1, 1};
    double start = loss.value(dead);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> flood.prove(dead, start, 0.9 * start, 1.1 * start, 100));
    assertTrue(
        refused.getMessage().startsWith("of 1 units 1 act on no sample"), refused.toString());
  }

  @Test
  void samplesThatShareAPlaneByRoundingAloneAreRefused() {
    double[] x = {1, 3, 1.0 / 3, 1 + 0x1p-52, -1, 1};
    Dataset data = new Dataset(3, 2, 1, x, new double[] {1, 2, 3});
    Landscape landscape = new Landscape(data, false);
    assertEquals(2, landscape.planes());
    assertThrows(IllegalArgumentException.class, () -> new ExactSides(landscape));
  }
}
