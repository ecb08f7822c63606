/**
 * To what depth is measured.
 *
 * <p>A <em>target</em> is a loss that a path from a minimum is to reach. Each kind of target that
 * specs can ask for is an {@link io.shallows.depth.question.AskedTarget}: it says for which {@link
 * io.shallows.depth.question.TargetLevel levels} there are rows, and which loss a level is for one
 * minimum. The pair is a <em>question</em>, the subject of one row of depths.
 *
 * <p>The entry is {@link io.shallows.depth.question.DepthTargets}. The room does not know how paths
 * are looked for, nor what rows look like.
 */
package io.shallows.depth.question;
