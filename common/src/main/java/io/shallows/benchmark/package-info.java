/**
 * How fast the numeric core is on this machine.
 *
 * <p>A <em>shape</em> W(m, L, n, N) is the residual network of width m with L blocks, n inputs and
 * one output on N samples. A <em>step</em> is the gradient of all parameters on all samples and one
 * Adam update, in double precision. A <em>window</em> is a stretch of steps whose processor time is
 * read once. The <em>peak</em> is the speed of this core's matrix product. Time comes from a clock
 * that the caller gives, so that this module stays without one.
 */
package io.shallows.benchmark;
