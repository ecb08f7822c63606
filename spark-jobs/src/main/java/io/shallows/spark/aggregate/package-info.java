/**
 * From rows of trials and depths to one row per cell, and what is printed of rows.
 *
 * <p>A <em>cell</em> fixes every coordinate but the seed; its <em>summary</em> counts its trials
 * and gives quantiles of the depths of its <em>covered</em> minima, those above the level that they
 * are measured to. A <em>target</em> is what such a level is: a reference or the best minimum of
 * the cell.
 */
package io.shallows.spark.aggregate;
