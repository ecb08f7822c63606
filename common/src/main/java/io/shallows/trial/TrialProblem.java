package io.shallows.trial;

import io.shallows.grid.CellCoordinates;
import io.shallows.landscape.Landscape;
import io.shallows.landscape.Landscapes;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.Embedding;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.network.PopulationSkip;
import io.shallows.problem.Dataset;
import io.shallows.problem.GaussianTeacherProblem;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.spec.SweepSpec;
import java.util.List;
import java.util.Optional;

/** A problem with its data, made once for all trials on it. */
final class TrialProblem {

  private final ProblemCoordinates coordinates;
  private final Problem problem;
  private final Optional<Dataset> data;
  private final OutputLoss outputLoss;
  private final double constantLoss;
  private final double penalty;

  TrialProblem(SweepSpec spec, TableSource tables, ProblemCoordinates coordinates) {
    this.coordinates = coordinates;
    this.problem = Problem.of(spec, coordinates.problemIndex(), coordinates.inputDimension());
    this.data = problem.dataset(tables);
    this.penalty = spec.training().penalty();
    this.outputLoss = OutputLosses.named(spec.training().loss());
    this.constantLoss =
        data.map(outputLoss::constant).orElseGet(() -> population(1, Skip.NONE).constantLoss());
  }

  ProblemCoordinates coordinates() {
    return coordinates;
  }

  Problem problem() {
    return problem;
  }

  String id() {
    return problem.id().hex();
  }

  /** Empty for a population loss. */
  Optional<Dataset> data() {
    return data;
  }

  /** What a single output costs. */
  OutputLoss outputLoss() {
    return outputLoss;
  }

  /** Loss of the best constant predictor. */
  double constantLoss() {
    return constantLoss;
  }

  /** The network of a cell on this problem. */
  Network network(CellCoordinates cell) {
    return NetworkFamilies.named(cell.family()).build(shape(cell));
  }

  private NetworkShape shape(CellCoordinates cell) {
    return new NetworkShape(
        cell.width(),
        cell.networkDepth(),
        problem.inputs(),
        problem.outputs(),
        problem.committee());
  }

  /** How the plain network of a cell stands in a family; empty where it does not. */
  Optional<Embedding> embedding(CellCoordinates cell, NetworkFamily family) {
    return family.embedding(shape(cell));
  }

  /** How the plain two-layer network stands in that of a cell; empty where that is not known. */
  Optional<Embedding> lift(CellCoordinates cell) {
    return NetworkFamilies.named(cell.family()).lift(shape(cell));
  }

  /** The loss of the network of a cell, with all that a trial asks of it. */
  Landscape landscape(CellCoordinates cell) {
    return Landscapes.of(
        network(cell),
        NetworkFamilies.named(cell.family()),
        data,
        outputLoss,
        () -> population(cell),
        constantLoss,
        penalty);
  }

  /** The loss of the network that has a plain one within it, for problems with data. */
  Landscape landscape(Embedding embedding, NetworkFamily family) {
    return Landscapes.of(
        embedding.network(),
        family,
        data,
        outputLoss,
        () -> {
          throw new IllegalStateException("a problem without data has no nested pairs");
        },
        constantLoss,
        penalty);
  }

  /** The teacher of the population loss of a cell; empty for losses on data. */
  Optional<GaussianTeacher> teacher(CellCoordinates cell) {
    return problem.kind().isPopulation()
        ? Optional.of(population(cell).teacher())
        : Optional.empty();
  }

  /** The closed-form loss of a two-layer network of a cell, for problems without data. */
  private GaussianTeacherLoss population(CellCoordinates cell) {
    PopulationSkip skip =
        NetworkFamilies.named(cell.family())
            .populationSkip()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "family: " + cell.family() + " has no population loss in closed form"));
    return population(cell.width(), skip == PopulationSkip.LEARNED ? Skip.LEARNED : Skip.NONE);
  }

  private GaussianTeacherLoss population(int width, Skip skip) {
    List<Double> angles = problem.settings().get(GaussianTeacherProblem.TEACHER_ANGLES);
    if (!angles.isEmpty()) {
      return new GaussianTeacherLoss(
          GaussianTeacher.planar(angles, width, problem.committee(), skip));
    }
    return GaussianTeacherLoss.orthonormal(
        problem.inputs(),
        width,
        problem.settings().get(GaussianTeacherProblem.TEACHER_WIDTH),
        problem.committee(),
        skip);
  }
}
