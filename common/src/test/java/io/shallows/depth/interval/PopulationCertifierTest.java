package io.shallows.depth.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.verification.PathVerification;
import io.shallows.depth.verification.PopulationPathVerification;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certified maximum of a segment against dense sampling, and its verification. */
class PopulationCertifierTest {

  private static GaussianTeacher teacher(int d, int m, int k, boolean committee, Skip skip) {
    SplittableRandom random = new SplittableRandom(31L * d + 7L * m + k);
    return new GaussianTeacher(d, m, draw(random, k * d), draw(random, k), committee, skip);
  }

  private static double[] draw(SplittableRandom random, int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, 3, true, NONE",
    "4, 3, 2, false, NONE",
    "3, 5, 2, false, LEARNED",
    "3, 2, 4, true, OPTIMAL",
    "1, 2, 2, false, NONE"
  })
  void maximumIsNeverBelowDenseSampling(int d, int m, int k, boolean committee, Skip skip) {
    GaussianTeacher teacher = teacher(d, m, k, committee, skip);
    GaussianTeacherLoss loss = new GaussianTeacherLoss(teacher);
    PopulationCertifier certifier = new PopulationCertifier(teacher);
    for (long seed = 0; seed < 6; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] a = draw(random, teacher.parameterCount());
      double[] b = draw(random, teacher.parameterCount());
      PathCertificate certificate = certifier.certify(new Path(List.of(a, b)));
      double sampled = 0;
      for (int q = 0; q <= 100_000; q++) {
        sampled = Math.max(sampled, loss.value(Images.between(a, b, q / 1e5)));
      }
      String where = "seed " + seed;
      assertTrue(certificate.maximum() >= sampled - 1e-14 * (1 + sampled), where);
      assertEquals(sampled, certificate.maximum(), 1e-8 * sampled, where);
      assertTrue(certificate.maximum() - certificate.largestEvaluated() <= 2e-8 * sampled, where);
      assertEquals(loss.value(a), certificate.start(), 1e-14 * (1 + sampled), where);
      assertEquals(loss.value(b), certificate.end(), 1e-14 * (1 + sampled), where);
    }
  }

  /** A unit that passes through 0 leaves the second derivative unbounded; the bound still holds. */
  @Test
  void vanishingUnitsAreBounded() {
    GaussianTeacher teacher = teacher(2, 2, 2, true, Skip.NONE);
    GaussianTeacherLoss loss = new GaussianTeacherLoss(teacher);
    double[] a = {0.5, 0.3, -0.25, 0.7};
    double[] b = {-0.5, 0.4, 0.25, -0.2};
    PathCertificate certificate = new PopulationCertifier(teacher).certify(new Path(List.of(a, b)));
    double sampled = 0;
    for (int q = 0; q <= 100_000; q++) {
      sampled = Math.max(sampled, loss.value(Images.between(a, b, q / 1e5)));
    }
    assertTrue(certificate.maximum() >= sampled - 1e-14);
    assertEquals(sampled, certificate.maximum(), 1e-6 * sampled);
  }

  @Test
  void enclosuresHoldTheDerivatives() {
    GaussianTeacher teacher = teacher(3, 3, 2, false, Skip.LEARNED);
    GaussianTeacherLoss loss = new GaussianTeacherLoss(teacher);
    SplittableRandom random = new SplittableRandom(5);
    double[] a = draw(random, teacher.parameterCount());
    double[] b = draw(random, teacher.parameterCount());
    PopulationSegment segment = new PopulationSegment(teacher, a, b);
    double[] move = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      move[i] = b[i] - a[i];
    }
    double[] gradient = new double[a.length];
    double[] product = new double[a.length];
    for (int cell = 0; cell < 16; cell++) {
      Jet jet = segment.over(new Interval(cell / 16.0, (cell + 1) / 16.0));
      for (int q = 0; q <= 8; q++) {
        double[] point = Images.between(a, b, (cell + q / 8.0) / 16);
        double value = loss.valueAndGradient(point, gradient);
        loss.hessianVectorProduct(point, move, product);
        double slope = 0;
        double curvature = 0;
        for (int i = 0; i < move.length; i++) {
          slope += gradient[i] * move[i];
          curvature += product[i] * move[i];
        }
        assertHolds(jet.value(), value);
        assertHolds(jet.slope(), slope);
        assertHolds(jet.curvature(), curvature);
      }
    }
  }

  private static void assertHolds(Interval interval, double value) {
    double slack = 1e-13 * (1 + Math.abs(value));
    assertTrue(
        interval.low() - slack <= value && value <= interval.high() + slack,
        value + " in " + interval);
  }

  /** Doubles lose digits that the precise loss keeps: 1 + 1e-9 times a global minimum. */
  @Test
  void preciseLossKeepsTheDigitsThatDoublesLose() {
    GaussianTeacher teacher = GaussianTeacherLoss.orthonormal(2, 2, 2, true, Skip.NONE).teacher();
    double h = 0x1p-30;
    // f(w, w') is bilinear in the lengths: h^2 (1/4 + 1/4 + 1 / (2 pi)) for both units longer by h
    double expected = h * h * (0.5 + 1 / (2 * Math.PI));
    double[] theta = {1 + h, 0, 0, 1 + h};
    assertEquals(expected, new PrecisePopulationLoss(teacher).at(theta), 1e-14 * expected);
  }

  @Test
  void wrongMaximaFailVerification() {
    GaussianTeacher teacher = teacher(3, 3, 2, true, Skip.NONE);
    SplittableRandom random = new SplittableRandom(8);
    List<double[]> vertices = new ArrayList<>();
    for (int v = 0; v < 4; v++) {
      vertices.add(draw(random, teacher.parameterCount()));
    }
    Path path = new Path(vertices);
    List<Double> maxima = new PopulationCertifier(teacher).certify(path).segmentMaxima();
    assertEquals(List.of(), PopulationPathVerification.differences(teacher, path, maxima));
    for (double factor : new double[] {1 - 1e-5, 1 + 1e-5}) {
      List<Double> wrong = new ArrayList<>(maxima);
      wrong.set(1, maxima.get(1) * factor);
      List<PathVerification.Difference> found =
          PopulationPathVerification.differences(teacher, path, wrong);
      assertEquals(1, found.size());
      assertEquals(1, found.get(0).segment());
    }
  }
}
