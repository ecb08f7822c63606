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

/** The loss of one network, with what a trial asks of it. One per thread: buffers are reused. */
public interface Landscape {

  /** The loss as a function of the parameters, without penalties. */
  LossSurface surface();

  /** The same as a loss on data, for what reads single samples; empty for a population loss. */
  Optional<EmpiricalLoss> empirical();

  /** From a start, which is not changed, to a classified point. */
  Minimum search(MinimumSearch search, double[] start, Deadline deadline);

  /**
   * What a point of a loss on data is as it stands; nothing is trained.
   *
   * @throws IllegalStateException for a population loss
   */
  default Minimum classify(MinimumSearch search, double[] theta) {
    return search.at(
        empirical().orElseThrow(() -> new IllegalStateException("a loss without data")), theta);
  }

  /** A certificate of a minimum; empty where none is proven, or none is known for this loss. */
  Optional<MinimumCertificate> certify(Minimum minimum);

  /** The singularity metrics at a point; those that read data are missing for a population loss. */
  SingularityProfile singularities(double[] theta);

  /**
   * Depth on this landscape.
   *
   * @param references of its data; not used where there are none
   * @throws IllegalArgumentException if no bound is known for the cost of an output
   */
  DepthProblem depth(DepthSettings settings, List<Reference> references);

  /**
   * The segments of a stored path whose maximum is not the one computed again, by other code than
   * wrote it; empty if the path is verified.
   *
   * @param maxima one per segment
   * @param tolerance with which it was certified, for bounds that are not exact
   * @throws IllegalArgumentException if no bound is known for the cost of an output
   */
  List<PathVerification.Difference> differences(Path path, List<Double> maxima, double tolerance);
}
