/**
 * Training: from a start to a point where an optimizer stops.
 *
 * <p>An <em>optimizer</em> lowers a loss surface from a start within <em>limits</em> (iterations,
 * gradient evaluations, a deadline) until the gradient is small. How it ended is its
 * <em>outcome</em>; that the end point is a minimum is not claimed here but decided by {@code
 * io.shallows.minimum}. An <em>iteration</em> is one trial step, accepted or not; a <em>gradient
 * evaluation</em> is one forward and backward pass over all samples, and passes of other kinds are
 * counted by their cost in such passes.
 *
 * <p>{@link io.shallows.training.LevenbergMarquardt} is the optimizer of choice: tens of iterations
 * where first-order methods need tens of thousands. Its steps come from a <em>quadratic model</em>
 * with <em>damping</em>; the models also serve the search along kinks, which restricts steps to a
 * subspace.
 */
package io.shallows.training;
