package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamily;
import java.util.Optional;

/**
 * The bracket of a minimum's depth by all chosen finders.
 *
 * <p>The constructive paths and the bound are always measured (see {@link ConstructiveDepth}),
 * since tables have columns for them; the other finders run in their order while the lowest
 * certified barrier can still be told from 0, each knowing the lowest path so far. {@code
 * depth_upper} is the least certified barrier of the chosen finders and the constructive paths.
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
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    Optional<CertifiedPath> best = measured.best();
    for (String name : settings.finders()) {
      boolean done = best.isPresent() && best.get().barrier() <= best.get().certificate().floor();
      if (done || name.equals("constructive")) {
        continue;
      }
      Optional<CertifiedPath> found =
          PathFinders.named(name).find(new PathProblem(loss, start, target, settings, best));
      if (found.isPresent() && (best.isEmpty() || found.get().barrier() < best.get().barrier())) {
        best = found;
      }
    }
    return measured.withBest(best);
  }
}
