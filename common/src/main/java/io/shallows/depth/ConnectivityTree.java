package io.shallows.depth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A minimum spanning tree of minima joined by barriers, read as the 0-dimensional barcode of the
 * sublevel sets that they were found in.
 *
 * <p>Minima are born at their losses. Edges are taken by rising height, those of equal height by
 * the order in which they are given; an edge between two components joins them, and the component
 * whose lowest minimum is higher dies there (elder rule; among equal losses the later one). So
 * every minimum but the lowest of its connected part dies once, at {@code min over lower minima j
 * of min over ways i - j of the highest edge}, and the edges that joined are the tree. Cost {@code
 * O(E log E + n^2)}.
 */
final class ConnectivityTree {

  private final List<Bar> bars;
  private final List<Edge> edges;

  private ConnectivityTree(List<Bar> bars, List<Edge> edges) {
    this.bars = List.copyOf(bars);
    this.edges = List.copyOf(edges);
  }

  /**
   * A known way between two minima.
   *
   * @param height the certified maximum of the loss on it
   */
  record Edge(int from, int to, double height) {}

  /**
   * An edge that is walked.
   *
   * @param edge its position in the list of edges
   * @param forward from {@code from} to {@code to}
   */
  record Step(int edge, boolean forward) {}

  /**
   * One bar of the barcode.
   *
   * @param minimum what dies
   * @param elder the lowest minimum of the component that it dies into
   * @param death the height at which it does
   * @param way the steps through the tree from {@code minimum} to {@code elder}
   */
  record Bar(int minimum, int elder, double death, List<Step> way) {
    Bar {
      way = List.copyOf(way);
    }
  }

  /**
   * The tree of minima.
   *
   * @param births the losses of the minima
   * @param edges ways between them; NaN heights are refused
   */
  static ConnectivityTree of(double[] births, List<Edge> edges) {
    for (Edge edge : edges) {
      Objects.checkIndex(edge.from(), births.length);
      Objects.checkIndex(edge.to(), births.length);
      if (Double.isNaN(edge.height())) {
        throw new IllegalArgumentException(
            "height: NaN between " + edge.from() + " and " + edge.to());
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int e = 0; e < edges.size(); e++) {
      order.add(e);
    }
    order.sort(Comparator.comparingDouble(e -> edges.get(e).height()));
    int[] eldest = new int[births.length];
    List<List<Step>> steps = new ArrayList<>();
    for (int i = 0; i < births.length; i++) {
      eldest[i] = i;
      steps.add(new ArrayList<>());
    }
    List<Bar> bars = new ArrayList<>();
    List<Edge> taken = new ArrayList<>();
    for (int e : order) {
      Edge edge = edges.get(e);
      int a = eldest[edge.from()];
      int b = eldest[edge.to()];
      if (a == b) {
        continue;
      }
      steps.get(edge.from()).add(new Step(e, true));
      steps.get(edge.to()).add(new Step(e, false));
      taken.add(edge);
      boolean dies = births[a] > births[b] || (births[a] == births[b] && a > b);
      int dying = dies ? a : b;
      int elder = dies ? b : a;
      bars.add(new Bar(dying, elder, edge.height(), way(edges, steps, dying, elder)));
      for (int i = 0; i < eldest.length; i++) {
        eldest[i] = eldest[i] == dying ? elder : eldest[i];
      }
    }
    return new ConnectivityTree(bars, taken);
  }

  /** The steps between two minima of one tree. */
  private static List<Step> way(List<Edge> edges, List<List<Step>> steps, int from, int to) {
    Step[] reached = new Step[steps.size()];
    Deque<Integer> next = new ArrayDeque<>(List.of(from));
    while (reached[to] == null) {
      int at = next.remove();
      for (Step step : steps.get(at)) {
        int end = end(edges, step);
        if (end != from && reached[end] == null) {
          reached[end] = step;
          next.add(end);
        }
      }
    }
    List<Step> way = new ArrayList<>();
    for (int at = to; at != from; at = end(edges, reversed(way.get(way.size() - 1)))) {
      way.add(reached[at]);
    }
    Collections.reverse(way);
    return way;
  }

  private static Step reversed(Step step) {
    return new Step(step.edge(), !step.forward());
  }

  private static int end(List<Edge> edges, Step step) {
    Edge edge = edges.get(step.edge());
    return step.forward() ? edge.to() : edge.from();
  }

  /** The bars in the order in which they end. */
  List<Bar> bars() {
    return bars;
  }

  /** The edges of the tree, by rising height. */
  List<Edge> edges() {
    return edges;
  }

  /** The bar of a minimum; empty for the lowest of its connected part. */
  Optional<Bar> bar(int minimum) {
    return bars.stream().filter(bar -> bar.minimum() == minimum).findFirst();
  }
}
