package io.shallows.trial;

import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.question.DepthTargets;
import io.shallows.grid.CellCoordinates;
import io.shallows.network.DenseLayer;
import io.shallows.network.Embedding;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.spec.DepthSpec;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.TrainingSpec;
import java.util.List;
import java.util.OptionalInt;

/**
 * Predicted work of one trial in floating-point operations, for planning only.
 *
 * <p>With N samples (taken as {@value #TYPICAL_SAMPLES} where there is no data set), r = N c
 * residuals and p parameters, a gradient costs {@code g = 6 N p}. One iteration costs two gradients
 * and the linear system: {@code 2 r^2 (sum of layer fan-ins and fan-outs) + r^3 / 3} in Gram form,
 * {@code r p^2 + p^3 / 3} otherwise. First-order optimizers are taken to use all their steps, one
 * gradient of a batch each, but the published descent on the population loss its usual {@value
 * #DESCENT_ITERATIONS}. Curvature costs {@code 2.5 g p + 9 p^3} up to p = 3000 and {@code 1000 g}
 * above, without the spectrum {@code p^3 / 3} in place of {@code 9 p^3} and {@code 300 g}. A lifted
 * start costs its search ({@link SupremumOperations}). Depth has the levels of the spec's targets:
 * the constructive paths take {@code 25 g} each, the middle of what 48 shapes took, and every other
 * finder its budget of gradients for every target, in every network in which a minimum is embedded
 * again; on a population loss, whose certificates are dear, it is {@code 400 g} each. The number of
 * iterations is not known beforehand; {@value #TYPICAL_ITERATIONS} is the middle of what was seen.
 * Accuracy: the order of cells is right, single trials are off by a factor of up to ten, which
 * measured times mend.
 *
 * <p>Trials over tables go on longer: measured data have noise, and the finish along their kinks
 * takes thousands of small steps. With the default optimizer they are given {@code min(3000, 20 r)}
 * iterations of {@code 8e5 + (2 g + system) / 4} each, at most the spec's deadline, and depths at
 * least {@value #TABLE_DEPTH}. Fitted to processor time of nine tables of 20 to 150 rows and 1 to
 * 13 inputs, whose sums it gives within a factor of 2.2 in the median and of 6 in all; it was not
 * tried on others.
 */
public final class PredictedOperations {

  /**
   * The scale of these predictions. What trials took is kept beside them, so this number rises with
   * every change of the formula, and what was kept on another scale is measured again.
   */
  public static final int SCALE = 2;

  private static final int TYPICAL_SAMPLES = 256;
  private static final int TYPICAL_ITERATIONS = 150;
  private static final int DESCENT_ITERATIONS = 5000;
  private static final int DENSE_LIMIT = 3000;
  private static final int CONSTRUCTIVE_GRADIENTS = 25;
  private static final int POPULATION_GRADIENTS = 400;
  private static final double TABLE_ITERATIONS = 3000;
  private static final double TABLE_ITERATIONS_PER_RESIDUAL = 20;
  private static final double TABLE_ITERATION = 8e5;
  private static final double TABLE_SYSTEM_SHARE = 0.25;
  private static final double TABLE_DEPTH = 2e7;

  /** Operations that a deadline's second stands for. */
  private static final double PER_SECOND = 2e9;

  private PredictedOperations() {}

  /** Operations of one trial of a cell: training, classification and depth. */
  public static double of(SweepSpec spec, CellCoordinates cell) {
    return ofMinimum(spec, cell) + ofDepths(spec, cell);
  }

  /** Operations of the depths of one trial of a cell. */
  static double ofDepths(SweepSpec spec, CellCoordinates cell) {
    DepthSpec depth = spec.measurement().depth();
    if (!depth.enabled()) {
      return 0;
    }
    Problem problem = Problem.of(spec, cell.problemIndex(), cell.inputDimension());
    OptionalInt samples = problem.kind().samples(problem.settings());
    double gradient = 6.0 * samples.orElse(TYPICAL_SAMPLES) * parameters(depth, cell, problem);
    double targets = 0;
    for (String name : depth.targets()) {
      targets += DepthTargets.named(name).levels(depth.eta(), depth.drops()).size();
    }
    if (samples.isEmpty()) {
      return POPULATION_GRADIENTS * targets * gradient;
    }
    long searches =
        depth.finders().stream().filter(name -> !PathFinders.named(name).isConstructive()).count();
    double constructive = searches < depth.finders().size() ? CONSTRUCTIVE_GRADIENTS * targets : 0;
    double work = (constructive + searches * targets * depth.budget()) * gradient;
    return isTable(spec) ? Math.max(TABLE_DEPTH, work) : work;
  }

  /** Parameters of the networks in which one minimum of a cell is measured, added up. */
  private static double parameters(DepthSpec depth, CellCoordinates cell, Problem problem) {
    double parameters = network(cell, problem).parameterCount();
    for (String name : cell.family().equals(Embedding.OF) ? depth.nested() : List.<String>of()) {
      parameters +=
          NetworkFamilies.named(name)
              .embedding(shape(cell, problem))
              .map(embedding -> embedding.network().parameterCount())
              .orElse(0);
    }
    return parameters;
  }

  /** Operations of training and classification in one trial of a cell. */
  static double ofMinimum(SweepSpec spec, CellCoordinates cell) {
    Problem problem = Problem.of(spec, cell.problemIndex(), cell.inputDimension());
    Network network = network(cell, problem);
    double samples = problem.kind().samples(problem.settings()).orElse(TYPICAL_SAMPLES);
    double residuals = samples * problem.outputs();
    double p = network.parameterCount();
    double gradient = 6 * samples * p;
    double fans = 0;
    for (DenseLayer layer : network.layers()) {
      fans += layer.inputs() + layer.outputs();
    }
    double system =
        p > residuals
            ? 2 * residuals * residuals * fans + residuals * residuals * residuals / 3
            : residuals * p * p + p * p * p / 3;
    double training =
        isTable(spec) && !spec.training().usesLearningRate()
            ? onTable(spec.training(), residuals, gradient, system)
            : training(spec.training(), samples, gradient, system);
    boolean spectrum = spec.measurement().spectrum();
    double curvature =
        p <= DENSE_LIMIT
            ? 2.5 * gradient * p + (spectrum ? 9 : 1.0 / 3) * p * p * p
            : (spectrum ? 1000 : 300) * gradient;
    double start =
        Initializations.named(cell.initialization()).lifted().isPresent()
            ? SupremumOperations.ofStart(problem, cell.width())
            : 0;
    return start + training + curvature;
  }

  private static boolean isTable(SweepSpec spec) {
    return spec.problem().kind().equals(TableProblem.NAME);
  }

  private static double onTable(
      TrainingSpec settings, double residuals, double gradient, double system) {
    double iterations = Math.min(TABLE_ITERATIONS, TABLE_ITERATIONS_PER_RESIDUAL * residuals);
    double each = TABLE_ITERATION + TABLE_SYSTEM_SHARE * (2 * gradient + system);
    return Math.min(settings.deadlineSeconds() * PER_SECOND, iterations * each);
  }

  private static double training(
      TrainingSpec settings, double samples, double gradient, double system) {
    if (settings.isSafranShamir()) {
      return Math.min(DESCENT_ITERATIONS, settings.maxIterations()) * gradient;
    }
    if (settings.usesLearningRate()) {
      double share = settings.batchSize() > 0 ? Math.min(1, settings.batchSize() / samples) : 1;
      return settings.maxIterations() * gradient * share;
    }
    return Math.min(TYPICAL_ITERATIONS, settings.maxIterations()) * (2 * gradient + system);
  }

  private static Network network(CellCoordinates cell, Problem problem) {
    try {
      return NetworkFamilies.named(cell.family()).build(shape(cell, problem));
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new SpecException(
          "grid.width: "
              + cell.width()
              + " with networkDepth "
              + cell.networkDepth()
              + " has more parameters than one array holds; use smaller widths");
    }
  }

  private static NetworkShape shape(CellCoordinates cell, Problem problem) {
    return new NetworkShape(
        cell.width(),
        cell.networkDepth(),
        problem.inputs(),
        problem.outputs(),
        problem.committee());
  }
}
