package io.shallows.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
  /** No count to millions takes that long, on any machine; one to billions does. */
  private static final Duration HANGING = Duration.ofMinutes(5);

  private static SweepSpec spec(String grid, String... overrides) {
    return SweepVocabulary.reader()
        .read("apiVersion: shallows/v1\ngrid: " + grid + "\n", "spec.yaml", List.of(overrides));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{width: 4, seed: {count: 1}}",
        "{width: [9, 3, 5], networkDepth: {range: {from: 0, to: 4}}, inputDimension: [1, 2], seed: {count: 3}}",
        "{width: {range: {from: 1, to: 700}}, networkDepth: {range: {from: 0, to: 4}}, seed: {count: 2},"
            + " where: 'width * 7 / 5 < 600 && family != \"plain\" || width == 700'}",
        "{width: {range: {from: 1, to: 512}}, family: plain, initialization: he, seed: {count: 1},"
            + " networkDepth: [0, 1], where: 'width > 1'}"
      })
  void indexAndCoordinatesAreInverse(String text) {
    SweepSpec spec = spec(text, "problem.count=3");
    Grid grid = new Grid(spec);
    for (long i = 0; i < grid.size(); i++) {
      TrialCoordinates trial = grid.at(i);
      assertEquals(i, grid.indexOf(trial));
      assertEquals(i % grid.seeds(), trial.seed());
      assertEquals(grid.cell(i / grid.seeds()), trial.cell());
      assertTrue(spec.grid().where().isEmpty() || spec.grid().where().get().admits(trial.cell()));
    }
    long kept = 0;
    Grid all = new Grid(spec(text, "problem.count=3", "grid.where="));
    for (long cell = 0; cell < all.cells(); cell++) {
      boolean admitted =
          spec.grid().where().isEmpty() || spec.grid().where().get().admits(all.cell(cell));
      assertEquals(admitted, grid.indexOf(all.cell(cell)) >= 0);
      kept += admitted ? 1 : 0;
    }
    assertEquals(kept, grid.cells());
  }

  @Test
  void pointsOutsideHaveNoIndex() {
    Grid grid =
        new Grid(spec("{family: plain, width: [4, 8], initialization: he, seed: {count: 2}}"));
    TrialCoordinates inside = grid.at(0);
    assertEquals(-1, grid.indexOf(new TrialCoordinates(0, "plain", 5, 1, 2, "he", 0)));
    assertEquals(-1, grid.indexOf(new TrialCoordinates(1, "plain", 4, 1, 2, "he", 0)));
    assertEquals(-1, grid.indexOf(inside.cell().trial(2)));
    assertEquals(-1, grid.indexOf(inside.cell().trial(-1)));
    assertThrows(IndexOutOfBoundsException.class, () -> grid.at(grid.size()));
    assertThrows(IndexOutOfBoundsException.class, () -> grid.cell(-1));
  }

  @Test
  void trillionsOfSeedsAreCountedAtOnce() {
    assertTimeoutPreemptively(
        HANGING,
        () -> {
          Grid grid =
              new Grid(
                  spec(
                      "{width: {range: {from: 1, to: 400000}}, family: plain, initialization: he,"
                          + " seed: {count: 5000000}, where: 'width / 2 >= 100000 && networkDepth == 1'}"));
          assertEquals(200_001L * 5_000_000, grid.size());
          TrialCoordinates last = grid.at(grid.size() - 1);
          assertEquals(400_000, last.width());
          assertEquals(grid.size() - 1, grid.indexOf(last));
        });
  }

  @Test
  void tooManyCellsAreRefusedAtOnce() {
    assertTimeoutPreemptively(
        HANGING,
        () -> {
          SpecException refused =
              assertThrows(
                  SpecException.class,
                  () ->
                      new Grid(
                          spec(
                              "{width: {range: {from: 1, to: 1000000}}, inputDimension: {range: {from: 1, to:"
                                  + " 1000000}}, family: plain, initialization: he, where: width < 3}")));
          assertEquals(
              "grid: 1000000000000 cells (1000000 widths, 1 depths, 1000000 input dimensions, 1 families, 1"
                  + " initializations, 1 problems) is above 2000000; shorten an axis or split the sweep (seeds are not"
                  + " limited)",
              refused.getMessage());
        });
    String all = "{range: {from: 1, to: 2147483647}}";
    assertTrue(
        assertThrows(
                SpecException.class,
                () ->
                    new Grid(
                        spec(
                            "{width: "
                                + all
                                + ", networkDepth: "
                                + all
                                + ", inputDimension: {range: {from: 1, to: 1000000}}}")))
            .getMessage()
            .startsWith("grid: more than 10^18 cells"));
    assertTrue(
        assertThrows(
                SpecException.class, () -> new Grid(spec("{seed: {count: 9223372036854775807}}")))
            .getMessage()
            .contains("lower grid.seed.count"));
  }

  @Test
  void aConstraintThatLeavesNothingIsRefused() {
    assertEquals(
        "grid.where: width > 99 leaves none of 16 cells; loosen it or widen the axes",
        assertThrows(SpecException.class, () -> new Grid(spec("{where: width > 99}")))
            .getMessage());
  }
}
