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

  private static boolean[] allOn(Landscape landscape) {
    boolean[] above = new boolean[landscape.planes()];
    for (int s = 0; s < landscape.samples(); s++) {
      above[landscape.planeOf(s)] = landscape.sideOf(s) > 0;
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
