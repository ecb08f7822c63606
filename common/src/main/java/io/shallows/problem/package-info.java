/**
 * Problems: what a network is asked to fit.
 *
 * <p>A <em>problem</em> has a kind with settings, an index among its like, and an input dimension;
 * from these and the root seed its <em>data set</em> follows. Population problems have no data set:
 * their loss has a closed form.
 */
package io.shallows.problem;
