package io.shallows.depth.atlas;

import io.shallows.depth.cell.Landscape;
import io.shallows.depth.cell.UnitCell;
import io.shallows.problem.Dataset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rays, cones and facets into which the planes of a data set cut the space of a unit's vector.
 *
 * <p>Rays are the lines in which d - 1 planes meet, in both directions; a cone has the rays that
 * lie on none of its wrong sides; a plane is a facet of a cone if the cone's rays on it span it.
 * Cones are found by crossing facets from a first one. A ray's feature is {@code s relu(x_i . r)},
 * less what a free skip can give, at length 1; a cone whose features are all 0 does nothing and is
 * left out. Cost: C(planes, d - 1) null vectors and d planes per cone. Immutable.
 */
public final class Arrangement {

  /** What is left of a unit normal beside others at or below which it depends on them. */
  private static final double DEPENDENT = 1e-10;

  /** Normals with less than this left are too near to others for their rays to be told apart. */
  private static final double APART = 1e-5;

  /** A ray is on a plane if it is closer than this. */
  private static final double ON = 1e-10;

  /** Closer than this, but not on the plane: neither can be said. */
  private static final double NEAR = 1e-8;

  /** Length of a feature, relative to its inputs, at or below which a free skip gives all of it. */
  private static final double NOTHING = 1e-10;

  /** Rays of one sign; cones are about as many, and each looks at all of them once per plane. */
  static final int MOST_RAYS = 2000;

  private final Landscape landscape;
  private final int d;
  private final int planes;
  private final List<double[]> rays = new ArrayList<>();
  private final List<int[]> sides = new ArrayList<>();
  private final List<Cone> cones = new ArrayList<>();
  private final List<Facet> facets = new ArrayList<>();
  private final double[][] features;
  private final double[] lengths;

  /**
   * The arrangement of a landscape.
   *
   * @throws IllegalArgumentException if the planes have a line in common, so that cones have no
   *     rays, if some are so near to each other that doubles cannot tell on which side a ray lies,
   *     or if there are too many
   */
  Arrangement(Landscape landscape) {
    this.landscape = landscape;
    this.d = landscape.inputs();
    this.planes = landscape.planes();
    findRays();
    int samples = landscape.samples();
    this.features = new double[2 * rays.size()][samples];
    this.lengths = new double[2 * rays.size()];
    for (int r = 0; r < rays.size(); r++) {
      describe(r);
    }
    findCones();
  }

  /**
   * The arrangement of a data set of one output.
   *
   * @param freeSkip whether the networks have a learned linear skip
   * @throws IllegalArgumentException as above
   */
  public static Arrangement of(Dataset data, boolean freeSkip) {
    return new Arrangement(new Landscape(data, freeSkip));
  }

  private void findRays() {
    Map<String, Boolean> known = new TreeMap<>();
    int[] subset = new int[d - 1];
    for (int j = 0; j < subset.length; j++) {
      subset[j] = j;
    }
    boolean more = planes >= d;
    double most = 2;
    for (int j = 0; j < subset.length; j++) {
      most *= (double) (planes - j) / (j + 1);
    }
    if (most > MOST_RAYS) {
      throw new IllegalArgumentException(
          "atlas: "
              + planes
              + " different planes of samples in "
              + d
              + " inputs meet in "
              + Math.round(most)
              + " rays, more than "
              + MOST_RAYS
              + "; take fewer samples");
    }
    while (more) {
      double[] ray = meet(subset);
      for (int direction = 1; ray.length > 0 && direction >= -1; direction -= 2) {
        double[] directed = new double[d];
        for (int c = 0; c < d; c++) {
          directed[c] = direction * ray[c];
        }
        int[] side = sidesOf(directed, subset);
        if (known.putIfAbsent(Arrays.toString(side), true) == null) {
          rays.add(directed);
          sides.add(side);
        }
      }
      more = next(subset, planes);
    }
    if (rays.isEmpty()) {
      throw new IllegalArgumentException(
          "atlas: "
              + planes
              + " different planes of samples in "
              + d
              + " inputs have a line in common; take samples that span the inputs");
    }
  }

  /** The next subset in lexicographic order; false behind the last. */
  private static boolean next(int[] subset, int of) {
    for (int j = subset.length - 1; j >= 0; j--) {
      if (subset[j] < of - subset.length + j) {
        subset[j]++;
        for (int k = j + 1; k < subset.length; k++) {
          subset[k] = subset[k - 1] + 1;
        }
        return true;
      }
    }
    return false;
  }

  /** The direction in which d - 1 planes meet; empty if they meet in more. */
  private double[] meet(int[] subset) {
    List<double[]> basis = new ArrayList<>();
    for (int plane : subset) {
      double[] normal = new double[d];
      for (int c = 0; c < d; c++) {
        normal[c] = landscape.normal(plane, c);
      }
      double left = takeOut(basis, normal);
      if (left <= DEPENDENT) {
        return new double[0];
      }
      if (left < APART) {
        throw new IllegalArgumentException(
            "atlas: the planes of "
                + subset.length
                + " samples are within "
                + left
                + " of having a line in common; doubles do not tell their cones apart");
      }
      basis.add(scaled(normal, 1 / left));
    }
    double[] longest = new double[0];
    double most = -1;
    for (int c = 0; c < d; c++) {
      double[] axis = new double[d];
      axis[c] = 1;
      double left = takeOut(basis, axis);
      if (left > most) {
        most = left;
        longest = axis;
      }
    }
    return scaled(longest, 1 / most);
  }

  /** Takes orthonormal vectors out of one, in two passes; the length of what is left. */
  private static double takeOut(List<double[]> basis, double[] v) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] direction : basis) {
        double along = dot(direction, v);
        for (int c = 0; c < v.length; c++) {
          v[c] -= along * direction[c];
        }
      }
    }
    return Math.sqrt(dot(v, v));
  }

  private static double[] scaled(double[] v, double factor) {
    double[] scaled = new double[v.length];
    for (int c = 0; c < v.length; c++) {
      scaled[c] = v[c] * factor;
    }
    return scaled;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private int[] sidesOf(double[] ray, int[] subset) {
    int[] side = new int[planes];
    for (int i = 0; i < planes; i++) {
      double along = along(i, ray);
      side[i] = Math.abs(along) <= ON ? 0 : along > 0 ? 1 : -1;
      if (side[i] != 0 && Math.abs(along) < NEAR) {
        throw new IllegalArgumentException(
            "atlas: the planes of samples meet within "
                + Math.abs(along)
                + " of one point; doubles do not tell their cones apart");
      }
    }
    for (int plane : subset) {
      side[plane] = 0;
    }
    return side;
  }

  private double along(int plane, double[] v) {
    double sum = 0;
    for (int c = 0; c < d; c++) {
      sum += landscape.normal(plane, c) * v[c];
    }
    return sum;
  }

  /** The features of a ray with both signs. */
  private void describe(int ray) {
    int samples = landscape.samples();
    double[] feature = new double[samples];
    double before = 0;
    for (int s = 0; s < samples; s++) {
      int plane = landscape.planeOf(s);
      double z = 0;
      double square = 0;
      for (int c = 0; c < d; c++) {
        z += landscape.x(s, c) * rays.get(ray)[c];
        square += landscape.x(s, c) * landscape.x(s, c);
      }
      before += square;
      if (plane >= 0 && sides.get(ray)[plane] * landscape.sideOf(s) > 0) {
        feature[s] = z;
      }
    }
    landscape.project(feature, 0);
    double length = Math.sqrt(dot(feature, feature));
    if (length > NOTHING * Math.sqrt(before)) {
      lengths[2 * ray] = length;
      lengths[2 * ray + 1] = length;
      features[2 * ray] = scaled(feature, 1 / length);
      features[2 * ray + 1] = scaled(feature, -1 / length);
    }
  }

  private void findCones() {
    Map<UnitCell, boolean[]> found = new LinkedHashMap<>();
    ArrayDeque<UnitCell> queue = new ArrayDeque<>();
    boolean[] first = firstCone();
    found.put(UnitCell.of(first, 1), first);
    queue.add(UnitCell.of(first, 1));
    List<UnitCell[]> pairs = new ArrayList<>();
    List<Integer> across = new ArrayList<>();
    while (!queue.isEmpty()) {
      UnitCell cell = queue.remove();
      boolean[] above = found.get(cell);
      for (int plane = 0; plane < planes; plane++) {
        if (!spans(raysOf(above, plane), d - 1)) {
          continue;
        }
        boolean[] other = above.clone();
        other[plane] = !other[plane];
        UnitCell beyond = UnitCell.of(other, 1);
        if (found.putIfAbsent(beyond, other) == null) {
          queue.add(beyond);
        }
        if (above[plane]) {
          pairs.add(new UnitCell[] {cell, beyond});
          across.add(plane);
        }
      }
    }
    Map<UnitCell, Integer> index = new TreeMap<>();
    for (Map.Entry<UnitCell, boolean[]> cone : new TreeMap<>(found).entrySet()) {
      List<Integer> own = raysOf(cone.getValue(), -1);
      for (int sign = 1; sign >= -1; sign -= 2) {
        int[] effective = effective(own, sign);
        if (effective.length > 0) {
          UnitCell cell = UnitCell.of(cone.getValue(), sign);
          index.put(cell, cones.size());
          cones.add(new Cone(cell, effective));
        }
      }
    }
    for (int p = 0; p < pairs.size(); p++) {
      boolean[] above = found.get(pairs.get(p)[0]);
      List<Integer> shared = raysOf(above, across.get(p));
      for (int sign = 1; sign >= -1; sign -= 2) {
        Integer a = index.get(UnitCell.of(above, sign));
        Integer b = index.get(UnitCell.of(found.get(pairs.get(p)[1]), sign));
        if (a != null && b != null) {
          facets.add(new Facet(a, b, effective(shared, sign)));
        }
      }
    }
  }

  /** The sides of a direction that is on no plane. */
  private boolean[] firstCone() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      double[] v = new double[d];
      for (int c = 0; c < d; c++) {
        v[c] = Math.sqrt(2 + c + attempt) % 1 - 0.5;
      }
      boolean[] above = new boolean[planes];
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < planes; i++) {
        double along = along(i, v);
        above[i] = along > 0;
        least = Math.min(least, Math.abs(along));
      }
      if (least > NEAR) {
        return above;
      }
    }
    throw new IllegalArgumentException("atlas: no direction was found that is on no plane");
  }

  /** The rays of a cone, or those of them on one of its planes. */
  private List<Integer> raysOf(boolean[] above, int plane) {
    List<Integer> own = new ArrayList<>();
    for (int r = 0; r < rays.size(); r++) {
      int[] side = sides.get(r);
      boolean fits = plane < 0 || side[plane] == 0;
      for (int i = 0; fits && i < planes; i++) {
        fits = side[i] == 0 || side[i] > 0 == above[i];
      }
      if (fits) {
        own.add(r);
      }
    }
    return own;
  }

  private boolean spans(List<Integer> some, int dimension) {
    List<double[]> basis = new ArrayList<>();
    for (int r : some) {
      double[] v = rays.get(r).clone();
      double left = takeOut(basis, v);
      if (left > NEAR && basis.size() < dimension) {
        basis.add(scaled(v, 1 / left));
      }
    }
    return basis.size() >= dimension;
  }

  private int[] effective(List<Integer> some, int sign) {
    return some.stream()
        .mapToInt(r -> 2 * r + (sign > 0 ? 0 : 1))
        .filter(r -> lengths[r] > 0)
        .toArray();
  }

  /** The landscape. */
  Landscape landscape() {
    return landscape;
  }

  /** The number of cones with a sign that act on the data: what a unit can be in. */
  public int cones() {
    return cones.size();
  }

  Cone cone(int index) {
    return cones.get(index);
  }

  List<Facet> facets() {
    return facets;
  }

  /** Ray features of length 1, by index, N numbers each; not to be changed. */
  double[][] features() {
    return features;
  }

  /** The vector of which a ray's feature of length 1 is the effect. */
  double[] vector(int feature) {
    return scaled(rays.get(feature / 2), 1 / lengths[feature]);
  }
}
