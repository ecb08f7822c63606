package io.shallows.survey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.depth.CellTree;
import io.shallows.depth.claim.PathClaim;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.OutputLosses;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class NetworkSurveyTest {

  private static final SweepSpec SPEC =
      SweepVocabulary.reader()
          .read(
              """
              apiVersion: shallows/v1
              grid:
                family: [plain, long-skip, linear-skip, residual]
                width: [3]
                networkDepth: [0, 1]
                inputDimension: [2]
                seed: {count: 2, root: 11}
              problem: {kind: teacher, samples: 24, teacherWidth: 4}
              """,
              "survey");

  private static NetworkSurvey survey(GivenNetwork given) {
    return new NetworkSurvey(given, SPEC.training(), SPEC.measurement().depth());
  }

  private static GivenNetwork given(TrialCoordinates at, double[] theta) {
    return given(SPEC, at, theta);
  }

  private static GivenNetwork given(SweepSpec spec, TrialCoordinates at, double[] theta) {
    Problem problem = Problem.of(spec, at.problemIndex(), at.inputDimension());
    Dataset data = problem.dataset(TableSource.none()).orElseThrow();
    Network network =
        NetworkFamilies.named(at.family())
            .build(
                new NetworkShape(
                    at.width(), at.networkDepth(), problem.inputs(), problem.outputs()));
    NumpyArchive archive = NumpyArchive.empty();
    for (Map.Entry<String, INDArray> weight : NamedWeights.of(network, theta).entrySet()) {
      archive = archive.with(weight.getKey(), weight.getValue());
    }
    return NetworkLayouts.read(
        "trial.npz",
        NumpyArchive.of("trial.npz", archive.bytes(), 1 << 20),
        new Samples(data.inputArray(), data.targetArray()),
        Optional.of(at.family()),
        Optional.empty());
  }

  /** A sweep carries the networks of its references; alone, a network must not do without. */
  @Test
  void constructivePathsHaveANetworkToCarryWhereNoReferenceIsAsked() {
    SweepSpec constructive =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid:
                  family: [residual]
                  width: [6]
                  networkDepth: [1]
                  inputDimension: [1]
                  seed: {count: 2, root: 1}
                problem: {kind: teacher, samples: 64, teacherWidth: 8, noise: 0.2}
                measurement: {depth: {finders: [constructive], referenceRestarts: 4}}
                """,
                "constructive");
    Grid grid = new Grid(constructive);
    TrialRunner runner = TrialRunner.of(constructive);
    int ways = 0;
    for (long i = 0; i < grid.size(); i++) {
      TrialOutcome outcome = runner.minimum(grid.at(i), Deadline.never());
      double[] theta = outcome.minimum().orElseThrow().get(MinimaTable.PARAMETERS);
      GivenNetwork given = given(constructive, grid.at(i), theta);
      NetworkSurvey survey =
          new NetworkSurvey(given, constructive.training(), constructive.measurement().depth());
      Minimum minimum = survey.asGiven();
      if (minimum.kind().isMinimum() && minimum.kind() != MinimumKind.GLOBAL) {
        NetworkSurvey.Depth own = survey.depths(minimum, List.of(), Deadline.never()).get(0);
        ways += own.measured().upper().isPresent() ? 1 : 0;
      }
    }
    assertTrue(ways >= 1, ways + " ways out");
  }

  @Test
  void aTrainedNetworkMeasuredAgainHasTheNumbersOfItsRow() {
    Grid grid = new Grid(SPEC);
    TrialRunner runner = TrialRunner.of(SPEC);
    int depths = 0;
    for (long i = 0; i < grid.size(); i++) {
      TrialOutcome outcome = runner.minimum(grid.at(i), Deadline.never());
      Record row = outcome.trial();
      double[] theta = outcome.minimum().orElseThrow().get(MinimaTable.PARAMETERS);
      NetworkSurvey survey = survey(given(grid.at(i), theta));
      Minimum again = survey.asGiven();
      assertArrayEquals(theta, again.theta());
      assertEquals(row.get(TrialsTable.LOSS), again.loss());
      assertEquals(row.get(TrialsTable.MINIMUM_KIND), again.kind().label());
      assertEquals(row.get(TrialsTable.STATIONARITY), again.stationarity());
      assertEquals(row.get(TrialsTable.STATIONARITY_TOLERANCE), again.stationarityTolerance());
      assertEquals(row.get(TrialsTable.GRADIENT_NORM), again.gradientNorm());
      assertEquals(row.get(TrialsTable.ACTIVE_KINKS), again.kinks());
      assertEquals(
          row.find(TrialsTable.HESSIAN_MIN),
          Optional.of(again.hessianMin()).filter(Double::isFinite));
      assertEquals(
          row.find(TrialsTable.CERTIFICATE_RISE),
          survey.certificate(again).map(proof -> proof.rise()));
      if (again.kind().isMinimum() && again.kind() != MinimumKind.GLOBAL && depths < 3) {
        depths++;
        NetworkSurvey.Depth own = survey.depths(again, List.of(), Deadline.never()).get(0);
        DepthMeasurement measured = own.measured();
        assertTrue(measured.covered());
        assertEquals((1 - own.drop().orElseThrow()) * again.loss(), own.target().level(), 1e-15);
        assertTrue(measured.lower().orElseThrow() <= measured.upper().orElse(1e300));
        if (measured.best().isPresent()) {
          PathClaim claim = survey.claim(own);
          assertArrayEquals(theta, claim.path().vertex(0));
          assertEquals(own.target().level(), claim.level());
          assertTrue(claim.maximum() > claim.start() && claim.end() < claim.start());
        }
      }
    }
    assertTrue(depths > 0);
  }

  @Test
  void aNetworkBesideAMinimumIsNoneAndTheFinishFindsOneBelow() {
    TrialCoordinates at = new Grid(SPEC).at(0);
    double[] theta =
        TrialRunner.of(SPEC)
            .minimum(at, Deadline.never())
            .minimum()
            .orElseThrow()
            .get(MinimaTable.PARAMETERS);
    for (int i = 0; i < theta.length; i++) {
      theta[i] *= 1 + 1e-3 * (i % 3);
    }
    NetworkSurvey survey = survey(given(at, theta));
    Minimum there = survey.asGiven();
    assertEquals(MinimumKind.NOT_STATIONARY, there.kind());
    Minimum below = survey.finished(Deadline.never());
    assertTrue(below.kind().isMinimum());
    assertTrue(below.loss() < there.loss());
    double distance = survey.distance(below.theta());
    assertTrue(distance > 0 && distance < 1, "distance " + distance);
    assertEquals(0, survey.distance(theta));
  }

  /** Two hinges, a sample that no unit sees, and a depth that is known to eight digits. */
  @Test
  void aTrapOfOneInputIsAsDeepAsItIs() {
    double[] x = {-1, 0.3, 0.7, 1.3, 1.7};
    double[] y = new double[5];
    double square = 0;
    for (int i = 1; i < 5; i++) {
      y[i] = Math.max(0, x[i]) - 2 * Math.max(0, x[i] - 1);
      square += y[i] * y[i];
    }
    y[0] = Math.sqrt(square / 0.8);
    double scale = Math.sqrt((square + y[0] * y[0]) / 5);
    for (int i = 0; i < 5; i++) {
      y[i] /= scale;
    }
    NumpyArchive archive =
        NumpyArchive.empty()
            .with("W0", RowMajor.matrix(2, 2, new double[] {1, 1, 0, -1}))
            .with("A", RowMajor.matrix(2, 1, new double[] {1 / scale, -2 / scale}))
            .with("family", "plain");
    GivenNetwork given =
        NetworkLayouts.read(
            "trap.npz",
            archive,
            new Samples(RowMajor.matrix(5, 1, x), RowMajor.matrix(5, 1, y)),
            Optional.empty(),
            Optional.empty());
    NetworkSurvey survey = survey(given);
    Minimum minimum = survey.asGiven();
    assertTrue(minimum.kind().isMinimum());
    assertEquals(5.0 / 9, minimum.loss(), 1e-12);
    assertTrue(survey.finders().contains("cell-flood"));
    NetworkSurvey.Depth own = survey.depths(minimum, List.of(), Deadline.never()).get(0);
    assertEquals(0.02676973 / 2, own.measured().upper().orElseThrow(), 1e-8);
    assertEquals(0.02676973 / 2, own.measured().lower().orElseThrow(), 1e-8);
  }

  @Test
  void referencesAreLevelsOfTwoLayerNetworks() {
    Grid grid = new Grid(SPEC);
    TrialCoordinates at = grid.at(grid.size() - 1);
    double[] theta =
        TrialRunner.of(SPEC)
            .minimum(at, Deadline.never())
            .minimum()
            .orElseThrow()
            .get(MinimaTable.PARAMETERS);
    NetworkSurvey survey = survey(given(at, theta));
    Minimum minimum = survey.asGiven();
    List<NetworkSurvey.Depth> depths = survey.depths(minimum, List.of(0.5), Deadline.never());
    assertEquals(2, depths.size());
    NetworkSurvey.Depth reference = depths.get(1);
    assertEquals(Optional.of(0.5), reference.eta());
    assertEquals(
        minimum.loss() > reference.target().level() && minimum.kind() != MinimumKind.GLOBAL,
        reference.measured().covered());
  }

  @Test
  void pointsOfOneLossAreJoinedAndOthersRefused() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 1));
    double[] x = {-1, 1, 0.5, 1, 2, 1};
    double[] theta = {1, 1, 0, -1, 1, -2};
    GivenNetwork first = given(network, new Dataset(3, 2, 1, x, new double[] {1, 0, 2}), theta);
    double[] other = {1, 1, 0, -1, 0.5, -1};
    GivenNetwork second = given(network, first.data(), other);
    first.requireComparable("second", second);
    NetworkSurvey survey = survey(first);
    List<CellTree.Link> links = survey.links(List.of(theta, other, theta));
    assertEquals(3, links.size());
    assertEquals(0, links.get(1).climb());
    assertTrue(links.get(0).climb() > 0 && Double.isFinite(links.get(0).climb()));
    GivenNetwork data = given(network, new Dataset(3, 2, 1, x, new double[] {1, 0, 3}), theta);
    refused("no points of one loss", first, data);
    Network wider = NetworkFamilies.named("plain").build(new NetworkShape(3, 0, 2, 1));
    refused("one family and shape", first, given(wider, first.data(), new double[9]));
  }

  private static GivenNetwork given(Network network, Dataset data, double[] theta) {
    return new GivenNetwork(
        NetworkFamilies.named(network.family()), network, theta, data, OutputLosses.SQUARED, "");
  }

  private static void refused(String why, GivenNetwork first, GivenNetwork other) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> first.requireComparable("other.npz", other));
    assertTrue(refusal.getMessage().startsWith("other.npz: "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }
}
