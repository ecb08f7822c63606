package io.shallows.depth.cell;

import java.util.List;
import java.util.Optional;

/**
 * A cut in a form that exact arithmetic decides: a set of network cells around a point that no path
 * to the level leaves below {@code height}, every one of which has all units of the network.
 *
 * <p>For any u, one number per sample, and any point v of a closed cell, {@code N L(v) >= 2 u . y -
 * |u|^2 - 2 sum_k (J_k^T u) . v_k}. Where each {@code -J_k^T u} is a sum, with factors that are not
 * below 0, of normals of planes turned to the side of unit k, the last sum is at most 0, whatever
 * the length of v, and {@code (2 u . y - |u|^2) / N} is a bound of the loss. A {@link Dual} names d
 * planes per unit for that: the factors are the solution of one system of d equations, and only
 * their signs matter, so that u may be any doubles. On a facet the factor of its plane may have any
 * sign; without a unit, nothing is asked of that unit.
 *
 * <p>Planes are numbered by their first samples. A unit's cell is a text: its sign, then for every
 * plane 1 if its first sample is passed on, else 0.
 *
 * @param level the loss that the path is to reach; no cell has a loss that low
 * @param height no path leaves the cells below this loss
 * @param cells the cells, in the order in which they were found
 */
public record CutProof(double level, double height, List<Cell> cells) {

  /**
   * What proves a bound.
   *
   * @param vectors u, and behind it, for a cell's own, d vectors w per unit, one after the other,
   *     with {@code J^T w} the unit's inputs one by one: {@code u + t sum_c p_c w_c} is the u of
   *     the facet on plane p, for the best t
   * @param walls d planes per unit
   * @param free cells of units in which two units of opposite signs lie, which together can give
   *     any linear function there: u is to be taken orthogonally to those
   */
  public record Dual(List<double[]> vectors, List<List<Integer>> walls, List<String> free) {
    public Dual {
      vectors = List.copyOf(vectors);
      walls = List.copyOf(walls);
      free = List.copyOf(free);
    }
  }

  /**
   * A way out that the cell's own vectors do not close.
   *
   * @param unit position of the unit that moves
   * @param plane the plane that it crosses; empty if it passes 0
   * @param dual the bound on the facet, or without the unit
   * @param inside d planes of which the plane's normal is a sum, with factors that are not below 0,
   *     so that nothing lies behind it
   */
  public record Exit(int unit, Optional<Integer> plane, Optional<Dual> dual, List<Integer> inside) {
    public Exit {
      inside = List.copyOf(inside);
    }
  }

  /**
   * One cell.
   *
   * @param units the cells of its units, in the order of the texts
   * @param dual what proves that no loss in it is as low as the level
   * @param exits ways out with a proof of their own
   */
  public record Cell(List<String> units, Dual dual, List<Exit> exits) {
    public Cell {
      units = List.copyOf(units);
      exits = List.copyOf(exits);
    }
  }

  public CutProof {
    cells = List.copyOf(cells);
  }
}
