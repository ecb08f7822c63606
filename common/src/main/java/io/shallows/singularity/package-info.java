/**
 * How near a network is to the singularities of Orhan and Pitkow 2018, arXiv 1701.09175.
 *
 * <p>A <em>hidden layer</em> is a relu of the network's graph with the weights into it, the weights
 * that read it, and its values on the data. A <em>metric</em> measures one kind of singularity as a
 * few named <em>quantities</em> per hidden layer; a quantity's value for the network follows from
 * its values for the layers. <em>Overlap</em>: two units have parallel incoming weights, so only
 * the sum of their outgoing weights matters. <em>Elimination</em>: a unit's incoming or outgoing
 * weights vanish, so its other weights do not matter. <em>Dependence</em>: the units of a layer are
 * linearly dependent on the data, so some combinations of outgoing weights do not matter.
 */
package io.shallows.singularity;
