package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.CellProgram.FrontierEntry;
import io.shallows.linalg.DualActiveSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellProgramTest {

  /** The last place of a multiplier over lengths of 1e5 along directions that change nothing. */
  private static final double ROUNDING = 1e-8;

  /**
   * A feasible point and multipliers whose bound is its loss prove each other optimal; on facets
   * too, whose value is above their bound, which is above that of the cell.
   */
  @ParameterizedTest
  @CsvSource({
    "20, 1, 3, false",
    "40, 2, 4, false",
    "30, 3, 3, false",
    "40, 4, 6, false",
    "25, 2, 4, true",
    "12, 2, 5, false",
    "9, 3, 4, false"
  })
  void programsProveThemselves(int samples, int inputDimension, int width, boolean skip) {
    int facets = 0;
    for (int seed = 0; seed < 12; seed++) {
      RandomLandscapes random = new RandomLandscapes(100 * samples + seed);
      Landscape landscape = new Landscape(random.data(samples, inputDimension), skip);
      NetworkCell cell = random.cell(landscape, width);
      CellProgram program = new CellProgram(landscape, cell, List.of());
      CellCertificate certificate = program.certificate();
      proven(landscape, certificate, "seed " + seed);
      assertEquals(
          certificate.value(),
          new CellProgram(landscape, cell, program.active()).certificate().value(),
          ROUNDING,
          "from its own active set");
      DualActiveSet workspace = new DualActiveSet(cell.size() * landscape.inputs());
      List<FrontierEntry> frontier = program.frontier(Double.POSITIVE_INFINITY);
      assertEquals(cell.size() * (landscape.planes() + 1), frontier.size());
      double last = 0;
      for (FrontierEntry entry : frontier) {
        assertTrue(entry.bound() >= last && entry.bound() >= certificate.bound());
        last = entry.bound();
        double value;
        if (entry.plane() == FrontierEntry.REMOVAL) {
          CellCertificate without =
              new CellProgram(landscape, cell.without(entry.unit()), List.of()).certificate();
          proven(landscape, without, "seed " + seed + " without " + entry.unit());
          value = without.value();
        } else {
          CellCertificate facet = program.facet(entry.unit(), entry.plane(), workspace);
          proven(landscape, facet, "seed " + seed + " " + entry);
          value = facet.value();
          facets += facet.facetUnit() >= 0 ? 1 : 0;
        }
        assertTrue(value >= entry.bound() - 1e-12, value + " is below its bound " + entry);
      }
    }
    assertTrue(facets > 100, facets + " facets");
  }

  private static void proven(Landscape landscape, CellCertificate certificate, String what) {
    int d = landscape.inputs();
    double[] v = certificate.vectors();
    for (int k = 0; k < certificate.cell().size(); k++) {
      UnitCell unit = certificate.cell().units().get(k);
      double size = 0;
      for (int c = 0; c < d; c++) {
        size = Math.max(size, Math.abs(v[k * d + c]));
      }
      for (int i = 0; i < landscape.planes(); i++) {
        double along = unit.side(i) * landscape.along(i, v, k * d);
        assertTrue(along >= -1e-7 * Math.max(size, 1), what + ": outside by " + along);
        if (k == certificate.facetUnit() && i == certificate.facetPlane()) {
          assertEquals(0, along, 1e-7 * Math.max(size, 1), what);
        }
      }
    }
    for (Wall wall : certificate.walls()) {
      boolean facet =
          wall.unit() == certificate.facetUnit() && wall.plane() == certificate.facetPlane();
      assertTrue(facet || wall.multiplier() > 0, what);
    }
    assertEquals(certificate.value(), certificate.bound(), ROUNDING, what);
    assertTrue(certificate.bound() <= certificate.value() * (1 + 1e-9), what);
  }
}
