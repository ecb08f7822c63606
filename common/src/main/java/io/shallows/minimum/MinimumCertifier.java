package io.shallows.minimum;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.LossSurface;
import io.shallows.network.RescalingSymmetry;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Certificates of strict smooth minima: the bounds behind a {@link MinimumCertificate}.
 *
 * <p>The gradient norm and the smallest eigenvalue on the slice get the rounding errors of their
 * evaluation taken off; the eigenvalue is proven by a factorisation (see {@link CurvatureFloor}),
 * not estimated. For data, the ball ends at the nearest kink of any sample, which with many samples
 * is close: rises of 1e-12 to 1e-6 of the loss are usual, and no rise at all where a sample lies on
 * the boundary of a unit. There is no certificate for minima of other kinds, for losses other than
 * the squared one, for learned masses of a population loss, and above {@link #LARGEST} parameters.
 *
 * <p>Cost: p Hessian-vector products, p^3/3 multiply-adds and some 60 passes over the data.
 */
public final class MinimumCertifier {

  /** Largest number of parameters; above it the dense Hessian costs more than the training. */
  public static final int LARGEST = 1000;

  private MinimumCertifier() {}

  /** The certificate of a minimum of a network's loss on data, if its bounds prove one. */
  public static Optional<MinimumCertificate> of(EmpiricalLoss loss, Minimum minimum) {
    if (!certifiable(minimum) || !loss.outputLoss().isSquared()) {
      return Optional.empty();
    }
    return certify(
        loss,
        RescalingSymmetry.of(loss.network()),
        new NetworkNeighbourhood(loss, minimum.theta()),
        minimum);
  }

  /** The certificate of a minimum of a committee's population loss, if its bounds prove one. */
  public static Optional<MinimumCertificate> of(
      GaussianTeacherLoss loss, RescalingSymmetry symmetry, Minimum minimum) {
    if (!certifiable(minimum) || !loss.isCommittee()) {
      return Optional.empty();
    }
    return certify(loss, symmetry, new TeacherNeighbourhood(loss, minimum.theta()), minimum);
  }

  private static boolean certifiable(Minimum minimum) {
    return minimum.kind() == MinimumKind.SMOOTH_STRICT && minimum.theta().length <= LARGEST;
  }

  private static Optional<MinimumCertificate> certify(
      LossSurface loss, RescalingSymmetry symmetry, Neighbourhood around, Minimum minimum) {
    double[] theta = minimum.theta();
    RescalingSlice slice = RescalingSlice.of(symmetry, theta);
    double radius = Math.min(around.radius(), slice.radius());
    if (!(radius > 0)) {
      return Optional.empty();
    }
    OptionalDouble floor =
        CurvatureFloor.of(
            (v, product) -> loss.hessianVectorProduct(theta, v, product),
            slice.removed(),
            minimum.hessianMin(),
            around.hessianError());
    if (floor.isEmpty()) {
      return Optional.empty();
    }
    double[] gradient = new double[theta.length];
    loss.valueAndGradient(theta, gradient);
    double norm = Math.sqrt(Kernels.best().dot(theta.length, gradient, 0, gradient, 0));
    return MinimumCertificate.of(
        norm + around.gradientError(),
        floor.getAsDouble(),
        around::thirdDerivative,
        radius,
        around.lossError());
  }
}
