package io.shallows.spec;

import java.util.Optional;

/** What training with cross-entropy asks of the rest of the spec. */
final class LossRules {
  private LossRules() {}

  static Optional<ProblemDeclaration.Misfit> misfit(SweepSpec spec, ProblemDeclaration problem) {
    if (!spec.training().loss().equals("cross-entropy")) {
      return Optional.empty();
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
    if (spec.measurement().depth().enabled()) {
      return misfit(
          "measurement.depth.enabled",
          "true",
          "needs training.loss: squared, for which path maxima are certified",
          "use false, or training.loss: squared");
    }
    return Optional.empty();
  }

  private static Optional<ProblemDeclaration.Misfit> misfit(
      String key, String value, String complaint, String advice) {
    return Optional.of(new ProblemDeclaration.Misfit(key, value, complaint, advice));
  }
}
