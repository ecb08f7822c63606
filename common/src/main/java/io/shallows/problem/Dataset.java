package io.shallows.problem;

import io.shallows.array.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples with their targets, immutable.
 *
 * <p>Row i of x is the network's input for sample i; with a bias its last entry is the constant 1.
 * Row i of y holds the c targets.
 */
public final class Dataset {

  private final int samples;
  private final int inputs;
  private final int outputs;
  private final double[] x;
  private final double[] y;

  /**
   * Copies the values.
   *
   * @param samples N
   * @param inputs entries per row of {@code x}, the appended constant included
   * @param outputs entries per row of {@code y}
   * @param x N x inputs, row by row
   * @param y N x outputs, row by row
   */
  public Dataset(int samples, int inputs, int outputs, double[] x, double[] y) {
    if (samples < 1 || inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "data set: "
              + samples
              + " samples with "
              + inputs
              + " inputs and "
              + outputs
              + " outputs is empty");
    }
    requireFinite("x", x, (long) samples * inputs);
    requireFinite("y", y, (long) samples * outputs);
    this.samples = samples;
    this.inputs = inputs;
    this.outputs = outputs;
    this.x = x.clone();
    this.y = y.clone();
  }

  /**
   * Copies the elements of two arrays.
   *
   * @param x N x inputs, the appended constant included
   * @param y N x outputs, or N targets
   * @throws IllegalArgumentException if the shapes do not fit or an element is not finite
   */
  public static Dataset of(INDArray x, INDArray y) {
    if (x.rank() != 2 || y.rank() < 1 || y.rank() > 2 || x.size(0) != y.size(0)) {
      throw new IllegalArgumentException(
          "data set: x of shape "
              + RowMajor.shape(x)
              + " and y of shape "
              + RowMajor.shape(y)
              + " are not (N, inputs) and (N, outputs)");
    }
    int outputs = y.rank() == 1 ? 1 : Math.toIntExact(y.size(1));
    return new Dataset(
        Math.toIntExact(x.size(0)),
        Math.toIntExact(x.size(1)),
        outputs,
        RowMajor.values(x),
        RowMajor.values(y));
  }

  /** The inputs as a new array, N x inputs. */
  public INDArray inputArray() {
    return RowMajor.matrix(samples, inputs, x);
  }

  /** The targets as a new array, N x outputs. */
  public INDArray targetArray() {
    return RowMajor.matrix(samples, outputs, y);
  }

  private static void requireFinite(String name, double[] values, long length) {
    if (values.length != length) {
      throw new IllegalArgumentException(name + ": " + values.length + " values, not " + length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(name + "[" + i + "]: " + values[i] + " is not finite");
      }
    }
  }

  /** Number of samples N. */
  public int samples() {
    return samples;
  }

  /** Entries of an input row, the appended constant included. */
  public int inputs() {
    return inputs;
  }

  /** Entries of a target row, c. */
  public int outputs() {
    return outputs;
  }

  /** Input {@code column} of a sample. */
  public double x(int sample, int column) {
    return x[sample * inputs + column];
  }

  /** Target {@code column} of a sample. */
  public double y(int sample, int column) {
    return y[sample * outputs + column];
  }

  /** A copy of the inputs, N x inputs, row by row. */
  public double[] x() {
    return x.clone();
  }

  /** A copy of the targets, N x outputs, row by row. */
  public double[] y() {
    return y.clone();
  }
}
