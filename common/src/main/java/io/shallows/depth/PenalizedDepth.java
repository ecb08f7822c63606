package io.shallows.depth;

import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.CellDepth;
import io.shallows.depth.problem.LayerPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.reference.Reference;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Depth under a penalized loss: the paths and bounds of the theory where there are references
 * ({@link PenalizedTheory}), then an exchange of units ({@link ExchangeFinder}) and the chosen
 * finders. Upper ends, whose maxima are exact; lower ends where {@code cell-flood} is among them.
 */
public final class PenalizedDepth implements DepthProblem {

  private final PenalizedLoss loss;
  private final PenalizedMaximum maximum;
  private final DepthSettings settings;
  private final List<PathFinder> finders;
  private final ReferenceTargets references;
  private final Optional<PenalizedTheory> theory;
  private final Optional<CellDepth> cells;

  /** Of one penalized loss, without references. */
  public PenalizedDepth(PenalizedLoss loss, DepthSettings settings) {
    this(loss, settings, List.of());
  }

  /**
   * Of one penalized loss.
   *
   * @param references the best networks known of other widths with the same penalty, whose sums are
   *     levels; the theory is asked only where there are some
   */
  public PenalizedDepth(PenalizedLoss loss, DepthSettings settings, List<Reference> references) {
    this.loss = loss;
    this.settings = settings;
    List<PathFinder> all = new ArrayList<>(List.of(new ExchangeFinder(loss)));
    PathFinders.of(settings).stream().filter(finder -> !finder.isConstructive()).forEach(all::add);
    this.finders = List.copyOf(all);
    this.maximum = new PenalizedMaximum(loss);
    this.cells = CellDepth.of(loss);
    this.references = new ReferenceTargets(references, loss.loss().data());
    this.theory =
        references.isEmpty() ? Optional.empty() : Optional.of(new PenalizedTheory(loss, maximum));
  }

  @Override
  public double at(double[] theta) {
    return maximum.value(theta);
  }

  @Override
  public double[] outputs(double[] theta) {
    return NodeValues.at(loss.loss().network(), loss.loss().data(), theta)
        .of(loss.loss().network().nodes().size() - 1)
        .clone();
  }

  @Override
  public DepthTarget own(double[] theta, double drop, Coverage coverage) {
    return DepthTarget.own(
        coverage.below(at(theta), drop),
        loss.loss().network(),
        loss.loss().data(),
        references.all());
  }

  @Override
  public Optional<DepthTarget> reference(int width) {
    return references.of(width);
  }

  /** What the theory says comes before the finders, where there are references. */
  @Override
  public PooledDepths.Search search(double[] start) {
    PooledDepths.Search finding = new SurfaceSearch(this, start);
    return theory.isEmpty() ? finding : new WithTheory(start, finding);
  }

  @Override
  public PathProblem path(double[] start, DepthTarget target, SearchLog log) {
    return LayerPathProblem.of(loss, maximum, start, target, settings, log, cells);
  }

  @Override
  public List<PathFinder> finders() {
    return finders;
  }

  /** The theory first, then the finders. */
  private final class WithTheory implements PooledDepths.Search {
    private final double[] start;
    private final PooledDepths.Search finding;

    WithTheory(double[] start, PooledDepths.Search finding) {
      this.start = start.clone();
      this.finding = finding;
    }

    @Override
    public DepthMeasurement before(DepthTarget target, boolean covered, SearchLog log) {
      return theory.orElseThrow().measure(start, target, covered, log);
    }

    @Override
    public DepthMeasurement search(DepthTarget target, DepthMeasurement before, SearchLog log) {
      return finding.search(target, before, log);
    }
  }
}
