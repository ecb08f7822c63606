/**
 * Carrying out shards: in a task of Spark, trial by trial, so that no trial can harm another.
 *
 * <p>A <em>trial slot</em> is the thread in which one trial at a time runs. A trial that throws
 * becomes a row of table failures; one that gives no answer long after its deadline is recorded as
 * timed out and its thread is abandoned. Only a failed write, or the death of the process, is a
 * failure of the task itself.
 */
package io.shallows.spark.execute;
