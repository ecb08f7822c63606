package io.shallows.depth.cell;

import io.shallows.linalg.Fma;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a {@link FloodCut} from the data and the network alone: that no path from a point to the
 * level stays below the cut's height.
 *
 * <p>Nothing of the search is used but the planes, which are compared with the data first.
 * Features, residuals, bounds, the ways out of every cell and what lies behind them are computed
 * again; ways out without a program of their own get a multiplier from a triangle of J by
 * Gram-Schmidt, and whatever that gives is a bound by weak duality.
 *
 * <p>Bounds may be missed by {@value #SLACK} of the loss with all units at 0. Cost: for every cell
 * some {@code m P N p} multiply-adds at most.
 */
public final class CellFloodVerification {

  /** What rounding may explain, in units of the loss with all units at 0. */
  public static final double SLACK = 1e-11;

  /** Columns whose rest is shorter, relative to the largest column, depend on earlier ones. */
  private static final double DEPENDENT = 1e-7;

  private final int width;
  private final int n;
  private final int d;
  private final double[] x;
  private final double[] y;
  private final boolean freeSkip;
  private final double weight;
  private final Landscape planes;
  private final List<double[]> skip = new ArrayList<>();
  private final double squares;
  private final FloodCut cut;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * A claim of a cut that does not hold.
   *
   * @param way the way out that is open, where one is
   */
  public record Fault(Kind kind, String what, Optional<FloodCut.Way> way) {

    /** What is wrong. */
    public enum Kind {
      /** The planes are not those of the samples. */
      PLANES,
      /** The start is in no cell of the cut. */
      START,
      /** A multiplier is below 0, or belongs to nothing. */
      MULTIPLIER,
      /** A cell's bound is not proven, or not above the level. */
      BOUND,
      /** A way out below the height leads out of the cut. */
      OPEN,
      /** A cell has a free unit that may enter cells outside of the cut. */
      FREE_UNIT
    }
  }

  private CellFloodVerification(Network network, Dataset data, double penalty, FloodCut cut) {
    this.width = network.shape().width();
    this.n = data.samples();
    this.d = data.inputs();
    this.x = data.x();
    this.freeSkip =
        network.layers().stream().anyMatch(layer -> layer.role() == DenseLayer.Role.SKIP);
    this.weight = data.samples() * penalty;
    this.planes = new Landscape(data, freeSkip);
    this.cut = cut;
    for (int c = 0; freeSkip && c < d; c++) {
      double[] column = new double[n];
      for (int s = 0; s < n; s++) {
        column[s] = x[s * d + c];
      }
      double before = Math.sqrt(dot(column, column));
      project(column);
      double after = Math.sqrt(dot(column, column));
      if (after > 1e-10 * before) {
        for (int s = 0; s < n; s++) {
          column[s] /= after;
        }
        skip.add(column);
      }
    }
    this.y = data.y();
    project(y);
    this.squares = dot(y, y);
  }

  /**
   * The claims of a cut that do not hold; empty if it is verified.
   *
   * @param theta the point whose paths the cut speaks of
   * @param loss the loss there
   */
  public static List<Fault> faults(
      Network network, Dataset data, double[] theta, double loss, FloodCut cut) {
    return faults(network, data, 0, theta, loss, cut);
  }

  /**
   * The same for the loss with {@code kappa sum_k |b_k| |w_k|}.
   *
   * @param penalty kappa; 0 for none
   */
  public static List<Fault> faults(
      Network network, Dataset data, double penalty, double[] theta, double loss, FloodCut cut) {
    CellFloodVerification verification = new CellFloodVerification(network, data, penalty, cut);
    if (cut.height() > loss) {
      verification.checkPlanes();
      verification.checkStart(network, theta);
      verification.checkCells();
    }
    return List.copyOf(verification.faults);
  }

  private void fault(Fault.Kind kind, String what) {
    faults.add(new Fault(kind, what, Optional.empty()));
  }

  private double slack() {
    return SLACK * squares / n;
  }

  /** Every sample's inputs are a multiple of its plane's normal. */
  private void checkPlanes() {
    for (int s = 0; s < n; s++) {
      double length = 0;
      for (int c = 0; c < d; c++) {
        length = Math.max(length, Math.abs(x[s * d + c]));
      }
      int plane = planes.planeOf(s);
      double along = 0;
      for (int c = 0; plane >= 0 && c < d; c++) {
        along += planes.normal(plane, c) * x[s * d + c];
      }
      boolean same = plane >= 0 == length > 0 && along * planes.sideOf(s) >= 0;
      for (int c = 0; plane >= 0 && c < d; c++) {
        same &= Math.abs(x[s * d + c] - along * planes.normal(plane, c)) <= 1e-11 * length;
      }
      if (!same) {
        fault(Fault.Kind.PLANES, "sample " + s);
      }
    }
  }

  /** Whether a unit of this cell passes a sample on. */
  private boolean on(UnitCell cell, int s) {
    return planes.planeOf(s) >= 0 && cell.side(planes.planeOf(s)) == planes.sideOf(s);
  }

  private boolean acts(UnitCell cell) {
    boolean some = false;
    boolean all = true;
    for (int s = 0; s < n; s++) {
      some |= on(cell, s);
      all &= planes.planeOf(s) < 0 || on(cell, s);
    }
    return some && !(freeSkip && all);
  }

  private NetworkCell cell(List<UnitCell> units) {
    TreeSet<UnitCell> acting = new TreeSet<>();
    units.stream().filter(this::acts).forEach(acting::add);
    return new NetworkCell(List.copyOf(acting));
  }

  private void checkStart(Network network, double[] theta) {
    DenseLayer first = network.layers().get(0);
    DenseLayer head = network.layers().get(1);
    boolean found = false;
    for (CellCertificate candidate : cut.cells()) {
      List<UnitCell> around = new ArrayList<>();
      boolean all = true;
      for (int k = 0; k < width; k++) {
        double b = theta[head.index(k, 0)];
        double[] v = new double[d];
        double length = 0;
        for (int c = 0; c < d; c++) {
          v[c] = theta[first.index(c, k)];
          length = Math.max(length, Math.abs(v[c]));
        }
        if (b == 0 || length == 0) {
          continue;
        }
        double tolerance = 1e-10 * length;
        Optional<UnitCell> place =
            candidate.cell().units().stream()
                .filter(cell -> cell.sign() * b > 0 && contains(cell, v, tolerance))
                .findFirst();
        place.ifPresent(around::add);
        all &= place.isPresent() || passesNothing(v, length);
      }
      found |= all && cell(around).equals(candidate.cell());
    }
    if (!found) {
      fault(Fault.Kind.START, "the point is in none of " + cut.cells().size() + " cells");
    }
  }

  private boolean passesNothing(double[] v, double length) {
    boolean none = true;
    boolean all = freeSkip;
    for (int s = 0; s < n; s++) {
      double z = 0;
      double size = 0;
      for (int c = 0; c < d; c++) {
        z += x[s * d + c] * v[c];
        size = Math.max(size, Math.abs(x[s * d + c]));
      }
      none &= z <= 1e-10 * length * size * d;
      all &= z >= -1e-10 * length * size * d;
    }
    return none || all;
  }

  private boolean contains(UnitCell cell, double[] v, double tolerance) {
    for (int i = 0; i < planes.planes(); i++) {
      double along = 0;
      for (int c = 0; c < d; c++) {
        along += planes.normal(i, c) * v[c];
      }
      if (cell.side(i) * along < -tolerance) {
        return false;
      }
    }
    return true;
  }

  private void checkCells() {
    Set<NetworkCell> members = new LinkedHashSet<>();
    cut.cells().forEach(certificate -> members.add(certificate.cell()));
    Map<NetworkCell, List<FloodCut.Exit>> exits = new LinkedHashMap<>();
    for (FloodCut.Exit exit : cut.exits()) {
      exits.computeIfAbsent(exit.from(), from -> new ArrayList<>()).add(exit);
    }
    for (CellCertificate certificate : cut.cells()) {
      NetworkCell cell = certificate.cell();
      double bound = bound(certificate, -1, -1);
      if (!(certificate.bound() <= bound + slack()) || !(bound + slack() > cut.level())) {
        fault(
            Fault.Kind.BOUND,
            "cell " + cell + " has the bound " + bound + ", not " + certificate.bound());
      }
      if (cell.size() < width && !everyEntranceIn(cell, members)) {
        fault(Fault.Kind.FREE_UNIT, "cell " + cell);
      }
      checkExits(certificate, bound, members, exits.getOrDefault(cell, List.of()));
    }
  }

  private boolean everyEntranceIn(NetworkCell cell, Set<NetworkCell> members) {
    if (d > 2) {
      return false;
    }
    for (UnitCell unit : cellsOfOneUnit()) {
      List<UnitCell> more = new ArrayList<>(cell.units());
      more.add(unit);
      if (!members.contains(cell(more))) {
        return false;
      }
    }
    return true;
  }

  /** With two inputs: the two cells beside each of the rays that bound cells. */
  private Set<UnitCell> cellsOfOneUnit() {
    Set<UnitCell> cells = new LinkedHashSet<>();
    int count = planes.planes();
    for (int ray = 0; ray < 4 * count; ray++) {
      int i = ray / 4;
      double turn = ray % 2 == 0 ? 1 : -1;
      boolean[] above = new boolean[count];
      for (int j = 0; j < count; j++) {
        double along =
            d == 1
                ? 0
                : turn
                    * (planes.normal(j, 0) * planes.normal(i, 1)
                        - planes.normal(j, 1) * planes.normal(i, 0));
        above[j] = i == j ? ray % 4 < 2 : along > 0;
      }
      cells.add(UnitCell.of(above, 1));
      cells.add(UnitCell.of(above, -1));
    }
    return cells;
  }

  private void checkExits(
      CellCertificate certificate,
      double bound,
      Set<NetworkCell> members,
      List<FloodCut.Exit> exits) {
    if (bound + slack() >= cut.height()) {
      return;
    }
    NetworkCell cell = certificate.cell();
    Multipliers multipliers = new Multipliers(certificate);
    for (int k = 0; k < cell.size(); k++) {
      for (int i = -1; i < planes.planes(); i++) {
        int unit = k;
        int plane = i;
        boolean closed =
            members.contains(behind(cell, k, i))
                || exits.stream()
                    .filter(exit -> exit.unit() == unit && exit.plane() == plane)
                    .anyMatch(this::closes)
                || multipliers.bound(k, i, cut.height()) + slack() >= cut.height();
        if (!closed) {
          String what = "unit " + k + " over plane " + i + " of cell " + cell;
          faults.add(new Fault(Fault.Kind.OPEN, what, Optional.of(new FloodCut.Way(cell, k, i))));
        }
      }
    }
  }

  private NetworkCell behind(NetworkCell cell, int unit, int plane) {
    List<UnitCell> units = new ArrayList<>(cell.units());
    UnitCell gone = units.remove(unit);
    if (plane >= 0) {
      units.add(crossed(gone, plane));
    }
    return cell(units);
  }

  private static UnitCell crossed(UnitCell cell, int plane) {
    boolean[] above = new boolean[cell.planes()];
    for (int i = 0; i < above.length; i++) {
      above[i] = cell.side(i) > 0 != (i == plane);
    }
    return UnitCell.of(above, cell.sign());
  }

  /** Whether an exit's own proof closes it. */
  private boolean closes(FloodCut.Exit exit) {
    if (exit.program().isPresent()) {
      CellCertificate program = exit.program().get();
      boolean removal = exit.plane() < 0;
      boolean about =
          removal
              ? program.cell().equals(behind(exit.from(), exit.unit(), -1))
              : program.cell().equals(exit.from());
      return about
          && bound(program, removal ? -1 : exit.unit(), removal ? -1 : exit.plane()) + slack()
              >= cut.height();
    }
    UnitCell into = crossed(exit.from().units().get(exit.unit()), exit.plane());
    double total = 0;
    double[] sum = new double[d];
    for (Wall wall : exit.emptiness()) {
      if (!(wall.multiplier() >= 0) || wall.plane() >= planes.planes()) {
        return false;
      }
      total += wall.multiplier();
      for (int c = 0; c < d; c++) {
        sum[c] += wall.multiplier() * into.side(wall.plane()) * planes.normal(wall.plane(), c);
      }
    }
    return total > 0 && Math.sqrt(dot(sum, sum)) <= 2e-12 * total;
  }

  /** The bound that a certificate proves on its cell or facet; minus infinity if it proves none. */
  private double bound(CellCertificate certificate, int facetUnit, int facetPlane) {
    NetworkCell cell = certificate.cell();
    for (Wall wall : certificate.walls()) {
      boolean facet = wall.unit() == facetUnit && wall.plane() == facetPlane;
      boolean known = wall.unit() < cell.size() && wall.plane() < planes.planes();
      if (!known || (!facet && !(wall.multiplier() >= 0))) {
        fault(Fault.Kind.MULTIPLIER, wall + " of " + cell);
        return Double.NEGATIVE_INFINITY;
      }
    }
    double[][] columns = features(cell);
    if (!reaches(certificate, columns)) {
      fault(Fault.Kind.BOUND, "the bound of " + cell + " does not speak of all its points");
      return Double.NEGATIVE_INFINITY;
    }
    return dual(cell, columns, certificate.residual(), certificate.walls(), certificate.reach());
  }

  private double[][] features(NetworkCell cell) {
    double[][] columns = new double[cell.size() * d][n];
    for (int j = 0; j < columns.length; j++) {
      UnitCell unit = cell.units().get(j / d);
      for (int s = 0; s < n; s++) {
        columns[j][s] = on(unit, s) ? unit.sign() * x[s * d + j % d] : 0;
      }
      project(columns[j]);
    }
    return columns;
  }

  /** {@code (2 u . y - |u|^2 - sum_k max(0, 2 |e_k| - N kappa) reach_k) / N}. */
  private double dual(
      NetworkCell cell, double[][] columns, double[] u, List<Wall> walls, double[] reach) {
    if (u.length != n || reach.length != cell.size()) {
      return Double.NEGATIVE_INFINITY;
    }
    double lost = 0;
    double[] e = stationarity(cell, columns, u, walls);
    for (int k = 0; k < cell.size(); k++) {
      double square = 0;
      for (int j = k * d; j < (k + 1) * d; j++) {
        square += e[j] * e[j];
      }
      lost += Math.max(0, 2 * Math.sqrt(square) - weight) * reach[k];
    }
    return (2 * dot(u, y) - dot(u, u) - lost) / n;
  }

  /** {@code e = J^T u + sum_j l_j a_j}. */
  private double[] stationarity(
      NetworkCell cell, double[][] columns, double[] u, List<Wall> walls) {
    double[] e = new double[columns.length];
    for (int j = 0; j < e.length; j++) {
      double[] left = new double[n + walls.size()];
      double[] right = new double[n + walls.size()];
      System.arraycopy(columns[j], 0, left, 0, n);
      System.arraycopy(u, 0, right, 0, n);
      int at = n;
      for (Wall wall : walls) {
        if (wall.unit() == j / d) {
          UnitCell unit = cell.units().get(wall.unit());
          left[at] = unit.side(wall.plane()) * planes.normal(wall.plane(), j % d);
          right[at] = wall.multiplier();
        }
        at++;
      }
      e[j] = accurateDot(left, right);
    }
    return e;
  }

  /**
   * Whether no unit of a cell is longer than the certificate speaks of at a loss below that of
   * units at 0: {@code |v_k| <= |rows k of R^-1| |J v|}, {@code |J v| <= 2 |y|}. Along directions
   * that J takes to 0 the certificate speaks of as much as it says. With a penalty {@code N kappa
   * |v_k|} alone is no more than that loss.
   */
  private boolean reaches(CellCertificate certificate, double[][] columns) {
    if (weight > 0) {
      return Arrays.stream(certificate.reach())
          .allMatch(reach -> reach * weight >= squares * (1 - 1e-9));
    }
    Triangle triangle = new Triangle(columns);
    double share = triangle.full() ? 0.99 : 0.01;
    for (int k = 0; k < certificate.cell().size(); k++) {
      double trace = 0;
      for (int j = k * d; j < (k + 1) * d; j++) {
        double[] one = new double[columns.length];
        one[j] = 1;
        double[] half = triangle.half(one);
        trace += dot(half, half);
      }
      double reach = certificate.reach()[k];
      if (!(reach * reach >= share * 4 * squares * trace)) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code J = Q R} by Gram-Schmidt run twice; columns that depend on earlier ones within {@value
   * #DEPENDENT} of the largest are left out.
   */
  private final class Triangle {
    private final List<double[]> basis = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private final List<double[]> parts = new ArrayList<>();
    private final int columns;

    Triangle(double[][] jacobian) {
      columns = jacobian.length;
      double largest = 0;
      for (double[] column : jacobian) {
        largest = Math.max(largest, Math.sqrt(dot(column, column)));
      }
      for (int j = 0; j < columns; j++) {
        double[] rest = jacobian[j].clone();
        double[] part = new double[basis.size() + 1];
        for (int pass = 0; pass < 2; pass++) {
          for (int q = 0; q < basis.size(); q++) {
            double along = dot(basis.get(q), rest);
            part[q] += along;
            for (int s = 0; s < n; s++) {
              rest[s] -= along * basis.get(q)[s];
            }
          }
        }
        double length = Math.sqrt(dot(rest, rest));
        if (length > DEPENDENT * largest) {
          part[basis.size()] = length;
          for (int s = 0; s < n; s++) {
            rest[s] /= length;
          }
          basis.add(rest);
          kept.add(j);
          parts.add(part);
        }
      }
    }

    boolean full() {
      return kept.size() == columns;
    }

    /** {@code R^-T right}; its square is {@code right^T (J^T J)^-1 right}. */
    double[] half(double[] right) {
      double[] half = new double[kept.size()];
      for (int q = 0; q < half.length; q++) {
        double sum = right[kept.get(q)];
        for (int r = 0; r < q; r++) {
          sum -= parts.get(q)[r] * half[r];
        }
        half[q] = sum / parts.get(q)[q];
      }
      return half;
    }

    /** {@code Q^T v}. */
    double[] parts(double[] v) {
      return basis.stream().mapToDouble(direction -> dot(direction, v)).toArray();
    }

    /** {@code u + length Q half}. */
    double[] moved(double[] u, double[] half, double length) {
      double[] moved = u.clone();
      for (int q = 0; q < half.length; q++) {
        for (int s = 0; s < n; s++) {
          moved[s] += length * half[q] * basis.get(q)[s];
        }
      }
      return moved;
    }
  }

  /** Bounds of the ways out of a cell from its multipliers and one more, or d more. */
  private final class Multipliers {
    private final CellCertificate certificate;
    private final double[][] columns;
    private final Triangle triangle;
    private final double[] fitted;
    private final double own;

    Multipliers(CellCertificate certificate) {
      this.certificate = certificate;
      this.columns = features(certificate.cell());
      this.triangle = new Triangle(columns);
      double[] rest = y.clone();
      for (int s = 0; s < Math.min(n, certificate.residual().length); s++) {
        rest[s] -= certificate.residual()[s];
      }
      this.fitted = triangle.parts(rest);
      this.own =
          dual(
              certificate.cell(),
              columns,
              certificate.residual(),
              certificate.walls(),
              certificate.reach());
    }

    double bound(int unit, int plane, double enough) {
      if (own == Double.NEGATIVE_INFINITY) {
        return own; // numbers of the certificate are missing
      }
      return plane < 0 ? removal(unit, enough) : facet(unit, plane, enough);
    }

    private double facet(int unit, int plane, double enough) {
      double[] normal = new double[columns.length];
      for (int c = 0; c < d; c++) {
        normal[unit * d + c] = planes.normal(plane, c);
      }
      double[] half = triangle.half(normal);
      double along = dot(half, fitted);
      double size = dot(half, half);
      double length = size > 0 ? along / size : 0;
      double added = length * along / n;
      if (clear(added, enough)) {
        return own + added;
      }
      int side = certificate.cell().units().get(unit).side(plane);
      List<Wall> walls = new ArrayList<>(certificate.walls());
      walls.add(new Wall(unit, plane, -length * side));
      double[] u = triangle.moved(certificate.residual(), half, length);
      return dual(certificate.cell(), columns, corrected(u, walls, -1), walls, certificate.reach());
    }

    /**
     * Whether what is added decides even if a millionth of it were rounding; never where a column
     * depends on others, whose e it may change.
     */
    private boolean clear(double added, double enough) {
      return triangle.full() && Math.abs(own + added - enough) > 1e-6 * added + slack();
    }

    /** The unit at 0. */
    private double removal(int unit, double enough) {
      double[][] halves = new double[d][];
      double[][] block = new double[d][d];
      double[] right = new double[d];
      for (int c = 0; c < d; c++) {
        double[] one = new double[columns.length];
        one[unit * d + c] = 1;
        halves[c] = triangle.half(one);
        right[c] = dot(halves[c], fitted);
        for (int b = 0; b <= c; b++) {
          block[c][b] = dot(halves[c], halves[b]);
          block[b][c] = block[c][b];
        }
      }
      double[] lengths = solved(block, right);
      double added = dot(lengths, right) / n;
      if (!(added > 0) || clear(added, enough)) {
        return added > 0 ? own + added : own;
      }
      double[] u = certificate.residual();
      for (int c = 0; c < d; c++) {
        u = triangle.moved(u, halves[c], lengths[c]);
      }
      return without(unit, corrected(u, certificate.walls(), unit));
    }

    /** The bound of the cell without a unit from the other units' multipliers. */
    private double without(int unit, double[] u) {
      NetworkCell cell = certificate.cell();
      List<UnitCell> rest = new ArrayList<>(cell.units());
      rest.remove(unit);
      double[][] others = new double[columns.length - d][];
      double[] reach = new double[rest.size()];
      for (int j = 0; j < others.length; j++) {
        int from = j < unit * d ? j : j + d;
        others[j] = columns[from];
        reach[j / d] = certificate.reach()[from / d];
      }
      List<Wall> walls = new ArrayList<>();
      for (Wall wall : certificate.walls()) {
        if (wall.unit() != unit) {
          int place = wall.unit() < unit ? wall.unit() : wall.unit() - 1;
          walls.add(new Wall(place, wall.plane(), wall.multiplier()));
        }
      }
      return dual(new NetworkCell(rest), others, u, walls, reach);
    }

    /** u nearer to what fits the multipliers, for all units but one; with a penalty as it is. */
    private double[] corrected(double[] u, List<Wall> walls, int but) {
      if (weight > 0) {
        return u;
      }
      double[] e = stationarity(certificate.cell(), columns, u, walls);
      for (int c = 0; but >= 0 && c < d; c++) {
        e[but * d + c] = 0;
      }
      return triangle.moved(u, triangle.half(e), -1);
    }
  }

  /** Solves a small system by elimination, largest pivots first. */
  static double[] solved(double[][] matrix, double[] right) {
    int size = right.length;
    double[][] a = new double[size][];
    for (int i = 0; i < size; i++) {
      a[i] = Arrays.copyOf(matrix[i], size + 1);
      a[i][size] = right[i];
    }
    for (int i = 0; i < size; i++) {
      int pivot = i;
      for (int r = i + 1; r < size; r++) {
        pivot = Math.abs(a[r][i]) > Math.abs(a[pivot][i]) ? r : pivot;
      }
      double[] row = a[pivot];
      a[pivot] = a[i];
      a[i] = row;
      for (int r = 0; r < size; r++) {
        double factor = r == i ? 0 : a[r][i] / row[i];
        for (int c = i; c <= size && factor != 0; c++) {
          a[r][c] -= factor * row[c];
        }
      }
    }
    double[] solution = new double[size];
    Arrays.setAll(solution, i -> a[i][size] / a[i][i]);
    return solution;
  }

  private void project(double[] column) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] direction : skip) {
        double along = dot(direction, column);
        for (int s = 0; s < n; s++) {
          column[s] -= along * direction[s];
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** A sum of products as if in twice the precision. */
  private static double accurateDot(double[] a, double[] b) {
    double sum = 0;
    double rest = 0;
    for (int i = 0; i < a.length; i++) {
      double product = a[i] * b[i];
      double next = sum + product;
      double taken = next - sum;
      rest += Fma.of(a[i], b[i], -product) + ((sum - (next - taken)) + (product - taken));
      sum = next;
    }
    return sum + rest;
  }
}
