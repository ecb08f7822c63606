/**
 * The commands that run a sweep or read its store, the same under {@code shallows} and under
 * spark-submit.
 *
 * <p>A <em>command</em> is one class: its arguments, and a call that returns an exit code. Commands
 * that compute trials take a <em>master</em>; all others only read, and need no Spark session.
 */
package io.shallows.spark.command;
