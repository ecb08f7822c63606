/**
 * What is asked about the depth of a minimum, and what is answered.
 *
 * <p>A <em>target</em> is a level with points at it, if any are known: a minimum's own level, that
 * of a reference, of the best minimum of the cell, or of another minimum. A minimum is
 * <em>covered</em> by a target if depth to it is a question ({@link
 * io.shallows.depth.measurement.Coverage}). <em>Settings</em> say how hard to look.
 *
 * <p>The entry is {@link io.shallows.depth.measurement.DepthMeasurement}. The room does not know
 * how anything is measured.
 */
package io.shallows.depth.measurement;
