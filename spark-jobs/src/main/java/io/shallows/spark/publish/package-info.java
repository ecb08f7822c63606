/**
 * Committed files as tables of other formats, for readers that know such a format and not the
 * store's log.
 *
 * <p>To <em>publish</em> a store is to write metadata that list its committed files, as they are,
 * as one <em>snapshot</em> of each table; no row is copied. The libraries of these formats are
 * there where they are used: nothing outside this package loads them.
 */
package io.shallows.spark.publish;
