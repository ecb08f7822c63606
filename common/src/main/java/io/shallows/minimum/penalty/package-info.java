/**
 * Minima of the squared loss of a two-layer network of one output with the penalty of its units.
 *
 * <p>With {@code v_k = |b_k| w_k} the penalized loss is {@code E = L + kappa sum_k |v_k|} ({@link
 * io.shallows.loss.penalty}). The <em>entry</em> of a direction d, |d| = 1, is {@code |(2/N) sum_i
 * r_i relu(d . x_i)|}, r = f - y: how fast a unit that is 0 lowers L when it grows along d, with
 * the better of the two signs. A unit that is 0 stays at 0 if no entry is above kappa: the
 * <em>entry condition</em>, the stationarity of a group that lies at the corner of its norm.
 *
 * <p><b>A point is a local minimum of E exactly if no direction goes down from it.</b> Where no v_k
 * crosses a sample's plane, E is convex in all v; finitely many such closed cells meet at a point
 * and fill its surroundings, and in each a point without a way down is a least one. So there are no
 * saddles, and what is tested is first order: each unit that is not 0 by its subgradient on its
 * kinks (in balanced parameters, in which that is an ordinary sum of squares), units that are 0 by
 * the entry condition together, whatever their number, since they see the same residuals.
 *
 * <p><b>If no entry at all is above kappa, the point is global</b>, among networks of every width:
 * E over measures of units is convex, and {@code max over z of -z . y - N |z|^2 / 4} for z with no
 * entry above kappa is its dual (z = (2/N) r up to a factor). So a local minimum with a unit that
 * is 0 is global; with a linear skip, whose dual has an equality besides that no rounding keeps,
 * this is not claimed.
 *
 * <p>The largest entry is found by listing the activation cells of the directions; with more than
 * three inputs (the constant counted), or too many samples, it is not known, and what depends on it
 * is not claimed.
 *
 * <p>The entry class is {@link io.shallows.minimum.penalty.PenalizedSearch}.
 */
package io.shallows.minimum.penalty;
