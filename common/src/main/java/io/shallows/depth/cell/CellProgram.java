package io.shallows.depth.cell;

import io.shallows.linalg.ConeLasso;
import io.shallows.linalg.DualActiveSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The convex program of one network cell: the least of {@code |y - J v|^2 / N} over {@code side_ki
 * p_i . v_k >= 0}, and the same on facets.
 *
 * <p>In the coordinates {@code s = R v} of {@link CellFactor} it is the point of a cone nearest to
 * {@code c = R^-T J^T y}, found by {@link DualActiveSet} from a guessed active set; of all violated
 * constraints the one farthest behind comes next. Along directions that J takes to 0 the point
 * nearest to the last one is taken, and again from there (proximal steps), until nothing moves.
 *
 * <p>The multipliers of the cell bound all facets at once: with that of {@code p_i . v_k = 0} at
 * its best and the others as they are, the dual value is {@code value + (p_i . v_k)^2 / (N |p_i
 * B_k|^2)}, B_k the unit's rows of R^-1; without the unit, {@code value + |projection of s onto the
 * rows of B_k|^2 / N}. Planes and units in whose directions J vanishes somewhere get the cell's own
 * bound.
 *
 * <p>With a penalty {@code kappa sum |v_k|} the program is no quadratic one: {@link ConeLasso}
 * solves it from the lengths of the cell nearby. The same multipliers bound its facets by the same
 * numbers, since what they add to u leaves every other {@code e_k} of the certificate as it is.
 *
 * <p>A program that stops at its limit of steps still gives a lower bound; one whose numbers are
 * none throws {@link UnsolvedException}. Cost: {@code 2 N p^2} for the factor, {@code m P d + p^2}
 * per step.
 */
final class CellProgram {

  /** Relative outward rounding of what a facet's bound adds to the cell's. */
  private static final double OUTWARD = 1e-8;

  /** Share of a normal along flat directions from which on it counts. */
  private static final double TOUCHED = 1e-8;

  private static final int PROXIMAL_STEPS = 30;

  private final Landscape landscape;
  private final NetworkCell cell;
  private final int d;
  private final int p;
  private final int planes;
  private final CellFactor factor;
  private final double[] back;
  private final double[] lengths;
  private final double[] blockNorms;
  private final boolean[] touched;
  private final boolean[] flatUnit;
  private final double[] reach;
  private final double[] fit;
  private final DualActiveSet set;
  private final Optional<ConeLasso> lasso;
  private final double[] normal;
  private final double[] work;
  private final WeakDuality duality;
  private final double[] vectors;
  private final double[] origin;
  private CellCertificate certificate;

  /** What u is of the residual at the vectors. */
  private double share = 1;

  /**
   * Solves the program of a cell.
   *
   * @param guess walls of an active set of a cell nearby, by unit
   */
  CellProgram(Landscape landscape, NetworkCell cell, Collection<UnitWall> guess) {
    this.landscape = landscape;
    this.cell = cell;
    this.d = landscape.inputs();
    this.p = cell.size() * d;
    this.planes = landscape.planes();
    this.factor = p == 0 ? null : new CellFactor(landscape, cell);
    this.back = p == 0 ? new double[0] : factor.back();
    this.lengths = new double[cell.size() * planes];
    this.blockNorms = new double[cell.size()];
    this.touched = new boolean[cell.size() * planes];
    this.flatUnit = new boolean[cell.size()];
    this.reach = new double[cell.size()];
    this.normal = new double[p];
    this.work = new double[p];
    this.duality = new WeakDuality(landscape);
    this.vectors = new double[p];
    this.origin = new double[p];
    this.set = new DualActiveSet(p);
    this.fit = new double[p];
    this.lasso = p == 0 || landscape.penalty() == 0 ? Optional.empty() : Optional.of(lasso());
    if (p == 0) {
      double loss = landscape.squares() / landscape.samples();
      this.certificate =
          new CellCertificate(
              cell,
              -1,
              -1,
              vectors,
              landscape.projectedTargets(),
              List.of(),
              reach,
              loss,
              loss * (1 - 1e-13));
      return;
    }
    measureRows();
    if (lasso.isPresent()) {
      double[] guessed = new double[p];
      Arrays.fill(guessed, landscape.squares() / landscape.weight() / cell.size());
      certificate = penalized(guessed, -1, -1);
      share = duality.share();
      System.arraycopy(certificate.vectors(), 0, vectors, 0, p);
      return;
    }
    fit(origin, fit);
    set.clear();
    for (UnitWall wall : guess) {
      int unit = cell.units().indexOf(wall.cell());
      if (unit >= 0 && !set.contains(id(unit, wall.plane()))) {
        row(unit, wall.plane(), 1);
        set.guess(normal, id(unit, wall.plane()), false);
      }
    }
    certificate = solve(set, fit, origin, vectors, -1, -1);
    System.arraycopy(certificate.vectors(), 0, vectors, 0, p);
    if (factor.flat().length > 0) {
      System.arraycopy(vectors, 0, origin, 0, p);
      fit(origin, fit);
    }
  }

  /**
   * A program whose numbers are none in double precision: of features that are all but dependent,
   * by which lengths overflow. Whoever meets it knows nothing of its cell.
   */
  static final class UnsolvedException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    UnsolvedException(NetworkCell cell) {
      super("the program of " + cell.size() + " units has no value in double precision");
    }
  }

  private ConeLasso lasso() {
    double[][] walls = new double[cell.size()][planes * d];
    for (int k = 0; k < walls.length; k++) {
      for (int i = 0; i < planes; i++) {
        for (int c = 0; c < d; c++) {
          walls[k][i * d + c] = cell.units().get(k).side(i) * landscape.normal(i, c);
        }
      }
    }
    double[] y = landscape.projectedTargets();
    return new ConeLasso(factor.jacobian(), y, d, walls, landscape.weight());
  }

  /** The program with a penalty, on a facet unless the unit is -1. */
  private CellCertificate penalized(double[] guess, int unit, int plane) {
    ConeLasso.Solution solution = lasso.orElseThrow().solve(guess, unit, plane);
    double[] multipliers = solution.multipliers();
    List<Wall> walls = new ArrayList<>();
    for (int id = 0; id < multipliers.length; id++) {
      boolean facet = id / planes == unit && id % planes == plane;
      if (facet ? multipliers[id] != 0 : multipliers[id] > 0) {
        walls.add(new Wall(id / planes, id % planes, multipliers[id]));
      }
    }
    List<Wall> shared = duality.evaluatePenalized(cell, factor, solution.vectors(), walls, reach);
    return certified(unit, plane, solution.vectors(), shared);
  }

  /** What duality has just said of some vectors, if it is numbers. */
  private CellCertificate certified(int unit, int plane, double[] found, List<Wall> walls) {
    if (!(duality.bound() >= 0) || !(duality.value() >= 0)) {
      throw new UnsolvedException(cell);
    }
    return new CellCertificate(
        cell,
        unit,
        plane,
        found,
        duality.residual(),
        walls,
        reach,
        duality.value(),
        duality.bound());
  }

  /** A plane of a unit that is known by its cell. */
  record UnitWall(UnitCell cell, int plane) {}

  NetworkCell cell() {
    return cell;
  }

  CellCertificate certificate() {
    return certificate;
  }

  /** The walls on which the solution lies with multipliers above 0. */
  List<UnitWall> active() {
    List<UnitWall> walls = new ArrayList<>();
    if (lasso.isPresent()) {
      return walls;
    }
    for (int j = 0; j < set.active(); j++) {
      walls.add(new UnitWall(cell.units().get(set.id(j) / planes), set.id(j) % planes));
    }
    return walls;
  }

  private int id(int unit, int plane) {
    return unit * planes + plane;
  }

  /** Rows {@code p_i B_k}: their lengths, and which planes and units flat directions touch. */
  private void measureRows() {
    double scale = 2 * Math.sqrt(landscape.squares());
    double[] longest = factor.lengths();
    for (int k = 0; k < cell.size(); k++) {
      double square = 0;
      for (int r = k * d; r < (k + 1) * d; r++) {
        for (int j = r; j < p; j++) {
          square += back[r * p + j] * back[r * p + j];
        }
      }
      blockNorms[k] = Math.sqrt(square);
      reach[k] =
          landscape.penalty() == 0
              ? scale * longest[k]
              : landscape.squares() / landscape.weight() * (1 + 1e-12);
      for (double[] direction : factor.flat()) {
        double part = 0;
        for (int c = 0; c < d; c++) {
          part += direction[k * d + c] * direction[k * d + c];
        }
        flatUnit[k] |= Math.sqrt(part) > TOUCHED;
      }
      for (int i = 0; i < planes; i++) {
        double length = 0;
        for (int j = k * d; j < p; j++) {
          double entry = 0;
          for (int c = 0; c < d; c++) {
            entry += landscape.normal(i, c) * back[(k * d + c) * p + j];
          }
          length += entry * entry;
        }
        lengths[id(k, i)] = Math.sqrt(length);
        for (int f = 0; flatUnit[k] && f < factor.flat().length; f++) {
          touched[id(k, i)] |= Math.abs(landscape.along(i, factor.flat()[f], k * d)) > TOUCHED;
        }
      }
    }
  }

  /** The unit normal of a wall into {@code normal}, times a sign. */
  private void row(int unit, int plane, int sign) {
    double scale = sign * cell.units().get(unit).side(plane) / lengths[id(unit, plane)];
    for (int j = 0; j < p; j++) {
      double entry = 0;
      if (j >= unit * d) {
        for (int c = 0; c < d; c++) {
          entry += landscape.normal(plane, c) * back[(unit * d + c) * p + j];
        }
      }
      normal[j] = scale * entry;
    }
  }

  /** {@code R^-T (J^T y + rho^2 Z Z^T from)}. */
  private void fit(double[] from, double[] target) {
    int n = landscape.samples();
    double[] right = new double[p];
    double[] jacobian = factor.jacobian();
    for (int j = 0; j < p; j++) {
      double sum = 0;
      for (int s = 0; s < n; s++) {
        sum += jacobian[j * n + s] * landscape.y(s);
      }
      right[j] = sum;
    }
    for (double[] direction : factor.flat()) {
      double along = 0;
      for (int j = 0; j < p; j++) {
        along += direction[j] * from[j];
      }
      along *= factor.rho() * factor.rho();
      for (int j = 0; j < p; j++) {
        right[j] += along * direction[j];
      }
    }
    for (int j = 0; j < p; j++) {
      double sum = 0;
      for (int r = 0; r <= j; r++) {
        sum += back[r * p + j] * right[r];
      }
      target[j] = sum;
    }
  }

  /** {@code v = R^-1 s}. */
  private void lift(double[] point, double[] target) {
    for (int r = 0; r < p; r++) {
      double sum = 0;
      for (int j = r; j < p; j++) {
        sum += back[r * p + j] * point[j];
      }
      target[r] = sum;
    }
  }

  /** From a guessed or solved active set to the optimum, with proximal steps. */
  private CellCertificate solve(
      DualActiveSet on, double[] centre, double[] from, double[] found, int unit, int plane) {
    on.settle(centre);
    enforceAll(on, centre, found);
    if (factor.flat().length > 0) {
      double[] last = from.clone();
      double[] next = new double[p];
      for (int step = 0; step < PROXIMAL_STEPS && moved(last, found); step++) {
        System.arraycopy(found, 0, last, 0, p);
        fit(last, next);
        on.settle(next);
        enforceAll(on, next, found);
      }
    }
    List<Wall> walls = new ArrayList<>();
    for (int j = 0; j < on.active(); j++) {
      int k = on.id(j) / planes;
      int i = on.id(j) % planes;
      double multiplier = on.multiplier(j) / lengths[on.id(j)];
      if (k == unit && i == plane) {
        walls.add(new Wall(k, i, -multiplier));
      } else if (multiplier > 0) {
        walls.add(new Wall(k, i, multiplier));
      }
    }
    duality.evaluate(cell, factor, found, walls, reach);
    return certified(unit, plane, found.clone(), walls);
  }

  /** Whether the flat part of a point differs from where it was. */
  private boolean moved(double[] last, double[] found) {
    for (double[] direction : factor.flat()) {
      double along = 0;
      double size = 0;
      for (int j = 0; j < p; j++) {
        along += direction[j] * (found[j] - last[j]);
        size += Math.abs(found[j]);
      }
      if (Math.abs(along) > 1e-12 * size) {
        return true;
      }
    }
    return false;
  }

  private void enforceAll(DualActiveSet on, double[] centre, double[] found) {
    double scale = 0;
    for (double value : centre) {
      scale += value * value;
    }
    scale = Math.sqrt(scale);
    int limit = 20 * p + 200;
    for (int step = 0; step < limit; step++) {
      lift(on.point(), found);
      int worst = -1;
      double most = 0;
      for (int k = 0; k < cell.size(); k++) {
        UnitCell unit = cell.units().get(k);
        double noise = 1e-14 * blockNorms[k] * scale;
        for (int i = 0; i < planes; i++) {
          int id = id(k, i);
          double behind =
              -unit.side(i) * landscape.along(i, found, k * d)
                  - noise
                  - 1e-13 * scale * lengths[id];
          if (behind > 0 && behind > most * lengths[id] && !on.contains(id)) {
            most = behind / lengths[id];
            worst = id;
          }
        }
      }
      if (worst < 0) {
        break;
      }
      row(worst / planes, worst % planes, 1);
      if (!on.enforce(normal, 0, worst, false)) {
        break;
      }
    }
    on.settle(centre);
    lift(on.point(), found);
  }

  /** The program of a facet; the cell's own certificate where its optimum lies on the facet. */
  CellCertificate facet(int unit, int plane, DualActiveSet workspace) {
    double along = cell.units().get(unit).side(plane) * landscape.along(plane, vectors, unit * d);
    if (set.contains(id(unit, plane)) || along <= 0) {
      return certificate;
    }
    if (lasso.isPresent()) {
      return penalized(vectors, unit, plane);
    }
    workspace.copy(set);
    row(unit, plane, -1);
    workspace.enforce(normal, 0, id(unit, plane), true);
    return solve(workspace, fit, origin, work, unit, plane);
  }

  /** The ways out with a bound below {@code ceiling}, the lowest first. */
  List<FrontierEntry> frontier(double ceiling) {
    List<FrontierEntry> entries = new ArrayList<>();
    double bound = certificate.bound();
    if (p == 0) {
      return entries;
    }
    double doubt = doubt();
    for (int k = 0; k < cell.size(); k++) {
      for (int i = 0; i < planes; i++) {
        double along = landscape.along(i, vectors, k * d) / lengths[id(k, i)];
        double added = touched[id(k, i)] ? 0 : added(along * along, doubt);
        if (bound + added < ceiling) {
          entries.add(new FrontierEntry(bound + added, k, i));
        }
      }
      double removal = bound + (flatUnit[k] ? 0 : added(removal(k), doubt));
      if (removal < ceiling) {
        entries.add(new FrontierEntry(removal, k, FrontierEntry.REMOVAL));
      }
    }
    Collections.sort(entries);
    return entries;
  }

  /** What a multiplier adds to the bound, rounded down. */
  private double added(double square, double doubt) {
    double lost =
        share == 1 ? 0 : 2 * (1 - share) * (square + Math.sqrt(square * landscape.squares()));
    return Math.max(0, ((1 - OUTWARD) * square - lost) / landscape.samples() - doubt);
  }

  /** What rounding of a multiplier can cost within the reach: 8 ulp of J^T u. */
  private double doubt() {
    double square = 0;
    for (double entry : factor.jacobian()) {
      square += entry * entry;
    }
    double total = 0;
    for (double length : reach) {
      total += length;
    }
    double gradient = Math.sqrt(square * certificate.value() / landscape.samples());
    return 16 * 0x1p-53 * total * gradient;
  }

  /** {@code v_k^T (B_k B_k^T)^-1 v_k}, by an orthonormal basis of the rows of B_k. */
  private double removal(int unit) {
    double[][] rows = new double[d][];
    double[] parts = new double[d];
    double square = 0;
    for (int c = 0; c < d; c++) {
      double[] row = new double[p];
      System.arraycopy(back, (unit * d + c) * p + unit * d, row, unit * d, p - unit * d);
      double part = vectors[unit * d + c];
      for (int pass = 0; pass < 2; pass++) {
        for (int q = 0; q < c; q++) {
          double along = dot(rows[q], row);
          part -= along * parts[q];
          for (int j = 0; j < p; j++) {
            row[j] -= along * rows[q][j];
          }
        }
      }
      double length = length(row);
      rows[c] = row;
      parts[c] = part / length;
      for (int j = 0; j < p; j++) {
        row[j] /= length;
      }
      square += parts[c] * parts[c];
    }
    return square;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double length(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /**
   * A way out of a network cell, with a lower bound of the loss on it.
   *
   * @param bound no point of the facet, or of the cell without the unit, has a lower loss
   * @param unit position of the unit that moves
   * @param plane the plane that it crosses; {@link #REMOVAL} if it passes 0
   */
  record FrontierEntry(double bound, int unit, int plane) implements Comparable<FrontierEntry> {

    /** In place of a plane: the unit passes 0, where it may change its sign and take any cell. */
    static final int REMOVAL = -1;

    @Override
    public int compareTo(FrontierEntry other) {
      int bounds = Double.compare(bound, other.bound);
      int units = bounds != 0 ? bounds : Integer.compare(unit, other.unit);
      return units != 0 ? units : Integer.compare(plane, other.plane);
    }
  }
}
