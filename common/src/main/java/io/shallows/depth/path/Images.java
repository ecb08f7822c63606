package io.shallows.depth.path;

import java.util.ArrayList;
import java.util.List;

/** Points along a path with their losses and gradients, and the geometry between them. */
public final class Images {

  public final List<double[]> points = new ArrayList<>();
  public final List<double[]> gradients = new ArrayList<>();
  public final List<Double> losses = new ArrayList<>();

  public int size() {
    return points.size();
  }

  public void add(int at, double[] point, double loss, double[] gradient) {
    points.add(at, point);
    losses.add(at, loss);
    gradients.add(at, gradient);
  }

  /** The inner image of the largest loss. */
  public int highest() {
    int best = 1;
    for (int k = 2; k < size() - 1; k++) {
      if (losses.get(k) > losses.get(best)) {
        best = k;
      }
    }
    return best;
  }

  public double largest() {
    double largest = Double.NEGATIVE_INFINITY;
    for (double loss : losses) {
      largest = Math.max(largest, loss);
    }
    return largest;
  }

  /**
   * The improved tangent at an inner image (Henkelman, Jonsson 2000, doi:10.1063/1.1323224):
   * towards the higher neighbour; at an extremum both, weighted by the differences of the losses.
   * Of length 1.
   */
  public double[] tangent(int k) {
    double below = losses.get(k - 1);
    double here = losses.get(k);
    double above = losses.get(k + 1);
    double forward = 0;
    double backward = 0;
    if (above > here && here > below) {
      forward = 1;
    } else if (above < here && here < below) {
      backward = 1;
    } else {
      double most = Math.max(Math.abs(above - here), Math.abs(below - here));
      double least = Math.min(Math.abs(above - here), Math.abs(below - here));
      forward = above > below ? most : least;
      backward = above > below ? least : most;
      if (forward + backward == 0) {
        forward = 1;
        backward = 1;
      }
    }
    double[] tangent = new double[points.get(k).length];
    double square = 0;
    for (int i = 0; i < tangent.length; i++) {
      double own = points.get(k)[i];
      tangent[i] = forward * (points.get(k + 1)[i] - own) + backward * (own - points.get(k - 1)[i]);
      square += tangent[i] * tangent[i];
    }
    double norm = Math.sqrt(square);
    for (int i = 0; norm > 0 && i < tangent.length; i++) {
      tangent[i] /= norm;
    }
    return tangent;
  }

  public static double norm(double[] v) {
    double square = 0;
    for (double x : v) {
      square += x * x;
    }
    return Math.sqrt(square);
  }

  public static double distance(double[] a, double[] b) {
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      square += (b[i] - a[i]) * (b[i] - a[i]);
    }
    return Math.sqrt(square);
  }

  public static double[] between(double[] a, double[] b, double t) {
    double[] point = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      point[i] = a[i] + t * (b[i] - a[i]);
    }
    return point;
  }

  /**
   * Moves the images strictly between two of them to equal distances along the polygon through
   * them.
   */
  public void spread(int from, int to) {
    double[] at = new double[to - from + 1];
    for (int k = 1; k < at.length; k++) {
      at[k] = at[k - 1] + distance(points.get(from + k - 1), points.get(from + k));
    }
    List<double[]> old = new ArrayList<>(points.subList(from, to + 1));
    int piece = 0;
    for (int k = 1; k < at.length - 1; k++) {
      double want = at[at.length - 1] * k / (at.length - 1);
      while (piece < at.length - 2 && at[piece + 1] < want) {
        piece++;
      }
      double width = at[piece + 1] - at[piece];
      double t = width > 0 ? (want - at[piece]) / width : 0;
      points.set(from + k, between(old.get(piece), old.get(piece + 1), t));
    }
  }

  public List<double[]> copy() {
    List<double[]> copies = new ArrayList<>();
    for (double[] point : points) {
      copies.add(point.clone());
    }
    return copies;
  }
}
