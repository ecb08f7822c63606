/**
 * The penalty of a two-layer network's units.
 *
 * <p>The <em>unit penalty</em> of {@code f = sum_k b_k relu(w_k . x) [+ c . x]} is {@code kappa
 * sum_k |b_k| |w_k|}; c is free. Three functions have the same minima:
 *
 * <ul>
 *   <li>the <em>penalized loss</em> {@code E = L + kappa sum_k |b_k| |w_k|}, which no rescaling of
 *       a unit changes: what is recorded, and what paths climb;
 *   <li>the <em>balanced loss</em> {@code L + (kappa / 2) sum_k (b_k^2 + |w_k|^2)}, a sum of
 *       squares: what is trained;
 *   <li>{@code L + kappa sum_k |v_k|} as a function of {@code v_k = |b_k| w_k} and the signs of the
 *       b_k, convex while no v_k crosses a sample's plane.
 * </ul>
 *
 * <p>{@code b^2 + |w|^2 - 2 |b| |w| = (|b| - |w|)^2}: the balanced loss is never below the
 * penalized one, and equal to it exactly where every unit is <em>balanced</em>, {@code |b_k| =
 * |w_k|}. Every unit can be rescaled to that without changing E, by {@code w = v / sqrt|v|}
 * continuously. So the minimisers of one are those of the other up to rescaling, local and global,
 * and a path below a level of one is a path below that level of the other.
 */
package io.shallows.loss.penalty;
