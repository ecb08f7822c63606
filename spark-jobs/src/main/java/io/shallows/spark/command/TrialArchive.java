package io.shallows.spark.command;

import io.shallows.grid.TrialCoordinates;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import java.util.Arrays;

/**
 * One trial as arrays: the data that it was trained on (none for a population loss), its parameters
 * flat and as the matrices of the definition of its family, fixed matrices among them, its loss and
 * its kind.
 */
final class TrialArchive {

  private TrialArchive() {}

  /**
   * The archive of a row of minima.
   *
   * @param trial where it stands in the sweep of {@code spec}
   * @param tables gives the table of a problem that is one
   */
  static byte[] of(Record minimum, TrialCoordinates trial, SweepSpec spec, TableSource tables) {
    Problem problem = Problem.of(spec, trial.problemIndex(), trial.inputDimension());
    NumpyArchive arrays = new NumpyArchive();
    problem
        .dataset(tables)
        .ifPresent(
            data ->
                arrays
                    .matrix("x", data.samples(), data.inputs(), data.x())
                    .matrix("y", data.samples(), data.outputs(), data.y()));
    double[] theta = minimum.get(MinimaTable.PARAMETERS);
    Network network =
        NetworkFamilies.named(trial.family())
            .build(
                new NetworkShape(
                    trial.width(),
                    trial.networkDepth(),
                    problem.inputs(),
                    problem.outputs(),
                    problem.committee()));
    for (DenseLayer layer : network.layers()) {
      arrays.matrix(
          layer.name(),
          layer.inputs(),
          layer.outputs(),
          Arrays.copyOfRange(theta, layer.offset(), layer.offset() + layer.size()));
    }
    network
        .fixedMatrices()
        .forEach(
            (name, matrix) ->
                arrays.matrix(name, matrix.rows(), matrix.columns(), matrix.values()));
    return arrays
        .vector("parameters", theta)
        .number("loss", minimum.get(MinimaTable.LOSS))
        .word("kind", minimum.get(MinimaTable.MINIMUM_KIND))
        .word("family", trial.family())
        .count("network_depth", trial.networkDepth())
        .word("output_loss", spec.training().loss())
        .word("trial_id", minimum.get(LeadingColumns.TRIAL_ID))
        .word("problem_id", minimum.get(LeadingColumns.PROBLEM_ID))
        .bytes();
  }
}
