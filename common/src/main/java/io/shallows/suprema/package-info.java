/**
 * The supremum that the bound speaks of, for the two-layer networks of a spec: over all local
 * minima of a width, not over those that training meets.
 *
 * <p>A <em>supremum</em> is exact where the merge tree of the landscape is complete ({@link
 * io.shallows.depth.atlas.Atlas}); elsewhere there is only the <em>record</em> of a search, a
 * certified lower end of it. The entry is {@link io.shallows.suprema.Suprema}; {@link
 * io.shallows.suprema.SupremumRate} compares exact suprema over widths with the bound's rate,
 * {@link io.shallows.suprema.SupremumContrast} those with skips with those without, and {@link
 * io.shallows.suprema.SupremaRows} writes and reads rows of table suprema.
 */
package io.shallows.suprema;
