package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandscapeTest {

  @Test
  void samplesOfOneLineShareAPlaneAndZerosHaveNone() {
    double[] x = {1, 2, -3, -6, 0, 0, 2, 1, 1, 2};
    Landscape landscape = new Landscape(new Dataset(5, 2, 1, x, new double[5]), false);
    assertEquals(2, landscape.planes());
    assertEquals(-1, landscape.planeOf(2));
    assertEquals(0, landscape.planeOf(1));
    assertEquals(-1, landscape.sideOf(1));
    assertEquals(1, landscape.sideOf(4));
    UnitCell cell = landscape.cellOf(new double[] {1, 0}, 0, 1);
    assertTrue(landscape.on(cell, 0));
    assertFalse(landscape.on(cell, 1));
    assertFalse(landscape.on(cell, 2));
  }

  @Test
  void aVectorOnPlanesIsPutIntoACellWithAnInterior() {
    // three planes through one line in the space of vectors
    double[] x = {0, 0, 1, 1, 0, 1, 2, 0, 1, 0, 1, 1};
    Landscape landscape = new Landscape(new Dataset(4, 3, 1, x, new double[4]), false);
    UnitInterior interior = new UnitInterior(landscape);
    UnitCell cell = landscape.cellOf(new double[] {0, 1, 0}, 0, 1);
    assertEquals(List.of(), interior.emptiness(cell));
    assertEquals(1, cell.side(3));
  }

  @Test
  void aFreeSkipTakesOutWhatIsLinear() {
    Dataset data = new RandomLandscapes(3).data(12, 2);
    Landscape landscape = new Landscape(data, true);
    for (int c = 0; c < 3; c++) {
      double along = 0;
      for (int s = 0; s < 12; s++) {
        along += landscape.y(s) * data.x(s, c);
      }
      assertEquals(0, along, 1e-12);
    }
    double[] target = data.y();
    double[] skip = landscape.skipFor(target);
    double square = 0;
    for (int s = 0; s < 12; s++) {
      for (int c = 0; c < 3; c++) {
        target[s] -= skip[c] * data.x(s, c);
      }
      square += target[s] * target[s];
    }
    assertEquals(landscape.squares(), square, 1e-12);
    assertTrue(landscape.idle(UnitCell.of(allOn(landscape), 1)));
    assertFalse(new Landscape(data, false).idle(UnitCell.of(allOn(landscape), 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "4,1,false,1",
    "4,1,true,1",
    "40,2,false,1",
    "70,1,true,2",
    "70,1,false,-1",
    "9,2,true,-2"
  })
  void aUnitIsIdleWhereNoSampleOrBesideASkipEverySamplePasses(
      int samples, int inputs, boolean freeSkip, int factor) {
    double[] x = new RandomLandscapes(5).data(samples, inputs).x();
    int d = inputs + 1;
    for (int c = 0; c < d; c++) {
      x[c] = 0;
      x[d + c] = factor * x[2 * d + c]; // two samples of one plane
    }
    Dataset data = new Dataset(samples, d, 1, x, new double[samples]);
    Landscape landscape = new Landscape(data, freeSkip);
    RandomLandscapes random = new RandomLandscapes(6);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      UnitCell cell = landscape.cellOf(random.vector(d), 0, random.sign());
      if (i % 4 == 1) {
        cell = UnitCell.of(allOn(landscape), 1);
      }
      if (i % 4 > 1) {
        boolean[] off = allOn(landscape);
        for (int p = 0; p < off.length; p++) {
          off[p] = !off[p];
        }
        cell = UnitCell.of(off, 1);
        cell = i % 4 == 2 ? cell.across(i % landscape.planes()) : cell;
      }
      int passed = 0;
      for (int s = 1; s < samples; s++) {
        passed += landscape.on(cell, s) ? 1 : 0;
      }
      boolean idle = passed == 0 || (freeSkip && passed == samples - 1);
      assertEquals(idle, landscape.idle(cell), cell.toString());
      found += idle ? 1 : 0;
    }
    // of two samples on either side of one plane one passes, and one does not
    assertTrue(factor > 0 ? found > 0 && found < 200 : found == 0, found + " of 200");
  }

  private static boolean[] allOn(Landscape landscape) {
    boolean[] above = new boolean[landscape.planes()];
    for (int s = 0; s < landscape.samples(); s++) {
      if (landscape.planeOf(s) >= 0) {
        above[landscape.planeOf(s)] = landscape.sideOf(s) > 0;
      }
    }
    return above;
  }

  @Test
  void severalOutputsAreRefused() {
    Dataset data = new Dataset(1, 1, 2, new double[1], new double[2]);
    assertThrows(IllegalArgumentException.class, () -> new Landscape(data, false));
  }

  /**
   * P planes through 0 in general position cut R^d into {@code 2 sum_{i < d} C(P - 1, i)} cells
   * (Cover 1965, doi:10.1109/PGEC.1965.264137); facets lead from each to all others.
   */
  @ParameterizedTest
  @CsvSource({"9, 1, 18", "7, 2, 44", "9, 2, 74", "7, 3, 84", "8, 4, 198"})
  void facetsLeadToAllCellsAndToNoOthers(int samples, int inputDimension, int cells) {
    RandomLandscapes random = new RandomLandscapes(samples);
    Landscape landscape = new Landscape(random.data(samples, inputDimension), false);
    assertEquals(cells, reachable(landscape, random).size());
    landscape
        .everyCell()
        .ifPresent(every -> assertEquals(2 * cells, Set.copyOf(every).size(), "both signs"));
  }

  /** Samples on a grid: planes that meet in one line of the space of vectors. */
  @Test
  void planesThatMeetHaveFewerCells() {
    double[] x = {0, 0, 1, 1, 0, 1, 2, 0, 1};
    Landscape landscape = new Landscape(new Dataset(3, 3, 1, x, new double[3]), false);
    // three lines of a plane through one point: 6 cells, not 8
    assertEquals(6, reachable(landscape, new RandomLandscapes(5)).size());
  }

  private static Set<UnitCell> reachable(Landscape landscape, RandomLandscapes random) {
    UnitInterior interior = new UnitInterior(landscape);
    UnitCell start = landscape.cellOf(random.vector(landscape.inputs()), 0, 1);
    Set<UnitCell> found = new LinkedHashSet<>(Set.of(start));
    Deque<UnitCell> waiting = new ArrayDeque<>(found);
    while (!waiting.isEmpty()) {
      UnitCell cell = waiting.remove();
      for (int i = 0; i < landscape.planes(); i++) {
        UnitCell next = cell.across(i);
        if (interior.emptiness(next).isEmpty() && found.add(next)) {
          waiting.add(next);
        }
      }
    }
    return found;
  }
}
