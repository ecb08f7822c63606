/**
 * How deep a minimum is: the front door. The rooms behind it hold the words ({@code path}), the
 * largest loss on a segment ({@code exact}, {@code interval}), its independent check ({@code
 * verification}), moves ({@code layers}), the paths of the proof ({@code reference}, {@code
 * construction}), questions and answers ({@code measurement}), the exact search over cells ({@code
 * cell}) and the search for low paths ({@code problem}, {@code finder}). What specs ask for stands
 * above it ({@code question}).
 *
 * <p>The <em>depth</em> of a point to a level is the infimum over continuous paths from the point
 * to {@code {L <= level}} of the largest loss on the path minus the loss at the point. What is
 * measured is a <em>bracket</em> of it: above by the lowest certified path of all that are known
 * from the minimum, the <em>pool</em>; below by a proof. The <em>tree</em> of a cell joins its
 * minima by certified <em>ways</em>; a <em>bar</em> is the climb from one minimum to a lower one.
 *
 * <p>The entry for one minimum is {@link io.shallows.depth.DepthMeter}, for all minima of a cell
 * {@link io.shallows.depth.CellTree}. The package does not know grids, rows or specs.
 */
package io.shallows.depth;
