/**
 * Ways to look for a low path; a new one is a class here and an entry in {@link
 * io.shallows.depth.finder.PathFinders}.
 *
 * <p>A <em>finder</em> proposes points between a minimum and a target and has them certified by its
 * problem. A <em>string</em> is a list of images that are pulled down beside their tangent; a
 * <em>saddle</em> is a stationary point with one descending direction, a <em>route</em> the way
 * over it. An <em>excursion</em> is a short random move from a minimum with a descent from its end.
 * A finder's <em>budget</em> is evaluations of the loss or its gradient.
 *
 * <p>The entry is {@link io.shallows.depth.finder.PathFinder}. The room does not know what loss it
 * searches, nor what a table keeps of it.
 */
package io.shallows.depth.finder;
