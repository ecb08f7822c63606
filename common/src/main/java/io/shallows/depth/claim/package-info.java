/**
 * What a path or a cut proves, as a document that others can check without this program.
 *
 * <p>A <em>claim</em> says of a path of one-layer moves from where to where the squared loss goes
 * along it and how high it climbs, or of a point how high every path from there to a level climbs;
 * the <em>document</em> holds the claim with all that it speaks of: data, graph of the network,
 * vertices, as numbers that lose nothing. The entries are {@link
 * io.shallows.depth.claim.PathClaim}, {@link io.shallows.depth.claim.CutClaim} and {@link
 * io.shallows.depth.claim.ClaimDocument}. The package knows neither targets nor finders nor rows.
 */
package io.shallows.depth.claim;
