package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.loss.OutputLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code coefs_} and {@code intercepts_} of scikit-learn's MLPRegressor with relu. */
final class ScikitLearnLayout implements NetworkLayout {

  private static final String WEIGHTS = "coefs_";
  private static final String BIASES = "intercepts_";

  @Override
  public String name() {
    return "scikit-learn";
  }

  @Override
  public String definition() {
    return WEIGHTS + "0, " + BIASES + "0, " + WEIGHTS + "1, ... of MLPRegressor";
  }

  @Override
  public boolean recognises(NumpyArchive weights) {
    return weights.has(WEIGHTS + 0);
  }

  @Override
  public GivenNetwork read(
      NumpyArchive weights, Samples samples, Optional<String> family, OutputLoss cost) {
    List<String> names = new ArrayList<>();
    List<INDArray> matrices = new ArrayList<>();
    List<Optional<INDArray>> biases = new ArrayList<>();
    for (int l = 0; weights.has(WEIGHTS + l); l++) {
      names.add(WEIGHTS + l);
      matrices.add(weights.array(WEIGHTS + l));
      biases.add(Optional.of(weights.array(BIASES + l)));
    }
    return new DenseStack(names, matrices, biases).network("MLPRegressor", samples, family, cost);
  }
}
