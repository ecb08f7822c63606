package io.shallows.trial;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.random.RandomStreams;
import io.shallows.spec.TrainingSpec;
import io.shallows.training.BiasPenalty;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * The targets towards which {@code training.biasRegularization} draws biases: one standard normal
 * number per bias, from the trial's own stream. The biases of the first layer are its weights from
 * the constant input.
 */
final class BiasTargets {

  private BiasTargets() {}

  static BiasPenalty penalty(
      Network network,
      TrialProblem problem,
      TrainingSpec training,
      RandomStreams streams,
      String id) {
    if (training.biasRegularization() == 0) {
      return BiasPenalty.NONE;
    }
    boolean constantInput = problem.problem().inputs() > problem.problem().inputDimension();
    DenseLayer first = network.layers().get(0);
    int[] biases =
        IntStream.concat(
                constantInput
                    ? IntStream.range(0, first.outputs())
                        .map(unit -> first.index(first.inputs() - 1, unit))
                    : IntStream.empty(),
                network.layers().stream()
                    .filter(layer -> layer.role() == DenseLayer.Role.BIAS)
                    .flatMapToInt(
                        layer -> IntStream.range(layer.offset(), layer.offset() + layer.size())))
            .toArray();
    ContinuousSampler normal = streams.gaussian(id, "bias-targets");
    double[] targets = new double[biases.length];
    for (int k = 0; k < targets.length; k++) {
      targets[k] = normal.sample();
    }
    return new BiasPenalty(training.biasRegularization(), biases, targets);
  }
}
