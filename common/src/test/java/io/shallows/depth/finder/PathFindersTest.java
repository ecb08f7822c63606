package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.TrainedMinima;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.SearchEffort;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitAlignment;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamilies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every finder returns is certified and reaches the level; matching units changes no output.
 */
class PathFindersTest {

  private static TrainedMinima problem;

  @BeforeAll
  static void train() {
    problem = new TrainedMinima(2, 48, 4, List.of(3));
  }

  private static List<double[]> minima(EmpiricalLoss loss) {
    List<double[]> minima = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      minima.add(problem.minimum(loss, seed == 0 ? "he" : "clustered", seed));
    }
    minima.sort(Comparator.comparingDouble(loss::value));
    return minima;
  }

  @ParameterizedTest
  @CsvSource({"plain, 1", "long-skip, 1", "residual, 2", "linear-skip, 0"})
  void certifiedPathsReachTheLevel(String family, int depth) {
    EmpiricalLoss loss = problem.loss(family, 4, depth);
    List<double[]> minima = minima(loss);
    NodeValues start = NodeValues.at(loss.network(), loss.data(), minima.get(2));
    DepthTarget target =
        DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), problem.references);
    int found = 0;
    for (PathFinder finder : PathFinders.all()) {
      DepthSettings settings = new DepthSettings(List.of(finder.name()), 1e-3, 400);
      Optional<CertifiedPath> path =
          finder.find(new NetworkPathProblem(loss, start, target, settings, new SearchLog()));
      if (path.isPresent()) {
        found++;
        PathCertificate certificate = path.get().certificate();
        assertEquals(PathCertificate.Kind.EXACT, certificate.kind());
        assertTrue(certificate.reaches(target.level()), finder.name());
        assertTrue(
            certificate.maximum() - certificate.largestEvaluated() <= 1e-3 * certificate.maximum(),
            finder.name());
        assertEquals(
            List.of(),
            PathVerification.differences(
                loss.network(), loss.data(), path.get().path(), certificate.segmentMaxima()),
            finder.name());
      }
    }
    assertTrue(found >= 4, found + " finders found a path");
  }

  @ParameterizedTest
  @CsvSource({"plain, 2", "long-skip, 2", "residual, 2", "linear-skip, 1"})
  void matchingUnitsChangesNoOutput(String family, int depth) {
    EmpiricalLoss loss = problem.loss(family, 6, depth);
    List<double[]> minima = minima(loss);
    NodeValues a = NodeValues.at(loss.network(), loss.data(), minima.get(0));
    NodeValues b = NodeValues.at(loss.network(), loss.data(), minima.get(1));
    double[] matched = UnitAlignment.matched(a, b);
    assertEquals(b.loss(), loss.value(matched), 1e-10 * (1 + b.loss()));
  }

  @Test
  void permutedUnitsAreFoundAgain() {
    EmpiricalLoss loss = problem.loss("plain", 6, 1);
    double[] theta = minima(loss).get(0);
    double[] permuted = theta.clone();
    var first = loss.network().layer("W0");
    var second = loss.network().layer("W1");
    for (int u = 0; u < 6; u++) {
      int v = (u + 1) % 6;
      for (int i = 0; i < first.inputs(); i++) {
        permuted[first.index(i, v)] = 3 * theta[first.index(i, u)];
      }
      for (int o = 0; o < second.outputs(); o++) {
        permuted[second.index(v, o)] = theta[second.index(u, o)] / 3;
      }
    }
    NodeValues a = NodeValues.at(loss.network(), loss.data(), theta);
    NodeValues b = NodeValues.at(loss.network(), loss.data(), permuted);
    double[] middle = Images.between(theta, UnitAlignment.matched(a, b), 0.5);
    assertEquals(a.loss(), loss.value(middle), 1e-9 * (1 + a.loss()));
  }

  @ParameterizedTest
  @CsvSource({"plain, 1", "long-skip, 1", "residual, 2"})
  void moreBudgetIsSpentWithinItsLimitAndEachCertificateIsLower(String family, int depth) {
    EmpiricalLoss loss = problem.loss(family, 4, depth);
    List<double[]> minima = minima(loss);
    NodeValues start = NodeValues.at(loss.network(), loss.data(), minima.get(2));
    DepthTarget target =
        DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), List.of());
    for (long budget : new long[] {60, 300, 1500}) {
      SearchLog log = new SearchLog();
      DepthSettings settings = new DepthSettings(List.of("string"), 1e-3, budget);
      Optional<CertifiedPath> found =
          PathFinders.named("string")
              .find(new NetworkPathProblem(loss, start, target, settings, log));
      assertTrue(log.spent() <= budget + 40, log.spent() + " of " + budget);
      assertTrue(found.isPresent() || budget == 60, "no path with " + budget);
      List<SearchEffort.Improvement> falls = log.effort().improvements();
      for (int k = 1; k < falls.size(); k++) {
        assertTrue(falls.get(k).barrier() < falls.get(k - 1).barrier());
        assertTrue(falls.get(k).evaluations() >= falls.get(k - 1).evaluations());
      }
      found.ifPresent(path -> assertEquals(log.lowest().get(), path));
    }
  }

  @Test
  void moreFindersNeverRaiseTheUpperEnd() {
    EmpiricalLoss loss = problem.loss("plain", 5, 1);
    List<double[]> minima = minima(loss);
    DepthTarget target =
        DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), problem.references);
    double few = upper(loss, minima.get(2), target, List.of("constructive", "linear"));
    double more = upper(loss, minima.get(2), target, List.of("constructive", "linear", "string"));
    assertTrue(more <= few, more + " above " + few);
  }

  private static double upper(
      EmpiricalLoss loss, double[] theta, DepthTarget target, List<String> finders) {
    return new DepthMeter(
            new SquaredDepth(
                loss, NetworkFamilies.named("plain"), new DepthSettings(finders, 1e-3, 400)))
        .measure(theta, target)
        .upper()
        .orElse(Double.POSITIVE_INFINITY);
  }

  @Test
  void unknownFindersAreRefused() {
    DepthSettings settings = new DepthSettings(List.of("strings"), 1e-3, 400);
    assertThrows(IllegalArgumentException.class, () -> PathFinders.of(settings));
  }
}
