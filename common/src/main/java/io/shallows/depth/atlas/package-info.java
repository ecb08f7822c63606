/**
 * The whole landscape of tiny two-layer networks with one output under squared loss: every local
 * minimum with its exact depth, and a search that looks for the deepest ones where there is too
 * much to list.
 *
 * <p>The planes {@code x_i . v = 0} of the samples cut the space of a unit's vector v into cones.
 * Each is the set of sums, with factors at least 0, of its <em>rays</em>, the lines in which d - 1
 * planes meet; on it the unit's output is linear. So the outputs of a network whose units keep to
 * their cells are the sums, with factors at least 0, of <em>ray features</em> {@code s relu(x_i .
 * r)}, and the least loss of a cell, of a facet of it and of a cell without one of its units are
 * each one non-negative least-squares problem over a set of rays ({@link
 * io.shallows.depth.atlas.RayProgram}). Two units in one cone do what one of them can do alone, and
 * a unit that acts on no sample does nothing; so what counts is the <em>set</em> of cones with
 * their signs, at most one per unit: a <em>state</em>.
 *
 * <p>Between states lead two kinds of edges: one unit crosses a facet of its cone, or leaves the
 * set at 0; their weights are the least losses on the way. That these carry all heights is the
 * theorem of {@code depth.cell}, which goes the same edges from one point outwards. An {@link
 * io.shallows.depth.atlas.Atlas} lists all of them, from the lowest weight up, and keeps the {@link
 * io.shallows.depth.atlas.MergeTree} of what joins where; a {@link
 * io.shallows.depth.atlas.CellSearch} goes few of them, since a solved program bounds many others
 * ({@link io.shallows.depth.atlas.RayBounds}).
 *
 * <p>All this is for given targets; a {@link io.shallows.depth.atlas.DepthAscent} looks for targets
 * whose deepest minimum is deeper.
 *
 * <p>Numbers are doubles and no rounding is bounded here; what differs by less than {@link
 * io.shallows.depth.atlas.Atlas#TIE} of the loss of the network that computes 0 counts as equal.
 */
package io.shallows.depth.atlas;
