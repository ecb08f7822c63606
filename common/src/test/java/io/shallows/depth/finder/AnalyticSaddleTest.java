package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.path.BudgetedSurface;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Saddle values of known surfaces to 1e-6, by the climbing string and by eigenvector following. */
class AnalyticSaddleTest {

  static Stream<Arguments> passes() {
    AnalyticSurfaces.Plane mueller = new AnalyticSurfaces.MuellerBrown();
    AnalyticSurfaces.Plane egg = new AnalyticSurfaces.EggCarton();
    AnalyticSurfaces.Plane valley = new AnalyticSurfaces.CurvyValley();
    List<double[]> minima =
        List.of(
            new double[] {-0.558223634633024, 1.441725841804669},
            new double[] {-0.050010822998206, 0.466694104871972},
            new double[] {0.623499404930877, 0.028037758528686});
    return Stream.of(
        Arguments.of(mueller, minima.get(0), minima.get(1), -40.66484351146204),
        Arguments.of(mueller, minima.get(1), minima.get(2), -72.24894011523251),
        Arguments.of(egg, new double[] {0.5, 0.5}, new double[] {1.5, 0.5}, 0.0),
        Arguments.of(egg, new double[] {0.5, 0.5}, new double[] {0.5, -0.5}, 0.0),
        Arguments.of(valley, new double[] {-2, Math.sin(-2)}, new double[] {2, Math.sin(2)}, 1.0));
  }

  @ParameterizedTest
  @MethodSource("passes")
  void climbingStringFindsTheSaddle(
      AnalyticSurfaces.Plane plane, double[] a, double[] b, double saddle) {
    BudgetedSurface surface = new BudgetedSurface(plane, 200_000);
    List<double[]> path = new StringMethod(9, 3, 1e-5, true).relax(surface, List.of(a, b));
    double peak = plane.value(StringMethod.peak(surface, path));
    assertEquals(saddle, peak, 1e-6);
    double highest = path.stream().mapToDouble(plane::value).max().orElseThrow();
    assertEquals(saddle, highest, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void eigenvectorFollowingFindsTheSaddle(
      AnalyticSurfaces.Plane plane, double[] a, double[] b, double value) {
    BudgetedSurface surface = new BudgetedSurface(plane, 20_000);
    List<double[]> path = new StringMethod(7, 1, 1e-1, false).relax(surface, List.of(a, b));
    SaddleSearch.Saddle saddle =
        new SaddleSearch(100, 1e-9).from(surface, StringMethod.peak(surface, path), 0.1);
    assertTrue(saddle.converged);
    assertTrue(saddle.curvature < 0);
    assertEquals(value, saddle.loss, 1e-9 * (1 + Math.abs(value)));
  }

  @Test
  void budgetIsKept() {
    BudgetedSurface surface = new BudgetedSurface(new AnalyticSurfaces.MuellerBrown(), 300);
    new StringMethod(9, 3, 0, true)
        .relax(surface, List.of(new double[] {-0.558, 1.442}, new double[] {0.623, 0.028}));
    assertTrue(surface.spent() <= 300, "spent " + surface.spent());
  }

  /** Of a string without images between its ends nothing moves, and the rounds end. */
  @Test
  void twoEndsAloneAreLeftAsTheyAre() {
    BudgetedSurface surface = new BudgetedSurface(new AnalyticSurfaces.MuellerBrown(), 300);
    List<double[]> ends = List.of(new double[] {-0.558, 1.442}, new double[] {0.623, 0.028});
    List<double[]> path =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> new StringMethod(0, 1, 0, true).relax(surface, ends));
    assertEquals(2, path.size());
    assertArrayEquals(ends.get(0), path.get(0));
    assertArrayEquals(ends.get(1), path.get(1));
  }
}
