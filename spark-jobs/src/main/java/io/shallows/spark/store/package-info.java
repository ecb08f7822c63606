/**
 * The store: the output directory of a sweep, on any Hadoop file system.
 *
 * <p>Terms. A <em>shard</em> is written as one immutable Parquet file per table. Publishing a file
 * is one atomic step: afterwards the whole file is there under its final name, before it nothing is
 * that a reader's glob could reach. A <em>group</em> is the files that one shard left in all
 * tables; it becomes part of the store when a <em>commit</em> lists it. Commits are numbered
 * upwards, each names the one before it, and a number can be taken only once, so two writers can
 * never both succeed. A published file that no commit lists is an <em>orphan</em>: our readers
 * never open it, and the next writer moves it to {@code _quarantine}.
 */
package io.shallows.spark.store;
