package io.shallows.depth.cell;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What proves a lower end: a set of network cells around the start that no path leaves below {@code
 * height}.
 *
 * <p>The start lies in one of the cells; none reaches the level; and every way out of each of them,
 * over a plane of a unit or by a unit that passes 0, leads to another cell of the set, or is no
 * facet, or has no loss below {@code height}: by the multipliers of the cell, or by a program of
 * its own. A cell with a free unit is in the set only with all cells that the unit may enter.
 *
 * @param level the loss that the path is to reach
 * @param height the lower end of the largest loss on a path there
 * @param cells the set; empty if {@code height} is no more than the loss at the start, where there
 *     is nothing to prove
 * @param exits ways out that were looked at more closely than by their cell's multipliers
 */
public record FloodCut(double level, double height, List<CellCertificate> cells, List<Exit> exits) {

  /**
   * A way out of a cell.
   *
   * @param from the cell
   * @param unit position of the unit that moves
   * @param plane the plane that it crosses; -1 if it passes 0
   */
  public record Way(NetworkCell from, int unit, int plane) {}

  /**
   * What is known of a way out of a cell.
   *
   * @param from the cell
   * @param unit position of the unit that moves
   * @param plane the plane that it crosses; -1 if it passes 0
   * @param program the bound of the facet, or of the cell without the unit
   * @param emptiness factors, as walls of unit 0 of the cell behind, that prove that the plane is
   *     no facet: with them the normals, turned to that cell's sides, sum to 0
   */
  public record Exit(
      NetworkCell from,
      int unit,
      int plane,
      Optional<CellCertificate> program,
      List<Wall> emptiness) {
    public Exit {
      Objects.requireNonNull(from, "from");
      emptiness = List.copyOf(emptiness);
      if (program.isPresent() == !emptiness.isEmpty()) {
        throw new IllegalArgumentException("exit: neither or both of a program and no facet");
      }
    }
  }

  public FloodCut {
    cells = List.copyOf(cells);
    exits = List.copyOf(exits);
    if (!(height >= 0)) {
      throw new IllegalArgumentException("cut: height " + height + " is below 0");
    }
  }
}
