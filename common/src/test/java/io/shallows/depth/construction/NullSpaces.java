package io.shallows.depth.construction;

import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.List;

/** Moves of a head that change no output, for tests: by elimination, of small networks. */
final class NullSpaces {

  private NullSpaces() {}

  /** Weights on the units that are not 0 whose features times them are 0 on all samples. */
  static double[] ofHead(PenalizedLoss loss, double[] theta) {
    DenseLayer first = loss.penalty().units().first();
    int m = first.outputs();
    int samples = loss.loss().data().samples();
    List<Integer> live = new ArrayList<>();
    for (int k = 0; k < m; k++) {
      if (loss.penalty().size(theta, k) > 0) {
        live.add(k);
      }
    }
    double[][] rows = new double[samples][live.size()];
    for (int s = 0; s < samples; s++) {
      for (int j = 0; j < live.size(); j++) {
        double z = 0;
        for (int i = 0; i < first.inputs(); i++) {
          z += loss.loss().data().x(s, i) * theta[first.index(i, live.get(j))];
        }
        rows[s][j] = Math.max(0, z);
      }
    }
    int[] pivot = new int[live.size()];
    java.util.Arrays.fill(pivot, -1);
    int rank = 0;
    int open = -1;
    for (int j = 0; j < live.size() && open < 0; j++) {
      int best = rank;
      for (int s = rank; s < samples; s++) {
        best = Math.abs(rows[s][j]) > Math.abs(rows[best][j]) ? s : best;
      }
      if (rank == samples || Math.abs(rows[best][j]) < 1e-11) {
        open = j;
        continue;
      }
      double[] row = rows[best];
      rows[best] = rows[rank];
      rows[rank] = row;
      for (int s = 0; s < samples; s++) {
        double factor = s == rank ? 0 : rows[s][j] / row[j];
        for (int c = j; c < live.size(); c++) {
          rows[s][c] -= factor * row[c];
        }
      }
      pivot[j] = rank++;
    }
    double[] direction = new double[m];
    direction[live.get(open)] = 1;
    for (int j = 0; j < open; j++) {
      if (pivot[j] >= 0) {
        direction[live.get(j)] = -rows[pivot[j]][open] / rows[pivot[j]][j];
      }
    }
    return direction;
  }

  /** Goes along a direction of heads, the way in which the penalty does not rise, to a first 0. */
  static double[] untilAUnitIsZero(PenalizedLoss loss, double[] theta, double[] direction) {
    DenseLayer head = loss.penalty().units().head();
    DenseLayer first = loss.penalty().units().first();
    double slope = 0;
    for (int k = 0; k < direction.length; k++) {
      double square = 0;
      for (int i = 0; i < first.inputs(); i++) {
        square += theta[first.index(i, k)] * theta[first.index(i, k)];
      }
      slope += Math.signum(theta[head.index(k, 0)]) * direction[k] * Math.sqrt(square);
    }
    double sign = slope > 0 ? -1 : 1;
    double step = Double.POSITIVE_INFINITY;
    int gone = -1;
    for (int k = 0; k < direction.length; k++) {
      double b = theta[head.index(k, 0)];
      double to = sign * direction[k];
      if (b * to < 0 && -b / to < step) {
        step = -b / to;
        gone = k;
      }
    }
    double[] next = theta.clone();
    for (int k = 0; k < direction.length; k++) {
      next[head.index(k, 0)] += step * sign * direction[k];
    }
    next[head.index(gone, 0)] = 0;
    return next;
  }
}
