/**
 * What finders are asked: from a minimum to a target, on one kind of loss.
 *
 * <p>A <em>problem</em> gives the loss with a budget, matches units, and certifies the points that
 * a finder proposes; how differs between networks under squared loss, networks under cross-entropy
 * and population losses. The <em>coordinates</em> are those in which finders relax paths. For
 * two-layer networks with one output and squared loss, a search over convex <em>cells</em> gives a
 * <em>bracket</em>: the depth from both sides.
 *
 * <p>The entry is {@link io.shallows.depth.problem.PathProblem}. The room does not know finders.
 */
package io.shallows.depth.problem;
