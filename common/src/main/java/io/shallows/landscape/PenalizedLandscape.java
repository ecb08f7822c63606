package io.shallows.landscape;

import io.shallows.depth.DepthProblem;
import io.shallows.depth.PenalizedDepth;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.minimum.penalty.PenalizedSearch;
import io.shallows.singularity.SingularityProfile;
import io.shallows.training.Deadline;
import java.util.List;
import java.util.Optional;

/**
 * The squared loss of a two-layer network on data with the penalty of its units: minima of the sum
 * and paths on it, no certified neighbourhoods.
 */
final class PenalizedLandscape implements Landscape {

  private final PenalizedLoss loss;

  PenalizedLandscape(EmpiricalLoss loss, UnitPenalty penalty) {
    this.loss = new PenalizedLoss(loss, penalty);
  }

  @Override
  public LossSurface surface() {
    return loss;
  }

  /** Nothing: no mean over samples has the penalty in it. */
  @Override
  public Optional<EmpiricalLoss> empirical() {
    return Optional.empty();
  }

  @Override
  public Minimum search(MinimumSearch search, double[] start, Deadline deadline) {
    return new PenalizedSearch(search, loss.loss(), loss.penalty()).from(start, deadline);
  }

  @Override
  public Minimum classify(MinimumSearch search, double[] theta) {
    return new PenalizedSearch(search, loss.loss(), loss.penalty()).at(theta);
  }

  @Override
  public Optional<MinimumCertificate> certify(Minimum minimum) {
    return Optional.empty();
  }

  @Override
  public SingularityProfile singularities(double[] theta) {
    return SingularityProfile.of(loss.loss(), theta);
  }

  @Override
  public DepthProblem depth(DepthSettings settings, List<Reference> references) {
    return new PenalizedDepth(loss, settings, references);
  }

  /** The tolerance is not used: maxima are exact but for rounding. */
  @Override
  public List<PathVerification.Difference> differences(
      Path path, List<Double> maxima, double tolerance) {
    return PathVerification.penalizedDifferences(loss, path, maxima);
  }
}
