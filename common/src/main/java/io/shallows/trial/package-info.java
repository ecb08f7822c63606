/**
 * One trial from coordinates to rows.
 *
 * <p>A <em>trial</em> is one cell and one seed. The {@link io.shallows.trial.TrialRunner} of a spec
 * is a pure function from coordinates to {@link io.shallows.record.Record rows}: the same in a unit
 * test, in a local run and on a cluster.
 */
package io.shallows.trial;
