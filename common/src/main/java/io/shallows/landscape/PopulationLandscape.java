package io.shallows.landscape;

import io.shallows.depth.DepthProblem;
import io.shallows.depth.PopulationDepth;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.verification.PathVerification;
import io.shallows.depth.verification.PopulationPathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.minimum.certificate.MinimumCertifier;
import io.shallows.network.Network;
import io.shallows.network.RescalingSymmetry;
import io.shallows.singularity.SingularityProfile;
import io.shallows.training.Deadline;
import java.util.List;
import java.util.Optional;

/** The loss of a two-layer network on all inputs, in closed form: no data, no references. */
final class PopulationLandscape implements Landscape {

  private final Network network;
  private final GaussianTeacherLoss loss;
  private final double constantLoss;

  PopulationLandscape(Network network, GaussianTeacherLoss loss, double constantLoss) {
    this.network = network;
    this.loss = loss;
    this.constantLoss = constantLoss;
  }

  @Override
  public LossSurface surface() {
    return loss;
  }

  @Override
  public Optional<EmpiricalLoss> empirical() {
    return Optional.empty();
  }

  @Override
  public Minimum search(MinimumSearch search, double[] start, Deadline deadline) {
    return search.search(loss, constantLoss, RescalingSymmetry.of(network), start, deadline);
  }

  @Override
  public Optional<MinimumCertificate> certify(Minimum minimum) {
    return MinimumCertifier.of(loss, minimum);
  }

  @Override
  public SingularityProfile singularities(double[] theta) {
    return SingularityProfile.of(network, theta);
  }

  @Override
  public DepthProblem depth(DepthSettings settings, List<Reference> references) {
    return new PopulationDepth(loss, settings);
  }

  /** The tolerance is not used: maxima are enclosed to far less. */
  @Override
  public List<PathVerification.Difference> differences(
      Path path, List<Double> maxima, double tolerance) {
    return PopulationPathVerification.differences(loss.teacher(), path, maxima);
  }
}
