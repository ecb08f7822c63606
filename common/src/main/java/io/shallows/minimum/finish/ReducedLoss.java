package io.shallows.minimum.finish;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.LinearHeads;
import io.shallows.network.Network;
import java.util.Arrays;
import java.util.List;

/**
 * The loss with a weight decay and, if so wanted, its heads at their best, {@code V(w) = min_A L(w,
 * A) + decay |(w, A)|^2 / 2}: variable projection (Golub, Pereyra 1973, doi:10.1137/0710036).
 *
 * <p>A are the <em>heads</em>, the layers that reach the output through sums alone, w all other
 * parameters, the <em>inner</em> ones. L is quadratic in A, so that A solves {@code (Phi Phi^T + (N
 * decay / 2) I) A = -Phi r_0}, Phi the features that the heads read, q x N, and r_0 the residual
 * without heads. The gradient of V is that of {@code L + decay |theta|^2 / 2} at these heads by w
 * alone: the rest of the chain rule vanishes with the derivative by A.
 *
 * <p>The matrix is factored with its diagonal raised by {@value #RIDGE} times its mean, and three
 * refinements from the heads at hand take the error of that away along all directions that double
 * precision sees: features that depend on each other do no harm, and where decay is 0 the heads
 * stay near those at hand. An evaluation costs a forward pass, {@code q^2 N + q^3 / 3}
 * multiply-adds and a gradient; it counts as two gradient evaluations.
 */
final class ReducedLoss {

  /** Shift of the features' matrix relative to its mean diagonal: a hundred units of rounding. */
  static final double RIDGE = 1e-14;

  /** Refinements; the third is within rounding of the second but for dependent features. */
  private static final int REFINEMENTS = 3;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int p;
  private final int samples;
  private final int outputs;
  private final List<Integer> sources;
  private final int[] inner;
  private final int[] heads;
  private final double[] features;
  private final double[] transposed;
  private final double[] normal;
  private final double[] right;
  private final double[] residual;
  private final double[] gradient;
  private final CholeskyFactor factor;
  private double decay;
  private long evaluations;

  /**
   * The loss of a network on data with its heads at their best, with decay 0.
   *
   * @throws IllegalArgumentException if the loss is no sum of squares, or a part of the output is
   *     not a learned linear layer of nodes that the others decide
   */
  static ReducedLoss withBestHeads(EmpiricalLoss loss) {
    requireHeads(loss);
    LinearHeads heads = LinearHeads.of(loss.network());
    return new ReducedLoss(loss, heads.sources(), heads.layers());
  }

  /** Refuses what {@link #withBestHeads} would refuse. */
  static void requireHeads(EmpiricalLoss loss) {
    loss.outputLoss().requireSquares("finish that fits heads");
    if (!hasHeads(loss.network())) {
      throw new IllegalArgumentException(
          "finish: "
              + loss.network()
              + " has no learned heads that could be fitted by least squares; use descend");
    }
  }

  /** The loss of a network on data as it is, all of whose parameters are inner, with decay 0. */
  static ReducedLoss whole(EmpiricalLoss loss) {
    return new ReducedLoss(loss, List.of(), List.of());
  }

  /** With the heads at their best where they can be eliminated, else as it is. */
  static ReducedLoss of(EmpiricalLoss loss) {
    return fitsHeads(loss) ? withBestHeads(loss) : whole(loss);
  }

  /** Whether heads can be eliminated. */
  static boolean fitsHeads(EmpiricalLoss loss) {
    return loss.outputLoss().isSquared() && hasHeads(loss.network());
  }

  /** Whether each part of the output is a learned linear layer of nodes that the others decide. */
  static boolean hasHeads(Network network) {
    LinearHeads heads = LinearHeads.of(network);
    return !heads.isEmpty() && !readsHeads(network, heads);
  }

  private ReducedLoss(EmpiricalLoss loss, List<Integer> sources, List<DenseLayer> layers) {
    this.loss = loss;
    this.p = loss.dimension();
    this.samples = loss.data().samples();
    this.outputs = loss.data().outputs();
    this.sources = sources;
    int features = layers.stream().mapToInt(DenseLayer::inputs).sum();
    this.heads = new int[features];
    boolean[] isHead = new boolean[p];
    int row = 0;
    for (DenseLayer layer : layers) {
      for (int i = 0; i < layer.inputs(); i++) {
        heads[row++] = layer.index(i, 0);
      }
      Arrays.fill(isHead, layer.offset(), layer.offset() + layer.size(), true);
    }
    this.inner = new int[p - features * outputs];
    for (int i = 0, to = 0; i < p; i++) {
      if (!isHead[i]) {
        inner[to++] = i;
      }
    }
    this.features = new double[features * samples];
    this.transposed = new double[features * samples];
    this.normal = new double[features * features];
    this.right = new double[features];
    this.residual = new double[samples];
    this.gradient = new double[p];
    this.factor = new CholeskyFactor(kernels, Math.max(1, features));
  }

  /** Whether a node that a head reads depends on a head. */
  private static boolean readsHeads(Network network, LinearHeads heads) {
    boolean[] depends = new boolean[network.nodes().size()];
    for (int v = 0; v < depends.length; v++) {
      boolean head =
          network.nodes().get(v).dense().map(d -> heads.layers().contains(d.layer())).orElse(false);
      depends[v] = head || network.nodes().get(v).sources().stream().anyMatch(s -> depends[s]);
    }
    return heads.sources().stream().anyMatch(s -> depends[s]);
  }

  EmpiricalLoss loss() {
    return loss;
  }

  /** Places of the inner parameters, ascending. */
  int[] inner() {
    return inner;
  }

  /** Number of features q that the heads read. */
  int featureCount() {
    return heads.length;
  }

  /** Place of the weight from a feature to the first output; those to the others follow it. */
  int head(int feature) {
    return heads[feature];
  }

  double decay() {
    return decay;
  }

  void setDecay(double value) {
    decay = value;
  }

  /** Gradient evaluations so far. */
  long evaluations() {
    return evaluations;
  }

  /** So many gradient evaluations more, of what works on this loss. */
  void evaluated(long count) {
    evaluations += count;
  }

  /**
   * V at the inner parameters of {@code theta}, whose heads become the best ones.
   *
   * @param innerGradient overwritten, one entry per inner parameter
   */
  double evaluate(double[] theta, double[] innerGradient) {
    evaluations++;
    if (heads.length > 0) {
      evaluations++;
      fitHeads(theta);
    }
    double value = loss.valueAndGradient(theta, gradient);
    kernels.axpy(p, decay, theta, 0, gradient, 0);
    for (int i = 0; i < inner.length; i++) {
      innerGradient[i] = gradient[inner[i]];
    }
    return value + 0.5 * decay * kernels.dot(p, theta, 0, theta, 0);
  }

  /** The features at a point, q x N, until the next evaluation. */
  double[] features(double[] theta) {
    int row = 0;
    for (int source : sources) {
      double[] values = loss.activations(theta, source);
      int width = values.length / samples;
      kernels.transpose(samples, width, values, 0, width, features, row * samples, samples);
      row += width;
    }
    return features;
  }

  /**
   * Factors a matrix with a shift, ten times larger until it is positive definite; false if no
   * number is large enough, as where the matrix has entries that are none.
   */
  static boolean factored(CholeskyFactor factor, int n, double[] matrix, double shift) {
    for (double raised = shift;
        Double.isFinite(raised);
        raised = Math.max(10 * raised, Double.MIN_NORMAL)) {
      if (factor.factor(n, matrix, raised)) {
        return true;
      }
    }
    return false;
  }

  private void fitHeads(double[] theta) {
    int q = heads.length;
    features(theta);
    kernels.gram(q, samples, features, 0, samples, transposed, normal, 0, q, false);
    double trace = 0;
    for (int i = 0; i < q; i++) {
      trace += normal[i * q + i];
    }
    double own = 0.5 * samples * decay;
    double shift = RIDGE * trace / q + own;
    if (!factored(factor, q, normal, shift)) {
      return; // numbers without end, which the value says too
    }
    double[] all = loss.linearize(theta).residual();
    for (int k = 0; k < outputs; k++) {
      for (int s = 0; s < samples; s++) {
        residual[s] = all[s * outputs + k];
      }
      for (int pass = 0; pass < REFINEMENTS; pass++) {
        kernels.gemv(q, samples, features, 0, samples, residual, 0, right, 0, false);
        for (int i = 0; i < q; i++) {
          right[i] = -right[i] - own * theta[heads[i] + k];
        }
        factor.solve(right, 0);
        for (int i = 0; i < q; i++) {
          theta[heads[i] + k] += right[i];
        }
        kernels.gemv(samples, q, transposed, 0, q, right, 0, residual, 0, true);
      }
    }
  }
}
