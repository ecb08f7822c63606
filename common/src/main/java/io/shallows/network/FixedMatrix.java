package io.shallows.network;

import java.util.Arrays;

/** An immutable dense matrix, row-major, that belongs to an architecture. */
public final class FixedMatrix {

  private final int rows;
  private final int columns;
  private final double[] values;

  /** Copies {@code values}, row by row. */
  public FixedMatrix(int rows, int columns, double[] values) {
    if (rows < 1 || columns < 1 || values.length != rows * columns) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " with " + values.length + " values is not a matrix");
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values.clone();
  }

  /** The matrix of ones. */
  public static FixedMatrix ones(int rows, int columns) {
    double[] values = new double[rows * columns];
    Arrays.fill(values, 1);
    return new FixedMatrix(rows, columns, values);
  }

  /** {@code value} times the identity. */
  public static FixedMatrix diagonal(int size, double value) {
    double[] values = new double[size * size];
    for (int i = 0; i < size; i++) {
      values[i * size + i] = value;
    }
    return new FixedMatrix(size, size, values);
  }

  /** The transposed matrix. */
  public FixedMatrix transposed() {
    double[] turned = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = values[i * columns + j];
      }
    }
    return new FixedMatrix(columns, rows, turned);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of the values, row by row. */
  public double[] values() {
    return values.clone();
  }
}
