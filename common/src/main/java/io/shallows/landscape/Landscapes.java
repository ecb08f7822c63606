package io.shallows.landscape;

import io.shallows.depth.exact.PathBound;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.OutputLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamily;
import io.shallows.problem.Dataset;
import java.util.Optional;
import java.util.function.Supplier;

/** The choice of a landscape, made here and nowhere else. */
public final class Landscapes {

  private Landscapes() {}

  /**
   * The landscape of a network.
   *
   * @param network of the family
   * @param data empty for a population loss
   * @param cost of an output
   * @param population the loss in closed form, asked for where there are no data
   * @param constantLoss loss of the best constant predictor
   */
  public static Landscape of(
      Network network,
      NetworkFamily family,
      Optional<Dataset> data,
      OutputLoss cost,
      Supplier<GaussianTeacherLoss> population,
      double constantLoss) {
    return of(network, family, data, cost, population, constantLoss, 0);
  }

  /**
   * The same with a penalty of units.
   *
   * @param penalty kappa; 0 for none
   */
  public static Landscape of(
      Network network,
      NetworkFamily family,
      Optional<Dataset> data,
      OutputLoss cost,
      Supplier<GaussianTeacherLoss> population,
      double constantLoss,
      double penalty) {
    if (data.isEmpty()) {
      return new PopulationLandscape(network, population.get(), constantLoss);
    }
    EmpiricalLoss loss = EmpiricalLoss.of(network, data.get(), cost);
    if (penalty > 0) {
      return new PenalizedLandscape(loss, new UnitPenalty(network, penalty));
    }
    Optional<PathBound> bound = PathBound.of(cost);
    if (bound.isEmpty()) {
      return new EmpiricalLandscape(loss);
    }
    return switch (bound.get()) {
      case SQUARED -> new SquaredLandscape(loss, family);
      case CROSS_ENTROPY -> new CrossEntropyLandscape(loss);
    };
  }

  /** The data on which references are searched: those of the squared loss. */
  public static Optional<Dataset> referenceData(Optional<Dataset> data, OutputLoss cost) {
    return isLeastSquares(cost) ? data : Optional.empty();
  }

  /** Whether a cost makes problems of least squares, as some optimizers and finders need. */
  public static boolean isLeastSquares(OutputLoss cost) {
    return cost.isSquared();
  }
}
