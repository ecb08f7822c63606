/**
 * The driver that takes a sweep through its stages and knows how far it is.
 *
 * <p>A <em>stage</em> computes one kind of rows (references, minima, depths, suprema, cells, fits)
 * from the rows of the stages before. A <em>run</em> is one start of the driver: it takes the
 * store's lock, computes what is missing stage by stage and ends with an <em>exit code</em>. The
 * <em>status</em> of a sweep is what its store holds of what its grid asks for. A <em>retry</em>
 * takes rows of trials that failed or met their deadline out of the store before a run, which then
 * computes them again.
 */
package io.shallows.spark.drive;
