package io.shallows.depth.layers;

import io.shallows.depth.path.NodeValues;
import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import io.shallows.network.LinearHeads;
import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One move down by layers in which the outputs are affine: all heads together, or a branch that is
 * added to what the head reads.
 *
 * <p>Along the move the outputs are affine and the loss is convex, so it is nowhere above the
 * greater of its ends. A minimum of the network itself cannot go down so, up to what training left;
 * a minimum of a smaller network within it can. With phi the values that the layers read, B the
 * coefficients of least squares of the residual on phi: heads move by B, a branch that is read
 * through a head A by {@code B (A^T A)^-1 A^T}, which moves the outputs by the same.
 *
 * <p>The first of the solutions of {@link FeatureSystem} with shifts 1e-3 to 1e-12, the smallest
 * weights first, that reaches the level, or else the lowest. Squared loss. Cost: N d^2 per shift,
 * with d columns of phi.
 */
public final class HeadSlide {

  private static final double[] SHIFTS = {1e-3, 1e-6, 1e-9, FeatureSystem.SHIFT};

  private HeadSlide() {}

  /** Where the move ends, lower than its start; empty if there is none. */
  public static Optional<NodeValues> from(NodeValues start, double level) {
    Optional<NodeValues> lowest = Optional.empty();
    for (double shift : SHIFTS) {
      for (NodeValues end : ends(start, shift)) {
        if (end.loss() <= level) {
          return Optional.of(end);
        }
        if (end.loss() < lowest.map(NodeValues::loss).orElse(start.loss())) {
          lowest = Optional.of(end);
        }
      }
    }
    return lowest;
  }

  private static List<NodeValues> ends(NodeValues start, double shift) {
    LinearHeads heads = LinearHeads.of(start.network());
    List<NodeValues> ends = new ArrayList<>();
    if (!heads.isEmpty()) {
      double[] theta = start.theta().clone();
      double[] step = fitted(start, heads.sources(), shift);
      double[] weights = heads.weights(theta);
      for (int k = 0; k < weights.length; k++) {
        weights[k] += step[k];
      }
      heads.set(theta, weights);
      ends.add(start.moved(theta));
    }
    Network network = start.network();
    for (int h = 0; h < heads.layers().size(); h++) {
      DenseLayer head = heads.layers().get(h);
      for (int term : network.nodes().get(heads.sources().get(h)).terms()) {
        network
            .nodes()
            .get(term)
            .dense()
            .flatMap(branch -> branchMoved(start, branch, head, shift))
            .ifPresent(ends::add);
      }
    }
    return ends;
  }

  /** The coefficients by which some nodes' values would best take the residual away. */
  private static double[] fitted(NodeValues start, List<Integer> sources, double shift) {
    FeatureSystem system = new FeatureSystem(start, sources, shift);
    double[] none = new double[system.columns() * start.data().outputs()];
    return system.fit(none, start.residual(), new boolean[system.columns()]).coefficients;
  }

  private static Optional<NodeValues> branchMoved(
      NodeValues start, Node.Dense branch, DenseLayer head, double shift) {
    int outputs = head.outputs();
    double[] gram = new double[outputs * outputs];
    double[] theta = start.theta().clone();
    for (int p = 0; p < outputs; p++) {
      for (int q = 0; q < outputs; q++) {
        for (int j = 0; j < head.inputs(); j++) {
          gram[p * outputs + q] += theta[head.index(j, p)] * theta[head.index(j, q)];
        }
      }
    }
    CholeskyFactor cholesky = new CholeskyFactor(Kernels.best(), outputs);
    if (!cholesky.factor(outputs, gram, 0)) {
      return Optional.empty();
    }
    double[] step = fitted(start, List.of(branch.source()), shift);
    for (int i = 0; i < branch.layer().inputs(); i++) {
      cholesky.solve(step, i * outputs);
      for (int j = 0; j < branch.layer().outputs(); j++) {
        for (int o = 0; o < outputs; o++) {
          theta[branch.layer().index(i, j)] +=
              step[i * outputs + o] * start.theta()[head.index(j, o)];
        }
      }
    }
    return Optional.of(start.moved(theta));
  }
}
