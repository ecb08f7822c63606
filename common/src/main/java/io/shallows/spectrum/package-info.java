/**
 * The spectrum of the Hessian: how many directions are flat and how many go down.
 *
 * <p>A <em>density</em> is a distribution of eigenvalues: nodes on the real line with weights that
 * sum to 1. It is <em>exact</em> when its nodes are all eigenvalues with equal weights, and a
 * <em>quadrature</em> when it comes from a few Lanczos runs. The <em>degenerate share</em> at tau
 * is the share of eigenvalues with {@code |lambda| <= tau lambda_max}, lambda_max the largest
 * |lambda|. The <em>symmetry nullity</em> is the number of directions that are flat because hidden
 * units can be rescaled, see {@link io.shallows.network.RescalingSymmetry}; a <em>raw</em> share
 * counts them, the other shares are those of the Hessian on their orthogonal complement.
 */
package io.shallows.spectrum;
