/**
 * The paths of the theory's proof, and the bound that it gives.
 *
 * <p>A first-layer unit is <em>free</em> when nothing reads it; a <em>channel</em> is a first-layer
 * unit with the coordinates through which it reaches the head. A <em>cluster</em> is units of
 * directions near each other: a <em>merge path</em> makes them one and frees the others, a
 * <em>refit path</em> frees units and fits the heads of the rest. The free units then become those
 * of a two-layer target. The <em>explicit bound</em> says how high the merge path climbs at most;
 * an <em>exact zero</em> is a reason why some path does not climb at all, an <em>escape</em> that
 * path.
 *
 * <p>The entries are {@link io.shallows.depth.construction.MergePath}, {@link
 * io.shallows.depth.construction.RefitPath} and {@link
 * io.shallows.depth.construction.ExplicitBound}. The room does not know searches, losses other than
 * the squared one, or what tables hold.
 */
package io.shallows.depth.construction;
