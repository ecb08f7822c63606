/**
 * Committed files as tables of other formats, for readers that know such a format and not the
 * store's log. The libraries of these formats are there where they are used: nothing outside this
 * package loads them.
 */
package io.shallows.spark.publish;
