/**
 * From measured depths to statements with stated uncertainty.
 *
 * <p>Terms. An <em>observation</em> is the depth of one minimum, with the index of its problem and
 * the width of its network. A depth is <em>zero</em> (certified: the minimum can be left without
 * climbing), <em>censored</em> (at or below the float floor: all that is known is that it is not
 * above it) or <em>measured</em>. The depths that are not zero are the <em>positive</em> ones.
 * Zeros are a separate share and never enter a law of depth against width; censored depths are the
 * lowest of the positive ones.
 *
 * <p>Problems are drawn at random and every problem is tried at every width with many seeds, so the
 * <em>hierarchical bootstrap</em> draws problems first and then seeds within each drawn problem;
 * {@link io.shallows.statistics.estimate.BootstrapEstimate} says how its replicates become a
 * standard error.
 *
 * <p>A <em>scaling</em> question asks how an upper quantile of the positive depths changes with the
 * width m. Its answer is a slope d log Q / d log m with an interval, a {@link
 * io.shallows.statistics.Verdict} on the rate (eta - 1) / n, and the {@link
 * io.shallows.statistics.law.ScalingLaw} that predicts the largest widths best.
 *
 * <p>Everything here is a pure function of its arguments; random numbers come from a generator that
 * the caller keys.
 */
package io.shallows.statistics;
