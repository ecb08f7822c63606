package io.shallows.landscape;

import io.shallows.depth.CrossEntropyDepth;
import io.shallows.depth.DepthProblem;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import java.util.List;

/** The cross-entropy of a network on data: end points as training leaves them, no references. */
final class CrossEntropyLandscape extends EmpiricalLandscape {

  CrossEntropyLandscape(EmpiricalLoss loss) {
    super(loss);
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
