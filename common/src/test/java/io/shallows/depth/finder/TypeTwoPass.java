package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A minimum of type II of Safran and Shamir, a saddle between it and the teacher, and the ways down
 * from the saddle, among {@linkplain SymmetricCommittee symmetric committees}.
 *
 * <p>There are two saddles. One has the minimum's symmetry; its last unit is nearly off. The lower
 * one sets another unit apart, the first, and leads to the teacher with this unit and the last
 * exchanged. All points are continued from one k to the next.
 */
final class TypeTwoPass {

  /**
   * Near enough to each other: from k = 20 to 50 the search ends in another saddle of index 1, on
   * the other side of w_k = 0, which is higher by 8e-5 (k = 6) to 2e-8 (k = 100).
   */
  private static final List<Integer> UNITS = List.of(6, 8, 10, 14, 20, 28, 38, 50, 70, 100);

  /** The point of k = 6 that Safran and Shamir list, to three digits. */
  private static final double[] MINIMUM = {0.987, -0.0504, 0.308, 0.225, -0.602};

  /** The symmetric saddle of k = 6, from a search with many starts, to two digits. */
  private static final double[] SYMMETRIC = {1.14, -0.027, 0.2, -0.032, -0.036};

  /** The lower saddle of k = 6, from a search along the softest mode, to three digits. */
  private static final double[] LOWER = {
    0.952, -0.0614, 0.385, -0.0572, 0.994, -0.0443, 0.289, 0.288, 0.21, -0.599
  };

  /** Length of a step of a descent; units have a length of about 1. */
  private static final double STEP = 0.05;

  /** Half a step of a descent; the lower saddle of k = 6 is 0.12 from the minimum. */
  private static final double ASIDE = 0.02;

  /** Rounding of a gradient of 100 units is 3e-13. */
  private static final double GRADIENT = 1e-11;

  /** Losses that are looked at on a line before it is taken; the certificate decides. */
  private static final int SAMPLES = 16;

  /** Lines are lower than the saddle by more than a certificate in doubles leaves open. */
  private static final double CLEAR = 1e-8;

  final int k;
  final SymmetricCommittee committee;
  final double[] minimum;
  final double[] saddle;

  /** The teacher's units in some order: a loss of 0. */
  final double[] teacher;

  private final double[] down;
  private final double aside;

  private TypeTwoPass(
      SymmetricCommittee committee, double[] minimum, double[] start, double radius, double aside) {
    this.committee = committee;
    this.minimum = minimum;
    this.aside = aside;
    k = committee.units();
    SaddleSearch.Saddle found = new SaddleSearch(100, GRADIENT).from(surface(), start, radius);
    if (!found.converged) {
      throw new IllegalStateException("no saddle for " + k + " units");
    }
    saddle = found.point;
    double along = 0;
    for (int a = 0; a < saddle.length; a++) {
      along += found.down[a] * (minimum[a] - saddle[a]);
    }
    down = found.down.clone();
    for (int a = 0; a < down.length; a++) {
      down[a] *= Math.signum(along);
    }
    List<double[]> descent = descent(-1);
    double[] end = committee.parameters(descent.get(descent.size() - 1));
    for (int a = 0; a < end.length; a++) {
      end[a] = Math.rint(end[a]);
    }
    teacher = committee.coordinates(end);
  }

  /** Over the symmetric saddles, by the number of units. */
  static NavigableMap<Integer, TypeTwoPass> symmetric() {
    NavigableMap<Integer, TypeTwoPass> passes = new TreeMap<>();
    double[] minimum = MINIMUM;
    double[] x = SYMMETRIC;
    int before = UNITS.get(0);
    for (int k : UNITS) {
      SymmetricCommittee committee = new SymmetricCommittee(k - 1, 1);
      List<double[]> descent =
          new DescentPath(new BudgetedSurface(committee, Long.MAX_VALUE), STEP, GRADIENT)
              .from(committee.coordinates(minimum));
      // the entries beside the diagonal fall like 1 / k^2 and the other small ones like 1 / k
      double r = (double) before / k;
      double[] start =
          committee.coordinates(new double[] {x[0], r * r * x[1], r * x[2], r * x[3], r * x[4]});
      // no further than the last unit is long: the loss has a corner where it is 0
      double last = Math.sqrt(start[3] * start[3] + start[4] * start[4]);
      TypeTwoPass pass =
          new TypeTwoPass(committee, descent.get(descent.size() - 1), start, last, last / 4);
      passes.put(k, pass);
      minimum = committee.parameters(pass.minimum);
      x = committee.parameters(pass.saddle);
      before = k;
    }
    return passes;
  }

  /** From the same minima over the lower saddles. */
  static NavigableMap<Integer, TypeTwoPass> lower(NavigableMap<Integer, TypeTwoPass> symmetric) {
    NavigableMap<Integer, TypeTwoPass> passes = new TreeMap<>();
    double[] beyond = null;
    for (Map.Entry<Integer, TypeTwoPass> entry : symmetric.entrySet()) {
      SymmetricCommittee committee = new SymmetricCommittee(1, entry.getKey() - 2, 1);
      TypeTwoPass other = entry.getValue();
      double[] minimum = new double[committee.dimension()];
      committee.project(other.committee.network(other.minimum), minimum);
      double[] x = committee.parameters(minimum);
      if (beyond == null) {
        beyond = difference(LOWER, x);
      }
      double[] start = x.clone();
      for (int a = 0; a < start.length; a++) {
        start[a] += beyond[a];
      }
      TypeTwoPass pass =
          new TypeTwoPass(committee, minimum, committee.coordinates(start), 2 * STEP, ASIDE);
      passes.put(pass.k, pass);
      beyond = difference(committee.parameters(pass.saddle), x);
    }
    return passes;
  }

  private static double[] difference(double[] to, double[] from) {
    double[] move = new double[to.length];
    for (int a = 0; a < move.length; a++) {
      move[a] = to[a] - from[a];
    }
    return move;
  }

  private BudgetedSurface surface() {
    return new BudgetedSurface(committee, Long.MAX_VALUE);
  }

  /**
   * The saddle, a point beside it on the side of the minimum (1) or of the teacher (-1), and the
   * points of a descent from there, each lower than the one before.
   */
  List<double[]> descent(int side) {
    double[] beside = saddle.clone();
    for (int a = 0; a < beside.length; a++) {
      beside[a] += side * aside * down[a];
    }
    List<double[]> points = new ArrayList<>(List.of(saddle));
    points.addAll(new DescentPath(surface(), STEP, GRADIENT).from(beside));
    return points;
  }

  /**
   * From the minimum over the saddle to the teacher, along the descents with few vertices. Beside
   * the saddle it goes in the direction in which the loss falls: on these short pieces the loss is
   * concave, which leaves a certificate little to do.
   */
  Path path() {
    List<double[]> vertices = new ArrayList<>();
    List<double[]> back = thinned(descent(1), minimum);
    Collections.reverse(back);
    for (double[] y : back) {
      vertices.add(committee.network(y));
    }
    List<double[]> on = thinned(descent(-1), teacher);
    for (double[] y : on.subList(1, on.size())) {
      vertices.add(committee.network(y));
    }
    return new Path(vertices);
  }

  /** Straight on from each kept point to the last that seems to be reached below the saddle. */
  private List<double[]> thinned(List<double[]> descent, double[] end) {
    List<double[]> points = new ArrayList<>(descent);
    points.set(points.size() - 1, end);
    List<double[]> kept = new ArrayList<>(points.subList(0, 2));
    int at = 1;
    while (at < points.size() - 1) {
      int next = points.size() - 1;
      while (next > at + 1 && !below(points.get(at), points.get(next))) {
        next--;
      }
      kept.add(points.get(next));
      at = next;
    }
    return kept;
  }

  private boolean below(double[] a, double[] b) {
    double ceiling = committee.value(saddle) - CLEAR;
    for (int s = 0; s <= SAMPLES; s++) {
      if (committee.value(Images.between(a, b, (double) s / SAMPLES)) >= ceiling) {
        return false;
      }
    }
    return true;
  }

  /** Height of the saddle above the minimum, in doubles. */
  double height() {
    return committee.value(saddle) - committee.value(minimum);
  }
}
