package io.shallows.spark.stage;

import io.shallows.record.DepthsTable;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.aggregate.CellAddress;
import io.shallows.spark.aggregate.DepthRun;
import io.shallows.spark.aggregate.NestedRun;
import io.shallows.spark.aggregate.TrialRun;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoredFile;
import io.shallows.statistics.Annihilations;
import io.shallows.statistics.MeasuredDepth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple3;

/**
 * Reads a file once and makes runs of its rows: a run holds what the statistics need of the rows of
 * one address. A process holds the runs of one file.
 */
final class FitReader implements FlatMapFunction<String, Tuple3<String, String, byte[]>> {

  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = "\t";

  /** Rows that wait to be put into runs. */
  private static final int MOST_WAITING = 20_000;

  private final String uri;
  private final String measurementId;

  /**
   * @param uri of the store
   * @param measurementId identity of the measurement settings
   */
  FitReader(String uri, String measurementId) {
    this.uri = uri;
    this.measurementId = measurementId;
  }

  /** What {@link #call} reads: a file of a table. */
  static String file(StoredFile file) {
    return file.table() + SEPARATOR + file.name();
  }

  @Override
  public Iterator<Tuple3<String, String, byte[]>> call(String file) {
    String[] parts = file.split(SEPARATOR, -1);
    RecordFiles files =
        new RecordFiles(StoreFolder.at(uri, SparkSettings.hadoop(SparkEnv.get().conf())));
    StoredFile stored = new StoredFile(parts[0], parts[1], 0, 0, "");
    List<Tuple3<String, String, byte[]>> runs = new ArrayList<>();
    Waiting<MeasuredDepth> depths = new Waiting<>(DepthRun::write, runs);
    Waiting<TrialRun.Known> trials = new Waiting<>(TrialRun::write, runs);
    Waiting<TrialRun.Depth> best = new Waiting<>(TrialRun::writeDepths, runs);
    Waiting<Annihilations.Outcome> nested = new Waiting<>(NestedRun::write, runs);
    Table table = table(parts[0]);
    files.read(
        stored,
        table,
        row -> {
          if (table == DepthsTable.TABLE) {
            addDepth(row, depths, best);
          } else if (table == TrialsTable.TABLE) {
            trials.add(TrialRun.ofTrial(row), TrialRun.Known.of(row));
          } else if (NestedRun.isUsed(row, measurementId)) {
            nested.add(NestedRun.address(row), Annihilations.Outcome.of(row));
          }
        });
    depths.flush();
    trials.flush();
    best.flush();
    nested.flush();
    return runs.iterator();
  }

  private static Table table(String name) {
    for (Table table : List.of(DepthsTable.TABLE, TrialsTable.TABLE, NestedTable.TABLE)) {
      if (table.name().equals(name)) {
        return table;
      }
    }
    throw new IllegalArgumentException("fits do not read table " + name);
  }

  private void addDepth(Record row, Waiting<MeasuredDepth> depths, Waiting<TrialRun.Depth> best) {
    if (DepthRun.isUsed(row, measurementId)) {
      depths.add(DepthRun.address(row), DepthRun.depth(row));
    }
    if (TrialRun.isUsed(row, measurementId)) {
      best.add(TrialRun.ofDepth(row), TrialRun.Depth.of(row));
    }
  }

  /** Rows by address until they are written as runs. */
  private static final class Waiting<T> {
    private final Map<String, List<T>> rows = new TreeMap<>();
    private final Function<List<T>, byte[]> writing;
    private final List<Tuple3<String, String, byte[]>> runs;
    private int count;

    Waiting(Function<List<T>, byte[]> writing, List<Tuple3<String, String, byte[]>> runs) {
      this.writing = writing;
      this.runs = runs;
    }

    void add(CellAddress address, T row) {
      rows.computeIfAbsent(address.toText(), text -> new ArrayList<>()).add(row);
      count++;
      if (count == MOST_WAITING) {
        flush();
      }
    }

    void flush() {
      rows.forEach((address, of) -> runs.add(new Tuple3<>("", address, writing.apply(of))));
      rows.clear();
      count = 0;
    }
  }
}
