package io.shallows.minimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.linalg.SymmetricEigen;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.loss.LossSurface;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.RescalingSymmetry;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.SafranShamirDescent;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published minima; the numbers and their sources are in truth/published_minima.json. */
public class PublishedMinimaTest {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-9, 1e-7, 1e-10);

  private static JsonNode truth(String key) throws IOException {
    try (InputStream in =
        PublishedMinimaTest.class.getResourceAsStream("/truth/published_minima.json")) {
      return new ObjectMapper().readTree(in).get(key);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  private static RescalingSymmetry symmetry(int dimension, int width, boolean committee) {
    return RescalingSymmetry.of(
        NetworkFamilies.named("plain").build(new NetworkShape(width, 0, dimension, 1, committee)));
  }

  private static double[] normalStart(int length, double scale, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    double[] theta = new double[length];
    for (int i = 0; i < length; i++) {
      theta[i] = scale * normal.sample();
    }
    return theta;
  }

  private static double[] hessian(LossSurface loss, double[] theta) {
    int p = theta.length;
    double[] matrix = new double[p * p];
    double[] unit = new double[p];
    double[] column = new double[p];
    for (int i = 0; i < p; i++) {
      unit[i] = 1;
      loss.hessianVectorProduct(theta, unit, column);
      unit[i] = 0;
      System.arraycopy(column, 0, matrix, i * p, p);
    }
    return matrix;
  }

  /** The parameters of a listed minimum of the orthonormal teacher, k = 6, 8 or 10. */
  public static double[] listedMinimum(int k) throws IOException {
    double[] x = numbers(truth("safran_shamir_minima").get("k" + k).get("x"));
    double[] theta = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int c = 0; c < k; c++) {
        boolean last = c == k - 1;
        theta[c * k + i] = i < k - 1 ? (last ? x[2] : c == i ? x[0] : x[1]) : (last ? x[4] : x[3]);
      }
    }
    return theta;
  }

  /** The listed minima, polished from their printed digits. */
  @ParameterizedTest
  @ValueSource(ints = {6, 8, 10})
  void listedMinimaOfTheOrthonormalTeacher(int k) throws IOException {
    JsonNode listed = truth("safran_shamir_minima").get("k" + k);
    double[] theta = listedMinimum(k);
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(k, k, k, true, Skip.NONE);
    double expected = listed.get("loss").asDouble();
    assertEquals(expected, loss.value(theta), 1e-12);
    Minimum found =
        new MinimumSearch(
                new LevenbergMarquardt(),
                TrainingLimits.of(1e-10, 100),
                new MinimumTolerances(1e-9, 1e-9, 1e-7, 1e-10))
            .search(loss, loss.constantLoss(), symmetry(k, k, true), theta, Deadline.never());
    assertEquals(MinimumKind.SMOOTH_STRICT, found.kind());
    assertEquals(expected, found.loss(), 1e-12);
    assertTrue(found.gradientNorm() < 1e-9, "gradient " + found.gradientNorm());
    double tolerance = k == 6 ? 5e-5 : 1e-5; // as many digits as are printed
    assertEquals(listed.get("lambda_min").asDouble(), found.hessianMin(), tolerance);
    assertEquals(listed.get("lambda_max").asDouble(), found.hessianMax(), 1e-5);
    double[] moved = found.theta();
    for (int i = 0; i < moved.length; i++) {
      assertEquals(theta[i], moved[i], 1e-7);
    }
  }

  /** A few runs of the published procedure; PublishedTableTest has all of them. */
  @Test
  void someRunsOfThePublishedProcedureAreSpurious() throws IOException {
    checkShare(8, 8, 60);
  }

  private static void checkShare(int k, int n, int runs) throws IOException {
    JsonNode row = null;
    for (JsonNode candidate : truth("safran_shamir").get("rows")) {
      if (candidate.get(0).asInt() == k && candidate.get(1).asInt() == n) {
        row = candidate;
      }
    }
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(k, n, k, true, Skip.NONE);
    TrainingLimits limits =
        TrainingLimits.of(1e-9, 1_000_000).withLossTolerance(1e-6 * loss.constantLoss());
    int spurious = 0;
    for (int seed = 0; seed < runs; seed++) {
      var result =
          new SafranShamirDescent()
              .minimize(
                  loss,
                  normalStart(k * n, 1 / Math.sqrt(k), 7000 + seed),
                  limits,
                  Deadline.never());
      if (result.loss() >= SafranShamirDescent.SPURIOUS_LOSS) {
        spurious++;
      }
    }
    // both counts are binomial: 99% interval of the difference of two shares
    double published = row.get(2).asDouble() / 100;
    double pooled = Math.max(0.5 / runs, published);
    double deviation = Math.sqrt(pooled * (1 - pooled) * (1.0 / runs + 1.0 / 1000));
    String where = "k " + k + " n " + n + ": " + spurious + " of " + runs + " spurious";
    assertEquals(published, (double) spurious / runs, 2.576 * deviation + 1.0 / runs, where);
  }

  /** The planar trap: free masses and directions in two dimensions. */
  @Test
  void planarTrapIsAStrictMinimumThatTheSkipRemoves() throws IOException {
    JsonNode trap = truth("planar_trap");
    GaussianTeacherLoss plain = planarLoss(Skip.NONE);
    double[] masses = numbers(trap.get("student_masses"));
    double[] angles = numbers(trap.get("student_angles_over_pi"));
    assertEquals(trap.get("loss").asDouble(), inAngles(plain, masses, angles), 1e-12);
    // Hessian in masses and angles by the chain rule from the one in the network's parameters
    double[] expected = numbers(trap.get("hessian_eigs_mass_angle"));
    double[] found = SymmetricEigen.values(6, massAngleHessian(plain, masses, angles));
    Arrays.sort(found);
    for (int i = 0; i < 6; i++) {
      assertEquals(expected[i], found[i], 1e-7, "eigenvalue " + i);
    }
    double[] theta = parameters(masses, angles);
    MinimumSearch search =
        new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-9, 500), TOLERANCES);
    Minimum stuck =
        search.search(plain, plain.constantLoss(), symmetry(2, 3, false), theta, Deadline.never());
    assertEquals(MinimumKind.SMOOTH_STRICT, stuck.kind());
    assertEquals(trap.get("loss").asDouble(), stuck.loss(), 1e-12);
    GaussianTeacherLoss skipped = planarLoss(Skip.OPTIMAL);
    Minimum free =
        search.search(
            skipped, plain.constantLoss(), symmetry(2, 3, false), theta, Deadline.never());
    assertEquals(0, free.loss(), 1e-10);
    GaussianTeacherLoss learned = planarLoss(Skip.LEARNED);
    RescalingSymmetry skipSymmetry =
        RescalingSymmetry.of(
            NetworkFamilies.named("linear-skip").build(new NetworkShape(3, 0, 2, 1, false)));
    double[] from = Arrays.copyOf(theta, theta.length + 2);
    assertEquals(stuck.loss(), learned.value(from), 1e-12, "a skip that starts at 0");
    Minimum fallen =
        search.search(learned, plain.constantLoss(), skipSymmetry, from, Deadline.never());
    assertEquals(trap.get("with_skip_descent_reaches").asDouble(), fallen.loss(), 1e-10);
  }

  /** Of 200 starts of each kind, with masses of the teacher's sign and with any. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void plainRunsEndInThePlanarTrapAndRunsWithASkipDoNot(boolean positive) throws IOException {
    JsonNode trap = truth("planar_trap");
    int[] trapped = new int[2];
    int[] global = new int[2];
    for (int skip = 0; skip < 2; skip++) {
      GaussianTeacherLoss loss = planarLoss(skip == 0 ? Skip.NONE : Skip.OPTIMAL);
      MinimumSearch search =
          new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-9, 2000), TOLERANCES);
      for (long seed = 0; seed < 200; seed++) {
        double[] start = normalStart(9, 1, 300 + seed);
        if (positive) {
          Arrays.fill(start, 6, 9, 1);
        }
        Minimum end =
            search.search(
                loss, loss.constantLoss(), symmetry(2, 3, false), start, Deadline.never());
        if (Math.abs(end.loss() - trap.get("loss").asDouble()) < 1e-8) {
          assertEquals(MinimumKind.SMOOTH_STRICT, end.kind());
          trapped[skip]++;
        }
        global[skip] += end.kind() == MinimumKind.GLOBAL ? 1 : 0;
      }
    }
    String counts = Arrays.toString(trapped) + " trapped, " + Arrays.toString(global) + " global";
    assertTrue(trapped[0] >= 20, counts);
    assertTrue(trapped[1] <= 2, counts);
    assertTrue(global[1] > global[0], counts);
    assertTrue(!positive || global[1] >= 196, counts);
  }

  /** The loss of three students against the teacher of the planar trap. */
  public static GaussianTeacherLoss planarLoss(Skip skip) throws IOException {
    JsonNode trap = truth("planar_trap");
    return new GaussianTeacherLoss(
        2,
        3,
        directions(numbers(trap.get("teacher_angles_over_pi"))),
        numbers(trap.get("teacher_masses")),
        false,
        skip);
  }

  /** The parameters of the planar trap. */
  public static double[] planarTrap() throws IOException {
    JsonNode trap = truth("planar_trap");
    return parameters(
        numbers(trap.get("student_masses")), numbers(trap.get("student_angles_over_pi")));
  }

  private static double[] directions(double[] angles) {
    double[] units = new double[2 * angles.length];
    for (int j = 0; j < angles.length; j++) {
      units[2 * j] = StrictMath.cos(Math.PI * angles[j]);
      units[2 * j + 1] = StrictMath.sin(Math.PI * angles[j]);
    }
    return units;
  }

  private static double[] parameters(double[] masses, double[] angles) {
    double[] theta = new double[9];
    for (int i = 0; i < 3; i++) {
      theta[i] = StrictMath.cos(Math.PI * angles[i]);
      theta[3 + i] = StrictMath.sin(Math.PI * angles[i]);
      theta[6 + i] = masses[i];
    }
    return theta;
  }

  private static double inAngles(LossSurface loss, double[] masses, double[] angles) {
    return loss.value(parameters(masses, angles));
  }

  private static double[] massAngleHessian(LossSurface loss, double[] masses, double[] angles) {
    double[] theta = parameters(masses, angles);
    double[] full = hessian(loss, theta);
    double[] gradient = new double[9];
    loss.valueAndGradient(theta, gradient);
    double[][] tangent = new double[6][9];
    for (int i = 0; i < 3; i++) {
      tangent[i][6 + i] = 1;
      tangent[3 + i][i] = -theta[3 + i];
      tangent[3 + i][3 + i] = theta[i];
    }
    double[] small = new double[36];
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        for (int i = 0; i < 9; i++) {
          for (int j = 0; j < 9; j++) {
            small[a * 6 + b] += tangent[a][i] * full[i * 9 + j] * tangent[b][j];
          }
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      // the second derivative of a unit vector by its angle is its opposite
      small[(3 + i) * 7] -= theta[i] * gradient[i] + theta[3 + i] * gradient[3 + i];
    }
    return small;
  }

  /** Three points whose best linear fit is a minimum of every width: 1/3 in the half sum. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void linearFitOfThreePointsIsALocalMinimum(int width) throws IOException {
    JsonNode yun = truth("yun");
    double[] xs = numbers(yun.get("x"));
    double[] inputs = new double[6];
    for (int s = 0; s < 3; s++) {
      inputs[2 * s] = xs[s];
      inputs[2 * s + 1] = 1;
    }
    Dataset data = new Dataset(3, 2, 1, inputs, numbers(yun.get("y")));
    EmpiricalLoss loss = TestProblems.loss("plain", width, 0, data);
    // all units on at all points, and together the constant 2/3
    double[] theta = new double[loss.dimension()];
    for (int j = 0; j < width; j++) {
      theta[width + j] = 1 + 0.1 * j;
      theta[2 * width + j] = 2.0 / 3 / width / (1 + 0.1 * j);
    }
    Minimum found =
        new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-10, 100), TOLERANCES)
            .search(loss, theta, Deadline.never());
    assertEquals(
        yun.get("half_sum_squares_at_spurious_minimum").asDouble(), 1.5 * found.loss(), 1e-12);
    assertTrue(found.kind().isMinimum(), "classified as " + found.kind());
  }
}
