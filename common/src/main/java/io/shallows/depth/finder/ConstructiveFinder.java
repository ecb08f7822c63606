package io.shallows.depth.finder;

import io.shallows.depth.construction.ChannelLayout;
import io.shallows.depth.construction.RefitPath;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.layers.PathSimplification;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.reference.TwoLayerTarget;
import java.util.Optional;

/** The refit path to the target's anchors; merge paths are measured apart, with the bound. */
final class ConstructiveFinder implements PathFinder {

  @Override
  public String name() {
    return "constructive";
  }

  @Override
  public String definition() {
    return "frees units by refitting or merging and turns them to those of a two-layer network at the level";
  }

  @Override
  public boolean isConstructive() {
    return true;
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem asked) {
    if (!(asked instanceof NetworkPathProblem problem)) {
      return Optional.empty();
    }
    Optional<ChannelLayout> layout = ChannelLayout.of(problem.loss().network());
    Optional<CertifiedPath> best = Optional.empty();
    PathCertifier certifier = new PathCertifier(problem.loss());
    PathSimplification simplification = new PathSimplification(problem.loss());
    for (TwoLayerTarget anchor : problem.target().anchors()) {
      best =
          CertifiedPath.lower(
              best,
              layout.flatMap(
                  l -> RefitPath.find(problem.state(), l, anchor, certifier, simplification)));
    }
    return best;
  }
}
