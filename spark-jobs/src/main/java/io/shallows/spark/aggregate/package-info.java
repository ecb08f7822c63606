/**
 * What fits and studies need of rows, as text, since only texts cross Spark's boundaries.
 *
 * <p>A row becomes a key, that of the <em>group</em> whose rows are judged together, and a value
 * that says what the statistics need of it. The package knows no formula: those of cells, fits and
 * studies are in {@code statistics}.
 */
package io.shallows.spark.aggregate;
