/**
 * Exact depth of two-layer networks with one output and squared loss: a search over convex cells.
 *
 * <p>A <em>unit</em> is reduced to the vector {@code v = |b| w} and the sign of b. The
 * <em>cell</em> of a unit is the side of every sample's plane {@code x_i . v = 0} on which v lies,
 * with its sign; that of a network is one per unit, in any order. On a closed cell the outputs are
 * linear in the vectors and the loss is convex. A <em>facet</em> is a plane of a unit with a cell
 * on its other side; its weight is the least loss with that unit on the plane. A unit may also pass
 * 0, where it may change its sign and take any cell; the weight of that is the least loss without
 * it. The least, over walks between cells, of the largest weight is the height that every path must
 * climb to, and one-layer moves through the facets' best points attain it (docs/methods.md).
 *
 * <p>A <em>program</em> is one such convex problem; a <em>bound</em> is a number that its value is
 * not below, proven by multipliers; a <em>free</em> unit acts on no sample or shares its cell with
 * another one; a <em>cut</em> is a set of cells that no path leaves below a height.
 *
 * <p>The entry is {@link io.shallows.depth.cell.CellFlood}; {@link
 * io.shallows.depth.cell.CellFloodVerification} checks a cut again with code of its own. The
 * package knows neither finders nor certificates of paths: it gives vertices, which {@code depth}
 * certifies.
 */
package io.shallows.depth.cell;
