package io.shallows.spec;

import io.shallows.spec.value.IntAxis;
import java.util.Optional;
import java.util.stream.LongStream;

/** What the deepest of all local minima ask of the rest of the spec: cells that are cones. */
final class SupremaRules {
  private static final String WITHOUT = "measurement.suprema: false";

  private final Vocabulary vocabulary;
  private final SweepSpec spec;
  private final ProblemDeclaration problem;

  SupremaRules(Vocabulary vocabulary, SweepSpec spec, ProblemDeclaration problem) {
    this.vocabulary = vocabulary;
    this.spec = spec;
    this.problem = problem;
  }

  /** The first thing that does not fit. */
  Optional<ProblemDeclaration.Misfit> misfit() {
    return spec.measurement().suprema()
        ? loss().or(this::problem).or(this::networks)
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> loss() {
    TrainingSpec training = spec.training();
    if (!vocabulary.loss(training.loss()).isSquared()) {
      return misfit(
          TrainingSpec.LOSS,
          training.loss(),
          "has no least squares on cells, which suprema are made of",
          "use squared");
    }
    return training.penalty() > 0
        ? misfit(
            TrainingSpec.PENALTY,
            training.penalty() + "",
            "is not in the least squares on cells, which suprema are made of",
            "use 0")
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> problem() {
    if (problem.isPopulation()) {
      return misfit(
          ProblemSpec.KIND,
          problem.name(),
          "has no data, whose planes cut the weights into cells",
          "use a problem with data");
    }
    int outputs = problem.outputs(spec.problem().settings());
    return outputs > 1
        ? misfit(
            ProblemSpec.KIND,
            problem.name(),
            "has " + outputs + " outputs here, and suprema are of networks with one",
            "use a problem with one target")
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> networks() {
    IntAxis depths = spec.grid().networkDepth();
    if (LongStream.range(0, depths.size()).noneMatch(k -> depths.get(k) == 0)) {
      return misfit(
          GridSpec.NETWORK_DEPTH,
          depths + "",
          "has no 0, the depth of two-layer networks, which suprema are of",
          "use networkDepth: [0]");
    }
    return spec.grid().family().stream()
        .filter(family -> !vocabulary.twoLayerFamilies().contains(family))
        .findFirst()
        .flatMap(
            family ->
                misfit(
                    GridSpec.FAMILY,
                    family,
                    "is not f = sum_k b_k relu(w_k . x), with or without a linear skip, at"
                        + " networkDepth 0, and suprema are of these",
                    "use families of " + String.join(", ", vocabulary.twoLayerFamilies())));
  }

  private static Optional<ProblemDeclaration.Misfit> misfit(
      Key<?> key, String value, String complaint, String advice) {
    return Optional.of(
        new ProblemDeclaration.Misfit(key.path(), value, complaint, advice + ", or " + WITHOUT));
  }
}
