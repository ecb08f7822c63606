package io.shallows.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.Path;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.Lbfgs;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LandscapesTest {

  private static final NetworkFamily FAMILY = NetworkFamilies.named("plain");
  private static final Network NETWORK = FAMILY.build(new NetworkShape(2, 0, 2, 2));
  private static final DepthSettings SETTINGS = new DepthSettings(List.of("linear"), 1e-3, 100);
  private static final MinimumSearch SEARCH =
      new MinimumSearch(
          new Lbfgs(),
          TrainingLimits.of(1e-8, 20),
          new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10));
  private static final double[] START = {0.5, -0.25, 0.75, 1, -0.5, 0.25, 1, 0.5};

  /** The squared error twice, for which no bound is registered. */
  private static final class Twice implements OutputLoss {
    @Override
    public String name() {
      return "twice";
    }

    @Override
    public String definition() {
      return "2 |f - y|^2";
    }

    @Override
    public void requireFit(Dataset data) {}

    @Override
    public double sample(double[] f, int fAt, double[] y, int yAt, int c, double[] residual) {
      double value = 2 * OutputLosses.SQUARED.sample(f, fAt, y, yAt, c, residual);
      for (int o = 0; o < c; o++) {
        residual[yAt + o] *= 2;
      }
      return value;
    }

    @Override
    public void curve(double[] f, int fAt, int c, double[] tangent, int tangentAt) {
      for (int o = 0; o < c; o++) {
        tangent[tangentAt + o] *= 2;
      }
    }

    @Override
    public double constant(Dataset data) {
      return 2 * OutputLosses.SQUARED.constant(data);
    }
  }

  private static Landscape on(OutputLoss cost) {
    double[] x = {1, 0, 0, 1, 1, 1, -1, 0.5};
    double[] y = {1, 0, 0, 1, 1, 0, 0, 1};
    return Landscapes.of(
        NETWORK,
        FAMILY,
        Optional.of(new Dataset(4, 2, 2, x, y)),
        cost,
        () -> {
          throw new AssertionError("data were given");
        },
        1);
  }

  private static Landscape population() {
    Network network = FAMILY.build(new NetworkShape(2, 0, 2, 1));
    return Landscapes.of(
        network,
        FAMILY,
        Optional.empty(),
        OutputLosses.SQUARED,
        () -> GaussianTeacherLoss.orthonormal(2, 2, 1, false, Skip.NONE),
        1);
  }

  @Test
  void everyLossHasItsLandscape() {
    assertInstanceOf(SquaredLandscape.class, on(OutputLosses.SQUARED));
    assertInstanceOf(CrossEntropyLandscape.class, on(OutputLosses.CROSS_ENTROPY));
    assertEquals(EmpiricalLandscape.class, on(new Twice()).getClass());
    assertInstanceOf(PopulationLandscape.class, population());
    assertTrue(population().empirical().isEmpty());
    assertEquals(OutputLosses.SQUARED, on(OutputLosses.SQUARED).empirical().get().outputLoss());
  }

  /** Of costs of which nothing is known points stay where training ended. */
  @Test
  void costsOfWhichNothingIsKnownAreNeitherFinishedNorCertified() {
    for (OutputLoss cost : List.of(new Twice())) {
      Landscape landscape = on(cost);
      Minimum minimum = landscape.search(SEARCH, START, Deadline.never());
      assertEquals(
          minimum.loss(),
          new Lbfgs()
              .minimize(
                  landscape.surface(),
                  START,
                  TrainingLimits.of(1e-8, 20)
                      .withLossTolerance(1e-10 * cost.constant(landscape.empirical().get().data()))
                      .withRelativeTolerance(1e-5),
                  Deadline.never())
              .loss());
      assertTrue(landscape.certify(minimum).isEmpty());
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> SEARCH.search(landscape.empirical().get(), START, Deadline.never()));
      assertEquals(
          "finish along kinks: the loss " + cost.name() + " is not a sum of squares",
          refused.getMessage());
    }
  }

  /** Four samples with distinct features of a network of two layers: some come apart for ever. */
  @Test
  void crossEntropyIsFinishedAndNotCertified() {
    Landscape landscape = on(OutputLosses.CROSS_ENTROPY);
    Minimum minimum = landscape.search(SEARCH, START, Deadline.never());
    Minimum asTrained = landscape.search(SEARCH.unfinished(), START, Deadline.never());
    assertTrue(minimum.loss() <= asTrained.loss());
    assertEquals(TrainingOutcome.VALLEY, minimum.outcome());
    assertEquals(TrainingOutcome.BUDGET, asTrained.outcome());
    assertTrue(landscape.certify(minimum).isEmpty());
  }

  /** Never by the formula of another cost. */
  @Test
  void aCostWithoutABoundHasNoDepthAndNoCheck() {
    Landscape landscape = on(new Twice());
    assertThrows(IllegalArgumentException.class, () -> landscape.depth(SETTINGS, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> landscape.differences(new Path(List.of(START, START)), List.of(1.0), 1e-3));
  }

  /** Levels, losses and the check of a straight path of one layer speak of one loss. */
  @Test
  void depthAndCheckAreOfTheLandscapesOwnLoss() {
    double[] end = START.clone();
    end[7] = -0.5;
    for (Landscape landscape : List.of(on(OutputLosses.SQUARED), on(OutputLosses.CROSS_ENTROPY))) {
      double start = landscape.surface().value(START);
      assertEquals(start, landscape.depth(SETTINGS, List.of()).at(START), 1e-12 * start);
      DepthTarget own =
          landscape.depth(SETTINGS, List.of()).own(START, 0.25, new Coverage(0, false));
      assertEquals(0.75 * start, own.level(), 1e-12 * start);
      double highest = 0;
      for (double t = 0; t <= 1; t += 0x1p-10) {
        double[] at = START.clone();
        at[7] = START[7] + t * (end[7] - START[7]);
        highest = Math.max(highest, landscape.surface().value(at));
      }
      Path path = new Path(List.of(START, end));
      assertEquals(List.of(), landscape.differences(path, List.of(highest), 1e-4));
      assertEquals(1, landscape.differences(path, List.of(0.9 * highest), 1e-4).size());
    }
  }
}
