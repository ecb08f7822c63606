/**
 * Values that keys of a spec take and that know no key.
 *
 * <p><em>Bounds</em> are the numbers that a key allows; an <em>axis</em> is the list of values of
 * one grid coordinate, kept as arithmetic; a <em>constraint</em> is a condition on a cell's
 * <em>coordinates</em>, parsed to an expression ({@link io.shallows.spec.value.Constraint}).
 */
package io.shallows.spec.value;
