package io.shallows.depth.cell;

import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Cells in which a free unit lowers the loss, the steepest first: ascents of {@code |r . h| / |h|},
 * h = relu(X u), r the residual, from fixed random directions u. A heuristic: for upper ends only.
 */
final class Entrances {

  private static final int STARTS = 32;
  private static final int ROUNDS = 8;
  private static final int KEPT_PER_ROUND = 4;
  private static final int KEPT = 8;

  /** Cosine of residual and feature at or below which a unit does not lower the loss. */
  private static final double FLAT = 1e-7;

  private final Landscape landscape;

  Entrances(Landscape landscape) {
    this.landscape = landscape;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Direction(double[] vector, double score) {}

  /** Cells for a free unit at residual {@code y - f}. */
  List<UnitCell> into(double[] residual) {
    double square = 0;
    for (double value : residual) {
      square += value * value;
    }
    double least = FLAT * Math.sqrt(square);
    Map<UnitCell, Double> best = new LinkedHashMap<>();
    for (int sign = 1; sign >= -1; sign -= 2) {
      double[][] directions = starts();
      for (int round = 0; round < ROUNDS; round++) {
        List<Direction> scored = new ArrayList<>();
        for (int j = 0; j < STARTS; j++) {
          double[] next = new double[directions[j].length];
          double score = ascend(residual, sign, directions[j], next);
          scored.add(new Direction(directions[j], score));
          directions[j] = next;
        }
        scored.sort(Comparator.comparingDouble(direction -> -direction.score()));
        for (Direction direction : scored.subList(0, KEPT_PER_ROUND)) {
          if (direction.score() > least) {
            UnitCell cell = landscape.cellOf(direction.vector(), 0, sign);
            if (!landscape.idle(cell)) {
              best.merge(cell, direction.score(), Math::max);
            }
          }
        }
      }
    }
    return best.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(KEPT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private double[][] starts() {
    ContinuousSampler normal = new RandomStreams(0).gaussian("cells", "entrances");
    double[][] starts = new double[STARTS][landscape.inputs()];
    for (double[] start : starts) {
      for (int c = 0; c < start.length; c++) {
        start[c] = normal.sample();
      }
    }
    return starts;
  }

  /** The score of a direction, and into {@code next} where its gradient leads. */
  private double ascend(double[] residual, int sign, double[] u, double[] next) {
    int n = landscape.samples();
    double[] feature = new double[n];
    double length = 0;
    for (int c = 0; c < u.length; c++) {
      length += u[c] * u[c];
    }
    for (int s = 0; s < n; s++) {
      double z = 0;
      for (int c = 0; c < u.length; c++) {
        z += landscape.x(s, c) * u[c];
      }
      if (z > 0) {
        feature[s] = z;
        for (int c = 0; c < u.length; c++) {
          next[c] += sign * residual[s] * landscape.x(s, c);
        }
      }
    }
    landscape.project(feature, 0);
    double along = 0;
    double square = 0;
    for (int s = 0; s < n; s++) {
      along += residual[s] * feature[s];
      square += feature[s] * feature[s];
    }
    double norm = Math.sqrt(square) + Double.MIN_NORMAL;
    for (int c = 0; c < u.length; c++) {
      next[c] = next[c] / norm + 0.3 * u[c] / Math.sqrt(length + Double.MIN_NORMAL);
    }
    return sign * along / norm;
  }
}
