package io.shallows.linalg;

import java.util.Arrays;

/**
 * The point nearest to a centre among those that obey constraints {@code g . s >= h}, |g| = 1,
 * which are given one after the other.
 *
 * <p>Always optimal for the constraints of its active set: {@code s = centre + sum_j l_j g_j}, l_j
 * at least 0 but for those of equalities. A violated constraint is enforced by a dual step, which
 * drops constraints whose multiplier comes to 0 on the way; the distance to the centre never falls,
 * so that it is a lower bound at every time and the method ends. The normals of the active set are
 * kept as an orthonormal basis and a triangle, changed by rotations; cost of a step: a few times
 * n^2.
 *
 * <p>Source: Goldfarb, Idnani 1983, A numerically stable dual method for solving strictly convex
 * quadratic programs, doi:10.1007/BF02591962.
 */
public final class DualActiveSet {

  /** What of a normal is left beside the active ones at or below which it depends on them. */
  public static final double DEPENDENT = 1e-12;

  private final int n;

  /** Orthonormal rows; the first {@code active} span the active normals. */
  private final double[] basis;

  /** Entry (r, j): basis row r times active normal j, 0 below the diagonal. */
  private final double[] triangle;

  private final double[] point;
  private final int[] ids;
  private final boolean[] fixed;
  private final double[] multipliers;
  private final double[] inner;
  private final double[] dual;
  private final double[] step;
  private int active;

  public DualActiveSet(int n) {
    this.n = n;
    basis = new double[n * n];
    triangle = new double[n * n];
    point = new double[n];
    ids = new int[n];
    fixed = new boolean[n];
    multipliers = new double[n];
    inner = new double[n];
    dual = new double[n];
    step = new double[n];
    clear();
  }

  public void clear() {
    Arrays.fill(basis, 0);
    for (int i = 0; i < n; i++) {
      basis[i * n + i] = 1;
    }
    active = 0;
  }

  /** Becomes equal to another set of the same dimension. */
  public void copy(DualActiveSet other) {
    System.arraycopy(other.basis, 0, basis, 0, n * n);
    System.arraycopy(other.triangle, 0, triangle, 0, n * n);
    System.arraycopy(other.point, 0, point, 0, n);
    System.arraycopy(other.ids, 0, ids, 0, n);
    System.arraycopy(other.fixed, 0, fixed, 0, n);
    System.arraycopy(other.multipliers, 0, multipliers, 0, n);
    active = other.active;
  }

  public int active() {
    return active;
  }

  public int id(int j) {
    return ids[j];
  }

  public double multiplier(int j) {
    return multipliers[j];
  }

  public boolean contains(int id) {
    for (int j = 0; j < active; j++) {
      if (ids[j] == id) {
        return true;
      }
    }
    return false;
  }

  /** The point; not to be changed. */
  public double[] point() {
    return point;
  }

  /** Starts at a point without constraints. */
  public void start(double[] centre) {
    clear();
    System.arraycopy(centre, 0, point, 0, n);
  }

  /**
   * Takes a normal into the active set without a step, for a set that is guessed and then {@link
   * #settle settled}; one that depends on the others is left out.
   */
  public void guess(double[] normal, int id, boolean equality) {
    if (active < n && rest(normal) > 1e-18) {
      append(id, equality, 0);
    }
  }

  /**
   * Point and multipliers of the active set from scratch, for constraints with h = 0; constraints
   * with multipliers below 0 are dropped.
   */
  public void settle(double[] centre) {
    while (true) {
      products(centre);
      Arrays.fill(point, 0);
      for (int r = active; r < n; r++) {
        add(point, inner[r], r);
      }
      solveTriangle();
      int worst = -1;
      for (int j = 0; j < active; j++) {
        multipliers[j] = -dual[j];
        if (!fixed[j] && multipliers[j] < 0 && (worst < 0 || multipliers[j] < multipliers[worst])) {
          worst = j;
        }
      }
      if (worst < 0) {
        return;
      }
      drop(worst);
    }
  }

  /**
   * Enforces a constraint that the point violates.
   *
   * @param equality whether it stays in the active set whatever its multiplier
   * @return false if no point obeys it and the active ones; then {@link #combination} proves it
   */
  public boolean enforce(double[] normal, double least, int id, boolean equality) {
    double own = 0;
    while (true) {
      double square = rest(normal);
      solveTriangle();
      int blocking = -1;
      double until = Double.POSITIVE_INFINITY;
      for (int j = 0; j < active; j++) {
        if (!fixed[j] && dual[j] > 1e-14 && multipliers[j] < until * dual[j]) {
          until = multipliers[j] / dual[j];
          blocking = j;
        }
      }
      boolean independent = active < n && square > DEPENDENT * DEPENDENT;
      double full = Double.POSITIVE_INFINITY;
      if (independent) {
        double gap = least;
        for (int i = 0; i < n; i++) {
          gap -= normal[i] * point[i];
        }
        full = Math.max(gap, 0) / square;
      }
      double length = Math.min(full, until);
      if (length == Double.POSITIVE_INFINITY) {
        return false;
      }
      if (independent) {
        Arrays.fill(step, 0);
        for (int r = active; r < n; r++) {
          add(step, inner[r], r);
        }
        for (int i = 0; i < n; i++) {
          point[i] += length * step[i];
        }
      }
      for (int j = 0; j < active; j++) {
        multipliers[j] = Math.max(multipliers[j] - length * dual[j], fixed[j] ? -1e300 : 0);
      }
      own += length;
      if (full <= until) {
        append(id, equality, own);
        return true;
      }
      drop(blocking);
    }
  }

  /**
   * After a refusal: with these factors, all at least 0, active normals and the new one sum to 0.
   */
  public double combination(int j) {
    return -dual[j];
  }

  /** Products with the basis; the square of what is left of a vector beside the active ones. */
  private double rest(double[] vector) {
    products(vector);
    double square = 0;
    for (int r = active; r < n; r++) {
      square += inner[r] * inner[r];
    }
    return square;
  }

  private void products(double[] vector) {
    for (int r = 0; r < n; r++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += basis[r * n + i] * vector[i];
      }
      inner[r] = sum;
    }
  }

  private void add(double[] target, double factor, int r) {
    for (int i = 0; i < n; i++) {
      target[i] += factor * basis[r * n + i];
    }
  }

  /** dual = triangle^-1 inner. */
  private void solveTriangle() {
    for (int r = active - 1; r >= 0; r--) {
      double sum = inner[r];
      for (int j = r + 1; j < active; j++) {
        sum -= triangle[r * n + j] * dual[j];
      }
      dual[r] = sum / triangle[r * n + r];
    }
  }

  /** Appends the normal whose products with the basis are in {@code inner}. */
  private void append(int id, boolean equality, double multiplier) {
    for (int r = n - 1; r > active; r--) {
      if (inner[r] != 0) {
        double length = Math.sqrt(inner[r - 1] * inner[r - 1] + inner[r] * inner[r]);
        rotate(r - 1, r, inner[r - 1] / length, inner[r] / length);
        inner[r - 1] = length;
        inner[r] = 0;
      }
    }
    for (int r = 0; r <= active; r++) {
      triangle[r * n + active] = inner[r];
    }
    ids[active] = id;
    fixed[active] = equality;
    multipliers[active] = multiplier;
    active++;
  }

  private void drop(int gone) {
    for (int j = gone + 1; j < active; j++) {
      for (int r = 0; r <= j; r++) {
        triangle[r * n + j - 1] = triangle[r * n + j];
      }
      ids[j - 1] = ids[j];
      fixed[j - 1] = fixed[j];
      multipliers[j - 1] = multipliers[j];
    }
    active--;
    for (int r = gone; r < active; r++) {
      double a = triangle[r * n + r];
      double b = triangle[(r + 1) * n + r];
      double length = Math.sqrt(a * a + b * b);
      double cos = a / length;
      double sin = b / length;
      for (int j = r; j < active; j++) {
        double upper = triangle[r * n + j];
        double lower = triangle[(r + 1) * n + j];
        triangle[r * n + j] = cos * upper + sin * lower;
        triangle[(r + 1) * n + j] = cos * lower - sin * upper;
      }
      triangle[(r + 1) * n + r] = 0;
      rotate(r, r + 1, cos, sin);
    }
  }

  private void rotate(int first, int second, double cos, double sin) {
    for (int i = 0; i < n; i++) {
      double a = basis[first * n + i];
      double b = basis[second * n + i];
      basis[first * n + i] = cos * a + sin * b;
      basis[second * n + i] = cos * b - sin * a;
    }
  }
}
