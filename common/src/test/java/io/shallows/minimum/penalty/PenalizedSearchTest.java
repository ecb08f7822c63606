package io.shallows.minimum.penalty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import io.shallows.training.Adam;
import io.shallows.training.Deadline;
import io.shallows.training.Lbfgs;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.Optimizer;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class PenalizedSearchTest {

  private static MinimumSearch search(Optimizer optimizer) {
    return new MinimumSearch(
        optimizer,
        TrainingLimits.of(1e-8, 2000),
        new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10));
  }

  private static Minimum found(EmpiricalLoss loss, double kappa, double[] start) {
    return new PenalizedSearch(
            search(new LevenbergMarquardt()), loss, new UnitPenalty(loss.network(), kappa))
        .from(start, Deadline.never());
  }

  /** One input without a constant: units are numbers with signs, so that all can be listed. */
  private static Dataset line(int samples, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    double[] x = new double[samples];
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      x[s] = normal.sample();
      y[s] = normal.sample();
    }
    return new Dataset(samples, 1, 1, x, y);
  }

  private static void set(TwoLayerUnits units, double[] theta, int unit, double b, double... v) {
    double length = 0;
    for (double one : v) {
      length += one * one;
    }
    double scale = length > 0 ? 1 / Math.sqrt(Math.sqrt(length)) : 0;
    for (int c = 0; c < v.length; c++) {
      theta[units.first().index(c, unit)] = v[c] * scale;
    }
    theta[units.head().index(unit, 0)] = b * (length > 0 ? 1 / scale : 0);
  }

  /** All networks of three units on a grid, both signs each. */
  private static double leastOnGrid(PenalizedLoss loss, int width, double step, int steps) {
    TwoLayerUnits units = loss.penalty().units();
    double[] theta = new double[loss.dimension()];
    double least = Double.POSITIVE_INFINITY;
    int values = 2 * (2 * steps + 1);
    int count = (int) Math.pow(values, width);
    for (int code = 0; code < count; code++) {
      int rest = code;
      for (int k = 0; k < width; k++) {
        int value = rest % values;
        rest /= values;
        set(units, theta, k, value % 2 == 0 ? 1 : -1, (value / 2 - steps) * step);
      }
      least = Math.min(least, loss.value(theta));
    }
    return least;
  }

  /** Where a search ended, and at any rescaling of it, a point is what the search said. */
  @Test
  void aPointIsWhatASearchThatEndedThereSaid() {
    int kinds = 0;
    for (int seed = 0; seed < 24; seed++) {
      int width = 1 + seed % 2;
      EmpiricalLoss loss = TestProblems.loss("plain", width, 0, line(4 + seed % 5, seed));
      double kappa = 0.02 * (1 + seed % 3);
      double[] start = TestProblems.start(loss, "he", seed);
      Minimum found = found(loss, kappa, start);
      UnitPenalty penalty = new UnitPenalty(loss.network(), kappa);
      double[] theta = found.theta();
      for (int k = 0; k < width; k++) {
        theta[penalty.units().first().index(0, k)] *= 4;
        theta[penalty.units().head().index(k, 0)] /= 4;
      }
      MinimumSearch settings = search(new LevenbergMarquardt());
      for (double[] point : new double[][] {found.theta(), theta}) {
        double[] before = point.clone();
        Minimum at = new PenalizedSearch(settings, loss, penalty).at(point);
        assertEquals(found.kind(), at.kind());
        assertEquals(found.loss(), at.loss(), 1e-14);
        assertEquals(found.kinks(), at.kinks());
        assertArrayEquals(before, at.theta());
        assertArrayEquals(before, point);
      }
      kinds |= 1 << (found.kind() == MinimumKind.GLOBAL ? 0 : 1);
      start[0] += 1;
      assertEquals(
          MinimumKind.NOT_STATIONARY,
          new PenalizedSearch(settings, loss, penalty).at(start).kind(),
          "where it began");
    }
    assertEquals(3, kinds, "global minima and others");
  }

  @Test
  void onALineNoNetworkOfTheGridIsBelowAGlobalMinimum() {
    int global = 0;
    for (int seed = 0; seed < 12; seed++) {
      Dataset data = line(2 + seed % 5, seed);
      for (int width = 1; width <= 3; width++) {
        double kappa = seed % 3 == 0 ? 0.3 : 0.05;
        EmpiricalLoss loss = TestProblems.loss("plain", width, 0, data);
        PenalizedLoss penalized = new PenalizedLoss(loss, new UnitPenalty(loss.network(), kappa));
        Minimum minimum = found(loss, kappa, TestProblems.start(loss, "he", seed));
        double least = leastOnGrid(penalized, width, 0.2, 12);
        assertEquals(penalized.value(minimum.theta()), minimum.loss(), 0);
        if (minimum.kind() == MinimumKind.GLOBAL) {
          global++;
          assertTrue(minimum.loss() <= least * (1 + 1e-5), minimum.loss() + " is above " + least);
        }
        requireNothingLowerNearby(penalized, minimum, seed);
      }
    }
    assertTrue(global >= 12, global + " global minima");
  }

  @Test
  void oneUnitWithAConstantAgainstAllOfAGrid() {
    for (int seed = 0; seed < 10; seed++) {
      Dataset data = TestProblems.teacher(6, 1, 2, 40 + seed);
      EmpiricalLoss loss = TestProblems.loss("plain", 1, 0, data);
      PenalizedLoss penalized = new PenalizedLoss(loss, new UnitPenalty(loss.network(), 0.05));
      double best = Double.POSITIVE_INFINITY;
      for (int start = 0; start < 8; start++) {
        Minimum minimum = found(loss, 0.05, TestProblems.start(loss, "he", start));
        requireNothingLowerNearby(penalized, minimum, start);
        best = Math.min(best, minimum.loss());
      }
      double least = Double.POSITIVE_INFINITY;
      double[] theta = new double[loss.dimension()];
      for (int sign = -1; sign <= 1; sign += 2) {
        for (int i = -150; i <= 150; i++) {
          for (int j = -150; j <= 150; j++) {
            set(penalized.penalty().units(), theta, 0, sign, 0.02 * i, 0.02 * j);
            least = Math.min(least, penalized.value(theta));
          }
        }
      }
      assertTrue(best <= least * (1 + 1e-9), best + " is above " + least + " of the grid");
    }
  }

  /**
   * Every point that is called a minimum, against points of all closed cells that meet in it: units
   * that are not 0 keep their sides of the samples' planes where they have one, however far they
   * move; units that are 0 grow in any direction with any sign.
   */
  private static void requireNothingLowerNearby(PenalizedLoss loss, Minimum minimum, long seed) {
    if (!minimum.kind().isMinimum()) {
      return;
    }
    UniformRandomProvider random = TestProblems.random(seed);
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    TwoLayerUnits units = loss.penalty().units();
    int inputs = units.first().inputs();
    Dataset data = loss.loss().data();
    double[] theta = minimum.theta();
    int tried = 0;
    for (int trial = 0; trial < 4000; trial++) {
      double radius = Math.pow(10, -8 * random.nextDouble());
      double[] near = theta.clone();
      double allowed = 1e-13;
      boolean within = true;
      for (int k = 0; k < units.width(); k++) {
        double[] v = units.vector(theta, k);
        double[] to = v.clone();
        double b = units.weight(theta, k);
        double sign = b == 0 ? (random.nextBoolean() ? 1 : -1) : Math.signum(b);
        double size = loss.penalty().size(theta, k);
        for (int c = 0; c < inputs; c++) {
          double step = radius * normal.sample();
          to[c] += step;
          allowed +=
              Math.abs(step)
                  * (2e-6 * loss.penalty().kappa() + 4e-8 / Math.sqrt(size > 0 ? size : 1));
        }
        within &= size == 0 || sameSides(data, v, to);
        set(units, near, k, sign, to);
      }
      if (within) {
        tried++;
        assertTrue(
            loss.value(near) >= minimum.loss() - allowed,
            minimum.kind() + " falls by " + (minimum.loss() - loss.value(near)) + " at " + radius);
      }
      if (minimum.kind() == MinimumKind.GLOBAL) {
        assertTrue(loss.value(near) >= minimum.loss() * (1 - 1e-5) - 1e-9);
      }
    }
    assertTrue(tried > 20, tried + " points of the cells");
  }

  private static boolean sameSides(Dataset data, double[] v, double[] to) {
    double largest = 0;
    double[] z = new double[data.samples()];
    double[] next = new double[data.samples()];
    for (int s = 0; s < data.samples(); s++) {
      for (int c = 0; c < v.length; c++) {
        z[s] += v[c] * data.x(s, c);
        next[s] += to[c] * data.x(s, c);
      }
      largest = Math.max(largest, Math.abs(z[s]));
    }
    boolean same = true;
    for (int s = 0; s < data.samples(); s++) {
      same &= Math.abs(z[s]) <= 1e-9 * largest || z[s] * next[s] >= 0;
    }
    return same;
  }

  @Test
  void minimaOfSeveralUnitsAreMinima() {
    int zeros = 0;
    int bad = 0;
    for (String family : new String[] {"plain", "linear-skip"}) {
      for (int seed = 0; seed < 12; seed++) {
        Dataset data = TestProblems.teacher(24, 1 + seed % 2, 3, seed);
        EmpiricalLoss loss = TestProblems.loss(family, 2 + seed % 3, 0, data);
        double kappa = seed % 2 == 0 ? 0.003 : 0.05;
        PenalizedLoss penalized = new PenalizedLoss(loss, new UnitPenalty(loss.network(), kappa));
        Minimum minimum = found(loss, kappa, TestProblems.start(loss, "he", seed));
        assertTrue(minimum.kind().isMinimum(), minimum.kind().label());
        requireNothingLowerNearby(penalized, minimum, seed);
        double[] theta = minimum.theta();
        assertArrayEquals(penalized.penalty().balanced(theta), theta, 1e-12);
        boolean zero = false;
        for (int k = 0; k < loss.network().shape().width(); k++) {
          zero |= penalized.penalty().size(theta, k) == 0;
        }
        zeros += zero ? 1 : 0;
        bad += minimum.kind() == MinimumKind.GLOBAL ? 0 : 1;
        if (zero && family.equals("plain")) {
          assertEquals(MinimumKind.GLOBAL, minimum.kind(), "a minimum with a zero unit is global");
        }
        if (family.equals("linear-skip")) {
          assertNotEquals(MinimumKind.GLOBAL, minimum.kind());
        }
      }
    }
    assertTrue(zeros > 2 && bad > 2, zeros + " with zero units, " + bad + " not global");
  }

  @Test
  void withAPenaltyAboveEveryEntryAllUnitsAreZero() {
    Dataset data = TestProblems.teacher(20, 2, 3, 4);
    EmpiricalLoss plain = TestProblems.loss("plain", 3, 0, data);
    Minimum none = found(plain, 1e3, TestProblems.start(plain, "he", 1));
    assertEquals(MinimumKind.GLOBAL, none.kind());
    assertArrayEquals(new double[plain.dimension()], none.theta());
    double square = 0;
    for (double y : data.y()) {
      square += y * y / data.samples();
    }
    assertEquals(square, none.loss(), 1e-14 * square);
    EmpiricalLoss skip = TestProblems.loss("linear-skip", 3, 0, data);
    Minimum fit = found(skip, 1e3, TestProblems.start(skip, "he", 1));
    assertEquals(MinimumKind.KINK, fit.kind());
    assertTrue(fit.stationarity() <= fit.stationarityTolerance());
    assertTrue(fit.loss() < square);
    double[] gradient = new double[skip.dimension()];
    skip.valueAndGradient(fit.theta(), gradient);
    for (double g : gradient) {
      assertEquals(0, g, 1e-12);
    }
  }

  @Test
  void aUnitThatIsZeroWithMoreInputsIsLeftOpen() {
    Dataset data = TestProblems.teacher(40, 3, 2, 102);
    EmpiricalLoss loss = TestProblems.loss("plain", 8, 0, data);
    Minimum minimum = found(loss, 0.1, TestProblems.start(loss, "he", 2));
    assertEquals(MinimumKind.KINK_UNRESOLVED, minimum.kind());
    assertTrue(!minimum.kind().isMinimum());
  }

  @Test
  void whateverTrainsTheGlobalMinimumIsTheSame() {
    Dataset data = TestProblems.teacher(24, 1, 3, 9);
    EmpiricalLoss loss = TestProblems.loss("plain", 10, 0, data);
    double least = Double.NaN;
    for (Optimizer optimizer :
        new Optimizer[] {new LevenbergMarquardt(), new Lbfgs(), new Adam(1e-2, 0, 1)}) {
      Minimum minimum =
          new PenalizedSearch(search(optimizer), loss, new UnitPenalty(loss.network(), 0.05))
              .from(TestProblems.start(loss, "he", 1), Deadline.never());
      assertEquals(MinimumKind.GLOBAL, minimum.kind(), optimizer.name());
      least = Double.isNaN(least) ? minimum.loss() : least;
      assertEquals(least, minimum.loss(), 2e-5 * least, optimizer.name());
    }
  }

  @Test
  void noNetworkIsBelowTheDualBound() {
    Dataset data = TestProblems.teacher(16, 2, 3, 6);
    double kappa = 0.05;
    for (int width = 1; width <= 6; width++) {
      EmpiricalLoss loss = TestProblems.loss("plain", width, 0, data);
      PenalizedLoss penalized = new PenalizedLoss(loss, new UnitPenalty(loss.network(), kappa));
      Minimum minimum = found(loss, kappa, TestProblems.start(loss, "he", width));
      for (int other = 0; other < 20; other++) {
        double[] theta = TestProblems.start(loss, "he", 100 + other);
        double[] r = loss.linearize(theta).residual().clone();
        double most = UnitEntry.of(data, r).orElseThrow().most();
        double bound = DualBound.of(data, r, most, kappa);
        assertTrue(bound <= minimum.loss() * (1 + 1e-12));
        assertTrue(bound <= penalized.value(theta));
      }
    }
  }
}
