/**
 * Tables from files: located, digested and parsed through Hadoop's file systems.
 *
 * <p>A <em>content</em> is the bytes of one file as they are stored; the <em>digest</em> of a table
 * is the SHA-256 of its contents one after another, features first and labels last, so that for one
 * file it is what {@code sha256sum} prints. A <em>format</em> turns contents into rows, or says in
 * one line why it cannot. Every process reads a table once.
 */
package io.shallows.spark.table;
