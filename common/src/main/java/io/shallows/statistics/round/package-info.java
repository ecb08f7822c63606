/**
 * Problems that are added until verdicts are reached: which networks have which problems, which
 * verdicts are open, and where the next problems go. What makes it valid is said in {@link
 * io.shallows.statistics.round.ProblemRounds}.
 */
package io.shallows.statistics.round;
