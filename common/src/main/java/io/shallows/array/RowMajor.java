package io.shallows.array;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Crosses between values row by row, as everything inside is, and arrays of ND4J. */
public final class RowMajor {

  private RowMajor() {}

  /**
   * A new array of {@code rows} x {@code columns} that holds a copy of the values.
   *
   * @param values row by row
   */
  public static INDArray matrix(int rows, int columns, double[] values) {
    if (rows < 1 || columns < 1 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "array: " + values.length + " values are not " + rows + " x " + columns);
    }
    return Nd4j.create(values.clone(), new long[] {rows, columns}, 'c');
  }

  /** A new array of one axis that holds a copy of the values. */
  public static INDArray vector(double[] values) {
    return Nd4j.create(values.clone(), new long[] {values.length}, 'c');
  }

  /** An array without axes. */
  public static INDArray number(double value) {
    return Nd4j.scalar(value);
  }

  /** An array without axes that holds a whole number. */
  public static INDArray number(long value) {
    return Nd4j.scalar(value);
  }

  /**
   * A copy of the elements, the last axis running fastest, whatever order or view the array has.
   * Whole numbers and floats are widened.
   */
  public static double[] values(INDArray array) {
    if (array.isEmpty()) {
      return new double[0];
    }
    INDArray plain = array.castTo(DataType.DOUBLE).dup('c');
    return plain.data().asDouble();
  }

  /**
   * The elements of a matrix.
   *
   * @param name what it is, for messages
   * @throws IllegalArgumentException if the array has another shape
   */
  public static double[] values(String name, INDArray array, long rows, long columns) {
    boolean fits = array.rank() == 2 && array.size(0) == rows && array.size(1) == columns;
    // A single column is often kept as a vector.
    boolean column = array.rank() == 1 && columns == 1 && array.length() == rows;
    if (!fits && !column) {
      throw new IllegalArgumentException(
          name + ": shape " + shape(array) + " is not (" + rows + ", " + columns + ")");
    }
    return values(array);
  }

  /** A shape as NumPy writes it. */
  public static String shape(INDArray array) {
    return NumpyHeader.shape(array.shape());
  }
}
