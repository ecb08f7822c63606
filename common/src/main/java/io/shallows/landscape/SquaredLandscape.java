package io.shallows.landscape;

import io.shallows.depth.DepthProblem;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.minimum.certificate.MinimumCertifier;
import io.shallows.network.NetworkFamily;
import io.shallows.training.Deadline;
import java.util.List;
import java.util.Optional;

/** The squared loss of a network on data: the finish along kinks, certificates, references. */
final class SquaredLandscape extends EmpiricalLandscape {

  private final NetworkFamily family;

  SquaredLandscape(EmpiricalLoss loss, NetworkFamily family) {
    super(loss);
    this.family = family;
  }

  @Override
  public Minimum search(MinimumSearch search, double[] start, Deadline deadline) {
    return search.search(loss(), start, deadline);
  }

  @Override
  public Optional<MinimumCertificate> certify(Minimum minimum) {
    return MinimumCertifier.of(loss(), minimum);
  }

  @Override
  public DepthProblem depth(DepthSettings settings, List<Reference> references) {
    return new SquaredDepth(loss(), family, settings, references);
  }

  /** The tolerance is not used: maxima are exact but for rounding. */
  @Override
  public List<PathVerification.Difference> differences(
      Path path, List<Double> maxima, double tolerance) {
    return PathVerification.differences(loss().network(), loss().data(), path, maxima);
  }
}
