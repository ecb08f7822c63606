/**
 * How deep a minimum is: paths, certificates of their maxima, and the bound.
 *
 * <p>The <em>depth</em> of a point to a level is the infimum over continuous paths from the point
 * to {@code {L <= level}} of the largest loss on the path minus the loss at the point. A
 * <em>path</em> is a list of vertices joined by straight segments; its <em>barrier</em> is the
 * largest loss on it minus the loss at its start, an upper bound of the depth. A
 * <em>certificate</em> is an upper bound of the largest loss on a path that holds for every point
 * of the path, not only for points that were looked at. A <em>move</em> is one segment; a <em>layer
 * set</em> is a set of dense layers no two of which lie on one path of the network's graph: while
 * only such a set moves, every output is piecewise affine in the time t of the move, and the
 * maximum is exact.
 *
 * <p>A <em>reference</em> is the best two-layer network found of a given width; its loss is a
 * <em>target</em> level. A first-layer unit is <em>free</em> when nothing reads it; a
 * <em>channel</em> is a first-layer unit with the coordinates through which it reaches the head.
 */
package io.shallows.depth;
