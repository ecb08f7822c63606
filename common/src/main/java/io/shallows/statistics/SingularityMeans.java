package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.StudyColumns;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.List;

/** Rows of table singularities. */
final class SingularityMeans {

  private final StudyGroup group;

  SingularityMeans(StudyGroup group) {
    this.group = group;
  }

  /** The rows of one family and width. */
  List<Record> rows(List<StudiedTrial> trials) {
    List<Column<?>> columns = StudyColumns.all();
    double[][] values = new double[trials.size()][columns.size()];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < columns.size(); k++) {
        // a mean over the runs that got there says little of the others
        values[i][k] = StudyColumns.isSteps(columns.get(k)) ? Double.NaN : trials.get(i).value(k);
      }
    }
    BootstrapEstimate[] means =
        ClusteredEstimate.means(trials.stream().map(StudiedTrial::problem).toList(), values);
    List<Record> rows = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      if (!Double.isNaN(means[k].value())) {
        rows.add(row(trials, columns.get(k).name(), k, values, means[k]));
      }
    }
    return rows;
  }

  private Record row(
      List<StudiedTrial> trials, String metric, int k, double[][] values, BootstrapEstimate mean) {
    StudiedTrial first = trials.get(0);
    long problems =
        trials.stream()
            .filter(trial -> !Double.isNaN(trial.value(k)))
            .map(StudiedTrial::problem)
            .distinct()
            .count();
    return Record.of(SingularitiesTable.TABLE)
        .set(LeadingColumns.FAMILY, first.family())
        .set(LeadingColumns.WIDTH, first.width())
        .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
        .set(LeadingColumns.PARAMETER_COUNT, (Long) first.parameterCount())
        .set(SingularitiesTable.METRIC, metric)
        .set(SingularitiesTable.TRIALS, (Long) ClusteredEstimate.count(values, k))
        .set(SingularitiesTable.PROBLEMS, (Long) problems)
        .set(SingularitiesTable.MEAN, (Double) mean.value())
        .setFinite(SingularitiesTable.MEAN_LOW, mean.low(QuantileInterval.LEVEL))
        .setFinite(SingularitiesTable.MEAN_HIGH, mean.high(QuantileInterval.LEVEL))
        .build();
  }
}
