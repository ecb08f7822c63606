package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.shallows.depth.finder.PublishedPoints;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.verification.PopulationPathVerification;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Depths of published bad minima of population losses. */
class PopulationDepthTest {

  /** By Newton's method on saddle and minimum with 40 digits, mpmath 1.3. */
  private static final double TRAP_DEPTH = 0.0036864158661719998;

  private static final DepthSettings SETTINGS =
      new DepthSettings(List.of("constructive", "string"), 1e-3, 20_000);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void safranShamirMinimaHaveTheirDepths(int at) throws IOException {
    JsonNode row = PublishedPoints.truth("safran_shamir_depth").get("rows").get(at);
    int k = row.get(0).asInt();
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(k, k, k, true, Skip.NONE);
    DepthMeasurement measured = measure(loss, PublishedPoints.safranShamir(loss, k));
    assertEquals(row.get(1).asDouble(), measured.loss(), 1e-12);
    assertEquals(
        row.get(3).asDouble(),
        measured.upper().orElseThrow(),
        1e-7 * row.get(3).asDouble() + 1e-12);
    assertTight(loss, measured);
  }

  @Test
  void planarTrapsDepthIsKnownToTwelveDigits() throws IOException {
    GaussianTeacherLoss loss = PublishedPoints.planarTrap(true, Skip.NONE);
    DepthMeasurement measured = measure(loss, PublishedPoints.trapMinimum(loss));
    assertEquals(TRAP_DEPTH, measured.upper().orElseThrow(), 1e-15);
    assertTight(loss, measured);
  }

  /** With free masses the way over the same saddle is still there. */
  @Test
  void freeMassesDoNotDeepenThePlanarTrap() throws IOException {
    GaussianTeacherLoss fixed = PublishedPoints.planarTrap(true, Skip.NONE);
    GaussianTeacherLoss free = PublishedPoints.planarTrap(false, Skip.NONE);
    double[] theta = Arrays.copyOf(PublishedPoints.trapMinimum(fixed), 9);
    Arrays.fill(theta, 6, 9, 1);
    DepthMeasurement measured = measure(free, theta);
    assertEquals(TRAP_DEPTH, measured.upper().orElseThrow(), 1e-14);
    assertTight(free, measured);
  }

  @Test
  void linearSkipLeavesNoDepth() throws IOException {
    GaussianTeacherLoss plain = PublishedPoints.planarTrap(true, Skip.NONE);
    GaussianTeacherLoss skipped = PublishedPoints.planarTrap(true, Skip.LEARNED);
    double[] theta = Arrays.copyOf(PublishedPoints.trapMinimum(plain), 8);
    DepthMeasurement measured = measure(skipped, theta);
    PathCertificate certificate = measured.best().orElseThrow().certificate();
    assertTrue(certificate.isHidden(), "a climb of " + certificate.barrier());
    assertEquals(measured.floor(), measured.upper().orElseThrow(), "censored, not zero");
    assertTrue(measured.floor() <= 1e-12 * measured.loss(), "floor " + measured.floor());
    assertTrue(certificate.end() <= 1e-15, "ends at " + certificate.end());
  }

  @Test
  void equalMinimaAreNotTargetsOfEachOther() {
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(3, 3, 3, true, Skip.NONE);
    double[] nearly = teacher(loss);
    nearly[0] += 1e-9;
    DepthMeasurement measured = measure(loss, nearly);
    assertEquals(false, measured.covered());
    assertTrue(measured.upper().isEmpty());
  }

  private static DepthMeasurement measure(GaussianTeacherLoss loss, double[] theta) {
    PopulationDepth problem = new PopulationDepth(loss, SETTINGS);
    return new DepthMeter(problem)
        .measure(theta, List.of(problem.cellBest(teacher(loss))), new Coverage(1e-12, false))
        .measurements()
        .get(0);
  }

  /** The teacher as a student. */
  private static double[] teacher(GaussianTeacherLoss loss) {
    GaussianTeacher teacher = loss.teacher();
    double[] theta = new double[loss.dimension()];
    for (int j = 0; j < teacher.teacherUnits(); j++) {
      for (int c = 0; c < teacher.dimension(); c++) {
        theta[teacher.unitIndex(j, c)] = teacher.teacherUnit(j, c);
      }
      if (!teacher.committee()) {
        theta[teacher.massIndex(j)] = 1;
      }
    }
    return theta;
  }

  private static void assertTight(GaussianTeacherLoss loss, DepthMeasurement measured) {
    CertifiedPath best = measured.best().orElseThrow();
    PathCertificate certificate = best.certificate();
    assertEquals(PathCertificate.Kind.INTERVAL, certificate.kind());
    assertTrue(
        certificate.maximum() - certificate.largestEvaluated() <= 1e-13 * measured.loss(),
        certificate.maximum() + " above " + certificate.largestEvaluated());
    assertTrue(certificate.end() <= 1e-13, "ends at " + certificate.end());
    assertEquals(
        List.of(),
        PopulationPathVerification.differences(
            loss.teacher(), best.path(), certificate.segmentMaxima()));
    assertTrue(measured.effort().evaluations() <= 3L * SETTINGS.budget());
    assertEquals(
        best.barrier(),
        measured
            .effort()
            .improvements()
            .get(measured.effort().improvements().size() - 1)
            .barrier());
  }
}
