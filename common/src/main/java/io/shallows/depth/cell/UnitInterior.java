package io.shallows.depth.cell;

import io.shallows.linalg.DualActiveSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the cell of a unit has an interior: a v with {@code side_i p_i . v >= 1} for all planes
 * i, or factors, at least 0 and not all 0, with which the {@code side_i p_i} sum to 0 (Gordan).
 *
 * <p>A plane of a cell that has an interior is a facet if and only if the cell across it has one.
 * Cells count as having none only with such factors, whose sum of normals is below {@value #ZERO}
 * of their sum: what is undecided counts as a cell, which is sound, since its points are points of
 * the network whatever their dimension.
 */
final class UnitInterior {

  /** Length of a combination of normals, relative to the sum of the factors, that counts as 0. */
  static final double ZERO = 1e-12;

  private final Landscape landscape;
  private final DualActiveSet set;
  private final double[] normal;
  private final Map<UnitCell, List<Wall>> known = new LinkedHashMap<>();

  UnitInterior(Landscape landscape) {
    this.landscape = landscape;
    this.set = new DualActiveSet(landscape.inputs());
    this.normal = new double[landscape.inputs()];
  }

  /**
   * The factors that prove that a cell has no interior, as walls of unit 0; empty if it has one or
   * that is undecided.
   */
  List<Wall> emptiness(UnitCell cell) {
    return known.computeIfAbsent(cell.positive(), this::find);
  }

  private List<Wall> find(UnitCell cell) {
    set.start(new double[normal.length]);
    for (int step = 0; step < 10 * (landscape.planes() + normal.length); step++) {
      int worst = -1;
      double least = 1 - 1e-9;
      for (int i = 0; i < landscape.planes(); i++) {
        double along = cell.side(i) * landscape.along(i, set.point(), 0);
        if (along < least && !set.contains(i)) {
          least = along;
          worst = i;
        }
      }
      if (worst < 0) {
        return List.of();
      }
      for (int c = 0; c < normal.length; c++) {
        normal[c] = cell.side(worst) * landscape.normal(worst, c);
      }
      if (!set.enforce(normal, 1, worst, false)) {
        return combination(cell, worst);
      }
    }
    return List.of();
  }

  private List<Wall> combination(UnitCell cell, int last) {
    List<Wall> factors = new ArrayList<>(List.of(new Wall(0, last, 1)));
    for (int j = 0; j < set.active(); j++) {
      if (set.combination(j) > 0) {
        factors.add(new Wall(0, set.id(j), set.combination(j)));
      }
    }
    return sumsToZero(landscape, cell, factors) ? List.copyOf(factors) : List.of();
  }

  private static boolean sumsToZero(Landscape landscape, UnitCell cell, List<Wall> factors) {
    double square = 0;
    double total = 0;
    for (Wall wall : factors) {
      total += wall.multiplier();
    }
    for (int c = 0; c < landscape.inputs(); c++) {
      double sum = 0;
      for (Wall wall : factors) {
        sum += wall.multiplier() * cell.side(wall.plane()) * landscape.normal(wall.plane(), c);
      }
      square += sum * sum;
    }
    return Math.sqrt(square) <= ZERO * total;
  }
}
