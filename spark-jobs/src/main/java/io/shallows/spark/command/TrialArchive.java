package io.shallows.spark.command;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.GaussianTeacher;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialSurface;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One trial as arrays: the data that it was trained on (for a population loss the units of its
 * teacher instead), its parameters flat and as the matrices of the definition of its family, fixed
 * matrices among them, its loss and its kind.
 */
final class TrialArchive {

  private TrialArchive() {}

  /**
   * The archive of a row of minima.
   *
   * @param path the vertices of one of its paths, for {@code path}, {@code path_loss} and {@code
   *     path_max}; without any these are left out
   * @param trial where it stands in the sweep of {@code spec}
   * @param tables gives the table of a problem that is one
   */
  static byte[] of(
      Record minimum,
      List<Record> path,
      TrialCoordinates trial,
      SweepSpec spec,
      TableSource tables) {
    Problem problem = Problem.of(spec, trial.problemIndex(), trial.inputDimension());
    NumpyArchive arrays =
        problem
            .dataset(tables)
            .map(
                data ->
                    NumpyArchive.empty().with("x", data.inputArray()).with("y", data.targetArray()))
            .orElse(NumpyArchive.empty());
    if (problem.kind().isPopulation()) {
      arrays =
          TrialSurface.teacher(spec, tables, trial)
              .map(TrialArchive::units)
              .map(units -> NumpyArchive.empty().with("teacher", units))
              .orElse(arrays);
    }
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
    for (Map.Entry<String, INDArray> weight : NamedWeights.of(network, theta).entrySet()) {
      arrays = arrays.with(weight.getKey(), weight.getValue());
    }
    for (Map.Entry<String, INDArray> matrix : NamedWeights.fixed(network).entrySet()) {
      arrays = arrays.with(matrix.getKey(), matrix.getValue());
    }
    if (spec.training().penalty() > 0) {
      arrays = arrays.with("penalty", RowMajor.number(spec.training().penalty()));
    }
    return withPath(arrays, path)
        .with("parameters", RowMajor.vector(theta))
        .with("loss", RowMajor.number(minimum.get(MinimaTable.LOSS)))
        .with("kind", minimum.get(MinimaTable.MINIMUM_KIND))
        .with("family", trial.family())
        .with("network_depth", RowMajor.number((long) trial.networkDepth()))
        .with("output_loss", spec.training().loss())
        .with("trial_id", minimum.get(LeadingColumns.TRIAL_ID))
        .with("problem_id", minimum.get(LeadingColumns.PROBLEM_ID))
        .bytes();
  }

  /** The vertices as rows, the loss at each, and the certified largest loss on each segment. */
  private static NumpyArchive withPath(NumpyArchive arrays, List<Record> path) {
    if (path.isEmpty()) {
      return arrays;
    }
    int p = path.get(0).get(PathsTable.PARAMETERS).length;
    double[] vertices = new double[path.size() * p];
    double[] losses = new double[path.size()];
    double[] maxima = new double[path.size() - 1];
    for (int v = 0; v < path.size(); v++) {
      System.arraycopy(path.get(v).get(PathsTable.PARAMETERS), 0, vertices, v * p, p);
      losses[v] = path.get(v).get(PathsTable.LOSS);
      if (v > 0) {
        maxima[v - 1] = path.get(v).get(PathsTable.SEGMENT_MAX);
      }
    }
    return arrays
        .with("path", RowMajor.matrix(path.size(), p, vertices))
        .with("path_loss", RowMajor.vector(losses))
        .with("path_max", RowMajor.vector(maxima));
  }

  /** The teacher's units as columns, inputs x units; all its masses are 1. */
  private static INDArray units(GaussianTeacher teacher) {
    int units = teacher.teacherUnits();
    double[] columns = new double[teacher.dimension() * units];
    for (int j = 0; j < units; j++) {
      for (int c = 0; c < teacher.dimension(); c++) {
        columns[c * units + j] = teacher.teacherUnit(j, c);
      }
    }
    return RowMajor.matrix(teacher.dimension(), units, columns);
  }
}
