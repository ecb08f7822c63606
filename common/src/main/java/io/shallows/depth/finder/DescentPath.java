package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.Images;
import io.shallows.linalg.SymmetricEigen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Points of a descent to a minimum, each lower than the one before and at most a given length away
 * from it.
 *
 * <p>Limited-memory BFGS of {@value #MEMORY} pairs with backtracking until the loss falls by the
 * Armijo rule; it ends when the gradient is below the tolerance, when no step lowers the loss, or
 * with the budget. Then Newton's steps take a minimum with a positive Hessian to the rounding of
 * the gradient, if there are at most {@value #DENSE} parameters.
 */
final class DescentPath {

  private static final int MEMORY = 12;
  private static final int STEPS = 3000;
  private static final int DENSE = 400;
  private static final double ARMIJO = 1e-4;

  private final BudgetedSurface surface;
  private final double length;
  private final double tolerance;
  private final Deque<double[]> moves = new ArrayDeque<>();
  private final Deque<double[]> changes = new ArrayDeque<>();

  DescentPath(BudgetedSurface surface, double length, double tolerance) {
    this.surface = surface;
    this.length = length;
    this.tolerance = tolerance;
  }

  /** The points from {@code start}, which is the first, to where the descent ends. */
  List<double[]> from(double[] start) {
    moves.clear();
    changes.clear();
    List<double[]> points = new ArrayList<>(List.of(start.clone()));
    double[] point = start.clone();
    double[] gradient = new double[point.length];
    double value = surface.valueAndGradient(point, gradient);
    double[] nextGradient = new double[point.length];
    for (int k = 0; k < STEPS && Images.norm(gradient) > tolerance; k++) {
      double[] direction = direction(gradient);
      double slope = dot(direction, gradient);
      double size = Images.norm(direction);
      double scale = Math.min(1, length / size);
      double[] next = point;
      double lower = value;
      boolean fell = false;
      for (int half = 0; half < 30 && !fell && surface.allows(1); half++) {
        next = point.clone();
        for (int i = 0; i < next.length; i++) {
          next[i] += scale * direction[i];
        }
        lower = surface.valueAndGradient(next, nextGradient);
        fell = lower < value + ARMIJO * scale * slope;
        scale *= 0.4;
      }
      if (!fell) {
        if (moves.isEmpty()) {
          break;
        }
        moves.clear();
        changes.clear();
        continue;
      }
      remember(point, next, gradient, nextGradient);
      point = next;
      value = lower;
      System.arraycopy(nextGradient, 0, gradient, 0, gradient.length);
      points.add(point);
    }
    polish(points);
    return points;
  }

  private void remember(double[] point, double[] next, double[] gradient, double[] nextGradient) {
    double[] move = new double[point.length];
    double[] change = new double[point.length];
    for (int i = 0; i < move.length; i++) {
      move[i] = next[i] - point[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    if (dot(move, change) > 1e-12 * Images.norm(move) * Images.norm(change)) {
      moves.addFirst(move);
      changes.addFirst(change);
      if (moves.size() > MEMORY) {
        moves.removeLast();
        changes.removeLast();
      }
    }
  }

  /** The two-loop recursion. */
  private double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] shares = new double[moves.size()];
    Iterator<double[]> change = changes.iterator();
    int at = 0;
    for (double[] move : moves) {
      double[] y = change.next();
      shares[at] = dot(move, q) / dot(move, y);
      axpy(-shares[at++], y, q);
    }
    if (!moves.isEmpty()) {
      double[] y = changes.getFirst();
      double gamma = dot(moves.getFirst(), y) / dot(y, y);
      for (int i = 0; i < q.length; i++) {
        q[i] *= gamma;
      }
    }
    change = changes.descendingIterator();
    Iterator<double[]> back = moves.descendingIterator();
    while (back.hasNext()) {
      double[] move = back.next();
      double[] y = change.next();
      axpy(shares[--at] - dot(y, q) / dot(move, y), move, q);
    }
    for (int i = 0; i < q.length; i++) {
      q[i] = -q[i];
    }
    return q;
  }

  /** Newton's steps while they lower the gradient, at most a thousandth of the length each. */
  private void polish(List<double[]> points) {
    double[] point = points.get(points.size() - 1);
    int p = point.length;
    double[] gradient = new double[p];
    surface.valueAndGradient(point, gradient);
    double norm = Images.norm(gradient);
    for (int k = 0; k < 4 && p <= DENSE && surface.allows(p + 1L); k++) {
      SymmetricEigen eigen = SaddleSearch.hessian(surface, point);
      if (!(eigen.value(0) > 1e-9 * eigen.value(p - 1))) {
        return;
      }
      double[] next = point.clone();
      for (int i = 0; i < p; i++) {
        double[] v = eigen.vector(i);
        axpy(-dot(v, gradient) / eigen.value(i), v, next);
      }
      double[] nextGradient = new double[p];
      surface.valueAndGradient(next, nextGradient);
      double after = Images.norm(nextGradient);
      if (!(after < 0.5 * norm) || Images.distance(point, next) > 0.1 * length) {
        return;
      }
      points.add(next);
      point = next;
      gradient = nextGradient;
      norm = after;
    }
  }

  private static void axpy(double factor, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
