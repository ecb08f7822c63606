/**
 * Sweeps on Spark: the class that spark-submit starts.
 *
 * <p>A <em>job</em> is what spark-submit runs: one command. Only texts cross Spark's boundaries;
 * the science is {@code io.shallows.trial}, the rows are {@code io.shallows.record}, and what is
 * below plans, carries out, stores and reports.
 */
package io.shallows.spark;
