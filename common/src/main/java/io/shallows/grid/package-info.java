/**
 * The points of a sweep and their names.
 *
 * <p>A <em>cell</em> fixes every coordinate but the seed; a <em>trial</em> is a cell with a seed.
 * The <em>grid</em> numbers trials from 0, seeds fastest, so that the trials of a cell are
 * contiguous; it is arithmetic and holds no list of them. A <em>trial id</em> names the numbers
 * that a trial yields: two trials share it exactly if they compute the same thing, in whatever
 * sweep and at whatever index they stand. A <em>problem id</em> names a problem's data in the same
 * way, a <em>measurement id</em> the way depth is measured.
 */
package io.shallows.grid;
