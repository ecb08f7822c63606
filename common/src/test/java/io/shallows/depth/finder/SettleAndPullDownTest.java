package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.CrossEntropyDepth;
import io.shallows.depth.DepthMeter;
import io.shallows.depth.PopulationDepth;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.TrainedMinima;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.CellDepth;
import io.shallows.depth.problem.DepthBracket;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways down that hardly climb, and known paths that are pulled down: laws and known depths. */
class SettleAndPullDownTest {

  private static final long BUDGET = 600;
  private static final List<String> FINDERS = List.of("settle", "descent", "pull-down");

  private static TrainedMinima problem;

  @BeforeAll
  static void train() {
    problem = new TrainedMinima(2, 48, 4, List.of(3));
  }

  private static NetworkPathProblem asked(EmpiricalLoss loss, double[] theta, DepthTarget target) {
    return asked(loss, theta, target, BUDGET);
  }

  private static NetworkPathProblem asked(
      EmpiricalLoss loss, double[] theta, DepthTarget target, long budget) {
    return new NetworkPathProblem(
        loss,
        NodeValues.at(loss.network(), loss.data(), theta),
        target,
        new DepthSettings(FINDERS, 1e-3, budget),
        new SearchLog());
  }

  private static List<double[]> minima(EmpiricalLoss loss) {
    List<double[]> minima = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      minima.add(problem.minimum(loss, seed == 0 ? "he" : "clustered", seed));
    }
    minima.sort(Comparator.comparingDouble(loss::value));
    return minima;
  }

  private static Dataset withConstant(double[] x, double[] y) {
    double[] inputs = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      inputs[2 * i] = x[i];
      inputs[2 * i + 1] = 1;
    }
    return new Dataset(x.length, 2, 1, inputs, y);
  }

  private static double barrier(PathProblem asked) {
    return asked.known().map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
  }

  /** The path is what it says of itself, by a check that knows no bound. */
  private static void assertHolds(EmpiricalLoss loss, PathProblem asked, CertifiedPath path) {
    PathCertificate certificate = path.certificate();
    assertTrue(certificate.reaches(asked.target().level()), path.method());
    assertArrayEquals(asked.start(), path.path().at(0), path.method());
    assertEquals(
        List.of(),
        PathVerification.differences(
            loss.network(), loss.data(), path.path(), certificate.segmentMaxima()),
        path.method());
  }

  @ParameterizedTest
  @CsvSource({"plain, 1", "plain, 2", "long-skip, 1", "residual, 2", "linear-skip, 0"})
  void noPathIsEverRaisedAndEachIsWhatItSays(String family, int depth) {
    EmpiricalLoss loss = problem.loss(family, 4, depth);
    List<double[]> minima = minima(loss);
    double[] theta = minima.get(2);
    List<DepthTarget> targets =
        List.of(
            DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), List.of()),
            DepthTarget.own(0.999 * loss.value(theta), List.of()));
    for (DepthTarget target : targets) {
      NetworkPathProblem asked = asked(loss, theta, target);
      PathFinders.named("string").search(asked);
      for (String finder : FINDERS) {
        double before = barrier(asked);
        Optional<CertifiedPath> found = PathFinders.named(finder).find(asked);
        assertTrue(barrier(asked) <= before, finder + " raised " + before);
        found.ifPresent(path -> assertHolds(loss, asked, path));
        found.ifPresent(path -> assertTrue(path.barrier() < before, finder));
      }
    }
  }

  /** With them behind it the string finds what it finds alone, for every target. */
  @ParameterizedTest
  @CsvSource({"long-skip, 1", "residual, 1"})
  void noDepthIsEverRaised(String family, int depth) {
    EmpiricalLoss loss = problem.loss(family, 4, depth);
    List<double[]> minima = minima(loss);
    double[] theta = minima.get(2);
    List<String> alone = List.of("constructive", "string");
    List<String> more = List.of("constructive", "settle", "string", "descent", "pull-down");
    List<List<DepthMeasurement>> depths = new ArrayList<>();
    for (List<String> finders : List.of(alone, more)) {
      SquaredDepth squared =
          new SquaredDepth(
              loss, NetworkFamilies.named(family), new DepthSettings(finders, 1e-3, BUDGET));
      Coverage coverage = new Coverage(1e-10, false);
      depths.add(
          new DepthMeter(squared)
              .measure(
                  theta,
                  List.of(squared.own(theta, 1e-3, coverage), squared.cellBest(minima.get(0))),
                  coverage)
              .measurements());
    }
    int lower = 0;
    for (int k = 0; k < 2; k++) {
      double before = depths.get(0).get(k).upper().orElse(Double.POSITIVE_INFINITY);
      double after = depths.get(1).get(k).upper().orElse(Double.POSITIVE_INFINITY);
      assertTrue(after <= before, k + ": " + after + " above " + before);
      lower += after < before ? 1 : 0;
    }
    assertTrue(lower > 0);
  }

  /** A path that leads straight over the pass stays; most do not. */
  @Test
  void mostPathsOfAStringArePulledDown() {
    int lower = 0;
    for (String family : List.of("plain", "long-skip", "residual")) {
      EmpiricalLoss loss = problem.loss(family, 6, 1);
      List<double[]> minima = minima(loss);
      NetworkPathProblem asked =
          asked(
              loss,
              minima.get(2),
              DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), List.of()));
      PathFinders.named("string").search(asked);
      double before = barrier(asked);
      assertTrue(before < Double.POSITIVE_INFINITY && asked.isOpen());
      PathFinders.named("pull-down").search(asked);
      lower += barrier(asked) < 0.95 * before ? 1 : 0;
    }
    assertTrue(lower >= 2, lower + " of 3");
  }

  /** Without a path, a goal or a reference. */
  @ParameterizedTest
  @CsvSource({"plain, 1", "long-skip, 1"})
  void aWayDownNeedsNoGoal(String family, int depth) {
    EmpiricalLoss loss = problem.loss(family, 8, depth);
    double[] theta = minima(loss).get(2);
    double start = loss.value(theta);
    NetworkPathProblem asked = asked(loss, theta, DepthTarget.own(0.999 * start, List.of()));
    Optional<CertifiedPath> found = PathFinders.named("settle").find(asked);
    assertTrue(found.orElseThrow().barrier() < 0.01 * start, found.get().barrier() + "");
    assertHolds(loss, asked, found.get());
  }

  @Test
  void equalQuestionsHaveEqualBits() {
    EmpiricalLoss loss = problem.loss("plain", 4, 1);
    List<double[]> minima = minima(loss);
    List<CertifiedPath> paths = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      NetworkPathProblem asked =
          asked(loss, minima.get(2), DepthTarget.own(0.999 * loss.value(minima.get(2)), List.of()));
      for (String finder : List.of("settle", "pull-down")) {
        PathFinders.named(finder).search(asked);
      }
      paths.add(asked.known().orElseThrow());
    }
    assertEquals(paths.get(0).certificate(), paths.get(1).certificate());
    assertEquals(paths.get(0).path().size(), paths.get(1).path().size());
    for (int k = 0; k < paths.get(0).path().size(); k++) {
      assertArrayEquals(paths.get(0).path().at(k), paths.get(1).path().at(k));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void twoLayersAreNeverBelowTheirLowerEnd(int width) {
    EmpiricalLoss loss = problem.loss("plain", width, 0);
    for (double[] theta : minima(loss)) {
      double start = loss.value(theta);
      DepthBracket bracket = CellDepth.of(loss).orElseThrow().own(theta, 1e-3, 3000);
      NetworkPathProblem asked = asked(loss, theta, DepthTarget.own(0.999 * start, List.of()));
      for (String finder : FINDERS) {
        PathFinders.named(finder).search(asked);
      }
      asked
          .known()
          .ifPresent(
              path ->
                  assertTrue(
                      path.barrier() >= bracket.lower() * (1 - 1e-6),
                      path.barrier() + " below " + bracket.lower()));
    }
  }

  /** Yun, Sra, Jadbabaie 2019 (arXiv 1907.03922): one unit carries the linear fit. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void threePointsSettleToZero(int width) {
    Dataset data = withConstant(new double[] {-1, 0, 1}, new double[] {1, 0, 1});
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(width, 0, 2, 1));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    double[] theta = new double[network.parameterCount()];
    for (int u = 0; u < width; u++) {
      theta[network.layer("W0").index(0, u)] = u == 0 ? 0 : 0.3 * u - 0.5;
      theta[network.layer("W0").index(1, u)] = 1;
    }
    theta[network.layer("A").index(0, 0)] = 2.0 / 3;
    NetworkPathProblem asked = asked(loss, theta, DepthTarget.own(1e-9, List.of()));
    PathFinders.named("settle").search(asked);
    assertTrue(asked.known().orElseThrow().certificate().isHidden());
  }

  /**
   * As many units as samples: the depth is 0 from anywhere. A search need not find that; five of
   * six it does.
   */
  @Test
  void asManyUnitsAsSamplesSettleToZero() {
    int settled = 0;
    for (int seed = 0; seed < 6; seed++) {
      UniformRandomProvider random = new RandomStreams(seed).uniform("wide", "data");
      int samples = 4 + seed % 2;
      double[] x = random.doubles(samples, -1, 1).toArray();
      double[] y = random.doubles(samples, -1, 1).toArray();
      Network network = NetworkFamilies.named("plain").build(new NetworkShape(samples, 0, 2, 1));
      EmpiricalLoss loss = EmpiricalLoss.of(network, withConstant(x, y));
      double[] theta = random.doubles(network.parameterCount(), -1, 1).toArray();
      NetworkPathProblem asked = asked(loss, theta, DepthTarget.own(1e-6, List.of()), 8 * BUDGET);
      PathFinders.named("settle").search(asked);
      asked.known().ifPresent(path -> assertHolds(loss, asked, path));
      settled += asked.known().isPresent() && !asked.isOpen() ? 1 : 0;
    }
    assertTrue(settled >= 5, settled + " of 6");
  }

  /** The work has a limit in evaluations, twice the budget for each. */
  @Test
  void theBudgetIsALimit() {
    EmpiricalLoss loss = problem.loss("plain", 6, 1);
    List<double[]> minima = minima(loss);
    for (long budget : new long[] {60, 300, 1500}) {
      NetworkPathProblem asked =
          asked(
              loss,
              minima.get(2),
              DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), List.of()),
              budget);
      PathFinders.named("aligned").search(asked);
      long before = asked.log().spent();
      PathFinders.named("settle").find(asked);
      long between = asked.log().spent();
      PathFinders.named("pull-down").find(asked);
      assertTrue(between - before <= 2 * budget + 150, between - before + " of " + budget);
      assertTrue(
          asked.log().spent() - between <= 2 * budget + 150,
          asked.log().spent() - between + " of " + budget);
    }
  }

  @Test
  void crossEntropyIsServedAndStaysCertified() {
    UniformRandomProvider random = new RandomStreams(99).uniform("classes", "data");
    double[] x = random.doubles(3L * 40, -1, 1).toArray();
    double[] y = new double[2 * 40];
    for (int s = 0; s < 40; s++) {
      x[3 * s + 2] = 1;
      y[2 * s + random.nextInt(2)] = 1;
    }
    Dataset data = new Dataset(40, 3, 2, x, y);
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(4, 1, 3, 2));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data, OutputLosses.CROSS_ENTROPY);
    List<double[]> ends = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      double[] start = Initializations.named("he").draw(network, random);
      ends.add(
          Optimizers.named("lbfgs")
              .minimize(loss, start, TrainingLimits.of(1e-6, 300), Deadline.never())
              .theta());
    }
    ends.sort(Comparator.comparingDouble(loss::value));
    CrossEntropyDepth depth = new CrossEntropyDepth(loss, new DepthSettings(FINDERS, 1e-3, BUDGET));
    SearchLog log = new SearchLog();
    PathProblem asked = depth.path(ends.get(1), depth.cellBest(ends.get(0)), log);
    PathFinders.named("linear").search(asked);
    double before = barrier(asked);
    assertTrue(before < Double.POSITIVE_INFINITY);
    for (String finder : FINDERS) {
      PathFinders.named(finder).search(asked);
    }
    assertTrue(barrier(asked) < before, barrier(asked) + " of " + before);
    CertifiedPath path = asked.known().orElseThrow();
    assertEquals(
        List.of(),
        PathVerification.crossEntropyDifferences(
            network, data, path.path(), path.certificate().segmentMaxima(), 1e-3));
  }

  @Test
  void whatTheyAreNotForFindsNothingAndCostsNothing() {
    EmpiricalLoss loss = problem.loss("plain", 4, 1);
    double[] theta = minima(loss).get(2);
    NetworkPathProblem unknown = asked(loss, theta, DepthTarget.own(0, List.of()));
    assertTrue(PathFinders.named("pull-down").find(unknown).isEmpty());
    assertEquals(0, unknown.log().spent());
    NetworkPathProblem point = asked(loss, theta, DepthTarget.minimum(0, theta));
    assertTrue(PathFinders.named("settle").find(point).isEmpty());
    assertTrue(PathFinders.named("descent").find(point).isEmpty());
    assertEquals(0, point.log().spent());
  }

  @Test
  void aPathIsPulledDownOnce() {
    EmpiricalLoss loss = problem.loss("long-skip", 6, 1);
    List<double[]> minima = minima(loss);
    NetworkPathProblem asked =
        asked(
            loss,
            minima.get(2),
            DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), List.of()));
    PathFinders.named("aligned").search(asked);
    PathFinders.named("pull-down").search(asked);
    assertEquals("pull-down", asked.known().orElseThrow().method());
    long spent = asked.log().spent();
    assertTrue(PathFinders.named("pull-down").find(asked).isEmpty());
    assertEquals(spent, asked.log().spent());
  }

  @Test
  void populationLossesAreRefusedWithNothing() {
    GaussianTeacherLoss loss =
        new GaussianTeacherLoss(
            2, 1, new double[] {1, 0}, new double[] {1}, false, GaussianTeacherLoss.Skip.NONE);
    double[] theta = new double[loss.dimension()];
    theta[0] = 1;
    SearchLog log = new SearchLog();
    PathProblem asked =
        new PopulationDepth(loss, new DepthSettings(FINDERS, 1e-3, BUDGET))
            .path(theta, DepthTarget.own(0, List.of()), log);
    for (String finder : FINDERS) {
      assertTrue(PathFinders.named(finder).find(asked).isEmpty(), finder);
    }
    assertFalse(log.spent() > 0);
  }
}
