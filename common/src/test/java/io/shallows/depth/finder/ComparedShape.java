package io.shallows.depth.finder;

import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.reference.Reference;
import io.shallows.grid.Grid;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.MinimumKind;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingOutcome;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Networks of one shape, trained and classified as {@code run} does, each to be joined with the
 * best of them.
 *
 * @param family name of the family
 * @param width hidden width m
 * @param depth layers or blocks after the first hidden layer
 * @param inputs input dimension n, without the constant
 */
record ComparedShape(String family, int width, int depth, int inputs) {

  /** What the comparison page is about. */
  static final List<ComparedShape> ALL =
      List.of(
          new ComparedShape("plain", 8, 1, 2),
          new ComparedShape("plain", 6, 2, 2),
          new ComparedShape("long-skip", 8, 1, 2),
          new ComparedShape("residual", 6, 1, 2));

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: comparison
      grid:
        family: [plain]
        width: [8]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 1000, root: 1}
      problem: {kind: teacher, samples: 128, teacherWidth: 12}
      training: {maxIterations: 1000}
      measurement:
        depth: {eta: [0.25, 0.5, 0.75], referenceRestarts: 16}
        singularities: false
        spectrum: false
      output: {uri: none}
      """;

  /** Trained networks of one shape. */
  static final class Trained {
    private final EmpiricalLoss loss;
    private final double[] best;
    private final List<double[]> others;
    private final List<Reference> references;

    Trained(EmpiricalLoss loss, double[] best, List<double[]> others, List<Reference> references) {
      this.loss = loss;
      this.best = best;
      this.others = others;
      this.references = references;
    }

    EmpiricalLoss loss() {
      return loss;
    }

    /** The parameters of the lowest. */
    double[] best() {
      return best;
    }

    /** The parameters of the others. */
    List<double[]> others() {
      return others;
    }

    /** The references of the problem. */
    List<Reference> references() {
      return references;
    }

    DepthTarget target() {
      return DepthTarget.cellBest(loss.network(), loss.data(), best, references);
    }
  }

  private SweepSpec spec(long root) {
    return SweepVocabulary.reader()
        .read(
            SPEC,
            "comparison",
            List.of(
                "grid.family=" + family,
                "grid.width=" + width,
                "grid.networkDepth=" + depth,
                "grid.inputDimension=" + inputs,
                "grid.seed.root=" + root));
  }

  /**
   * The first networks that end at minima, until one of them is the best and {@code count} are
   * above it.
   *
   * @param root of the seeds of problem and networks
   */
  Trained train(int count, long root) {
    return train(count, root, Long.MAX_VALUE);
  }

  /** The same from no more than so many seeds, some of whose networks must end at minima. */
  Trained train(int count, long root, long seeds) {
    SweepSpec spec = spec(root);
    TrialRunner runner = TrialRunner.of(spec);
    Grid grid = new Grid(spec);
    List<Record> minima = new ArrayList<>();
    int above = 0;
    for (long seed = 0; above < count && seed < Math.min(seeds, grid.size()); seed++) {
      runner
          .minimum(grid.at(seed), Deadline.never())
          .minimum()
          .filter(row -> MinimumKind.of(row.get(MinimaTable.MINIMUM_KIND)).isMinimum())
          .ifPresent(minima::add);
      double least = minima.stream().mapToDouble(row -> row.get(MinimaTable.LOSS)).min().orElse(0);
      above = (int) minima.stream().filter(row -> row.get(MinimaTable.LOSS) > least).count();
    }
    minima.sort(Comparator.comparingDouble(row -> row.get(MinimaTable.LOSS)));
    List<double[]> others =
        minima.subList(minima.size() - above, minima.size()).stream()
            .map(row -> row.get(MinimaTable.PARAMETERS))
            .toList();
    Dataset data = Problem.of(spec, 0, inputs).dataset(TableSource.none()).orElseThrow();
    Network network =
        NetworkFamilies.named(family).build(new NetworkShape(width, depth, data.inputs(), 1));
    List<Reference> references =
        runner
            .references(
                new ProblemCoordinates(0, inputs),
                runner.referenceWidths(Set.of(width)),
                List.of(),
                Deadline.never())
            .stream()
            .map(ComparedShape::reference)
            .toList();
    return new Trained(
        EmpiricalLoss.of(network, data),
        minima.get(0).get(MinimaTable.PARAMETERS),
        others,
        references);
  }

  static Reference reference(Record row) {
    return new Reference(
        Math.toIntExact(row.get(LeadingColumns.WIDTH)),
        row.get(ReferencesTable.REFERENCE_LOSS),
        row.get(ReferencesTable.PARAMETERS),
        row.find(ReferencesTable.GRADIENT_NORM).orElse(Double.NaN),
        Math.toIntExact(row.get(ReferencesTable.RESTARTS)),
        Math.toIntExact(row.get(ReferencesTable.CONVERGED_RESTARTS)),
        Math.toIntExact(row.get(ReferencesTable.BEST_RESTART)),
        TrainingOutcome.CONVERGED);
  }

  @Override
  public String toString() {
    return family + ", m = " + width + ", L = " + depth + ", n = " + inputs;
  }
}
