/**
 * ReLU networks as static graphs over one flat parameter vector.
 *
 * <p>A <em>network</em> is a list of <em>nodes</em> in topological order: the input, dense layers,
 * relus, sums and fixed linear maps. A <em>family</em> is a rule that builds such a graph from a
 * shape; everything that is computed on networks (gradients, Jacobians, kinks, exact path maxima)
 * is written once, for the graph.
 *
 * <p><em>Parameters</em> are one {@code double[]}. The dense layers follow each other in the order
 * of their definition; each is stored row by row as {@code [inputs][outputs]}, so that
 * pre-activations of a batch are {@code Z = H W}.
 */
package io.shallows.network;
