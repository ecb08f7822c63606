/**
 * Losses as functions of a parameter vector.
 *
 * <p>A <em>loss surface</em> has a value, a gradient and Hessian-vector products; training, minima
 * and path finders see only that. An <em>empirical loss</em> is the mean over a data set of the
 * squared error of a network's outputs; its <em>linearization</em> at a point gives residuals,
 * Jacobian products, Gram matrices and what is needed at kinks. A <em>kink</em> is a relu whose
 * pre-activation is 0 on a sample.
 */
package io.shallows.loss;
