package io.shallows.depth.cell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bounds of one network cell whose multipliers have room: what rounding did to u and what an exact
 * solution makes of it leaves all of them above 0.
 *
 * <p>With q the sum of the walls' normals, {@code u - e J (J^T J)^-1 q} raises every multiplier by
 * e and costs {@code 2 e q . v} of N times the bound, v the point that the bound is tight at. The
 * walls of a unit are those of the program with multipliers above 0, and as many more, farthest
 * from dependent, as make a basis. Where J takes directions to 0, only walls of samples that the
 * unit passes on are raised; units that share their sides with one of the opposite sign have
 * multipliers of exactly 0.
 */
final class SlackDual {

  /** Length of a normal's part outside of the walls so far, from which on it is a wall more. */
  private static final double INDEPENDENT = 1e-4;

  /** Multipliers are raised by at least this and at most this, in units of J's columns times y. */
  private static final double LEAST = 1e-13;

  private static final double MOST = 1e-8;

  private final Landscape landscape;
  private final NetworkCell cell;
  private final Optional<CellFactor> factor;
  private final double[] jacobian;
  private final boolean[] twin;
  private final double scale;
  private final int d;
  private final int n;

  SlackDual(Landscape landscape, NetworkCell cell) {
    this.landscape = landscape;
    this.cell = cell;
    this.d = landscape.inputs();
    this.n = landscape.samples();
    this.factor =
        cell.size() == 0 ? Optional.empty() : Optional.of(new CellFactor(landscape, cell));
    this.jacobian = factor.map(CellFactor::jacobian).orElse(new double[0]);
    this.scale = scale();
    this.twin = new boolean[cell.size()];
    for (int k = 0; k < twin.length; k++) {
      for (UnitCell other : cell.units()) {
        UnitCell unit = cell.units().get(k);
        twin[k] |= unit.sign() != other.sign() && unit.positive().equals(other.positive());
      }
    }
  }

  /** A u with its walls, unit by unit. */
  @SuppressWarnings("ArrayRecordComponent") // made here alone, never changed
  record Bound(double[] u, List<List<Integer>> walls, double least, double value) {}

  /** The cells of units of which there are two with opposite signs. */
  List<UnitCell> free() {
    return IntStream.range(0, twin.length)
        .filter(k -> twin[k] && cell.units().get(k).sign() > 0)
        .mapToObj(k -> cell.units().get(k))
        .toList();
  }

  /**
   * The bound of a program with room.
   *
   * @param slack what may be lost of N times the bound
   * @return empty where the slack is no room for rounding
   */
  Optional<Bound> of(CellCertificate program, double slack) {
    List<List<Integer>> walls = new ArrayList<>();
    double[] q = new double[cell.size() * d];
    double along = 0;
    for (int k = 0; k < cell.size(); k++) {
      int facet = k == program.facetUnit() ? program.facetPlane() : -1;
      List<Integer> basis = basis(k, active(program, k, facet));
      walls.add(basis);
      for (int plane : basis) {
        if (plane != facet && raised(k, plane)) {
          for (int c = 0; c < d; c++) {
            q[k * d + c] += normal(k, plane, c);
            along += normal(k, plane, c) * program.vectors()[k * d + c];
          }
        }
      }
    }
    double[] u = program.residual().clone();
    double raise = Math.min(MOST * scale, slack / (4 * Math.abs(along) + Double.MIN_NORMAL));
    if (raise < LEAST * scale) {
      return Optional.empty();
    }
    factor.ifPresent(triangle -> subtract(u, triangle.solve(q), raise));
    Bound bound = new Bound(u, walls, raise / 8, value(u));
    return holds(u, walls, raise / 8, program.facetUnit(), program.facetPlane(), 0)
        ? Optional.of(bound)
        : Optional.empty();
  }

  /** Vectors w, d per unit, with {@code J^T w} the unit vectors: a step and one correction. */
  List<double[]> turns() {
    List<double[]> turns = new ArrayList<>();
    for (int j = 0; j < cell.size() * d; j++) {
      double[] w = new double[n];
      double[] rest = new double[cell.size() * d];
      rest[j] = 1;
      for (int step = 0; step < 2; step++) {
        subtract(w, factor.orElseThrow().solve(rest), -1);
        for (int i = 0; i < rest.length; i++) {
          rest[i] = (i == j ? 1 : 0) - column(i, w);
        }
      }
      turns.add(w);
    }
    return turns;
  }

  /** What the turned u of a facet proves; minus infinity where a multiplier has no room. */
  double turned(Bound own, List<double[]> turns, int unit, int plane) {
    double[] w = new double[n];
    for (int c = 0; c < d; c++) {
      double[] turn = turns.get(unit * d + c);
      for (int s = 0; s < n; s++) {
        w[s] += landscape.normal(plane, c) * turn[s];
      }
    }
    double square = 0;
    double gap = 0;
    for (int s = 0; s < n; s++) {
      square += w[s] * w[s];
      gap += w[s] * (landscape.y(s) - own.u()[s]);
    }
    double length = square > 0 ? gap / square : 0;
    double[] u = own.u().clone();
    for (int s = 0; s < n; s++) {
      u[s] += length * w[s];
    }
    return holds(u, own.walls(), own.least() / 2, unit, plane, length)
        ? value(u)
        : Double.NEGATIVE_INFINITY;
  }

  /** d planes whose normals span that of a plane that is no facet, by what proves it. */
  Optional<List<Integer>> inside(int unit, int plane, List<Wall> emptiness) {
    List<Integer> others =
        emptiness.stream()
            .filter(wall -> wall.plane() != plane && wall.multiplier() > 0)
            .map(Wall::plane)
            .toList();
    List<Integer> basis = basis(unit, others);
    double[] right = new double[d];
    for (int c = 0; c < d; c++) {
      right[c] = normal(unit, plane, c);
    }
    double[] factors = solved(unit, basis, right);
    for (int j = 0; j < d; j++) {
      if (basis.get(j) == plane || !(factors[j] >= (j < others.size() ? 1e-12 : -1e-12))) {
        return Optional.empty();
      }
    }
    return Optional.of(basis);
  }

  /** The walls of a unit that the program pushes against, by more than rounding. */
  private List<Integer> active(CellCertificate program, int unit, int facet) {
    List<Integer> active = new ArrayList<>();
    if (facet >= 0) {
      active.add(facet);
    }
    program.walls().stream()
        .filter(wall -> wall.unit() == unit && wall.plane() != facet)
        .filter(wall -> wall.multiplier() > LEAST * scale)
        .sorted(Comparator.comparingDouble(wall -> -wall.multiplier()))
        .forEach(wall -> active.add(wall.plane()));
    return active;
  }

  /** The first planes that do not depend on each other, and more up to d. */
  private List<Integer> basis(int unit, List<Integer> first) {
    List<Integer> basis = new ArrayList<>();
    List<double[]> directions = new ArrayList<>();
    for (int plane : first) {
      add(plane, basis, directions, INDEPENDENT * INDEPENDENT);
    }
    for (boolean on : new boolean[] {true, false}) {
      boolean more = true;
      while (more && basis.size() < d) {
        int best = -1;
        double most = INDEPENDENT;
        for (int i = 0; i < landscape.planes(); i++) {
          double length = passes(unit, i) == on ? length(rest(i, directions)) : 0;
          if (length > most) {
            most = length;
            best = i;
          }
        }
        more = best >= 0;
        if (more) {
          add(best, basis, directions, 0);
        }
      }
    }
    if (basis.size() < d) {
      throw new IllegalArgumentException(
          "the inputs of the samples span fewer than their " + d + " dimensions");
    }
    return basis;
  }

  private void add(int plane, List<Integer> basis, List<double[]> directions, double least) {
    double[] rest = rest(plane, directions);
    double length = length(rest);
    if (length > least && basis.size() < d) {
      for (int c = 0; c < d; c++) {
        rest[c] /= length;
      }
      basis.add(plane);
      directions.add(rest);
    }
  }

  private double[] rest(int plane, List<double[]> directions) {
    double[] rest = new double[d];
    for (int c = 0; c < d; c++) {
      rest[c] = landscape.normal(plane, c);
    }
    for (double[] direction : directions) {
      double along = 0;
      for (int c = 0; c < d; c++) {
        along += direction[c] * rest[c];
      }
      for (int c = 0; c < d; c++) {
        rest[c] -= along * direction[c];
      }
    }
    return rest;
  }

  private static double length(double[] v) {
    double square = 0;
    for (double value : v) {
      square += value * value;
    }
    return Math.sqrt(square);
  }

  /** Whether some sample of a plane is passed on by a unit. */
  private boolean passes(int unit, int plane) {
    UnitCell at = cell.units().get(unit);
    return IntStream.range(0, n)
        .anyMatch(s -> landscape.planeOf(s) == plane && landscape.on(at, s));
  }

  private boolean raised(int unit, int plane) {
    boolean flat = factor.map(triangle -> triangle.flat().length > 0).orElse(false);
    return !twin[unit] && (!flat || passes(unit, plane));
  }

  private double normal(int unit, int plane, int c) {
    return cell.units().get(unit).side(plane) * landscape.normal(plane, c);
  }

  /** Whether all multipliers that can be raised are at least so large; on a plane one is free. */
  private boolean holds(
      double[] u, List<List<Integer>> walls, double least, int unit, int plane, double length) {
    for (int k = 0; k < cell.size(); k++) {
      double[] right = new double[d];
      for (int c = 0; c < d; c++) {
        right[c] = (k == unit ? length * landscape.normal(plane, c) : 0) - column(k * d + c, u);
      }
      double[] multipliers = solved(k, walls.get(k), right);
      for (int j = 0; j < d; j++) {
        int wall = walls.get(k).get(j);
        boolean free = k == unit && wall == plane;
        double bound = raised(k, wall) ? least : -least;
        if (!free && !(multipliers[j] >= bound)) {
          return false;
        }
      }
    }
    return true;
  }

  /** {@code (2 u . y - |u|^2) / N}. */
  private double value(double[] u) {
    double sum = 0;
    for (int s = 0; s < n; s++) {
      sum += u[s] * (2 * landscape.y(s) - u[s]);
    }
    return sum / n;
  }

  private double column(int j, double[] u) {
    double sum = 0;
    for (int s = 0; s < n; s++) {
      sum += jacobian[j * n + s] * u[s];
    }
    return sum;
  }

  /** The length of the longest column of J times that of y. */
  private double scale() {
    double most = 0;
    for (int j = 0; j < cell.size() * d; j++) {
      double square = 0;
      for (int s = 0; s < n; s++) {
        square += jacobian[j * n + s] * jacobian[j * n + s];
      }
      most = Math.max(most, square);
    }
    return Math.sqrt(most * landscape.squares());
  }

  /** {@code u -= length J v}. */
  private void subtract(double[] u, double[] v, double length) {
    for (int j = 0; j < v.length; j++) {
      for (int s = 0; s < n; s++) {
        u[s] -= length * v[j] * jacobian[j * n + s];
      }
    }
  }

  /** The factors with which the normals of a basis sum to a vector. */
  private double[] solved(int unit, List<Integer> basis, double[] right) {
    double[][] rows = new double[d][d];
    for (int c = 0; c < d; c++) {
      for (int j = 0; j < d; j++) {
        rows[c][j] = normal(unit, basis.get(j), c);
      }
    }
    return CellFloodVerification.solved(rows, right);
  }
}
