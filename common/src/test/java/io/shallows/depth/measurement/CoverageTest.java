package io.shallows.depth.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.minimum.MinimumKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which minima stand above a level. */
class CoverageTest {

  private static final double CONSTANT = 0.5;
  private static final double TOLERANCE = 1e-10;

  private static DepthTarget level(double level) {
    return new DepthTarget(TargetKind.REFERENCE, level, List.of(), Optional.empty());
  }

  private static Coverage of(MinimumKind kind) {
    return Coverage.of(kind, TOLERANCE, CONSTANT);
  }

  @Test
  void aGlobalMinimumIsNeverCovered() {
    Coverage global = of(MinimumKind.GLOBAL);
    assertFalse(global.covers(1.7e-15, level(5e-21)), "two zeros of different rounding");
    assertFalse(global.covers(4e-11, level(0)));
    assertFalse(global.covers(1, level(0)), "whatever its loss");
    assertFalse(global.covers(1e-3, DepthTarget.own(9e-4, List.of())));
  }

  @ParameterizedTest
  @EnumSource(
      value = MinimumKind.class,
      names = {"SMOOTH_STRICT", "SMOOTH_FLAT", "KINK"})
  void othersAreCoveredAboveTheLevelByTheTolerance(MinimumKind kind) {
    Coverage coverage = of(kind);
    double tolerance = TOLERANCE * CONSTANT;
    assertEquals(tolerance, coverage.tolerance());
    assertTrue(coverage.covers(0.01, level(0.009)));
    assertFalse(coverage.covers(0.01, level(0.01)));
    assertFalse(
        coverage.covers(0.01, level(0.01 - tolerance / 2)), "another rounding of the level");
    assertTrue(coverage.covers(0.01, level(0.01 - 2 * tolerance)));
    assertFalse(coverage.covers(tolerance / 2, level(0)), "at the level of global minima");
    assertFalse(coverage.covers(0.008, level(0.009)));
  }

  @Test
  void anOwnLevelIsBelowByTheDropAndAtLeastByTheTolerance() {
    Coverage coverage = of(MinimumKind.KINK);
    assertEquals(0.00999, coverage.below(0.01, 1e-3), 1e-17);
    double small = 1e-9;
    double level = coverage.below(small, 1e-3);
    assertEquals(small - TOLERANCE * CONSTANT, level, 1e-24);
    assertTrue(level > 0);
    assertTrue(coverage.covers(small, DepthTarget.own(level, List.of())));
  }

  @Test
  void toleranceIsChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Coverage(-1, false));
    assertThrows(IllegalArgumentException.class, () -> new Coverage(Double.NaN, false));
  }
}
