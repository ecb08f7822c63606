/**
 * What people see of a running sweep.
 *
 * <p>On a terminal a <em>bar</em>, elsewhere a <em>line</em> now and then. A <em>slot</em> is room
 * for one task at a time; <em>slot time</em> is the number of slots times wall time.
 * <em>Progress</em> is the share of the predicted slot time of a stage that is done.
 */
package io.shallows.spark.progress;
