/**
 * Problems that are added until verdicts are reached.
 *
 * <p>Terms. A <em>group</em> is the networks of a family, a depth and an input dimension, which get
 * a problem or do not. A <em>round</em> is some problems with the groups that get them. A question
 * is <em>open</em> as long as its verdict is not reached. What makes verdicts valid wherever
 * problems go is said in {@link io.shallows.statistics.round.ProblemRounds}.
 */
package io.shallows.statistics.round;
