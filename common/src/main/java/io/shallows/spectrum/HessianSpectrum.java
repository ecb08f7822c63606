package io.shallows.spectrum;

import io.shallows.loss.LossSurface;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.RescalingSymmetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * The spectrum of a loss's Hessian at one point: its degenerate and negative shares.
 *
 * <p>With lambda the p eigenvalues of the Hessian H (relu'' = 0, that of the smooth piece around
 * the point), Q an orthonormal basis of the r tangent directions of the rescaling symmetry and P =
 * I - Q Q^T: raw shares are over all p eigenvalues of H; the others over the p - r eigenvalues of P
 * H P on the complement of Q. At a stationary point H Q = 0, so there the second spectrum is the
 * first one without r zeros: the symmetry nullity subtracted. Away from one, at the start of
 * training for example, rescaling changes the gradient and H Q is not 0; nothing is then subtracted
 * that is not there.
 *
 * <p>Exact up to p = {@value #EXACT_LIMIT}: p Hessian products and an eigenvalue problem of order p
 * (one more for the raw spectrum where H Q is not 0), and p^2 numbers of memory, 72 MB at the
 * limit. Above, {@link LanczosQuadrature} with an error for every share; at a tau of 1e-6 or below
 * it is as a rule too coarse. Blocks of layers are exact where that needs no more products than the
 * quadrature. Source of the question: Orhan, Pitkow 2018, arXiv 1701.09175.
 */
public final class HessianSpectrum {

  /** Dense matrices and their eigenvalues are affordable up to here: about 15 s and 150 MB. */
  public static final int EXACT_LIMIT = 3000;

  /** Thresholds, relative to lambda_max, at which the degenerate share is taken. */
  public static final List<Double> TAUS = List.of(1e-8, 1e-6, 1e-4, 1e-2);

  /**
   * The one that names a single number: far above rounding, far below every curvature of interest.
   */
  public static final double TAU = 1e-6;

  /**
   * A symmetry direction is flat if |H q| is below this times lambda_max: it cannot leave any
   * share.
   */
  private static final double NULL_TOLERANCE = 0.1 * TAUS.get(0);

  private final boolean exact;
  private final int nullity;
  private final int dimension;
  private final SpectralDensity density;
  private final Optional<SpectralDensity> raw;
  private final List<SpectralDensity> layers;

  private HessianSpectrum(
      boolean exact,
      int nullity,
      int dimension,
      SpectralDensity density,
      Optional<SpectralDensity> raw,
      List<SpectralDensity> layers) {
    this.exact = exact;
    this.nullity = nullity;
    this.dimension = dimension;
    this.density = density;
    this.raw = raw;
    this.layers = List.copyOf(layers);
  }

  /**
   * Measures the spectrum with the default budget.
   *
   * @param detail whether to spend more for the raw spectrum where it does not follow from the
   *     other one, and for the blocks of layers
   * @param normal standard normal deviates for the probes; not read where the spectrum is exact
   */
  public static HessianSpectrum of(
      LossSurface surface,
      Network network,
      double[] theta,
      boolean detail,
      ContinuousSampler normal) {
    return of(surface, network, theta, detail, normal, EXACT_LIMIT, LanczosQuadrature.DEFAULT);
  }

  static HessianSpectrum of(
      LossSurface surface,
      Network network,
      double[] theta,
      boolean detail,
      ContinuousSampler normal,
      int exactLimit,
      LanczosQuadrature quadrature) {
    SymmetricOperator hessian = SymmetricOperator.hessian(surface, theta);
    List<double[]> symmetry = RescalingSymmetry.of(network).basis(theta);
    int p = surface.dimension();
    return p <= exactLimit
        ? exact(DenseSpectrum.of(hessian), network, symmetry, detail)
        : estimated(hessian, network, symmetry, detail, normal, quadrature);
  }

  private static HessianSpectrum exact(
      DenseSpectrum hessian, Network network, List<double[]> symmetry, boolean detail) {
    int p = network.parameterCount();
    SpectralDensity density = hessian.density(symmetry);
    Optional<SpectralDensity> raw = Optional.empty();
    if (hessian.largestImage(symmetry) <= NULL_TOLERANCE * density.radius()) {
      raw = Optional.of(density.withZeros((double) symmetry.size() / p));
    } else if (detail) {
      raw = Optional.of(hessian.density());
    }
    List<SpectralDensity> layers = new ArrayList<>();
    if (detail) {
      for (DenseLayer layer : network.layers()) {
        layers.add(hessian.density(layer.offset(), layer.size()));
      }
    }
    return new HessianSpectrum(true, symmetry.size(), p, density, raw, layers);
  }

  private static HessianSpectrum estimated(
      SymmetricOperator hessian,
      Network network,
      List<double[]> symmetry,
      boolean detail,
      ContinuousSampler normal,
      LanczosQuadrature quadrature) {
    SpectralDensity density = quadrature.of(hessian.without(symmetry), symmetry, normal);
    double[] image = new double[hessian.dimension()];
    double largest = 0;
    for (double[] direction : symmetry) {
      hessian.apply(direction, image);
      largest = Math.max(largest, Orthogonal.norm(image));
    }
    Optional<SpectralDensity> raw = Optional.empty();
    if (largest <= NULL_TOLERANCE * density.radius()) {
      raw = Optional.of(density.withZeros((double) symmetry.size() / hessian.dimension()));
    } else if (detail) {
      raw = Optional.of(quadrature.of(hessian, List.of(), normal));
    }
    List<SpectralDensity> layers = new ArrayList<>();
    if (detail) {
      for (DenseLayer layer : network.layers()) {
        SymmetricOperator block = hessian.block(layer.offset(), layer.size());
        boolean affordable = layer.size() <= Math.min(EXACT_LIMIT, quadrature.products());
        layers.add(
            affordable
                ? DenseSpectrum.of(block).density()
                : quadrature.of(block, List.of(), normal));
      }
    }
    return new HessianSpectrum(
        false, symmetry.size(), network.parameterCount(), density, raw, layers);
  }

  /** Whether the eigenvalues of the whole Hessian are exact. */
  public boolean isExact() {
    return exact;
  }

  /** Number r of independent tangent directions of the rescaling symmetry. */
  public int nullity() {
    return nullity;
  }

  /** The spectrum on the complement of the symmetry directions. */
  public SpectralDensity density() {
    return density;
  }

  /** lambda_max, the largest |lambda| on the complement of the symmetry directions. */
  public double radius() {
    return density.radius();
  }

  /** Degenerate share at {@code tau}, the symmetry removed. */
  public double degenerateShare(double tau) {
    return density.shareWithin(tau * radius());
  }

  /** How far {@link #degenerateShare} may be from the true share; 0 if exact. */
  public double degenerateShareError(double tau) {
    return density.error(tau * radius());
  }

  /**
   * Degenerate share at {@code tau} of the whole Hessian; empty where it was not worth its cost.
   */
  public Optional<Double> rawDegenerateShare(double tau) {
    return raw.map(whole -> whole.shareWithin(tau * radius()));
  }

  /** Number of eigenvalues of the whole Hessian within {@code tau}, rounded where estimated. */
  public Optional<Long> rawDegenerateCount(double tau) {
    return rawDegenerateShare(tau).map(share -> Math.round(dimension * share));
  }

  /** Share of eigenvalues below {@code -tau lambda_max}, the symmetry removed. */
  public double negativeShare(double tau) {
    return density.shareBelow(tau * radius());
  }

  /**
   * Degenerate share of each dense layer's diagonal block, relative to the block's own largest
   * eigenvalue; 1 for a block of zeros, empty without detail. Rescaling moves two layers at a time,
   * so nothing is subtracted.
   */
  public double[] layerDegenerateShares(double tau) {
    return layers.stream().mapToDouble(d -> d.shareWithin(tau * d.radius())).toArray();
  }
}
