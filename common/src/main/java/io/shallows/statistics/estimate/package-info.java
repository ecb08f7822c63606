/**
 * Numbers with intervals: the estimates that statements are made of.
 *
 * <p>A <em>sample</em> has values of several <em>problems</em>; the <em>hierarchical bootstrap</em>
 * draws problems first and then values within each drawn problem, and a <em>clustered</em> estimate
 * is its limit for many resamples. An <em>interval</em> holds the true value with a stated
 * probability. Every class says its formula, its accuracy and its source.
 *
 * <p>The entry is {@link io.shallows.statistics.estimate.BootstrapEstimate}. The room knows neither
 * rows nor depth nor networks; random numbers come from a generator that the caller keys.
 */
package io.shallows.statistics.estimate;
