/**
 * The command line. A <em>command</em> reads its arguments, calls the module that does the work,
 * and prints; commands that need no cluster load no class of Spark or of the native libraries, so
 * that they answer at once.
 */
package io.shallows.launch.cli;
