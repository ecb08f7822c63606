/**
 * Laws of an upper quantile of depth against the width, and which of them predicts best.
 *
 * <p>A <em>law</em> is a form with a few parameters; <em>hold-out</em> widths are those that a law
 * is judged by and was not fitted to.
 *
 * <p>The entry is {@link io.shallows.statistics.law.LawSelection}. The room knows log quantiles and
 * their replicates, and neither depths nor rows.
 */
package io.shallows.statistics.law;
