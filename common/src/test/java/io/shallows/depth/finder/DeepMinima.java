package io.shallows.depth.finder;

import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.reference.Reference;
import io.shallows.grid.Grid;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.minimum.MinimumKind;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Minima of networks of more than two layers on noisy teachers, trained and classified as {@code
 * run} does: losses are above 0, and a network of its width can do better.
 *
 * @param family name of the family
 * @param width hidden width m
 * @param depth layers or blocks after the first hidden layer
 * @param problem which of the noisy teachers
 */
record DeepMinima(String family, int width, int depth, int problem) {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: deep-minima
      grid:
        family: [plain]
        width: [4]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 60, root: 1}
      problem: {kind: teacher, samples: 64, teacherWidth: 4, noise: 0.1, count: 1}
      training: {maxIterations: 2000, gradientTolerance: 1e-8}
      measurement:
        depth: {eta: [0.5], referenceRestarts: 16}
        singularities: false
        spectrum: false
      output: {uri: none}
      """;

  /** Every shape that the comparison is about, on one problem, the narrow ones first. */
  static List<DeepMinima> shapes(int problem) {
    List<DeepMinima> shapes = new ArrayList<>();
    for (int width : new int[] {4, 8, 16}) {
      for (int depth : new int[] {1, 2}) {
        for (String family : List.of("plain", "long-skip", "residual")) {
          shapes.add(new DeepMinima(family, width, depth, problem));
        }
      }
    }
    return shapes;
  }

  /** Minima of one shape on one problem, the lowest first. */
  static final class Trained {
    private final EmpiricalLoss loss;
    private final List<double[]> minima;
    private final List<MinimumKind> kinds;
    private final List<Reference> references;
    private final double tolerance;

    Trained(
        EmpiricalLoss loss,
        List<double[]> minima,
        List<MinimumKind> kinds,
        List<Reference> references,
        double tolerance) {
      this.loss = loss;
      this.minima = minima;
      this.kinds = kinds;
      this.references = references;
      this.tolerance = tolerance;
    }

    EmpiricalLoss loss() {
      return loss;
    }

    List<double[]> minima() {
      return minima;
    }

    List<Reference> references() {
      return references;
    }

    Coverage coverage(int minimum) {
      return new Coverage(tolerance, kinds.get(minimum) == MinimumKind.GLOBAL);
    }
  }

  /** The first {@code count} minima of the shape, by loss. */
  Trained train(int count) {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                SPEC,
                "deep minima",
                List.of(
                    "grid.family=" + family,
                    "grid.width=" + width,
                    "grid.networkDepth=" + depth,
                    "grid.seed.root=" + problem));
    TrialRunner runner = TrialRunner.of(spec);
    Grid grid = new Grid(spec);
    List<Record> minima = new ArrayList<>();
    for (long seed = 0; minima.size() < count && seed < grid.size(); seed++) {
      runner
          .minimum(grid.at(seed), Deadline.never())
          .minimum()
          .filter(row -> MinimumKind.of(row.get(MinimaTable.MINIMUM_KIND)).isMinimum())
          .ifPresent(minima::add);
    }
    minima.sort(Comparator.comparingDouble(row -> row.get(MinimaTable.LOSS)));
    Dataset data = Problem.of(spec, 0, 2).dataset(TableSource.none()).orElseThrow();
    Network network =
        NetworkFamilies.named(family).build(new NetworkShape(width, depth, data.inputs(), 1));
    List<Reference> references =
        runner
            .references(
                new ProblemCoordinates(0, 2),
                runner.referenceWidths(Set.of(width)),
                List.of(),
                Deadline.never())
            .stream()
            .map(ComparedShape::reference)
            .toList();
    return new Trained(
        EmpiricalLoss.of(network, data),
        minima.stream().map(row -> row.get(MinimaTable.PARAMETERS)).toList(),
        minima.stream().map(row -> MinimumKind.of(row.get(MinimaTable.MINIMUM_KIND))).toList(),
        references,
        spec.training().globalTolerance() * OutputLosses.SQUARED.constant(data));
  }

  @Override
  public String toString() {
    return family + ", L = " + depth + ", m = " + width;
  }
}
