package io.shallows.spark.table;

import io.shallows.problem.TableData;
import java.util.ArrayList;
import java.util.List;

/** Rows collected one by one; each may be shorter than the widest, zeros follow. */
final class NumberTable implements TableData {

  private final String name;
  private final boolean sparse;
  private final List<double[]> rows = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private int features;

  /**
   * An empty table.
   *
   * @param sparse whether rows may have different lengths
   */
  NumberTable(String name, boolean sparse) {
    this.name = name;
    this.sparse = sparse;
  }

  void add(double[] row, String label) {
    rows.add(row);
    labels.add(label);
    features = Math.max(features, row.length);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return rows.size();
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public double feature(int row, int column) {
    double[] values = rows.get(row);
    return column < values.length ? values[column] : 0;
  }

  @Override
  public String label(int row) {
    return labels.get(row);
  }

  @Override
  public boolean isSparse() {
    return sparse;
  }
}
