package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The bracket of a minimum's depth by all chosen finders.
 *
 * <p>The constructive paths and the bound are always measured (see {@link ConstructiveDepth}),
 * since tables have columns for them. They take milliseconds where the other finders take up to
 * seconds, so the others run, in their order and each knowing the lowest path so far, only while
 * they can matter: where there is no path yet; to the best of the cell, while the barrier can be
 * told from 0; to a reference of a network that no bound covers, while the barrier is above the
 * loss itself. From a point with an unused or duplicate unit the search goes on from lower down
 * (see {@link UnitEscape}). The lowest path is then left without the vertices that it does not need
 * ({@link PathSimplification}). {@code depth_upper} is the least certified barrier of all that ran.
 */
public final class DepthMeter {

  private final EmpiricalLoss loss;
  private final ConstructiveDepth constructive;
  private final DepthSettings settings;

  public DepthMeter(EmpiricalLoss loss, NetworkFamily family, DepthSettings settings) {
    this.loss = loss;
    this.constructive = new ConstructiveDepth(loss, family);
    this.settings = settings;
  }

  /** The depth of {@code theta} to a target. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    DepthMeasurement measured = constructive.measure(theta, target);
    if (!measured.covered() || measured.zero().isPresent()) {
      return measured;
    }
    SearchLog log = new SearchLog();
    measured.best().ifPresent(log::found);
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    search(start, measured, target, log);
    Optional<ExactZero> reason = ExactZero.belowItself(loss.network(), loss.data(), start.theta());
    if (reason.isPresent() && !low(log)) {
      escape(start, target, log);
    }
    log.lowest().ifPresent(path -> log.shortened(new PathSimplification(loss).simplified(path)));
    DepthMeasurement searched = measured.searched(log);
    boolean zero = searched.upper().orElse(1) == 0;
    return zero && reason.isPresent() ? searched.because(reason.get()) : searched;
  }

  private void search(
      NodeValues start, DepthMeasurement measured, DepthTarget target, SearchLog log) {
    PathProblem problem = new NetworkPathProblem(loss, start, target, settings, log);
    for (String name : settings.finders()) {
      if (!name.equals("constructive") && matters(measured, target, log.lowest())) {
        PathFinders.named(name).find(problem);
      }
    }
  }

  /** Whether the lowest barrier cannot be told from 0. */
  private static boolean low(SearchLog log) {
    return log.lowest().map(path -> path.barrier() <= path.certificate().floor()).orElse(false);
  }

  /** Goes down by a unit without effect and searches again from there. */
  private void escape(NodeValues start, DepthTarget target, SearchLog log) {
    List<NodeValues> down = UnitEscape.from(start, target.anchors());
    if (down.isEmpty()) {
      return;
    }
    NodeValues next = down.get(down.size() - 1);
    DepthMeasurement onward = constructive.measure(next.theta(), target);
    SearchLog rest = new SearchLog();
    onward.best().ifPresent(rest::found);
    PathProblem problem = new NetworkPathProblem(loss, next, target, settings, rest);
    for (String name : settings.finders()) {
      boolean above =
          rest.lowest().map(path -> path.certificate().maximum() > start.loss()).orElse(true);
      if (!name.equals("constructive") && onward.covered() && above) {
        PathFinders.named(name).find(problem);
      }
    }
    List<double[]> vertices = new ArrayList<>(List.of(start.theta()));
    for (NodeValues point : down) {
      if (!Arrays.equals(point.theta(), vertices.get(vertices.size() - 1))) {
        vertices.add(point.theta());
      }
    }
    String method = "constructive";
    if (onward.covered()) {
      if (rest.lowest().isEmpty()) {
        return;
      }
      List<double[]> tail = rest.lowest().get().path().vertices();
      vertices.addAll(tail.subList(1, tail.size()));
      method = rest.lowest().get().method();
    }
    Path path = new Path(vertices);
    log.joined(rest, new CertifiedPath(method, path, new PathCertifier(loss).certify(path)));
  }

  private static boolean matters(
      DepthMeasurement measured, DepthTarget target, Optional<CertifiedPath> best) {
    if (best.isEmpty()) {
      return true;
    }
    double barrier = best.get().barrier();
    if (target.kind() == DepthTarget.Kind.CELL_BEST) {
      return barrier > best.get().certificate().floor();
    }
    return !measured.boundApplies() && barrier > measured.loss();
  }
}
