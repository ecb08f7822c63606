package io.shallows.spec;

import io.shallows.spec.value.IntAxis;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What losses, penalties and recorded runs ask of the rest of the spec. */
final class LossRules {
  private final Vocabulary vocabulary;
  private final SweepSpec spec;
  private final ProblemDeclaration problem;
  private final Vocabulary.LossWord loss;
  private final Vocabulary.OptimizerWord optimizer;

  LossRules(Vocabulary vocabulary, SweepSpec spec, ProblemDeclaration problem) {
    this.vocabulary = vocabulary;
    this.spec = spec;
    this.problem = problem;
    this.loss = vocabulary.loss(spec.training().loss());
    this.optimizer = vocabulary.optimizer(spec.training().optimizer());
  }

  /** The first thing that does not fit. */
  Optional<ProblemDeclaration.Misfit> misfit() {
    return trajectory()
        .or(this::penalty)
        .or(this::problem)
        .or(this::optimizer)
        .or(this::finish)
        .or(this::depth)
        .or(this::tree)
        .or(this::nested);
  }

  private Optional<ProblemDeclaration.Misfit> trajectory() {
    return spec.measurement().recordsTrajectory() && !spec.measurement().measuresSlowDown()
        ? misfit(
            MeasurementSpec.SLOW_DOWN,
            spec.measurement().slowDown(),
            "makes no run whose points could be recorded",
            "use "
                + optimizers(Vocabulary.OptimizerWord::usesLearningRate)
                + ", or leave out levelMetrics and trajectoryPoints")
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> penalty() {
    double penalty = spec.training().biasRegularization();
    if (penalty == 0) {
      return Optional.empty();
    }
    if (loss.isSquared()) {
      String others = losses(word -> !word.isSquared());
      return misfit(
          TrainingSpec.BIAS_REGULARIZATION,
          penalty + "",
          "needs training.loss: "
              + others
              + ", whose runs are not finished to minima of the loss without it",
          "use 0, or training.loss: " + others);
    }
    if (!optimizer.takesPenalty()) {
      return misfit(
          TrainingSpec.OPTIMIZER,
          optimizer.name(),
          "takes no penalty, and training.biasRegularization is " + penalty,
          "use " + optimizers(Vocabulary.OptimizerWord::takesPenalty));
    }
    if (spec.measurement().measuresSlowDown()
        && !vocabulary.optimizer(spec.measurement().slowDown()).takesPenalty()) {
      return misfit(
          MeasurementSpec.SLOW_DOWN,
          spec.measurement().slowDown(),
          "takes no penalty, and training.biasRegularization is " + penalty,
          "use " + optimizers(Vocabulary.OptimizerWord::takesPenalty));
    }
    return Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> problem() {
    if (loss.needsClasses() && !problem.hasClasses(spec.problem().settings())) {
      return misfit(
          ProblemSpec.KIND,
          spec.problem().kind(),
          "has no classes, which training.loss: " + loss.name() + " needs",
          "use kind: classes, or a table with targets: classes, or training.loss: squared");
    }
    if (!problem.isPopulation()) {
      return Optional.empty();
    }
    if (!loss.isSquared()) {
      return misfit(
          TrainingSpec.LOSS,
          loss.name(),
          "has no closed form on problem.kind: " + problem.name(),
          "use training.loss: " + losses(Vocabulary.LossWord::isSquared));
    }
    return spec.grid().family().stream()
        .filter(family -> !vocabulary.populationFamilies().contains(family))
        .findFirst()
        .flatMap(
            family ->
                misfit(
                    GridSpec.FAMILY,
                    family,
                    "has no loss in closed form, and problem.kind: "
                        + problem.name()
                        + " has no other",
                    "use families of " + String.join(", ", vocabulary.populationFamilies())));
  }

  private Optional<ProblemDeclaration.Misfit> optimizer() {
    return optimizer.needsSquares() && !loss.isSquared()
        ? misfit(
            TrainingSpec.OPTIMIZER,
            optimizer.name(),
            "needs a sum of squares, and training.loss is " + loss.name(),
            "use adam or lbfgs, or training.loss: squared")
        : Optional.empty();
  }

  private Optional<ProblemDeclaration.Misfit> finish() {
    Vocabulary.FinishWord finish = vocabulary.finish(spec.training().finish());
    if (!finish.needsLinearHeads()) {
      return Optional.empty();
    }
    String advice = "use " + TrainingSpec.FINISH.fallback().orElseThrow();
    if (!loss.isSquared()) {
      return misfit(
          TrainingSpec.FINISH,
          finish.name(),
          "fits output weights by least squares, and training.loss is " + loss.name(),
          advice + ", or training.loss: " + losses(Vocabulary.LossWord::isSquared));
    }
    if (problem.isPopulation()) {
      return misfit(
          TrainingSpec.FINISH,
          finish.name(),
          "fits output weights to data, and problem.kind: " + problem.name() + " has none",
          advice);
    }
    return spec.grid().family().stream()
        .filter(family -> !vocabulary.linearHeadFamilies().contains(family))
        .findFirst()
        .flatMap(
            family ->
                misfit(
                    TrainingSpec.FINISH,
                    finish.name(),
                    "fits the weights of a linear output layer, which grid.family: "
                        + family
                        + " does not have",
                    advice
                        + ", or families of "
                        + String.join(", ", vocabulary.linearHeadFamilies())));
  }

  private Optional<ProblemDeclaration.Misfit> depth() {
    DepthSpec depth = spec.measurement().depth();
    if (!depth.enabled() || loss.isSquared()) {
      return Optional.empty();
    }
    if (!loss.hasPathBound()) {
      return misfit(
          TrainingSpec.LOSS,
          loss.name(),
          "has no bound for paths, so that no depth could be certified",
          "use measurement.depth.enabled: false, or training.loss: "
              + losses(Vocabulary.LossWord::hasPathBound));
    }
    return depth.finders().stream()
        .filter(name -> vocabulary.finder(name).needsSquares())
        .findFirst()
        .flatMap(
            name ->
                misfit(
                    DepthSpec.FINDERS,
                    name,
                    "needs least squares, and training.loss is " + loss.name(),
                    "use finders such as [string, saddle], or training.loss: squared"));
  }

  private Optional<ProblemDeclaration.Misfit> tree() {
    DepthSpec depth = spec.measurement().depth();
    boolean fromBest =
        depth.targets().stream().map(vocabulary::target).anyMatch(word -> word.isBestOfCell());
    return depth.hasTree() && !fromBest
        ? misfit(
            DepthSpec.CONNECTIVITY,
            depth.connectivity(),
            "begins with the ways to the lowest minimum of the cell, which "
                + DepthSpec.TARGETS.path()
                + " leaves out",
            "use none, or add "
                + vocabulary.targets().stream()
                    .filter(Vocabulary.TargetWord::isBestOfCell)
                    .map(Vocabulary.TargetWord::name)
                    .collect(Collectors.joining(" or "))
                + " to the targets")
        : Optional.empty();
  }

  /** Plain minima are embedded where there are data, squares, such minima and a place for them. */
  private Optional<ProblemDeclaration.Misfit> nested() {
    for (String name : spec.measurement().depth().nested()) {
      Vocabulary.NestedWord word = vocabulary.nested(name);
      String without = "or leave out nested";
      if (problem.isPopulation() || !loss.isSquared()) {
        return misfit(
            DepthSpec.NESTED,
            name,
            "is measured for the squared loss on data only",
            problem.isPopulation()
                ? "leave out nested, or use a problem with data"
                : "use training.loss: " + losses(Vocabulary.LossWord::isSquared) + ", " + without);
      }
      if (!spec.grid().family().contains(word.of())) {
        return misfit(
            DepthSpec.NESTED,
            name,
            "embeds minima of "
                + word.of()
                + " networks, and "
                + GridSpec.FAMILY.path()
                + " has none",
            "add " + word.of() + " to the families, " + without);
      }
      IntAxis depths = spec.grid().networkDepth();
      if (LongStream.range(0, depths.size()).noneMatch(k -> word.depths().test(depths.get(k)))) {
        return misfit(
            DepthSpec.NESTED,
            name,
            "has no network that computes a "
                + word.of()
                + " one of any of the grid's depths, "
                + depths,
            "add 0 to " + GridSpec.NETWORK_DEPTH.path() + ", " + without);
      }
    }
    return Optional.empty();
  }

  private String optimizers(Predicate<Vocabulary.OptimizerWord> those) {
    return vocabulary.optimizers().stream()
        .filter(those)
        .map(Vocabulary.OptimizerWord::name)
        .collect(Collectors.joining(" or "));
  }

  private String losses(Predicate<Vocabulary.LossWord> those) {
    return vocabulary.losses().stream()
        .filter(those)
        .map(Vocabulary.LossWord::name)
        .collect(Collectors.joining(" or "));
  }

  private static Optional<ProblemDeclaration.Misfit> misfit(
      Key<?> key, String value, String complaint, String advice) {
    return Optional.of(new ProblemDeclaration.Misfit(key.path(), value, complaint, advice));
  }
}
