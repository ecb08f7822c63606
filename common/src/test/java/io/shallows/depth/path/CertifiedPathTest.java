package io.shallows.depth.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of two paths is the lower one. */
class CertifiedPathTest {

  private static CertifiedPath path(double maximum, double rounding) {
    PathCertificate certificate =
        new PathCertificate(
            PathCertificate.Kind.EXACT, maximum, maximum, rounding, 1e-12, 0, List.of(maximum));
    return new CertifiedPath(
        "refit", new Path(List.of(new double[] {0}, new double[] {1})), certificate);
  }

  @Test
  void aBarrierThatIsHiddenByRoundingIsNotLowerThanASmallOneThatIsNot() {
    CertifiedPath hidden = path(0.2, 0.15);
    CertifiedPath small = path(1e-7, 1e-20);
    assertEquals(0.6, hidden.barrier(), 1e-15, "it may be as large as rounding hides");
    assertTrue(hidden.certificate().isHidden());
    assertSame(small, CertifiedPath.lower(Optional.of(hidden), Optional.of(small)).orElseThrow());
    SearchLog log = new SearchLog();
    log.found(hidden);
    log.found(small);
    assertSame(small, log.lowest().orElseThrow());
  }

  @Test
  void aBarrierIsNeverCalledZeroBecauseRoundingHidesIt() {
    assertEquals(4e-16, path(1e-12, 1e-16).barrier(), 1e-20, "censored at the floor");
    assertTrue(path(1e-12, 1e-16).certificate().isHidden());
    assertEquals(4e-16, path(1.0001e-12, 1e-16).barrier(), 1e-20);
    assertEquals(1e-14, path(1.01e-12, 1e-16).barrier(), 1e-16);
    assertFalse(path(1.01e-12, 1e-16).certificate().isHidden());
  }

  @Test
  void theFirstIsKeptAmongEqualsAndAPathIsBetterThanNone() {
    CertifiedPath first = path(0.5, 0);
    CertifiedPath second = path(0.5, 0);
    assertSame(first, CertifiedPath.lower(Optional.of(first), Optional.of(second)).orElseThrow());
    assertSame(first, CertifiedPath.lower(Optional.empty(), Optional.of(first)).orElseThrow());
    assertSame(first, CertifiedPath.lower(Optional.of(first), Optional.empty()).orElseThrow());
  }
}
