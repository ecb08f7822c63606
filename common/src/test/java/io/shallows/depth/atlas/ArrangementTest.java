package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.Landscape;
import io.shallows.problem.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrangementTest {

  /** Planes through 0 in general position make 2 (C(N-1, 0) + .. + C(N-1, d-1)) cones. */
  @ParameterizedTest
  @CsvSource({"5,1,10", "8,1,16", "6,2,32", "8,2,58", "6,3,52"})
  void conesAreAsManyAsTheFormulaSays(int samples, int inputs, int cones) {
    Dataset data = AtlasProblems.random(samples, inputs, 7);
    assertEquals(2 * cones - 2, AtlasProblems.arrangement(data, false).cones());
    assertEquals(2 * cones - 4, AtlasProblems.arrangement(data, true).cones());
  }

  @Test
  void facetsShareTheRaysOfBothSides() {
    Arrangement arrangement = AtlasProblems.arrangement(AtlasProblems.random(6, 2, 3), false);
    assertTrue(arrangement.facets().size() > 100);
    for (Facet facet : arrangement.facets()) {
      Cone first = arrangement.cone(facet.first());
      Cone second = arrangement.cone(facet.second());
      assertEquals(first.cell().sign(), second.cell().sign());
      int different = 0;
      for (int plane = 0; plane < first.cell().planes(); plane++) {
        different += first.cell().side(plane) == second.cell().side(plane) ? 0 : 1;
      }
      assertEquals(1, different);
      for (int ray : facet.rays()) {
        assertTrue(java.util.Arrays.stream(first.rays()).anyMatch(r -> r == ray));
        assertTrue(java.util.Arrays.stream(second.rays()).anyMatch(r -> r == ray));
      }
    }
  }

  /** Three samples on one line of two inputs with a constant: three planes meet in one ray. */
  @Test
  void planesThatMeetInOneRayHaveFewerCones() {
    double[] x = {0, 0, 1, 1, 1, 1, 2, 2, 1, 0, 1, 1};
    Dataset data = new Dataset(4, 3, 1, x, new double[] {1, 2, -1, 3});
    // three planes with a common line are 6 cones, cut by a fourth that does not hold the line
    assertEquals(2 * 12 - 2, AtlasProblems.arrangement(data, false).cones());
  }

  @Test
  void whatCannotBeToldApartIsRefused() {
    Dataset flat = new Dataset(2, 3, 1, new double[] {1, 2, 1, 2, 4, 2}, new double[] {1, 2});
    Landscape one = new Landscape(flat, false);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Arrangement(one))
            .getMessage()
            .contains("span"));
    Dataset near =
        new Dataset(3, 2, 1, new double[] {1, 1, 1 + 1e-9, 1, 2, 1}, new double[] {1, 2, 3});
    Landscape many = new Landscape(AtlasProblems.random(64, 2, 1), false);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Arrangement(many))
            .getMessage()
            .contains("meet in 4032 rays, more than 2000; take fewer samples"));
    Landscape two = new Landscape(near, false);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Arrangement(two))
            .getMessage()
            .contains("tell their cones apart"));
  }
}
