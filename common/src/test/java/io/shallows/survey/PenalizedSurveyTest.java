package io.shallows.survey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.depth.CellTree;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialOutcome;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks from archives that say that a penalty of units was part of what was minimised. */
class PenalizedSurveyTest {

  private static final double KAPPA = 0.003;

  private static final SweepSpec SPEC =
      SweepVocabulary.reader()
          .read(
              """
              apiVersion: shallows/v1
              grid:
                family: [plain, linear-skip]
                width: [3]
                networkDepth: [0]
                inputDimension: [2]
                seed: {count: 4, root: 3}
              problem: {kind: teacher, samples: 24, teacherWidth: 5, noise: 0.3}
              training: {penalty: 0.003}
              measurement: {spectrum: false, depth: {finders: [string], budget: 200}}
              """,
              "survey");

  private static final SweepSpec PLAIN =
      SweepVocabulary.reader()
          .read("apiVersion: shallows/v1\n", "survey", List.of("measurement.depth.budget=200"));

  private static NumpyArchive archive(TrialCoordinates at, double[] theta) {
    Problem problem = Problem.of(SPEC, at.problemIndex(), at.inputDimension());
    Dataset data = problem.dataset(TableSource.none()).orElseThrow();
    Network network =
        NetworkFamilies.named(at.family())
            .build(new NetworkShape(at.width(), 0, problem.inputs(), problem.outputs()));
    NumpyArchive archive =
        NumpyArchive.empty().with("x", data.inputArray()).with("y", data.targetArray());
    for (Map.Entry<String, INDArray> weight : NamedWeights.of(network, theta).entrySet()) {
      archive = archive.with(weight.getKey(), weight.getValue());
    }
    return archive.with("family", at.family());
  }

  private static GivenNetwork read(NumpyArchive archive, OptionalDouble penalty) {
    NumpyArchive stored = NumpyArchive.of("w.npz", archive.bytes(), 1 << 20);
    return NetworkLayouts.read(
        "w.npz", stored, Samples.of("w.npz", stored), Optional.empty(), Optional.empty(), penalty);
  }

  private static NumpyArchive withPenalty(NumpyArchive archive) {
    return archive.with("penalty", RowMajor.number(KAPPA));
  }

  private static NetworkSurvey survey(GivenNetwork given) {
    return new NetworkSurvey(given, PLAIN.training(), PLAIN.measurement().depth());
  }

  private static double[] trained(TrialCoordinates at) {
    return TrialRunner.of(SPEC)
        .minimum(at, Deadline.never())
        .minimum()
        .orElseThrow()
        .get(MinimaTable.PARAMETERS);
  }

  /** What a sweep says of the sum is said again, and of the loss alone something else. */
  @Test
  void aTrialMeasuredAgainHasTheNumbersOfItsRow() {
    Grid grid = new Grid(SPEC);
    TrialRunner runner = TrialRunner.of(SPEC);
    int ways = 0;
    for (long i = 0; i < grid.size(); i++) {
      TrialOutcome outcome = runner.minimum(grid.at(i), Deadline.never());
      Record row = outcome.trial();
      double[] theta = outcome.minimum().orElseThrow().get(MinimaTable.PARAMETERS);
      NumpyArchive archive = archive(grid.at(i), theta);
      GivenNetwork given = read(withPenalty(archive), OptionalDouble.empty());
      assertEquals(KAPPA, given.penalty());
      NetworkSurvey survey = survey(given);
      Minimum again = survey.asGiven();
      assertArrayEquals(theta, again.theta());
      assertEquals(row.get(TrialsTable.LOSS), again.loss());
      assertEquals(row.get(TrialsTable.PENALTY), survey.penalty(theta));
      assertEquals(again.loss(), survey.lossAlone(theta) + survey.penalty(theta), 1e-15);
      assertEquals(row.get(TrialsTable.MINIMUM_KIND), again.kind().label());
      assertEquals(row.get(TrialsTable.ACTIVE_KINKS), again.kinks());
      NetworkSurvey alone = survey(read(archive, OptionalDouble.empty()));
      assertEquals(MinimumKind.NOT_STATIONARY, alone.asGiven().kind());
      assertEquals(survey.lossAlone(theta), alone.asGiven().loss(), 1e-11, "rounded on kinks");
      assertEquals(0, alone.penalty(theta));
      if (again.kind().isMinimum() && again.kind() != MinimumKind.GLOBAL && ways == 0) {
        assertFalse(survey.finders().contains("cell-flood"), "only where it is asked for");
        NetworkSurvey.Depth own = survey.depths(again, List.of(0.5), Deadline.never()).get(0);
        DepthMeasurement measured = own.measured();
        assertTrue(measured.covered());
        assertEquals((1 - own.drop().orElseThrow()) * again.loss(), own.target().level(), 1e-15);
        ways += measured.upper().isPresent() ? 1 : 0;
        assertEquals(0, measured.lower().orElse(0));
        assertThrows(IllegalArgumentException.class, () -> survey.claim(own));
        assertThrows(IllegalArgumentException.class, () -> survey.lowerClaim(theta, own));
      }
    }
    assertTrue(ways > 0);
  }

  /** A unit scaled up and its head down is the same network at the same sum. */
  @Test
  void rescaledUnitsAreTheSameMinimum() {
    TrialCoordinates at = new Grid(SPEC).at(0);
    double[] theta = trained(at);
    GivenNetwork given = read(withPenalty(archive(at, theta)), OptionalDouble.empty());
    UnitPenalty penalty = new UnitPenalty(given.network(), KAPPA);
    for (int c = 0; c < penalty.units().first().inputs(); c++) {
      theta[penalty.units().first().index(c, 1)] *= 8;
    }
    theta[penalty.units().head().index(1, 0)] /= 8;
    Minimum first = survey(given).asGiven();
    NetworkSurvey rescaled = survey(read(withPenalty(archive(at, theta)), OptionalDouble.empty()));
    Minimum again = rescaled.asGiven();
    assertArrayEquals(theta, again.theta());
    assertEquals(first.kind(), again.kind());
    assertEquals(first.loss(), again.loss(), 1e-14);
    Minimum finished = rescaled.finished(Deadline.never());
    assertEquals(first.loss(), finished.loss(), 1e-12);
    assertEquals(0, rescaled.distance(finished.theta()), 1e-5, "from the balanced form");
  }

  /** A unit that is 0 and would grow, and all of them 0 beside a skip. */
  @Test
  void unitsThatAreZeroAreAskedWhetherTheyStay() {
    TrialCoordinates at = new Grid(SPEC).at(0);
    double[] theta = new double[trained(at).length];
    GivenNetwork zero = read(withPenalty(archive(at, theta)), OptionalDouble.empty());
    assertEquals(MinimumKind.SADDLE, survey(zero).asGiven().kind());
    assertTrue(survey(zero).finished(Deadline.never()).loss() < survey(zero).asGiven().loss());
    double large = 100 * survey(zero).constantLoss();
    GivenNetwork heavy = read(archive(at, theta), OptionalDouble.of(large));
    assertEquals(MinimumKind.GLOBAL, survey(heavy).asGiven().kind(), "nothing is worth a unit");
  }

  @Test
  void theOptionCountsMoreThanTheArchive() {
    TrialCoordinates at = new Grid(SPEC).at(0);
    NumpyArchive archive = archive(at, trained(at));
    assertEquals(0, read(withPenalty(archive), OptionalDouble.of(0)).penalty());
    GivenNetwork other = read(withPenalty(archive), OptionalDouble.of(0.1));
    assertEquals(0.1, other.penalty());
    assertTrue(other.understood().endsWith("under a penalty of 0.1 times the sum of |b_k| |w_k|"));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(archive, OptionalDouble.empty()).requireComparable("other.npz", other));
    assertTrue(refusal.getMessage().contains("under squared with a penalty of 0.1 and "));
  }

  /** Whatever names its weights have. */
  @Test
  void archivesOfLibrariesMayHaveOneToo() {
    NumpyArchive mlp =
        NumpyArchive.empty()
            .with("x", RowMajor.matrix(3, 1, new double[] {-1, 0, 1}))
            .with("y", RowMajor.vector(new double[] {1, 0, 2}))
            .with("coefs_0", RowMajor.matrix(1, 2, new double[] {3, 0}))
            .with("intercepts_0", RowMajor.vector(new double[] {4, 2}))
            .with("coefs_1", RowMajor.matrix(2, 1, new double[] {0.5, -1}))
            .with("intercepts_1", RowMajor.vector(new double[] {0}));
    GivenNetwork given = read(withPenalty(mlp), OptionalDouble.empty());
    // |w| is 5 and 2, bias included
    assertEquals(KAPPA * 4.5, survey(given).penalty(given.theta()), 1e-17);
  }

  @Test
  void waysBetweenNetworksAreOfTheSum() {
    Grid grid = new Grid(SPEC);
    List<double[]> points = new ArrayList<>(List.of(trained(grid.at(0)), trained(grid.at(1))));
    points.add(points.get(0));
    GivenNetwork given =
        read(withPenalty(archive(grid.at(0), points.get(0))), OptionalDouble.empty());
    List<CellTree.Link> links = survey(given).links(points);
    assertEquals(3, links.size());
    assertEquals(0, links.get(1).climb());
    EmpiricalLoss loss = EmpiricalLoss.of(given.network(), given.data(), given.cost());
    UnitPenalty penalty = new UnitPenalty(given.network(), KAPPA);
    double[] higher =
        penalty.value(points.get(0)) + loss.value(points.get(0))
                > penalty.value(points.get(1)) + loss.value(points.get(1))
            ? points.get(0)
            : points.get(1);
    CellTree.Link way = links.get(0);
    assertTrue(way.climb() >= 0 && Double.isFinite(way.climb()), way.toString());
    assertTrue(
        way.direct().orElseThrow().certificate().maximum()
            >= loss.value(higher) + penalty.value(higher),
        "the path begins at the higher sum");
  }

  private static void refused(String message, Runnable read) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, read::run);
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  @Test
  void whatCannotBeCertifiedIsRefused() {
    NumpyArchive deep =
        NumpyArchive.empty()
            .with("x", RowMajor.matrix(3, 2, new double[6]))
            .with("y", RowMajor.vector(new double[3]))
            .with("W0", RowMajor.matrix(2, 2, new double[4]))
            .with("W1", RowMajor.matrix(2, 2, new double[4]))
            .with("A", RowMajor.matrix(2, 1, new double[2]))
            .with("family", "plain");
    refused(
        "penalty: 0.003 is of two-layer networks with one learned output under the squared loss,"
            + " and not of plain with m = 2, L = 1,",
        () -> read(withPenalty(deep), OptionalDouble.empty()));
    assertEquals(0, read(withPenalty(deep), OptionalDouble.of(0)).penalty());
    TrialCoordinates at = new Grid(SPEC).at(0);
    NumpyArchive archive = archive(at, trained(at));
    for (double kappa : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(
          "penalty: " + kappa + " is not in [0, infinity)",
          () -> read(archive, OptionalDouble.of(kappa)));
    }
    refused(
        "penalty: shape (2,) is no single number",
        () ->
            read(archive.with("penalty", RowMajor.vector(new double[2])), OptionalDouble.empty()));
    SweepSpec settle =
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\n",
                "survey",
                List.of("measurement.depth.finders=[string, settle]"));
    GivenNetwork given = read(withPenalty(archive), OptionalDouble.empty());
    refused(
        "measurement.depth.finders: settle does not certify paths under a penalty; use ",
        () -> new NetworkSurvey(given, settle.training(), settle.measurement().depth()));
    refused(
        "training.penalty: 0.003 is that of a sweep",
        () -> new NetworkSurvey(given, SPEC.training(), PLAIN.measurement().depth()));
  }
}
