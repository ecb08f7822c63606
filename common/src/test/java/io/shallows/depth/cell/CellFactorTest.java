package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Features that are all but dependent. */
class CellFactorTest {

  /**
   * Three inputs a, a + spread b and b + spread c: each differs by the spread from what those
   * before it span, and the first and third together all but span the second, to the spread's
   * square.
   */
  private static Dataset narrow(double spread) {
    int samples = 16;
    RandomLandscapes random = new RandomLandscapes(11);
    double[] a = random.vector(samples);
    double[] b = random.vector(samples);
    double[] c = random.vector(samples);
    double[] x = new double[3 * samples];
    for (int s = 0; s < samples; s++) {
      x[3 * s] = 1 + Math.abs(a[s]);
      x[3 * s + 1] = x[3 * s] + spread * b[s];
      x[3 * s + 2] = b[s] + spread * c[s];
    }
    return new Dataset(samples, 3, 1, x, random.vector(samples));
  }

  /**
   * The bound of a program speaks of all vectors that its check finds possible, on both sides of
   * where directions count as flat and columns as dependent, and in between, where J is short along
   * a direction although no column depends on those before it.
   */
  @Test
  void boundsSpeakOfAllVectorsOfAllButDependentFeatures() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(3, 0, 3, 1));
    int between = 0;
    for (double spread = 1e-9; spread < 0.1; spread *= 1.5) {
      Dataset data = narrow(spread);
      Landscape landscape = new Landscape(data, false);
      UnitCell on = landscape.cellOf(new double[] {1, 0, 0}, 0, 1);
      UnitCell some = landscape.cellOf(new double[] {0, 0, 1}, 0, -1);
      for (List<UnitCell> units : List.of(List.of(on), List.of(on, some))) {
        NetworkCell cell = NetworkCell.of(landscape, units);
        CellFactor factor = new CellFactor(landscape, cell);
        double[] regular = rows(factor, cell.size(), landscape.inputs());
        double[] lengths = factor.lengths();
        if (factor.flat().length == 0) {
          assertArrayEquals(regular, lengths);
        }
        for (int k = 0; k < lengths.length; k++) {
          assertTrue(lengths[k] >= regular[k]);
          between += lengths[k] > 10 * regular[k] ? 1 : 0;
        }
        CellCertificate certificate = new CellProgram(landscape, cell, List.of()).certificate();
        FloodCut cut = new FloodCut(-1, 1, List.of(certificate), List.of());
        List<CellFloodVerification.Fault> faults =
            CellFloodVerification.faults(network, data, new double[12], 0, cut).stream()
                .filter(fault -> fault.what().contains("does not speak of all its points"))
                .toList();
        assertEquals(List.of(), faults, "spread " + spread);
      }
    }
    assertTrue(between > 4, between + " units between the two");
  }

  private static double[] rows(CellFactor factor, int units, int d) {
    double[] lengths = new double[units];
    int p = units * d;
    for (int k = 0; k < units; k++) {
      double square = 0;
      for (int j = k * d * p; j < (k + 1) * d * p; j++) {
        square += factor.back()[j] * factor.back()[j];
      }
      lengths[k] = Math.sqrt(square);
    }
    return lengths;
  }
}
