package io.shallows.depth.reference;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.penalty.PenalizedSearch;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizer;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingResult;

/** How one network of a reference search is brought down from a start. Only ever goes down. */
public interface ReferenceDescent {

  /**
   * Where a descent ended.
   *
   * @param result the point and the loss that counts there, the penalty in it
   * @param least whether no network of any width has a smaller one, to the tolerance for global
   *     minima
   */
  record End(TrainingResult result, boolean least) {}

  /** The end of the descent of one network on data. */
  End from(EmpiricalLoss loss, double[] start, Deadline deadline);

  /** Training of the loss alone. */
  static ReferenceDescent training(Optimizer optimizer, TrainingLimits limits) {
    return (loss, start, deadline) -> {
      TrainingResult result = optimizer.minimize(loss, start, limits, deadline);
      return new End(result, result.loss() <= limits.lossTolerance());
    };
  }

  /**
   * Search of the loss with a penalty of units, on balanced parameters: {@link PenalizedSearch}.
   *
   * @param kappa above 0
   */
  static ReferenceDescent penalized(MinimumSearch search, double kappa) {
    return (loss, start, deadline) -> {
      UnitPenalty penalty = new UnitPenalty(loss.network(), kappa);
      Minimum found = new PenalizedSearch(search, loss, penalty).from(start, deadline);
      TrainingResult result =
          new TrainingResult(
              found.theta(),
              new PenalizedLoss(loss, penalty).value(found.theta()),
              found.gradientNorm(),
              found.iterations(),
              found.gradientEvaluations(),
              found.outcome());
      return new End(result, found.kind() == MinimumKind.GLOBAL);
    };
  }
}
