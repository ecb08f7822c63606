/**
 * Minima: what kind of point training ended at, as a fact and not an assumption.
 *
 * <p>A <em>kink</em> is a relu whose pre-activation is 0 on a sample; it is <em>active</em> when
 * the loss has a corner there. Its <em>weight</em> c is the derivative of the loss with respect to
 * the relu's output; its <em>row</em> is the derivative of the pre-activation with respect to the
 * parameters. A kink with c &lt; 0 is a <em>ridge</em>: the loss falls on one side or on both. The
 * <em>slope</em> s in [0, 1] of a kink is the derivative that relu would need there to balance the
 * gradient. <em>Stationarity</em> is the distance of 0 from the Clarke subdifferential; without
 * kinks it is the gradient norm.
 *
 * <p>A search has three parts: an optimizer trains, a <em>finish</em> ({@link
 * io.shallows.minimum.finish}) goes on until the point is stationary, and the point is
 * <em>classified</em> by stationarity and by curvature on the <em>tangent space</em>: the
 * directions that keep all active kinks, without those that only rescale units. Saddles are left
 * along their most negative direction a bounded number of times.
 */
package io.shallows.minimum;
