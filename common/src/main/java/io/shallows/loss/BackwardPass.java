package io.shallows.loss;

import io.shallows.linalg.Kernels;
import java.util.Arrays;

/**
 * Carries adjoints (derivatives with respect to node values) from one node of a graph back to the
 * others, and sums what follows for the parameters.
 */
final class BackwardPass {
  private final Kernels kernels;
  private final TilePlan plan;
  private final boolean[] written;

  BackwardPass(Kernels kernels, TilePlan plan) {
    this.kernels = kernels;
    this.plan = plan;
    this.written = new boolean[plan.count()];
  }

  /** Second-order terms: the parameters move along a direction, the values with them. */
  record Motion(LayerWeights direction, NodeBuffers tangents, NodeBuffers adjoints) {}

  /**
   * One pass over samples from..to-1.
   *
   * @param start the node whose adjoint is set; the nodes after it have none
   * @param end the last node that is reached: its adjoint is complete and, if it is a relu, not yet
   *     masked
   * @param motion null for first derivatives; otherwise {@code adjoints} are the derivatives of the
   *     adjoints along the motion
   * @param gradient null if only the adjoints are wanted
   */
  void run(
      LayerWeights weights,
      NodeBuffers values,
      NodeBuffers adjoints,
      Motion motion,
      GradientSum gradient,
      int start,
      int end,
      int from,
      int to) {
    int rows = to - from;
    Arrays.fill(written, false);
    written[plan.root(start)] = true;
    for (int v = start; v > end; v--) {
      if (plan.isConstant(v) || !written[plan.root(v)]) {
        continue;
      }
      switch (plan.step(v)) {
        case CONSTANT -> {}
        case RELU -> relu(v, plan.sourceOf(v), values, adjoints, from, rows);
        case SUM -> {
          for (int source : plan.termsOf(v)) {
            if (!plan.isTerm(source) && !plan.isConstant(source)) {
              add(v, source, adjoints, from, rows);
            }
          }
        }
        case MAP -> linear(v, weights, values, adjoints, motion, gradient, from, rows);
      }
    }
  }

  private void relu(
      int v, int source, NodeBuffers values, NodeBuffers adjoints, int from, int rows) {
    kernels.maskPositive(
        rows * plan.strideOf(v),
        values.array(v),
        values.offset(v, from),
        adjoints.array(v),
        adjoints.offset(v, from));
    if (plan.root(source) != plan.root(v)) {
      add(v, source, adjoints, from, rows);
    }
  }

  private void add(int v, int source, NodeBuffers adjoints, int from, int rows) {
    int length = rows * plan.strideOf(v);
    double[] adjoint = adjoints.array(v);
    int at = adjoints.offset(v, from);
    double[] target = adjoints.array(source);
    int offset = adjoints.offset(source, from);
    if (written[plan.root(source)]) {
      kernels.axpy(length, 1, adjoint, at, target, offset);
    } else {
      System.arraycopy(adjoint, at, target, offset, length);
      written[plan.root(source)] = true;
    }
  }

  private void linear(
      int v,
      LayerWeights weights,
      NodeBuffers values,
      NodeBuffers adjoints,
      Motion motion,
      GradientSum gradient,
      int from,
      int rows) {
    int source = plan.sourceOf(v);
    boolean variable = !plan.isConstant(source);
    boolean learned = plan.isLearned(v);
    if (gradient != null && learned) {
      gradient.add(v, values, adjoints, from, rows);
      if (motion != null && variable) {
        gradient.add(v, motion.tangents(), motion.adjoints(), from, rows);
      }
    }
    if (variable) {
      back(v, source, weights, adjoints, adjoints, from, rows);
      if (motion != null && learned) {
        back(v, source, motion.direction(), motion.adjoints(), adjoints, from, rows);
      }
    }
  }

  private void back(
      int v,
      int source,
      LayerWeights weights,
      NodeBuffers read,
      NodeBuffers write,
      int from,
      int rows) {
    weights.multiplyTransposed(
        v,
        rows,
        read.array(v),
        read.offset(v, from),
        write.array(source),
        write.offset(source, from),
        written[plan.root(source)]);
    written[plan.root(source)] = true;
  }
}
