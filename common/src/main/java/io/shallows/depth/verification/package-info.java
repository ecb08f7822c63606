/**
 * Stored paths checked again from their vertices alone, and lower ends of two-layer networks.
 *
 * <p>A <em>difference</em> is a segment whose stored maximum is not the one found again. An
 * <em>oracle</em> computes that the slow, obvious way and shares no code with what wrote it: {@link
 * io.shallows.depth.verification.SampledPieces} for networks on data, the bound of second
 * derivatives in {@link io.shallows.depth.verification.PopulationPathVerification} for population
 * losses. A test holds them apart from the code that they check.
 *
 * <p>The entries are {@link io.shallows.depth.verification.PathVerification} and {@link
 * io.shallows.depth.verification.LowerEndVerification}. The room does not know how paths are found
 * or measured.
 */
package io.shallows.depth.verification;
