package io.shallows.depth.cell;

import io.shallows.network.TwoLayerUnits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The path of a network that a walk over cells describes: vertices of one-layer moves.
 *
 * <p>Within a cell, first layer and skip move together on a straight line, heads fixed: the outputs
 * are affine there, so that the loss is never above the larger of its ends. Units that share a cell
 * are joined in the first of them and free units go to 0, both without an effect on the outputs. A
 * free unit gets another head while its vector is 0.
 */
final class CellWalk {

  private final Landscape landscape;
  private final TwoLayerUnits layout;
  private final UnitCell[] at;
  private final List<double[]> vertices = new ArrayList<>();
  private double[] theta;

  CellWalk(Landscape landscape, TwoLayerUnits layout, double[] start) {
    this.landscape = landscape;
    this.layout = layout;
    this.theta = start.clone();
    this.at = cells(landscape, layout, start);
    vertices.add(theta);
  }

  /** The cell of each unit; null if it is free. */
  private static UnitCell[] cells(Landscape landscape, TwoLayerUnits layout, double[] theta) {
    UnitCell[] cells = new UnitCell[layout.width()];
    for (int k = 0; k < cells.length; k++) {
      double[] v = layout.vector(theta, k);
      if (!TwoLayerUnits.isZero(v)) {
        UnitCell cell = landscape.cellOf(v, 0, layout.weight(theta, k) > 0 ? 1 : -1);
        cells[k] = landscape.idle(cell) ? null : cell;
      }
    }
    return cells;
  }

  /** The cell of the network at some parameters. */
  static NetworkCell cellOf(Landscape landscape, TwoLayerUnits layout, double[] theta) {
    List<UnitCell> used = new ArrayList<>();
    for (UnitCell cell : cells(landscape, layout, theta)) {
      if (cell != null) {
        used.add(cell);
      }
    }
    return NetworkCell.of(landscape, used);
  }

  /** The vertices so far. */
  List<double[]> vertices() {
    return vertices;
  }

  /** Moves straight to the vectors of a cell, those of units that have left the cell being 0. */
  void to(NetworkCell cell, double[] vectors) {
    int d = landscape.inputs();
    double[] next = theta.clone();
    boolean[] placed = new boolean[cell.size()];
    for (int k = 0; k < at.length; k++) {
      int unit = at[k] == null ? -1 : cell.units().indexOf(at[k]);
      boolean carries = unit >= 0 && !placed[unit];
      if (carries) {
        placed[unit] = true;
      } else {
        at[k] = null;
      }
      double scale = Math.abs(layout.weight(theta, k));
      for (int c = 0; c < d; c++) {
        next[layout.first().index(c, k)] = carries ? vectors[unit * d + c] / scale : 0;
      }
    }
    layout.skip().ifPresent(skip -> setSkip(cell, vectors, next));
    push(next);
  }

  /** The unit of one cell is now in another one, on whose boundary it lies. */
  void cross(UnitCell from, UnitCell to) {
    for (int k = 0; k < at.length; k++) {
      if (from.equals(at[k])) {
        at[k] = landscape.idle(to) ? null : to;
      }
    }
  }

  /** A free unit, whose vector is 0, is taken for a cell. */
  void enter(UnitCell cell) {
    int free = IntStream.range(0, at.length).filter(k -> at[k] == null).findFirst().orElseThrow();
    at[free] = cell;
    double[] next = theta.clone();
    double size = Math.abs(layout.weight(theta, free));
    next[layout.head().index(free, 0)] = cell.sign() * (size == 0 ? 1 : size);
    push(next);
  }

  private void push(double[] next) {
    if (!Arrays.equals(next, theta)) {
      vertices.add(next);
      theta = next;
    }
  }

  /** The least-squares skip on what the units leave, by Gram-Schmidt of the inputs' columns. */
  private void setSkip(NetworkCell cell, double[] vectors, double[] next) {
    int n = landscape.samples();
    int d = landscape.inputs();
    double[] rest = new double[n];
    for (int s = 0; s < n; s++) {
      rest[s] = landscape.target(s);
      for (int k = 0; k < cell.size(); k++) {
        UnitCell unit = cell.units().get(k);
        for (int c = 0; c < d && landscape.on(unit, s); c++) {
          rest[s] -= unit.sign() * landscape.x(s, c) * vectors[k * d + c];
        }
      }
    }
    double[] solution = landscape.skipFor(rest);
    for (int c = 0; c < d; c++) {
      next[layout.skip().orElseThrow().index(c, 0)] = solution[c];
    }
  }
}
