package io.shallows.depth.path;

import java.util.ArrayList;
import java.util.List;

/** Vertices in parameter space, joined by straight segments. Immutable. */
public final class Path {

  private final List<double[]> vertices;

  /** Copies the vertices. */
  public Path(List<double[]> vertices) {
    if (vertices.isEmpty()) {
      throw new IllegalArgumentException("path: no vertices");
    }
    List<double[]> copies = new ArrayList<>(vertices.size());
    for (double[] vertex : vertices) {
      if (vertex.length != vertices.get(0).length) {
        throw new IllegalArgumentException(
            "path: a vertex of "
                + vertex.length
                + " parameters follows one of "
                + vertices.get(0).length);
      }
      copies.add(vertex.clone());
    }
    this.vertices = List.copyOf(copies);
  }

  /** Number of vertices. */
  public int size() {
    return vertices.size();
  }

  /** A copy of a vertex. */
  public double[] vertex(int index) {
    return vertices.get(index).clone();
  }

  /** Copies of all vertices. */
  public List<double[]> vertices() {
    List<double[]> copies = new ArrayList<>(vertices.size());
    for (double[] vertex : vertices) {
      copies.add(vertex.clone());
    }
    return copies;
  }

  /** The vertex itself, not to be changed. */
  public double[] at(int index) {
    return vertices.get(index);
  }

  /** The Euclidean length. */
  public double length() {
    double length = 0;
    for (int k = 1; k < vertices.size(); k++) {
      double square = 0;
      double[] a = vertices.get(k - 1);
      double[] b = vertices.get(k);
      for (int i = 0; i < a.length; i++) {
        square += (b[i] - a[i]) * (b[i] - a[i]);
      }
      length += Math.sqrt(square);
    }
    return length;
  }

  /** The same vertices in the opposite order. */
  public Path reversed() {
    List<double[]> back = new ArrayList<>();
    for (int k = vertices.size() - 1; k >= 0; k--) {
      back.add(vertices.get(k));
    }
    return new Path(back);
  }
}
