package io.shallows.landscape;

import io.shallows.depth.DepthProblem;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.singularity.SingularityProfile;
import io.shallows.training.Deadline;
import java.util.List;
import java.util.Optional;

/** Any cost of the outputs of a network on data: it is trained and has no depth. */
class EmpiricalLandscape implements Landscape {

  private final EmpiricalLoss loss;

  EmpiricalLandscape(EmpiricalLoss loss) {
    this.loss = loss;
  }

  final EmpiricalLoss loss() {
    return loss;
  }

  @Override
  public final LossSurface surface() {
    return loss;
  }

  @Override
  public final Optional<EmpiricalLoss> empirical() {
    return Optional.of(loss);
  }

  @Override
  public Minimum search(MinimumSearch search, double[] start, Deadline deadline) {
    return search.searchUnfinished(loss, start, deadline);
  }

  @Override
  public Optional<MinimumCertificate> certify(Minimum minimum) {
    return Optional.empty();
  }

  @Override
  public final SingularityProfile singularities(double[] theta) {
    return SingularityProfile.of(loss, theta);
  }

  @Override
  public DepthProblem depth(DepthSettings settings, List<Reference> references) {
    throw unbounded();
  }

  @Override
  public List<PathVerification.Difference> differences(
      Path path, List<Double> maxima, double tolerance) {
    throw unbounded();
  }

  private IllegalArgumentException unbounded() {
    return new IllegalArgumentException(
        "loss: " + loss.outputLoss().name() + " has no bound for paths; measure no depth of it");
  }
}
