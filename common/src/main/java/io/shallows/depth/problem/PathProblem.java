package io.shallows.depth.problem;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitSymmetry;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.training.Optimizer;
import io.shallows.training.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a finder is asked: from a minimum to a level, with a point at the level if one is known. How
 * losses are computed, units matched and paths certified differs between data sets and population
 * losses; finders need not know.
 */
public abstract class PathProblem {

  private final double[] start;
  private final double startLoss;
  private final DepthTarget target;
  private final DepthSettings settings;
  private final SearchLog log;

  PathProblem(
      double[] start, double startLoss, DepthTarget target, DepthSettings settings, SearchLog log) {
    this.start = start.clone();
    this.startLoss = startLoss;
    this.target = target;
    this.settings = settings;
    this.log = log;
  }

  /** The loss. */
  public abstract LossSurface loss();

  /** The loss as a mean over samples; empty for a population loss. */
  public Optional<EmpiricalLoss> empirical() {
    return Optional.empty();
  }

  /** How finders go down from a point. */
  public Optimizer descent() {
    return Optimizers.named("lbfgs");
  }

  /** Hidden units, by whose number lengths in parameter space are measured. */
  public abstract int units();

  /** {@code to} with its units matched to those at {@code from}; equal loss. */
  public abstract double[] aligned(double[] from, double[] to);

  /** The symmetry by which units at {@code to} are matched to those at {@code from}. */
  public abstract UnitSymmetry symmetry(double[] from, double[] to);

  /** Vertices from one point to another, the first left out, whose path has a certificate. */
  public abstract List<double[]> moves(double[] from, double[] to);

  /** The certificate of a path whose segments have one. */
  public abstract PathCertificate certificate(Path path);

  /**
   * The search over the cells of the network; none but for two layers, one output, squared loss,
   * with or without a penalty of units.
   */
  public Optional<CellDepth> cells() {
    return Optional.empty();
  }

  /** The coordinates in which strings are relaxed. */
  public abstract PathCoordinates coordinates();

  /**
   * The certificate of a path, if it reaches the level and is lower than the lowest path so far; it
   * may run next to the given one.
   *
   * @param refit whether vertices get their best heads on the way, where heads are free
   */
  public abstract Optional<CertifiedPath> certified(
      String method, List<double[]> path, boolean refit);

  /**
   * The same for a path that hardly climbs, with its best heads on the way: its excess is measured
   * by the climb and not by the loss, which costs more.
   */
  public Optional<CertifiedPath> certifiedClosely(String method, List<double[]> path) {
    return certified(method, path, true);
  }

  /** The parameters of the minimum; not to be changed. */
  public double[] start() {
    return start;
  }

  /** The loss at the minimum. */
  public double startLoss() {
    return startLoss;
  }

  public DepthTarget target() {
    return target;
  }

  public DepthSettings settings() {
    return settings;
  }

  /** What was spent and found so far. */
  public SearchLog log() {
    return log;
  }

  /** The lowest path so far. */
  public Optional<CertifiedPath> known() {
    return log.lowest();
  }

  /** The loss with the budget of one finder. */
  public BudgetedSurface budgeted() {
    return log.counted(loss(), settings.budget());
  }

  /** A point at the level: the target's minimum, or where the lowest path so far ends. */
  public Optional<double[]> goal() {
    return target.minimum().map(point -> point.vertex(0)).or(this::knownEnd);
  }

  /** Where the lowest path so far ends. */
  private Optional<double[]> knownEnd() {
    return known().map(path -> path.path().vertex(path.path().size() - 1));
  }

  /** The goal with its units matched to those of the start. */
  public Optional<double[]> alignedGoal() {
    return goal().map(to -> aligned(start(), to));
  }

  /**
   * A path whose target is a minimum itself, led on straight to it where it ends elsewhere; any
   * other path as it is.
   */
  List<double[]> completed(List<double[]> path) {
    if (!target.kind().point()) {
      return path;
    }
    double[] end = path.get(path.size() - 1);
    double[] goal = target.minimum().orElseThrow().at(0);
    double[] matched = aligned(start, goal);
    if (Arrays.equals(end, goal) || Arrays.equals(end, matched)) {
      return path;
    }
    boolean nearer = Images.distance(end, matched) < Images.distance(end, goal);
    List<double[]> completed = new ArrayList<>(path);
    completed.add(nearer ? matched : goal);
    return completed;
  }

  /**
   * Whether a lower path may be found: none is known, or the barrier of the lowest can be told from
   * 0 and from what every path climbs at least.
   */
  public boolean isOpen() {
    return known()
        .map(
            path ->
                !DepthMeasurement.isExact(log.proven(), path.barrier(), path.certificate().floor()))
        .orElse(true);
  }

  /** What was found, for a loss that no bound speaks of. */
  public DepthMeasurement measured(boolean covered) {
    return DepthMeasurement.without(startLoss, target.level(), covered).searched(log);
  }
}
