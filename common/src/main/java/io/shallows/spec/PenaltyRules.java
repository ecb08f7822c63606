package io.shallows.spec;

import io.shallows.spec.value.IntAxis;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** What the penalty of units asks of the rest of the spec: what cannot be certified is refused. */
final class PenaltyRules {
  private final Vocabulary vocabulary;
  private final SweepSpec spec;
  private final ProblemDeclaration problem;
  private final double penalty;

  PenaltyRules(Vocabulary vocabulary, SweepSpec spec, ProblemDeclaration problem) {
    this.vocabulary = vocabulary;
    this.spec = spec;
    this.problem = problem;
    this.penalty = spec.training().penalty();
  }

  /** The first thing that does not fit. */
  Optional<ProblemDeclaration.Misfit> misfit() {
    return penalty == 0
        ? Optional.empty()
        : loss().or(this::networks).or(this::training).or(this::measurement).or(this::depth);
  }

  private Optional<ProblemDeclaration.Misfit> loss() {
    if (!vocabulary.loss(spec.training().loss()).isSquared()) {
      return of(
          "is known for the squared loss only, and training.loss is " + spec.training().loss(),
          "use 0, or training.loss: squared");
    }
    if (problem.isPopulation()) {
      return of(
          "needs data, and problem.kind: " + problem.name() + " has none",
          "use 0, or a problem with data");
    }
    int outputs = problem.outputs(spec.problem().settings());
    return outputs > 1
        ? of(
            "needs a single output, and problem.kind: "
                + problem.name()
                + " has "
                + outputs
                + " here",
            "use 0, or a problem with one target")
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> networks() {
    IntAxis depths = spec.grid().networkDepth();
    if (LongStream.range(0, depths.size()).anyMatch(k -> depths.get(k) != 0)) {
      return of(
          "is known for two-layer networks only, and grid.networkDepth is " + depths,
          "use 0, or grid.networkDepth: [0]");
    }
    return spec.grid().family().stream()
        .filter(family -> !vocabulary.twoLayerFamilies().contains(family))
        .findFirst()
        .flatMap(
            family ->
                of(
                    "needs f = sum_k b_k relu(w_k . x), with or without a linear skip, which"
                        + " grid.family: "
                        + family
                        + " is not at networkDepth 0",
                    "use 0, or families of " + String.join(", ", vocabulary.twoLayerFamilies())));
  }

  private Optional<ProblemDeclaration.Misfit> training() {
    TrainingSpec training = spec.training();
    if (!training.preset().equals(TrainingSpec.PRESET.fallback().orElseThrow())) {
      return of(
          "is not part of training.preset: " + training.preset(), "use 0, or leave out the preset");
    }
    if (vocabulary.finish(training.finish()).needsLinearHeads()) {
      return of(
          "is not in what training.finish: " + training.finish() + " fits",
          "use 0, or training.finish: " + TrainingSpec.FINISH.fallback().orElseThrow());
    }
    return training.usesLearningRate() && training.batchSize() > 0
        ? of(
            "is added to the loss of all samples, and training.batchSize is "
                + training.batchSize(),
            "use 0, or training.batchSize: 0")
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> measurement() {
    if (spec.measurement().spectrum()) {
      return of(
          "has no Hessian at units that are 0, and measurement.spectrum is true",
          "use 0, or measurement.spectrum: false");
    }
    return spec.measurement().measuresSlowDown()
        ? of(
            "is not in the run of measurement.slowDown: " + spec.measurement().slowDown(),
            "use 0, or measurement.slowDown: " + MeasurementSpec.NO_SLOW_DOWN)
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> depth() {
    DepthSpec depth = spec.measurement().depth();
    if (!depth.enabled()) {
      return Optional.empty();
    }
    if (!depth.nested().isEmpty()) {
      return of(
          "is not measured in measurement.depth.nested: " + depth.nested(),
          "use 0, or leave out nested");
    }
    List<String> finders =
        words(
            vocabulary.finders(), Vocabulary.FinderWord::takesPenalty, Vocabulary.FinderWord::name);
    return depth.finders().stream()
        .filter(name -> !finders.contains(name))
        .findFirst()
        .flatMap(
            name ->
                of(
                    "is not in the paths of measurement.depth.finders: " + name,
                    "use 0, or finders of " + String.join(", ", finders)));
  }

  private static <T> List<String> words(List<T> all, Predicate<T> those, Function<T, String> name) {
    return all.stream().filter(those).map(name).toList();
  }

  private Optional<ProblemDeclaration.Misfit> of(String complaint, String advice) {
    return Optional.of(
        new ProblemDeclaration.Misfit(
            TrainingSpec.PENALTY.path(), penalty + "", complaint, advice));
  }
}
