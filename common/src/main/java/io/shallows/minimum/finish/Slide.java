package io.shallows.minimum.finish;

/**
 * One slide of a finish: minimisers under a weight decay that falls to what the tolerance hides.
 *
 * @param share of the loss, half of which the first penalty {@code decay |theta|^2 / 2} is; 0: from
 *     the last decay on
 * @param bestHeads whether the heads are at their best throughout, which moves them at once; else,
 *     and where a network has no learned heads, all parameters are searched alike
 * @param evaluations after which the next slide begins, in gradient evaluations
 */
record Slide(double share, boolean bestHeads, long evaluations) {}
