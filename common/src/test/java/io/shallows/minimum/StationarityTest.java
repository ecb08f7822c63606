package io.shallows.minimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.loss.LossSurface;
import io.shallows.loss.OutputLosses;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.spec.TrainingSpec;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a point is stationary is a matter of its loss, not of the unit of the targets. */
class StationarityTest {

  private static final TrainingSpec SPEC =
      SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "defaults").training();

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(
          SPEC.gradientTolerance(),
          SPEC.relativeTolerance(),
          SPEC.kinkTolerance(),
          SPEC.flatTolerance(),
          SPEC.globalTolerance());

  /** An absolute tolerance above every gradient of these problems. */
  private static final double NO_LIMIT = 1e100;

  private static final TrainingLimits LIMITS =
      TrainingLimits.of(SPEC.gradientTolerance(), SPEC.maxIterations());

  /** The loss t^2 of one parameter, which is not known to be made of residuals. */
  private static final LossSurface SQUARE =
      new LossSurface() {
        @Override
        public int dimension() {
          return 1;
        }

        @Override
        public double value(double[] theta) {
          return theta[0] * theta[0];
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
          gradient[0] = 2 * theta[0];
          return value(theta);
        }

        @Override
        public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
          product[0] = 2 * direction[0];
        }
      };

  @Test
  void withoutResidualsTheAbsoluteToleranceStandsAlone() {
    TrainingLimits limits = TrainingLimits.of(1e-3, 100).withRelativeTolerance(1e-6);
    double[] near = {4e-4};
    assertTrue(limits.isStationary(8e-4, () -> SQUARE.gradientBound(near)));
    double[] far = {6e-4};
    assertFalse(limits.isStationary(1.2e-3, () -> SQUARE.gradientBound(far)));
  }

  private static Minimum search(EmpiricalLoss loss, double[] start) {
    return new MinimumSearch(new LevenbergMarquardt(), LIMITS, TOLERANCES)
        .search(loss, start, Deadline.never());
  }

  /** By tolerances that have no unit. */
  private static Minimum searchWithoutUnit(EmpiricalLoss loss, double[] start) {
    MinimumTolerances relative =
        new MinimumTolerances(
            NO_LIMIT,
            SPEC.relativeTolerance(),
            SPEC.kinkTolerance(),
            SPEC.flatTolerance(),
            SPEC.globalTolerance());
    TrainingLimits limits = TrainingLimits.of(NO_LIMIT, SPEC.maxIterations());
    return new MinimumSearch(new LevenbergMarquardt(), limits, relative)
        .search(loss, start, Deadline.never());
  }

  private static Dataset scaled(Dataset data, double factor) {
    double[] y = data.y();
    for (int i = 0; i < y.length; i++) {
      y[i] *= factor;
    }
    return new Dataset(data.samples(), data.inputs(), data.outputs(), data.x(), y);
  }

  private static double[] scaled(double[] theta, double factor) {
    double[] moved = theta.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] *= factor;
    }
    return moved;
  }

  /**
   * Targets times 2^(k e) and every of the k layers times 2^e: the same function in another unit.
   * Powers of 2 round nothing, so that a search decides alike unless a tolerance has a unit. Here
   * none has: the absolute one is so large that the relative one is the stricter in both units.
   */
  @ParameterizedTest
  @CsvSource({"plain, 4, 0, 5", "plain, 4, 0, -5", "plain, 3, 1, 3", "plain, 3, 1, -3"})
  void theUnitOfTheTargetsChangesNoKind(String family, int width, int depth, int power) {
    int layers = depth + 2;
    int minima = 0;
    for (long seed = 1; seed <= 6; seed++) {
      Dataset data = TestProblems.teacher(32, 2, 5, 80 + seed);
      EmpiricalLoss loss = TestProblems.loss(family, width, depth, data);
      double unit = Math.pow(2, power * layers);
      EmpiricalLoss other = TestProblems.loss(family, width, depth, scaled(data, unit));
      double[] start = TestProblems.start(loss, "he", seed);
      Minimum here = searchWithoutUnit(loss, start);
      Minimum there = searchWithoutUnit(other, scaled(start, Math.pow(2, power)));
      String where = family + " seed " + seed + ": " + here.kind() + " and " + there.kind();
      if (here.kind().isMinimum() && there.kind().isMinimum()) {
        minima++;
        assertEquals(here.loss(), there.loss() / (unit * unit), 1e-6 * here.loss(), where);
        assertEquals(here.kind(), there.kind(), where);
      }
    }
    assertTrue(minima >= 4, "minima: " + minima);
  }

  /**
   * A found minimum, its head and the targets in another unit: a minimum of the same kind, and no
   * higher. The search may go on where the absolute tolerance asks for more.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-2, 1, 1e3})
  void aMinimumStaysOneInAnotherUnit(double unit) {
    int minima = 0;
    for (long seed = 1; seed <= 6; seed++) {
      Dataset data = TestProblems.teacher(32, 2, 5, 80 + seed);
      EmpiricalLoss loss = TestProblems.loss("plain", 4, 0, data);
      Minimum here = search(loss, TestProblems.start(loss, "he", seed));
      if (!here.kind().isMinimum() || here.kind() == MinimumKind.GLOBAL) {
        continue;
      }
      minima++;
      EmpiricalLoss other = TestProblems.loss("plain", 4, 0, scaled(data, unit));
      double[] theta = here.theta();
      var head = loss.network().layer("A");
      for (int i = head.offset(); i < head.offset() + head.size(); i++) {
        theta[i] *= unit;
      }
      Minimum there = search(other, theta);
      String where = "seed " + seed;
      assertEquals(here.kind(), there.kind(), where);
      assertTrue(there.loss() / (unit * unit) <= here.loss() * (1 + 1e-9), where);
    }
    assertTrue(minima >= 3, "minima: " + minima);
  }

  /**
   * Targets so small that every gradient is below the absolute tolerance are learned all the same.
   */
  @Test
  void smallTargetsAreLearned() {
    int halved = 0;
    for (long seed = 1; seed <= 6; seed++) {
      Dataset data = TestProblems.teacher(32, 2, 5, 80 + seed);
      EmpiricalLoss loss = TestProblems.loss("plain", 4, 0, scaled(data, 1e-7));
      double[] start = scaled(TestProblems.start(loss, "he", seed), Math.sqrt(1e-7));
      double before = loss.value(start);
      Minimum found = search(loss, start);
      String where = "seed " + seed + " ended as " + found.kind();
      assertTrue(gradientNorm(loss, start) < 1e-8, where);
      assertTrue(found.kind().isMinimum(), where);
      assertTrue(found.loss() < before, where);
      assertTrue(found.stationarity() <= found.stationarityTolerance(), where);
      assertTrue(found.stationarityTolerance() < 1e-12, where);
      halved += found.loss() < 0.5 * before ? 1 : 0;
    }
    assertTrue(halved >= 3, halved + " of 6 losses were halved");
  }

  /** The quotient of gradient and bound is a cosine, for both losses and every family. */
  @ParameterizedTest
  @CsvSource({
    "plain, 0, 1, squared",
    "plain, 2, 3, squared",
    "long-skip, 1, 2, squared",
    "residual, 2, 1, squared",
    "linear-skip, 1, 2, squared",
    "hyper-residual, 3, 1, squared",
    "plain, 1, 3, cross-entropy"
  })
  void noGradientIsLongerThanItsBound(String family, int depth, int outputs, String cost) {
    Dataset one = TestProblems.teacher(20, 2, 5, 3);
    double[] y = new double[20 * outputs];
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < outputs; k++) {
        boolean chosen = i % outputs == k;
        y[i * outputs + k] = cost.equals("squared") ? one.y(i, 0) * (k + 1) : chosen ? 1 : 0;
      }
    }
    Dataset data = new Dataset(20, 3, outputs, one.x(), y);
    EmpiricalLoss loss =
        EmpiricalLoss.of(
            NetworkFamilies.named(family).build(new NetworkShape(5, depth, 3, outputs)),
            data,
            OutputLosses.named(cost));
    for (long seed = 1; seed <= 5; seed++) {
      double[] theta = TestProblems.start(loss, "he", seed);
      double norm = gradientNorm(loss, theta);
      double bound = loss.gradientBound(theta);
      assertTrue(norm <= bound * (1 + 1e-12), norm + " is above " + bound);
      assertTrue(norm >= 1e-4 * bound, norm + " is far below " + bound);
      assertEquals(bound(loss, theta), bound, 1e-12 * bound);
    }
  }

  /** The bound from the rows of the Jacobian, one by one. */
  private static double bound(EmpiricalLoss loss, double[] theta) {
    var at = loss.linearize(theta);
    double[] unit = new double[at.residual().length];
    double[] row = new double[theta.length];
    double jacobian = 0;
    double residual = 0;
    for (int i = 0; i < unit.length; i++) {
      unit[i] = 1;
      at.multiplyTransposed(unit, row);
      unit[i] = 0;
      for (double entry : row) {
        jacobian += entry * entry;
      }
      residual += at.residual()[i] * at.residual()[i];
    }
    return 2.0 / loss.data().samples() * Math.sqrt(jacobian) * Math.sqrt(residual);
  }

  /** The bound of a population loss, and where it is met: one unit that lacks its teacher alone. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noPopulationGradientIsLongerThanItsBound(boolean committee) {
    List<GaussianTeacherLoss> losses = new ArrayList<>();
    for (Skip skip : Skip.values()) {
      losses.add(GaussianTeacherLoss.orthonormal(4, 3, 4, committee, skip));
    }
    var random = TestProblems.random(5);
    for (GaussianTeacherLoss loss : losses) {
      for (int trial = 0; trial < 20; trial++) {
        double[] theta = new double[loss.dimension()];
        for (int i = 0; i < theta.length; i++) {
          theta[i] = 2 * random.nextDouble() - 1;
        }
        double norm = gradientNorm(loss, theta);
        double bound = loss.gradientBound(theta);
        assertTrue(norm <= bound * (1 + 1e-12), norm + " is above " + bound);
        assertTrue(norm >= 1e-3 * bound, norm + " is far below " + bound);
      }
    }
  }

  private static double gradientNorm(LossSurface loss, double[] theta) {
    double[] gradient = new double[theta.length];
    loss.valueAndGradient(theta, gradient);
    double sum = 0;
    for (double g : gradient) {
      sum += g * g;
    }
    return Math.sqrt(sum);
  }
}
