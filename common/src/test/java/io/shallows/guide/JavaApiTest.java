package io.shallows.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.array.NumpyArchive;
import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.grid.Grid;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.minimum.certificate.MinimumCertifier;
import io.shallows.network.Initializations;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.singularity.SingularityProfile;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizer;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The code of docs/java-api.md; a test of the module launch compares the two. */
class JavaApiTest {

  @Test
  void oneNetworkIsTrainedCertifiedAndMeasured() {
    // [data]
    int samples = 64;
    double[] x = new double[2 * samples]; // row by row: the input, then 1 for the bias
    double[] y = new double[samples];
    for (int i = 0; i < samples; i++) {
      x[2 * i] = i / 32.0 - 1;
      x[2 * i + 1] = 1;
      y[i] = StrictMath.sin(3 * x[2 * i]);
    }
    Dataset data = new Dataset(samples, 2, 1, x, y);
    // [end]
    // [train]
    NetworkFamily family = NetworkFamilies.named("long-skip");
    Network network = family.build(new NetworkShape(8, 1, data.inputs(), data.outputs()));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    RandomStreams streams = new RandomStreams(1);
    double[] start =
        Initializations.named("he").draw(network, streams.uniform("my network", "start"));
    Optimizer optimizer = Optimizers.named("levenberg-marquardt");
    TrainingLimits limits = TrainingLimits.of(1e-8, 2000);
    MinimumTolerances tolerances = new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10);
    Minimum minimum =
        new MinimumSearch(optimizer, limits, tolerances).search(loss, start, Deadline.never());
    System.out.println(minimum.kind().label() + " with loss " + minimum.loss());
    // [end]
    assertEquals(TrainingOutcome.CONVERGED, minimum.outcome());
    assertEquals(loss.value(minimum.theta()), minimum.loss(), 1e-12 * minimum.loss());
    assertTrue(minimum.kind().isMinimum(), minimum.kind().label());
    // [certify]
    Optional<MinimumCertificate> certificate = MinimumCertifier.of(loss, minimum);
    certificate.ifPresent(proof -> System.out.println("no way out below " + proof.rise()));
    // [end]
    // only isolated minima up to rescaling have one
    assertTrue(certificate.isEmpty() || minimum.kind() == MinimumKind.SMOOTH_STRICT);
    // [measure]
    int k = ReferenceSearch.width(8, 0.75); // 5 = ceil(8^0.75) units
    List<Reference> references =
        new ReferenceSearch(data, streams, "my data", optimizer, limits, 8)
            .search(List.of(k), List.of(), Deadline.never());
    Reference reference = references.get(references.size() - 1);
    DepthMeasurement depth =
        new DepthMeter(
                new SquaredDepth(
                    loss, family, new DepthSettings(List.of("constructive"), 1e-3, 1000)))
            .measure(minimum.theta(), DepthTarget.reference(reference, data));
    if (depth.covered()) {
      System.out.println("to " + depth.level() + " it must climb at most " + depth.upper());
      depth.bound().ifPresent(bound -> System.out.println("theory allows " + bound.value()));
    } else {
      System.out.println(k + " units are no better");
    }
    SingularityProfile profile = SingularityProfile.of(loss, minimum.theta());
    System.out.println("overlap of units: " + profile.network("overlap", "mean_max"));
    // [end]
    // [arrays]
    Map<String, INDArray> weights = NamedWeights.of(network, minimum.theta());
    INDArray hidden = Transforms.relu(data.inputArray().mmul(weights.get("W0")));
    NumpyArchive archive =
        NumpyArchive.empty().with("x", data.inputArray()).with("y", data.targetArray());
    for (Map.Entry<String, INDArray> weight : weights.entrySet()) {
      archive = archive.with(weight.getKey(), weight.getValue());
    }
    byte[] npz = archive.with("kind", minimum.kind().label()).bytes();

    NumpyArchive read = NumpyArchive.of("my.npz", npz, 1 << 24);
    Dataset same = Dataset.of(read.array("x"), read.array("y"));
    Map<String, INDArray> named = new TreeMap<>();
    for (String name : weights.keySet()) {
      named.put(name, read.array(name));
    }
    double[] theta = NamedWeights.parameters(network, named);
    System.out.println("the same loss: " + EmpiricalLoss.of(network, same).value(theta));
    // [end]
    assertEquals(8, hidden.size(1));
    assertEquals(loss.value(minimum.theta()), EmpiricalLoss.of(network, same).value(theta));
    assertEquals(5, reference.width());
    assertEquals(minimum.loss() > reference.loss(), depth.covered());
    double overlap = profile.network("overlap", "mean_max").orElseThrow();
    assertTrue(overlap > 0 && overlap <= 1 + 1e-12, "" + overlap);
  }

  @Test
  void aSweepRunsWithoutSpark() {
    // [sweep]
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid: {family: [plain, long-skip], width: [4], networkDepth: [1], seed: {count: 3}}
                problem: {kind: teacher, samples: 32, teacherWidth: 3}
                """,
                "my spec");
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    List<Record> rows = new ArrayList<>();
    for (long index = 0; index < grid.size(); index++) {
      rows.add(runner.minimum(grid.at(index), Deadline.never()).trial());
    }
    for (Record row : rows) {
      System.out.println(row.get(TrialsTable.MINIMUM_KIND) + " " + row.find(TrialsTable.LOSS));
    }
    // [end]
    assertEquals(grid.size(), rows.size());
    Record again = TrialRunner.of(spec).minimum(grid.at(5), Deadline.never()).trial();
    assertEquals(List.of(), rows.get(5).differences(again));
  }
}
