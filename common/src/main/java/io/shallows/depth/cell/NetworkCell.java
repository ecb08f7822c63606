package io.shallows.depth.cell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The cell of a network: the different cells of its units that act on the data, in order. Units are
 * interchangeable, so a permutation has the same cell; units that are not listed are free: they act
 * on no sample, or share a cell with another one, which may carry the sum of their vectors.
 *
 * @param units sorted, without repetitions
 */
public record NetworkCell(List<UnitCell> units) {

  public NetworkCell {
    units = List.copyOf(units);
    for (int k = 1; k < units.size(); k++) {
      if (units.get(k - 1).compareTo(units.get(k)) >= 0) {
        throw new IllegalArgumentException("network cell: unit " + k + " is not in order");
      }
    }
  }

  /** The cell of these units, in any order, those that act on no sample left out. */
  static NetworkCell of(Landscape landscape, Collection<UnitCell> units) {
    TreeSet<UnitCell> different = new TreeSet<>();
    for (UnitCell unit : units) {
      if (!landscape.idle(unit)) {
        different.add(unit);
      }
    }
    return new NetworkCell(new ArrayList<>(different));
  }

  /** The number of units that are not free. */
  public int size() {
    return units.size();
  }

  /** The cell with one unit in another cell. */
  NetworkCell with(Landscape landscape, int unit, UnitCell next) {
    List<UnitCell> changed = new ArrayList<>(units);
    changed.set(unit, next);
    return of(landscape, changed);
  }

  /** The cell with one unit more. */
  NetworkCell and(Landscape landscape, UnitCell unit) {
    List<UnitCell> more = new ArrayList<>(units);
    more.add(unit);
    return of(landscape, more);
  }

  /** The cell without one unit. */
  NetworkCell without(int unit) {
    List<UnitCell> rest = new ArrayList<>(units);
    rest.remove(unit);
    return new NetworkCell(rest);
  }
}
