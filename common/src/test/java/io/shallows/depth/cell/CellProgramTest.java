package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.CellProgram.FrontierEntry;
import io.shallows.linalg.DualActiveSet;
import io.shallows.problem.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    "20, 1, 3, false, 0",
    "40, 2, 4, false, 0",
    "30, 3, 3, false, 0",
    "40, 4, 6, false, 0",
    "25, 2, 4, true, 0",
    "12, 2, 5, false, 0",
    "9, 3, 4, false, 0",
    "20, 1, 3, false, .03",
    "40, 2, 4, false, .001",
    "30, 3, 3, false, .1",
    "40, 4, 6, false, .01",
    "25, 2, 4, true, .01",
    "12, 2, 5, false, .001",
    "9, 3, 4, false, .0001"
  })
  void programsProveThemselves(
      int samples, int inputDimension, int width, boolean skip, double penalty) {
    int facets = 0;
    for (int seed = 0; seed < 12; seed++) {
      RandomLandscapes random = new RandomLandscapes(100 * samples + seed);
      Landscape landscape = new Landscape(random.data(samples, inputDimension), skip, penalty);
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

  /** Numbers beyond double precision end a search with what is known, and never a trial. */
  @Test
  void programsWithoutAValueAreToldFromOthers() {
    int unsolved = 0;
    for (int exponent = -170; exponent <= 170; exponent += 10) {
      RandomLandscapes random = new RandomLandscapes(7);
      Dataset data = random.data(9, 1);
      double[] x = new double[18];
      double[] y = new double[9];
      for (int s = 0; s < 9; s++) {
        x[2 * s] = data.x(s, 0) * Math.pow(10, exponent);
        x[2 * s + 1] = 1;
        y[s] = data.y(s, 0);
      }
      Landscape landscape = new Landscape(new Dataset(9, 2, 1, x, y), false);
      NetworkCell cell = random.cell(landscape, 4);
      try {
        CellCertificate certificate = new CellProgram(landscape, cell, List.of()).certificate();
        assertTrue(certificate.value() >= certificate.bound(), "1e" + exponent);
      } catch (CellProgram.UnsolvedException e) {
        unsolved++;
        assertTrue(e.getMessage().contains("no value in double precision"), e.getMessage());
      }
    }
    assertTrue(unsolved > 0 && unsolved < 34, unsolved + " of 35");
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
