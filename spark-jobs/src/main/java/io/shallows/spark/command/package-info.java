/**
 * The commands that run a sweep or read its store, the same under {@code shallows} and under
 * spark-submit.
 */
package io.shallows.spark.command;
