package io.shallows.depth.layers;

import io.shallows.depth.path.NodeValues;
import io.shallows.network.LinearHeads;
import java.util.Arrays;
import java.util.List;

/**
 * The best heads for given features, kept from growing without bound where features nearly depend
 * on each other.
 *
 * <p>{@code min_A L(W, A) + rho sum_j c_j^2 |a_j|^2}, c_j the root mean square of column j at the
 * start of the path, but at least that of all columns, and rho such that the penalty of the start's
 * own heads is {@link #SHARE} of its loss. Heads that are large against their effect would make the
 * moves of the layers below them dear; the loss that the penalty costs is small against that at the
 * start.
 */
public final class DampedHeads {

  /** Penalty of the start's heads as a share of its loss, mostly. */
  private static final double SHARE = 0.01;

  private final LinearHeads heads;
  private final double[] weights;
  private final int samples;
  private final int outputs;

  /** Heads along a path that climbs by more than a hundredth of the start's loss. */
  public DampedHeads(NodeValues start) {
    this(start, SHARE);
  }

  /**
   * Heads along a path from a point.
   *
   * @param share the penalty of the start's heads as a share of its loss: no fitted heads lose more
   */
  public DampedHeads(NodeValues start, double share) {
    heads = LinearHeads.of(start.network());
    samples = start.data().samples();
    outputs = start.data().outputs();
    if (heads.isEmpty()) {
      weights = new double[0];
      return;
    }
    weights = new FeatureSystem(start, heads.sources(), FeatureSystem.SHIFT).norms();
    double mean = Math.sqrt(Arrays.stream(weights).map(c -> c * c).average().orElse(0));
    for (int j = 0; j < weights.length; j++) {
      weights[j] = Math.max(weights[j], mean);
    }
    double[] a = heads.weights(start.theta());
    double square = 0;
    for (int k = 0; k < a.length; k++) {
      square += a[k] * a[k] * weights[k / outputs] * weights[k / outputs];
    }
    double rho = square > 0 ? share * start.loss() * start.data().samples() / square : 0;
    for (int j = 0; j < weights.length; j++) {
      weights[j] *= Math.sqrt(rho);
    }
  }

  /** Whether there are no heads to fit. */
  public boolean isEmpty() {
    return heads.isEmpty();
  }

  LinearHeads heads() {
    return heads;
  }

  /** {@code state} with its best heads. */
  public NodeValues fitted(NodeValues state) {
    return state.moved(fit(state));
  }

  /** The parameters of {@code state} with its best heads. */
  double[] fit(NodeValues state) {
    return withHeads(state, common(List.of(state)));
  }

  /** {@code state} with the heads whose mean loss at two states is least. */
  NodeValues bridge(NodeValues state, NodeValues other) {
    return state.moved(withHeads(state, common(List.of(state, other))));
  }

  private double[] withHeads(NodeValues state, double[] a) {
    double[] theta = state.theta().clone();
    heads.set(theta, a);
    return theta;
  }

  private double[] common(List<NodeValues> states) {
    FeatureSystem system = new FeatureSystem(states, heads.sources(), FeatureSystem.SHIFT);
    double[] norms = system.norms();
    double[] shifts = new double[norms.length];
    for (int j = 0; j < shifts.length; j++) {
      shifts[j] = states.size() * weights[j] * weights[j] / (norms[j] * norms[j]);
    }
    double[] residual = new double[states.size() * samples * outputs];
    for (int k = 0; k < residual.length; k++) {
      residual[k] = -states.get(0).data().y(k / outputs % samples, k % outputs);
    }
    return system.damped(residual, shifts);
  }

  /** The penalty of parameters. */
  double penalty(double[] theta) {
    double[] a = heads.weights(theta);
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * a[k] * weights[k / outputs] * weights[k / outputs];
    }
    return sum / samples;
  }
}
