/**
 * What every command shares, whether it is started by {@code shallows} or by spark-submit: its
 * arguments, how mistakes are answered, and exit codes. A <em>mistake</em> is the user's and gets
 * one to three lines; anything else that goes wrong is an internal error and is shown whole.
 */
package io.shallows.spark.cli;
