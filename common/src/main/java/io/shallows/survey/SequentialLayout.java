package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.loss.OutputLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The {@code state_dict()} of PyTorch's {@code nn.Sequential} of {@code Linear} and {@code ReLU}:
 * {@code 0.weight}, {@code 0.bias}, {@code 2.weight}, ... in the order of the archive, each matrix
 * outputs x inputs.
 */
final class SequentialLayout implements NetworkLayout {

  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public String definition() {
    return "0.weight, 0.bias, 2.weight, ... of nn.Sequential";
  }

  @Override
  public boolean recognises(NumpyArchive weights) {
    return weights.names().stream().anyMatch(name -> name.endsWith(WEIGHT));
  }

  @Override
  public GivenNetwork read(
      NumpyArchive weights, Samples samples, Optional<String> family, OutputLoss cost) {
    List<String> names = new ArrayList<>();
    List<INDArray> matrices = new ArrayList<>();
    List<Optional<INDArray>> biases = new ArrayList<>();
    for (String name : weights.names()) {
      if (name.endsWith(WEIGHT)) {
        String layer = name.substring(0, name.length() - WEIGHT.length());
        names.add(name);
        matrices.add(transposed(weights.array(name)));
        biases.add(
            weights.has(layer + BIAS)
                ? Optional.of(weights.array(layer + BIAS))
                : Optional.empty());
      }
    }
    return new DenseStack(names, matrices, biases).network("nn.Sequential", samples, family, cost);
  }

  private static INDArray transposed(INDArray matrix) {
    if (matrix.rank() != 2) {
      throw new IllegalArgumentException(
          "weight: shape " + RowMajor.shape(matrix) + " is no matrix; only Linear layers are read");
    }
    return matrix.transpose().dup('c');
  }
}
