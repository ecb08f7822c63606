/**
 * What fits and studies need of rows, as bytes and text, since nothing else crosses Spark's
 * boundaries.
 *
 * <p>A row belongs to an <em>address</em>: its setting, family, width and problem. A <em>run</em>
 * is what the statistics need of some rows of one address, in columns of numbers; runs of an
 * address are put together in any order. The package knows no formula: those of cells, fits and
 * studies are in {@code statistics}.
 */
package io.shallows.spark.aggregate;
