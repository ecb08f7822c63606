/**
 * Finishes: named ways from where training ended to a stationary point.
 *
 * <p>Which minima are met depends on the way, so specs name it. Both begin with a descent along
 * kinks ({@link io.shallows.minimum.kink}), and where that has not arrived soon they slide.
 *
 * <p><b>Problem.</b> Floors of the loss are bent valleys: curvatures of 1 across and of 1e-6 to
 * 1e-9 along them, so that steps of a hundredth of the parameters leave the floor, and some have
 * their lowest point at infinity. A descent along kinks goes on in them for hundreds of thousands
 * of gradients.
 *
 * <p><b>Penalty.</b> Let {@code P = L + decay |theta|^2 / 2}. Where 0 is in the subdifferential of
 * P, the subdifferential of L holds {@code -decay theta}: its distance from 0 is at most {@code
 * decay |theta|}. With {@code decay = tolerance / (2 |theta|)} that is half of the tolerance, so a
 * minimiser of P is stationary for L by the same certificate as any other point. P has minimisers,
 * and no floor of P is flatter than its decay.
 *
 * <p><b>Slide.</b> A decay that falls from a share of the loss to that last one: {@code decay_1 =
 * share L / |theta|^2}. Of share 0 it is the last one from the beginning, and the slide is a
 * descent by BFGS of what the tolerance cannot tell from the loss. A large decay makes a bent
 * valley round, and minimisers move little from one decay to the next; the larger it is, the
 * farther the first of them lies from where training ended, and mostly the lower the last.
 *
 * <p><b>Heads.</b> P is quadratic in the heads, which may be eliminated at every evaluation ({@code
 * ReducedLoss}): then the inner parameters alone are searched, and the first evaluation moves the
 * heads at once to their best.
 *
 * <p><b>Finishes.</b>
 *
 * <pre>
 *            descents beside an end   slides: share, heads, gradient evaluations   evaluations
 * descend    4                        0     searched as all others  20,000         200,000
 *                                     0.02  eliminated              40,000
 *                                     0.2   eliminated              what is left
 *   of classes                        0     searched as all others  20,000          40,000
 *                                     0.2   searched as all others  what is left
 * decay      0                        0.2   eliminated              what is left   100,000
 * </pre>
 *
 * <p>{@code descend} so stays as near to where training ended as it can: it goes down the loss
 * along kinks and then by BFGS, and only where neither arrives does it slide, first under a small
 * decay. Under cross-entropy, of classes, no heads are eliminated. Each slide begins where the
 * first descent ended.
 *
 * <p><b>Algorithm</b> ({@code SlideRun}):
 *
 * <pre>
 * 0  valley         end VALLEY if the loss falls to 0 along the heads      HeadValley
 * 1  descend        along kinks for 2000 gradient evaluations;            KinkFinish
 *                     end if that converges, diverges or times out
 * 2  decay          share L / |theta|^2; below a saddle that was left,
 *                     the last decay, lest the slide returns to it
 * 3  loop:
 *    3a  scale      the shortest point of the rescaling orbit: of all     BalancedScale
 *                     that are the same network it has the least penalty
 *    3b  search     BFGS on the parameters that are searched, until the   ReducedDescent,
 *                     gradient is at most 0.3 decay |theta|, for 300        DenseCurvature, GramCurvature
 *                     steps
 *    3c  end        CONVERGED if L is within its tolerance, VALLEY as
 *                     in 0
 *    3d  slide      decay := max(0.3 decay, tolerance / (2 |theta|)),
 *                     the tolerance that of the point; unless it was the last
 *    3e  close      a descent of L itself along kinks, mostly within      KinkFinish
 *                     ten steps: it finds the kinks; end if it converges
 *    3f  again      with twice as many steps, from the descent's end
 *                     if that is far below
 * 4  judge          VALLEY in place of 3's outcome, and of 1's if it       HeadValley
 *                     converged, if the loss falls for ever along heads
 * 5  next           slide, from the end of 1
 * </pre>
 *
 * <p><b>Valleys to infinity.</b> A cross-entropy has no minimum where classes, or some samples of
 * one, can be told apart better and better: every point is stationary within some tolerance as its
 * heads grow. Such an end is told from a minimum by the direction of the heads along which the loss
 * falls for ever ({@link io.shallows.minimum.finish.HeadValley}).
 *
 * <p><b>Cost.</b> An evaluation of P with its heads counts as two gradient evaluations, of P as it
 * is as one; a finish also ends after a work of 2e11 (evaluations times samples times parameters).
 * Up to 600 parameters the inverse Hessian is a matrix, above pairs on Gauss-Newton in Gram form.
 *
 * <p><b>Where it fails.</b> A slide may go up in L: a penalised minimiser can lie higher than where
 * training ended, and it lies in another basin. Eliminated heads need squared loss and learned
 * heads; without them {@code descend} searches all parameters, and {@code decay} is refused. Under
 * cross-entropy the Gauss-Newton matrix is that of squares, which is above the Hessian's part that
 * it stands for: steps are safe and short, and Newton ends where there are few parameters. On some
 * very narrow networks 300 steps are too few for a minimiser under each decay, the slide lags
 * behind its decay and ends {@code BUDGET}.
 *
 * <p>Only {@code minimum} runs finishes; specs know their names from {@link
 * io.shallows.minimum.finish.Finishes}.
 */
package io.shallows.minimum.finish;
