package io.shallows.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What initial distributions ask of the rest of the spec. */
final class InitializationRules {
  private final Vocabulary vocabulary;
  private final SweepSpec spec;
  private final ProblemDeclaration problem;

  InitializationRules(Vocabulary vocabulary, SweepSpec spec, ProblemDeclaration problem) {
    this.vocabulary = vocabulary;
    this.spec = spec;
    this.problem = problem;
  }

  /** The first thing that does not fit. */
  Optional<ProblemDeclaration.Misfit> misfit() {
    List<String> used = spec.grid().initialization();
    return vocabulary.initializations().stream()
        .filter(word -> used.contains(word.name()))
        .flatMap(word -> families(word).or(() -> cells(word)).stream())
        .findFirst();
  }

  private Optional<ProblemDeclaration.Misfit> families(Vocabulary.InitializationWord word) {
    return spec.grid().family().stream()
        .filter(family -> !word.families().contains(family))
        .findFirst()
        .map(
            family ->
                misfit(
                    word,
                    "is not known for grid.family: " + family,
                    "families of " + String.join(", ", word.families())));
  }

  private Optional<ProblemDeclaration.Misfit> cells(Vocabulary.InitializationWord word) {
    if (word.cells().isEmpty()) {
      return Optional.empty();
    }
    String loss = spec.training().loss();
    if (!vocabulary.loss(loss).isSquared()) {
      return Optional.of(
          misfit(
              word,
              "is searched for by least squares on cells, and training.loss is " + loss,
              "training.loss: squared"));
    }
    if (problem.isPopulation()) {
      return Optional.of(
          misfit(
              word,
              "needs data, and problem.kind: " + problem.name() + " has none",
              "a problem with data"));
    }
    int outputs = problem.outputs(spec.problem().settings());
    if (outputs > 1) {
      return Optional.of(
          misfit(
              word,
              "is searched for with a single output, and problem.kind: "
                  + problem.name()
                  + " has "
                  + outputs
                  + " here",
              "a problem with one target"));
    }
    OptionalInt samples = problem.samples(spec.problem().settings());
    if (samples.isEmpty() || spec.grid().inputDimension().isOfData()) {
      return Optional.empty();
    }
    int inputs = problem.inputs(spec.problem().settings(), spec.grid().inputDimension().largest());
    return word.cells().get().holds(samples.getAsInt(), inputs)
        ? Optional.empty()
        : Optional.of(
            misfit(
                word,
                "is searched for in the cells of the data, of which "
                    + samples.getAsInt()
                    + " samples of "
                    + inputs
                    + " inputs, the constant included, have too many or too few",
                "another number of samples"));
  }

  private static ProblemDeclaration.Misfit misfit(
      Vocabulary.InitializationWord word, String complaint, String advice) {
    return new ProblemDeclaration.Misfit(
        GridSpec.INITIALIZATION.path(), word.name(), complaint, "use another, or " + advice);
  }
}
