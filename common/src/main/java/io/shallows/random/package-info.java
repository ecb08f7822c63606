/**
 * Keyed randomness.
 *
 * <p>A <em>stream</em> is a sequence of random numbers named by a root seed, an identifier (of a
 * trial or of a problem) and a purpose. The same name gives the same numbers on every machine, in
 * any order of evaluation and whatever other streams were drawn from; different names give
 * unrelated numbers. Nothing in this project draws from any other source.
 */
package io.shallows.random;
