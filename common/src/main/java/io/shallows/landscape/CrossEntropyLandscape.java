package io.shallows.landscape;

import io.shallows.depth.CrossEntropyDepth;
import io.shallows.depth.DepthProblem;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.training.Deadline;
import java.util.List;

/** The cross-entropy of a network on data: the finish along kinks, valleys named, no references. */
final class CrossEntropyLandscape extends EmpiricalLandscape {

  CrossEntropyLandscape(EmpiricalLoss loss) {
    super(loss);
  }

  @Override
  public Minimum search(MinimumSearch search, double[] start, Deadline deadline) {
    return search.search(loss(), start, deadline);
  }

  @Override
  public DepthProblem depth(DepthSettings settings, List<Reference> references) {
    return new CrossEntropyDepth(loss(), settings);
  }

  @Override
  public List<PathVerification.Difference> differences(
      Path path, List<Double> maxima, double tolerance) {
    return PathVerification.crossEntropyDifferences(
        loss().network(), loss().data(), path, maxima, tolerance);
  }
}
