package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows collected one by one; each may be shorter than the widest, zeros follow. */
final class NumberTable implements TableData {

  private final String name;
  private final String unit;
  private final boolean sparse;
  private final List<double[]> rows = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final List<Integer> firstRows = new ArrayList<>();
  private int[] positions = new int[16];
  private int features;
  private TableReading reading;

  /**
   * An empty table.
   *
   * @param unit what rows are counted in: line or row
   * @param sparse whether rows may have different lengths
   */
  NumberTable(String name, String unit, boolean sparse) {
    this.name = name;
    this.unit = unit;
    this.sparse = sparse;
  }

  /** The rows that follow stand in this file. */
  void startFile(String file) {
    files.add(file);
    firstRows.add(rows.size());
  }

  /**
   * @param position the line or row of the file, from 1
   */
  void add(double[] row, String label, int position) {
    if (positions.length == rows.size()) {
      positions = Arrays.copyOf(positions, 2 * positions.length);
    }
    positions[rows.size()] = position;
    rows.add(row);
    labels.add(label);
    features = Math.max(features, row.length);
  }

  /** This table, once all rows are there. */
  NumberTable finished(TableReading how) {
    reading = how;
    return this;
  }

  String unit() {
    return unit;
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
  public String place(int row) {
    String line = unit + " " + positions[row];
    if (files.size() < 2) {
      return line;
    }
    int file = files.size() - 1;
    while (firstRows.get(file) > row) {
      file--;
    }
    return line + " of " + files.get(file);
  }

  @Override
  public TableReading reading() {
    return reading == null ? TableReading.ofAll(rows()) : reading;
  }

  @Override
  public boolean isSparse() {
    return sparse;
  }
}
