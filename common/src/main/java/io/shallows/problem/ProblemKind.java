package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.ProblemDeclaration;
import io.shallows.spec.Settings;
import java.util.Optional;

/** A kind of problem: one class, one entry in {@link ProblemKinds}. */
public interface ProblemKind extends ProblemDeclaration {

  @Override
  int inputs(Settings settings, int inputDimension);

  /** Samples times inputs, and samples times outputs. */
  @Override
  default Optional<Misfit> excess(Settings settings, GridSpec grid) {
    if (samples(settings).isEmpty() || grid.inputDimension().isOfData()) {
      return Optional.empty();
    }
    int rows = samples(settings).getAsInt();
    return Samples.excessOfInputs("problem.samples", rows, this, settings, grid)
        .or(() -> Samples.excess("problem.samples", rows, outputs(settings), "outputs"));
  }

  /** Whether the networks' heads are fixed to ones. */
  default boolean committee(Settings settings) {
    return false;
  }

  /**
   * The data, or empty where the loss is over a population and has a closed form.
   *
   * @param source random streams and tables
   */
  Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source);
}
