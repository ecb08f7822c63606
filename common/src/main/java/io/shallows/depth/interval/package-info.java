/**
 * The closed-form population loss enclosed: an upper bound of it on a segment of parameters.
 *
 * <p>An <em>interval</em> holds a number and its rounding; a <em>jet</em> is an interval of a
 * value, its slope and its curvature along a segment. A segment is <em>bisected</em> until the
 * bound of every part exceeds what was seen on the path by no more than a tolerance.
 *
 * <p>The entry is {@link io.shallows.depth.interval.PopulationCertifier}. The room does not know
 * networks, data sets or finders.
 */
package io.shallows.depth.interval;
