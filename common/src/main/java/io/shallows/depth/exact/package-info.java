/**
 * The largest loss on one segment of parameters, for networks on data.
 *
 * <p>A <em>move</em> is one segment; a <em>layer set</em> is a set of dense layers no two of which
 * lie on one path of the network's graph. While only such a set moves, every output is piecewise
 * affine in the time t of the move: a <em>track</em> is a node's values over it, with the
 * <em>switching times</em> of relus. Between two times the squared loss is a parabola, so that its
 * maximum is exact up to rounding, which is bounded ({@link
 * io.shallows.depth.exact.QuadraticSweep}); the cross-entropy is convex, bounded by its ends and
 * tangents.
 *
 * <p>The entry is {@link io.shallows.depth.exact.SegmentMaximum}, for whole paths {@link
 * io.shallows.depth.exact.PathCertifier}. The room does not know why a path leads where it does,
 * nor what it is measured for.
 */
package io.shallows.depth.exact;
