/**
 * The finish: from where training ended along kinks to a stationary point.
 *
 * <p><b>Problem.</b> The loss L of a relu network is smooth but at <em>kinks</em>: pre-activations
 * z_k that are 0 on a sample. Descent comes to a corner there, after which its steps jump from side
 * to side and the gradient never tends to 0. The finish keeps a set S of kinks on which it is and
 * descends on the surface {z_k = 0 for k in S}, where L is smooth.
 *
 * <p><b>Stationarity on S.</b> With the relus of S off let g be the gradient, c_k the derivative of
 * the loss by the output of relu k (its <em>weight</em>), r_k the gradient of z_k (its
 * <em>row</em>). If all c_k are at least 0 the point is stationary exactly where slopes 0 &lt;= s_k
 * &lt;= 1 make {@code g + sum s_k c_k r_k = 0}; the least length of that sum is the
 * <em>stationarity</em>. A kink of negative weight is a <em>ridge</em>: L falls to one side of it
 * or both, and no slope between 0 and 1 helps ({@link io.shallows.minimum.kink.KinkPoint#slopes()},
 * and {@code KinkSlopeSearch} for its proof). Kinks on one sample above each other change each
 * other's weights ({@code KinkLinks}).
 *
 * <p><b>Algorithm</b> ({@code KinkDescent}; theta and S are the point, {@code KinkPoint}; what is
 * remembered between moves is {@code KinkState}):
 *
 * <pre>
 * 1  correct back   move theta onto S by least-norm Newton steps            KinkManifold.restore
 *    share = 0.2, model = Gauss-Newton
 * 2  loop:  end DIVERGED if L is not a finite number
 * 3  release        if S has ridges and L falls beside them:                KinkRelease.offRidges
 *                     leave the steepest alone, or all that a descent
 *                     direction moves;  end BUDGET if spent;  go to 2
 * 4  gradient       d = part of g along the surface, |d| its length;        KinkGradient
 *                     stationarity: a bound at first, and by slopes
 *                     once |d| is at most share of it
 * 5  end CONVERGED  if L or the stationarity is within its tolerance
 *    end BUDGET     if spent
 * 6  release        if |d| is at most share of the stationarity, and a      KinkRelease.hardest
 *                     slope lies against its bound 0 or 1: leave the kink
 *                     that lies hardest, a hair to its side;  go to 2
 * 7  model          Gauss-Newton; the exact Hessian after 5 iterations      KinkState,
 *                     on the same S while |d| did not halve, 5 in a row     GaussNewtonStep, NewtonStep
 * 8  advance:  until a step leads on, each shorter than the last            KinkAdvance
 *    8a  step along     theta + step, corrected back onto S                 KinkManifold.along
 *                         cannot be kept on S: shorter, 8a
 *    8b  good           at least half of the predicted decrease:
 *                         take it;  go to 2
 *    8c  valley         Hessian, and no kink crossed: chord steps           NewtonStep.corrected
 *                         back to the floor of the valley;  as 8b
 *    8d  corner         some decrease: the lowest point of the line if      KinkLine, CornerSearch
 *                         it crosses kinks, whose kink joins S (and share
 *                         falls if it had been released last), else take
 *                         the step;  go to 2
 *    8e  flat           no decrease that L can resolve: take the step if
 *                         |d| falls by a tenth;  go to 2
 *    8f  corner         no decrease: as 8d, else shorter, 8a
 *    8g  end TIMED_OUT or BUDGET
 *    8h  none leads on: 9
 * 9  take           the kink that is relatively closest joins S if L does   KinkManifold.nearest,
 *                     not rise;  go to 2                                    KinkManifold.joined
 *    model          Gauss-Newton: the Hessian from now on;  go to 2
 *    end STALLED    otherwise
 * </pre>
 *
 * <p>{@code KinkFinish} puts points on the balanced scale ({@code BalancedScale}), runs descents,
 * hands back kinks that a converged point has and its descent did not know, and starts again beside
 * the end of a descent that ended nowhere, four times at most.
 *
 * <p><b>Cost.</b> An iteration is a trial step. It costs a pass over the data and, once per point,
 * a model: Gauss-Newton one Jacobian and a factor of at most min(p, N)^3 / 3, the Hessian p / 3
 * gradients and p^3 / 3. With |S| = k, basis and rows cost k^2 p, slopes k^3 a round. Everything is
 * counted in gradient evaluations ({@code KinkEffort}); descents end after 2000 iterations or
 * 75,000 evaluations, the finish after a fixed work.
 *
 * <p><b>Where it fails.</b> Where many kinks meet, a descent can go round: it takes kinks and
 * releases them again with hardly a decrease. The share that falls makes circles of one kink
 * shorter, restarts end others, and a few runs end {@code BUDGET}. Valleys with their bottom at
 * infinity end the same way. Ridges whose rows depend on each other, and kinks above each other,
 * are judged by directions that were tried: a necessary condition. Kinks are curved above the first
 * layer, so that a long step may not come back onto S; it is shortened then.
 *
 * <p><b>Sources.</b> Active sets of kinks are those of piecewise smooth descent: Womersley,
 * Fletcher 1986, An algorithm for composite nonsmooth optimization problems, JOTA 48:493-523,
 * doi:10.1007/BF00940574; slopes in a box and the Clarke subdifferential: Clarke 1983, Optimization
 * and Nonsmooth Analysis, chapter 2; releases by the sign of a multiplier, steps and second-order
 * correction: Nocedal, Wright 2006, Numerical Optimization, chapters 12, 16 and 18; the bounded
 * least squares: {@link io.shallows.linalg.BoundedLeastSquares}. Corners told by crossings, ridges
 * left alone, and the falling share are this project's.
 *
 * <p>{@link io.shallows.minimum.kink.KinkFinish} is the entry, {@link
 * io.shallows.minimum.kink.KinkPoint} a point with its kinks. Only {@code minimum} and {@code
 * minimum.finish} may name this package; it knows nothing of saddles, kinds or certificates.
 */
package io.shallows.minimum.kink;
