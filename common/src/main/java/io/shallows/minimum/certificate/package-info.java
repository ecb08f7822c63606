/**
 * Certificates: what is proven about a minimum that was found.
 *
 * <p>A {@link io.shallows.minimum.certificate.MinimumCertificate} says that a point lies at the
 * bottom of a basin and how far every path must climb to leave it. Its bounds are those of the
 * exact loss: a <em>neighbourhood</em> bounds derivatives in a ball without kinks and the rounding
 * of what is computed at its centre, the <em>slice</em> takes away the directions that only rescale
 * units, and the <em>floor</em> proves the least curvature by a factorisation. {@link
 * io.shallows.minimum.certificate.MinimumCertifier} is the entry. Nothing here searches, and
 * nothing here knows how the minimum was found.
 */
package io.shallows.minimum.certificate;
