/**
 * What a trial's loss is, as one value.
 *
 * <p>A <em>landscape</em> is a loss over parameters with all that a trial asks of it: the search
 * for a minimum and its certificate, singularities, the problem of its depth, the check of stored
 * paths. It is the squared loss of a network on data, the cross-entropy of one, another cost that
 * is trained and has no depth, or a population loss in closed form. What a landscape does not know
 * it answers by nothing.
 *
 * <p>The entry is {@link io.shallows.landscape.Landscapes}, the only place that chooses. The
 * package does not know specs, grids or rows.
 */
package io.shallows.landscape;
