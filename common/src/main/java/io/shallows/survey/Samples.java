package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays {@code x} (N x inputs) and {@code y} (N, or N x outputs) of an archive.
 *
 * @param x inputs, with or without the constant 1 of the biases
 * @param y targets
 */
public record Samples(INDArray x, INDArray y) {

  public Samples {
    if (x.rank() != 2 || y.rank() < 1 || y.rank() > 2 || x.size(0) != y.size(0)) {
      throw new IllegalArgumentException(
          "x, y: shapes "
              + RowMajor.shape(x)
              + " and "
              + RowMajor.shape(y)
              + " are not (N, inputs) and (N, outputs) of the same samples");
    }
  }

  /**
   * The samples of an archive.
   *
   * @param name of the archive, for messages
   * @throws IllegalArgumentException if it has none, or their shapes do not fit
   */
  public static Samples of(String name, NumpyArchive archive) {
    for (String array : new String[] {"x", "y"}) {
      if (!archive.has(array)) {
        throw new IllegalArgumentException(
            array
                + ": is not in "
                + name
                + ", which has "
                + String.join(", ", archive.names())
                + "; save the samples as x (N, inputs) and y (N, outputs)");
      }
    }
    return new Samples(archive.array("x"), archive.array("y"));
  }

  int columns() {
    return Math.toIntExact(x.size(1));
  }

  int outputs() {
    return y.rank() == 1 ? 1 : Math.toIntExact(y.size(1));
  }

  /** The data as they are. */
  Dataset plain() {
    return Dataset.of(x, y);
  }

  /** The data with a last input that is 1 on all samples. */
  Dataset withConstant() {
    int samples = Math.toIntExact(x.size(0));
    int n = columns();
    double[] values = RowMajor.values(x);
    double[] extended = new double[samples * (n + 1)];
    for (int s = 0; s < samples; s++) {
      System.arraycopy(values, s * n, extended, s * (n + 1), n);
      extended[s * (n + 1) + n] = 1;
    }
    return new Dataset(samples, n + 1, outputs(), extended, RowMajor.values(y));
  }

  /** The same inputs with targets less a vector that all samples share. */
  Samples less(double[] held) {
    double[] targets = RowMajor.values(y);
    for (int i = 0; i < targets.length; i++) {
      targets[i] -= held[i % held.length];
    }
    int outputs = outputs();
    if (held.length != outputs) {
      throw new IllegalArgumentException(
          "y: "
              + outputs
              + " outputs per sample, the network has "
              + held.length
              + " ("
              + Arrays.toString(held)
              + " are its last biases)");
    }
    return new Samples(x, RowMajor.matrix(targets.length / outputs, outputs, targets));
  }
}
