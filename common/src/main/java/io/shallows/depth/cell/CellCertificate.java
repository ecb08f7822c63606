package io.shallows.depth.cell;

import java.util.List;
import java.util.Objects;

/**
 * A lower bound of the loss on a closed network cell, or on a facet of it, with what proves it.
 *
 * <p>For any numbers u, one per sample, and multipliers {@code l_j} of walls {@code a_j}, at least
 * 0 but for that of the facet, put {@code e = J^T u + sum_j l_j a_j}. Then every v' of the closed
 * cell with {@code |v'_k| <= reach_k} has
 *
 * <pre>{@code
 * |y - J v'|^2 >= 2 u . y - |u|^2 - 2 (J^T u) . v'
 *              >= 2 u . y - |u|^2 - 2 sum_k |e_k| reach_k
 * }</pre>
 *
 * since {@code a_j . v' >= 0}. No solver is trusted: u and l may come from anywhere; the nearer
 * they are to the residual and the multipliers of the best point, the better is the bound. {@code
 * reach_k = 2 |y| |B_k|}, B_k the unit's rows of R^-1: where the columns of J are independent no
 * vector of the cell that is longer has a loss below that of units at 0, so nothing is left out;
 * along directions that J takes to 0, points farther than that are not spoken of.
 *
 * <p>With a penalty {@code weight = N kappa} the terms of a unit are {@code weight |v'_k| - 2 e_k .
 * v'_k}, so that only what {@code 2 |e_k|} exceeds the weight by counts, and {@code reach_k = |y|^2
 * / weight}: a longer vector alone costs more than all units at 0. Nothing is left out.
 *
 * @param cell the cell
 * @param facetUnit the unit that stays on a plane; -1 on the whole cell
 * @param facetPlane the plane; -1 on the whole cell
 * @param vectors v, unit by unit; where the program converged, the best point of the cell or facet
 * @param residual u
 * @param walls the multipliers above 0, and that of the facet
 * @param reach per unit the greatest length that the bound speaks of
 * @param value the loss at {@code vectors} as the cell's linear network computes it
 * @param bound the lower bound, rounded down
 */
@SuppressWarnings("ArrayRecordComponent") // made in this package alone, and never changed
public record CellCertificate(
    NetworkCell cell,
    int facetUnit,
    int facetPlane,
    double[] vectors,
    double[] residual,
    List<Wall> walls,
    double[] reach,
    double value,
    double bound) {

  public CellCertificate {
    Objects.requireNonNull(cell, "cell");
    walls = List.copyOf(walls);
    if (vectors.length % Math.max(1, cell.size()) != 0 || reach.length != cell.size()) {
      throw new IllegalArgumentException(
          "cell certificate: "
              + vectors.length
              + " numbers and "
              + reach.length
              + " lengths for "
              + cell.size()
              + " units");
    }
    if (!(bound >= 0) || !(value >= 0)) {
      throw new IllegalArgumentException(
          "cell certificate: bound " + bound + " or value " + value + " is not a loss");
    }
  }
}
