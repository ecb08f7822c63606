package io.shallows.loss;

import io.shallows.linalg.Kernels;
import java.util.List;

/**
 * Evaluates a graph, and its derivative along a direction of the parameters, on a range of samples.
 */
final class ForwardPass {
  private final Kernels kernels;
  private final TilePlan plan;

  ForwardPass(Kernels kernels, TilePlan plan) {
    this.kernels = kernels;
    this.plan = plan;
  }

  /** Values of all nodes for samples from..to-1, the relus of {@code kinks} switched off. */
  void values(LayerWeights weights, NodeBuffers values, List<Kink> kinks, int from, int to) {
    int rows = to - from;
    for (int v = 0; v < plan.count(); v++) {
      if (plan.isConstant(v) || plan.isTerm(v)) {
        continue;
      }
      double[] target = values.array(v);
      int offset = values.offset(v, from);
      switch (plan.step(v)) {
        case CONSTANT -> {}
        case RELU -> {
          int rectified = plan.sourceOf(v);
          double[] source = values.array(rectified);
          int length = rows * plan.strideOf(v);
          kernels.relu(length, source, values.offset(rectified, from), target, offset);
          switchOff(v, kinks, values, from, to);
        }
        case SUM, MAP -> linear(v, weights, values, target, offset, from, rows);
      }
    }
  }

  private void switchOff(int v, List<Kink> kinks, NodeBuffers values, int from, int to) {
    for (int k = 0; k < kinks.size(); k++) {
      Kink kink = kinks.get(k);
      boolean inside = kink.sample() >= from && kink.sample() < to;
      if (inside && plan.network().relus().get(kink.relu()) == v) {
        values.array(v)[values.offset(v, kink.sample()) + kink.unit()] = 0;
      }
    }
  }

  /** What a dense, fixed or sum node computes from its sources' values, into any target. */
  void linear(
      int v,
      LayerWeights weights,
      NodeBuffers values,
      double[] target,
      int offset,
      int from,
      int rows) {
    if (plan.step(v) == TilePlan.Step.SUM) {
      int[] terms = plan.termsOf(v);
      for (int i = 0; i < terms.length; i++) {
        int source = terms[i];
        if (plan.isTerm(source)) {
          map(source, weights, values, target, offset, from, rows, i > 0);
        } else {
          add(source, values, target, offset, from, rows, i > 0);
        }
      }
    } else {
      map(v, weights, values, target, offset, from, rows, false);
    }
  }

  private void map(
      int v,
      LayerWeights weights,
      NodeBuffers values,
      double[] target,
      int offset,
      int from,
      int rows,
      boolean accumulate) {
    int source = plan.sourceOf(v);
    weights.multiply(
        v, rows, values.array(source), values.offset(source, from), target, offset, accumulate);
  }

  private void add(
      int source,
      NodeBuffers values,
      double[] target,
      int offset,
      int from,
      int rows,
      boolean accumulate) {
    int length = rows * plan.strideOf(source);
    double[] term = values.array(source);
    int at = values.offset(source, from);
    if (accumulate) {
      kernels.axpy(length, 1, term, at, target, offset);
    } else {
      System.arraycopy(term, at, target, offset, length);
    }
  }

  /**
   * Derivatives of all nodes when the parameters move along {@code direction}: {@code dz = dh W + h
   * D} for a dense node.
   */
  void tangents(
      LayerWeights weights,
      LayerWeights direction,
      NodeBuffers values,
      NodeBuffers tangents,
      int from,
      int to) {
    int rows = to - from;
    for (int v = 0; v < plan.count(); v++) {
      if (plan.isConstant(v) || plan.isTerm(v)) {
        continue;
      }
      double[] target = tangents.array(v);
      int offset = tangents.offset(v, from);
      int length = rows * plan.strideOf(v);
      if (plan.step(v) == TilePlan.Step.RELU) {
        int rectified = plan.sourceOf(v);
        double[] source = tangents.array(rectified);
        if (source != target) {
          System.arraycopy(source, tangents.offset(rectified, from), target, offset, length);
        }
        kernels.maskPositive(length, values.array(v), values.offset(v, from), target, offset);
        continue;
      }
      boolean written = false;
      if (plan.step(v) == TilePlan.Step.SUM) {
        for (int source : plan.termsOf(v)) {
          if (plan.isTerm(source)) {
            written =
                moved(
                    source, weights, direction, values, tangents, target, offset, from, rows,
                    written);
          } else if (!plan.isConstant(source)) {
            add(source, tangents, target, offset, from, rows, written);
            written = true;
          }
        }
      } else {
        written = moved(v, weights, direction, values, tangents, target, offset, from, rows, false);
      }
      if (!written) {
        java.util.Arrays.fill(target, offset, offset + length, 0.0);
      }
    }
  }

  private boolean moved(
      int v,
      LayerWeights weights,
      LayerWeights direction,
      NodeBuffers values,
      NodeBuffers tangents,
      double[] target,
      int offset,
      int from,
      int rows,
      boolean before) {
    boolean written = before;
    if (!plan.isConstant(plan.sourceOf(v))) {
      map(v, weights, tangents, target, offset, from, rows, written);
      written = true;
    }
    if (plan.isLearned(v)) {
      map(v, direction, values, target, offset, from, rows, written);
      written = true;
    }
    return written;
  }
}
