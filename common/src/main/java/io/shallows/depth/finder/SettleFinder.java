package io.shallows.depth.finder;

import io.shallows.depth.layers.Settling;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Ways down from the minimum itself that do not climb, or hardly: no goal is needed.
 *
 * <p>First {@link Settling}, which never climbs, with a share of the budget. Then
 * <em>excursions</em>: the weights of one unit, sometimes of all, go along a random line with the
 * heads at their best on the way, as far as the loss stays below a ceiling, and from there the
 * optimizer of the landscape goes down until it is below the level or on its way back. What ends
 * lower than it began is where the next excursion begins. Ceilings are drawn over {@value #DECADES}
 * powers of ten below the barrier of the lowest path so far; a path whose certified barrier is
 * lower than that counts, and the search begins again from the minimum, under it.
 *
 * <p>The draws are the same for every minimum and every run. Nothing for population losses. Cost:
 * up to {@value #TRIES} losses on a line, then a few steps of the optimizer, whose factorisations
 * are not counted; in all {@value #CHEAP} times the budget.
 */
final class SettleFinder implements PathFinder {

  /**
   * Evaluations for each of the budget: almost no path is certified here, so that two take less
   * long than one of a string's.
   */
  private static final int CHEAP = 2;

  /** Share of its evaluations, one over this, for ways that do not climb. */
  private static final int LEVEL_SHARE = 5;

  /** Powers of ten below the known barrier over which ceilings are drawn. */
  private static final int DECADES = 5;

  /**
   * Share of the loss below which ceilings are drawn, however low the lowest path is: an excursion
   * that goes far may come back without any climb.
   */
  private static final double LEAST_HEIGHT = 1e-3;

  /** The highest ceiling, as a share of the known barrier: a little below it gains little. */
  private static final double HIGHEST = 0.9;

  /** What no path is known for is looked for below so many times the loss. */
  private static final double UNKNOWN = 10;

  /** Losses on one line. */
  private static final int TRIES = 12;

  /** First step along a line and how it grows, in sizes of the unit; the last one tried. */
  private static final double FIRST = 0.003;

  private static final double GROWTH = 4;
  private static final double LAST = 3;

  /** Relative gap to the crossing of the ceiling that is not worth another loss. */
  private static final double NEAR = 0.3;

  /** One of so many lines moves all units. */
  private static final int ALL_UNITS = 4;

  /** Steps of the optimizer in a row, and rounds of them. */
  private static final int STEPS = 8;

  private static final int ROUNDS = 4;

  /** Relative fall of the loss from which on an excursion has gone down. */
  private static final double LOWER = 1e-3;

  /** A way that has come back to so small a share of its climb is on its way back. */
  private static final double BACK = 0.02;

  /** What a round must win of the climb that is left to be followed by another. */
  private static final double WORTH = 0.1;

  /** Relative fall below which a descent has ended. */
  private static final double ENDED = 1e-4;

  private static final double GRADIENT = 1e-9;

  /** Evaluations with which an excursion can begin. */
  private static final int LEAST = 40;

  private static final long ROOT = 23;

  @Override
  public String name() {
    return "settle";
  }

  @Override
  public String definition() {
    return "ways down from the minimum that do not climb, then short random excursions under ever"
        + " lower ceilings";
  }

  @Override
  public boolean improves() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<EmpiricalLoss> loss = problem.empirical();
    if (loss.isEmpty() || problem.target().kind().point()) {
      return Optional.empty();
    }
    long budget = CHEAP * problem.settings().budget();
    long before = problem.log().spent();
    Optional<CertifiedPath> level = withoutClimb(problem, budget / LEVEL_SHARE);
    long left = budget - (problem.log().spent() - before);
    return problem.isOpen()
        ? CertifiedPath.lower(level, new Excursions(problem, loss.get(), left).lowest())
        : level;
  }

  /** The path of {@link Settling}, if it reaches the level; for squared loss. */
  private Optional<CertifiedPath> withoutClimb(PathProblem asked, long budget) {
    if (!(asked instanceof NetworkPathProblem problem)) {
      return Optional.empty();
    }
    BudgetedSurface counted = problem.log().counted(problem.loss(), budget);
    List<NodeValues> states =
        Settling.from(problem.loss(), problem.state(), problem.target().stop(), counted);
    Path path = new Path(states.stream().map(NodeValues::theta).toList());
    if (path.size() < 2 || states.get(path.size() - 1).loss() > problem.target().level()) {
      return Optional.empty();
    }
    PathCertificate certificate = problem.certificate(path);
    CertifiedPath found = new CertifiedPath(name(), path, certificate);
    if (!problem.known().map(found::isLowerThan).orElse(true)) {
      return Optional.empty();
    }
    problem.log().found(found);
    return Optional.of(found);
  }

  /** Excursions from one minimum. */
  private final class Excursions {
    private final PathProblem problem;
    private final PathCoordinates coordinates;
    private final BudgetedSurface surface;
    private final double level;
    private final UniformRandomProvider random;
    private final ContinuousSampler normal;
    private final int[] unit;
    private final int units;

    Excursions(PathProblem problem, EmpiricalLoss loss, long budget) {
      this.problem = problem;
      this.coordinates = problem.coordinates();
      this.surface = problem.log().counted(coordinates.surface(), budget, coordinates.passes());
      this.level = problem.target().stop();
      this.random = new RandomStreams(ROOT).uniform(problem.target().kind().label(), "excursions");
      this.normal = RandomStreams.gaussian(random);
      this.unit = unitOfEach(loss.network());
      this.units = Arrays.stream(unit).max().orElse(-1) + 1;
    }

    /** The unit that each coordinate is a weight of. */
    private int[] unitOfEach(Network network) {
      double[] number = new double[network.parameterCount()];
      int count = 0;
      for (DenseLayer layer : network.layers()) {
        for (int j = 0; j < layer.outputs(); j++) {
          for (int i = 0; i < layer.inputs(); i++) {
            number[layer.index(i, j)] = count;
          }
          count++;
        }
      }
      return Arrays.stream(coordinates.project(number)).mapToInt(n -> (int) n).toArray();
    }

    Optional<CertifiedPath> lowest() {
      double foot =
          Math.max(surface.value(coordinates.project(problem.start())), problem.startLoss());
      double height =
          problem.known().map(CertifiedPath::barrier).orElse(UNKNOWN * problem.startLoss());
      Optional<CertifiedPath> best = Optional.empty();
      List<double[]> way = new ArrayList<>(List.of(problem.start()));
      double now = problem.startLoss();
      while (surface.allows(LEAST) && problem.isOpen()) {
        double ceiling =
            foot + HIGHEST * height * StrictMath.pow(10, -DECADES * random.nextDouble());
        Optional<double[]> away = away(way.get(way.size() - 1), ceiling);
        if (away.isEmpty()) {
          continue;
        }
        List<double[]> down = new ArrayList<>(List.of(away.get()));
        double end = descended(down, now);
        if (end <= level || end < now * (1 - LOWER)) {
          way.addAll(down);
          now = end;
        }
        if (end <= level) {
          Optional<CertifiedPath> found = problem.certifiedClosely(name(), way);
          if (found.isPresent()) {
            best = found;
            height = Math.max(found.get().barrier(), LEAST_HEIGHT * problem.startLoss());
          }
          way = new ArrayList<>(List.of(problem.start()));
          now = problem.startLoss();
        }
      }
      return best;
    }

    /** The parameters as far along a random line as the loss is seen to stay below the ceiling. */
    private Optional<double[]> away(double[] from, double ceiling) {
      double[] w = coordinates.project(from);
      double[] line = line(w);
      double reached = 0;
      double above = Double.POSITIVE_INFINITY;
      double at = FIRST;
      for (int k = 0; k < TRIES && reached < (1 - NEAR) * above; k++) {
        if (surface.value(moved(w, line, at)) <= ceiling) {
          reached = at;
        } else {
          above = at;
        }
        if (reached > LAST) {
          break;
        }
        at = above < Double.POSITIVE_INFINITY ? (reached + above) / 2 : GROWTH * reached;
      }
      return reached > 0
          ? Optional.of(coordinates.lift(moved(w, line, reached)))
          : Optional.empty();
    }

    /** A normal direction of one unit's weights, or of all, each in the size of the unit. */
    private double[] line(double[] w) {
      double[] square = new double[units];
      int[] count = new int[units];
      for (int i = 0; i < w.length; i++) {
        square[unit[i]] += w[i] * w[i];
        count[unit[i]]++;
      }
      boolean all = random.nextInt(ALL_UNITS) == 0;
      int one = unit[random.nextInt(w.length)];
      double[] line = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        double size = normal.sample() * Math.sqrt(square[unit[i]] / count[unit[i]]);
        line[i] = all || unit[i] == one ? size : 0;
      }
      return line;
    }

    /**
     * Adds the points of a descent.
     *
     * @param points the first of them, to be continued
     * @param now the loss where the excursion began
     * @return the loss at the last point
     */
    private double descended(List<double[]> points, double now) {
      double value = problem.loss().value(points.get(0));
      surface.charge(1);
      double climb = value - now;
      for (int round = 0; round < ROUNDS && value > level && surface.allows(1); round++) {
        TrainingLimits limits =
            new TrainingLimits(GRADIENT, level, STEPS, surface.left() * coordinates.passes());
        double[] from = points.get(points.size() - 1);
        TrainingResult result =
            problem
                .descent()
                .minimize(
                    problem.loss(),
                    from,
                    limits,
                    Deadline.never(),
                    (iteration, evaluations, loss, theta) -> points.add(theta.clone()));
        surface.charge(result.gradientEvaluations());
        double fall = value - result.loss();
        value = result.loss();
        double left = value - now;
        boolean lower = left < -LOWER * now;
        if (lower
            ? fall < ENDED * value
            : left < BACK * Math.min(climb, now) || fall < WORTH * left) {
          break;
        }
      }
      return value;
    }

    private double[] moved(double[] w, double[] line, double by) {
      double[] moved = w.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += by * line[i];
      }
      return moved;
    }
  }
}
