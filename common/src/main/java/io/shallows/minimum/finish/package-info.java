/**
 * Finishes: named ways from where training ended to a stationary point.
 *
 * <p>Which minima are met depends on the way, so specs name it. {@code descend} goes down the loss
 * ({@link io.shallows.minimum.kink}). {@code decay} slides:
 *
 * <p><b>Problem.</b> Floors of the loss are bent valleys: curvatures of 1 across and of 1e-6 to
 * 1e-9 along them, so that steps of a hundredth of the parameters leave the floor, and some have
 * their lowest point at infinity. A descent of the loss goes on in them for hundreds of thousands
 * of gradients.
 *
 * <p><b>Penalty.</b> Let {@code P = L + decay |theta|^2 / 2}. Where 0 is in the subdifferential of
 * P, the subdifferential of L holds {@code -decay theta}: its distance from 0 is at most {@code
 * decay |theta|}. With {@code decay = tolerance / (2 |theta|)} that is half of the tolerance, so a
 * minimiser of P is stationary for L by the same certificate as any other point. P has minimisers,
 * and no floor of P is flatter than its decay.
 *
 * <p><b>Heads.</b> P is quadratic in the heads, which are eliminated at every evaluation ({@code
 * ReducedLoss}): the inner parameters alone are searched.
 *
 * <p><b>Algorithm</b> ({@code DecayRun}):
 *
 * <pre>
 * 1  descend        along kinks for 2000 gradient evaluations;            KinkFinish.once
 *                     end if that converges, diverges or times out
 * 2  decay          0.2 L / |theta|^2; below a saddle that was left, the
 *                     last decay, lest the slide returns to it
 * 3  loop:
 *    3a  scale      the shortest point of the rescaling orbit: of all     BalancedScale
 *                     that are the same network it has the least penalty
 *    3b  search     BFGS on the inner parameters, until the gradient      ReducedDescent,
 *                     is at most 0.3 decay |theta|, for 300 steps           DenseCurvature, GramCurvature
 *    3c  end        CONVERGED if L is within its tolerance
 *    3d  slide      decay := max(0.3 decay, tolerance / (2 |theta|)),
 *                     the tolerance that of the point; unless it was the last
 *    3e  close      a descent of L itself along kinks, mostly within      KinkFinish.once
 *                     ten steps: it finds the kinks; end if it converges
 *    3f  again      with twice as many steps, from the descent's end
 *                     if that is far below
 * </pre>
 *
 * <p><b>Why a slide.</b> From the last decay at once the search would go through the bent valley as
 * any other. A large decay makes it round, and minimisers move little from one decay to the next.
 *
 * <p><b>Cost.</b> An evaluation of P with its heads counts as two gradient evaluations; the slides
 * end after 100,000 or after the work of the other finish. Up to 600 parameters the inverse Hessian
 * is a matrix, above pairs on Gauss-Newton in Gram form.
 *
 * <p><b>Where it fails.</b> It may go up in L: a penalised minimiser can lie higher than where
 * training ended, and it lies in another basin. It needs squared loss and learned heads. Two-layer
 * and very narrow networks are cheaper to descend; on some of the latter 300 steps are too few for
 * a minimiser under each decay, the slide lags behind its decay and ends {@code BUDGET}.
 *
 * <p>Only {@code minimum} runs finishes; specs know their names from {@link
 * io.shallows.minimum.finish.Finishes}.
 */
package io.shallows.minimum.finish;
