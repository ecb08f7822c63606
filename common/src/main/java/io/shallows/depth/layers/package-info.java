/**
 * Moves of one layer set at a time, and the best heads on the way.
 *
 * <p>A <em>step</em> moves one layer set from where it is to where it is to be; <em>stairs</em> are
 * the steps along a path, with certified maxima. <em>Heads</em> are the layers that only sums lie
 * behind, so that the outputs are linear in them; <em>features</em> are what they read;
 * <em>damped</em> heads solve the least squares with a penalty that keeps them small; a
 * <em>slide</em> moves heads, or a branch that is added to what they read, to a smaller loss.
 * <em>Settling</em> goes down by moves of one layer that never climb. <em>Simplification</em>
 * leaves out vertices where the path stays no higher.
 *
 * <p>The entries are {@link io.shallows.depth.layers.LayerStairs} and {@link
 * io.shallows.depth.layers.PathSimplification}. The room does not know targets, bounds of the
 * theory or finders.
 */
package io.shallows.depth.layers;
