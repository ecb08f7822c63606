/**
 * Sweeps on Spark: the driver that takes a spec through its stages, and the commands that read a
 * store.
 *
 * <p>Only texts cross Spark's boundaries; the science is {@code io.shallows.trial}, the rows are
 * {@code io.shallows.record}, and what is here plans, carries out, stores and reports.
 */
package io.shallows.spark;
