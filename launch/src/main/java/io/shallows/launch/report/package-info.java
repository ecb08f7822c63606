/**
 * The report: one HTML file about one store.
 *
 * <p>Terms. A <em>report table</em> is a list of rows shown on the page; a <em>figure</em> is a
 * Vega-Lite definition (folder notebooks-data/charts) drawn from exactly one report table, so that
 * every mark can be read as a number below it. The <em>headline</em> is what was found in three
 * sentences. The page carries its data, its definitions and the drawing library and needs no
 * network.
 */
package io.shallows.launch.report;
