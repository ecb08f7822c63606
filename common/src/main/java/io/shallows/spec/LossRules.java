package io.shallows.spec;

import java.util.Optional;

/** What losses, penalties and recorded runs ask of the rest of the spec. */
final class LossRules {
  private LossRules() {}

  static Optional<ProblemDeclaration.Misfit> misfit(SweepSpec spec, ProblemDeclaration problem) {
    if (spec.measurement().recordsTrajectory() && !spec.measurement().measuresSlowDown()) {
      return misfit(
          "measurement.slowDown",
          spec.measurement().slowDown(),
          "makes no run whose points could be recorded",
          "use adam or gradient-descent, or leave out levelMetrics and trajectoryPoints");
    }
    boolean penalty = spec.training().biasRegularization() > 0;
    if (!spec.training().loss().equals("cross-entropy")) {
      return penalty
          ? misfit(
              "training.biasRegularization",
              spec.training().biasRegularization() + "",
              "needs training.loss: cross-entropy, whose runs are not finished to minima of the"
                  + " loss without it",
              "use 0, or training.loss: cross-entropy")
          : Optional.empty();
    }
    if (penalty && !spec.training().usesLearningRate()) {
      return misfit(
          "training.optimizer",
          spec.training().optimizer(),
          "takes no penalty, and training.biasRegularization is "
              + spec.training().biasRegularization(),
          "use adam or gradient-descent");
    }
    if (!problem.hasClasses(spec.problem().settings())) {
      return misfit(
          "problem.kind",
          spec.problem().kind(),
          "has no classes, which training.loss: cross-entropy needs",
          "use kind: classes, or a table with targets: classes, or training.loss: squared");
    }
    if (spec.training().optimizer().equals("levenberg-marquardt")) {
      return misfit(
          "training.optimizer",
          spec.training().optimizer(),
          "needs a sum of squares, and training.loss is cross-entropy",
          "use adam or lbfgs, or training.loss: squared");
    }
    if (spec.measurement().depth().enabled()
        && spec.measurement().depth().finders().contains("constructive")) {
      return misfit(
          "measurement.depth.finders",
          "constructive",
          "needs least squares, and training.loss is cross-entropy",
          "use finders such as [string, saddle], or training.loss: squared");
    }
    return Optional.empty();
  }

  private static Optional<ProblemDeclaration.Misfit> misfit(
      String key, String value, String complaint, String advice) {
    return Optional.of(new ProblemDeclaration.Misfit(key, value, complaint, advice));
  }
}
