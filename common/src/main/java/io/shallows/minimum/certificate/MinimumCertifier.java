package io.shallows.minimum.certificate;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.TangentHessian;
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
 * the squared one, for population losses with a mass at or below 0, and above {@link #LARGEST}
 * parameters.
 *
 * <p>Cost: p Hessian-vector products, p^3/3 multiply-adds and some 60 passes over the data.
 */
public final class MinimumCertifier {

  /** Largest number of parameters; above it the dense Hessian costs more than the training. */
  public static final int LARGEST = 1000;

  private MinimumCertifier() {}

  /**
   * The certificate of a minimum of a network's squared loss on data, if its bounds prove one.
   *
   * @throws IllegalArgumentException if the loss is another one
   */
  public static Optional<MinimumCertificate> of(EmpiricalLoss loss, Minimum minimum) {
    loss.outputLoss().requireSquares("certificate");
    if (!certifiable(minimum)) {
      return Optional.empty();
    }
    double[] theta = minimum.theta();
    return certify(
        loss,
        theta,
        RescalingSlice.of(RescalingSymmetry.of(loss.network()), theta),
        new NetworkNeighbourhood(loss, theta),
        minimum.hessianMin());
  }

  /** The certificate of a minimum of a population loss, if its bounds prove one. */
  public static Optional<MinimumCertificate> of(GaussianTeacherLoss loss, Minimum minimum) {
    if (!certifiable(minimum)) {
      return Optional.empty();
    }
    double[] theta = minimum.theta();
    GaussianTeacher teacher = loss.teacher();
    if (teacher.committee()) {
      return certify(
          loss,
          theta,
          new RescalingSlice(new OrthonormalRows(theta.length), Double.POSITIVE_INFINITY),
          new TeacherNeighbourhood(teacher, theta),
          minimum.hessianMin());
    }
    return positive(teacher, theta);
  }

  /**
   * Learned masses, all above 0. The loss is that of the committee with units {@code a_i w_i},
   * which rescaling does not move, and its certificate is that of the network: a path on which all
   * masses stay above 0 is a path of the committee, and one on which a mass comes to 0 takes a unit
   * of the committee to 0, outside of the ball. The radius is a length of {@code a_i w_i}.
   */
  private static Optional<MinimumCertificate> positive(GaussianTeacher teacher, double[] theta) {
    GaussianTeacher committee =
        new GaussianTeacher(
            teacher.dimension(),
            teacher.width(),
            teacher.units(),
            teacher.masses(),
            true,
            teacher.skip());
    double[] units = new double[committee.parameterCount()];
    for (int i = 0; i < teacher.width(); i++) {
      double mass = teacher.mass(theta, i);
      if (!(mass > 0)) {
        return Optional.empty();
      }
      for (int c = 0; c < teacher.dimension(); c++) {
        units[committee.unitIndex(i, c)] = mass * theta[teacher.unitIndex(i, c)];
      }
    }
    if (teacher.skip() == GaussianTeacherLoss.Skip.LEARNED) {
      for (int c = 0; c < teacher.dimension(); c++) {
        units[committee.skipIndex(c)] = theta[teacher.skipIndex(c)];
      }
    }
    GaussianTeacherLoss loss = new GaussianTeacherLoss(committee);
    OrthonormalRows none = new OrthonormalRows(units.length);
    TangentHessian curvature =
        TangentHessian.dense((v, product) -> loss.hessianVectorProduct(units, v, product), none);
    return certify(
        loss,
        units,
        new RescalingSlice(none, Double.POSITIVE_INFINITY),
        new TeacherNeighbourhood(committee, units),
        curvature.min());
  }

  private static boolean certifiable(Minimum minimum) {
    return minimum.kind() == MinimumKind.SMOOTH_STRICT && minimum.theta().length <= LARGEST;
  }

  private static Optional<MinimumCertificate> certify(
      LossSurface loss,
      double[] theta,
      RescalingSlice slice,
      Neighbourhood around,
      double estimate) {
    double radius = Math.min(around.radius(), slice.radius());
    if (!(radius > 0)) {
      return Optional.empty();
    }
    OptionalDouble floor =
        CurvatureFloor.of(
            (v, product) -> loss.hessianVectorProduct(theta, v, product),
            slice.removed(),
            estimate,
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
