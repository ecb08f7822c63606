package io.shallows.grid;

import io.shallows.spec.GridSpec;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import java.util.BitSet;

/**
 * The trials of a sweep by index: problem slowest, then input dimension, family, network depth,
 * width, initialisation, and the seed fastest.
 *
 * <p>Memory is independent of the number of trials. With a constraint one bit per cell and one
 * count per 1024 cells is kept, because the constraint is asked once for every cell.
 */
public final class Grid {
  /**
   * The most cells a grid may have: what is counted, planned and aggregated one by one, in under a
   * second.
   */
  public static final long MAX_CELLS = 2_000_000;

  private static final int BLOCK = 1024;

  private final GridSpec axes;
  private final int problems;
  private final long allCells;
  private final long cells;
  private final long size;
  private final BitSet admitted;
  private final int[] admittedBefore;

  /**
   * The grid of a spec.
   *
   * @throws SpecException if it has more than {@link #MAX_CELLS} cells or its constraint leaves
   *     none
   */
  public Grid(SweepSpec spec) {
    this.axes = spec.grid();
    this.problems = spec.problem().count();
    this.allCells = countCells();
    if (axes.where().isEmpty()) {
      this.cells = allCells;
      this.admitted = new BitSet();
      this.admittedBefore = new int[0];
    } else {
      this.admitted = new BitSet(Math.toIntExact(allCells));
      this.admittedBefore = new int[Math.toIntExact(allCells / BLOCK) + 1];
      this.cells = evaluateConstraint();
    }
    try {
      this.size = Math.multiplyExact(cells, axes.seed().count());
    } catch (ArithmeticException e) {
      throw new SpecException(
          "grid: "
              + cells
              + " cells of "
              + axes.seed().count()
              + " seeds are more trials than can be numbered; lower"
              + " grid.seed.count");
    }
  }

  private long countCells() {
    long[] sizes = {
      problems,
      axes.inputDimension().size(),
      axes.family().size(),
      axes.networkDepth().size(),
      axes.width().size(),
      axes.initialization().size()
    };
    long product = 1;
    boolean overflow = false;
    for (long factor : sizes) {
      overflow |= Math.multiplyHigh(product, factor) != 0 || product * factor < 0;
      product *= factor;
    }
    if (overflow || product > MAX_CELLS) {
      throw new SpecException(
          "grid: "
              + (overflow ? "more than 10^18" : Long.toString(product))
              + " cells ("
              + sizes[4]
              + " widths, "
              + sizes[3]
              + " depths, "
              + sizes[1]
              + " input dimensions, "
              + sizes[2]
              + " families, "
              + sizes[5]
              + " initializations, "
              + sizes[0]
              + " problems) is above "
              + MAX_CELLS
              + "; shorten an axis or split the sweep (seeds are not limited)");
    }
    return product;
  }

  private long evaluateConstraint() {
    int kept = 0;
    for (int i = 0; i < allCells; i++) {
      if (i % BLOCK == 0) {
        admittedBefore[i / BLOCK] = kept;
      }
      if (axes.where().get().admits(cellAmongAll(i))) {
        admitted.set(i);
        kept++;
      }
    }
    if (kept == 0) {
      throw new SpecException(
          "grid.where: "
              + axes.where().get()
              + " leaves none of "
              + allCells
              + " cells; loosen it or widen the axes");
    }
    return kept;
  }

  /** Number of trials. */
  public long size() {
    return size;
  }

  /** Number of cells. */
  public long cells() {
    return cells;
  }

  /** Number of cells before the constraint. */
  public long cellsBeforeConstraint() {
    return allCells;
  }

  /** Number of trials of each cell. */
  public long seeds() {
    return axes.seed().count();
  }

  /** The trial at an index from 0 to {@link #size()} - 1. */
  public TrialCoordinates at(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("trial " + index + " of " + size);
    }
    return cell(index / seeds()).trial(index % seeds());
  }

  /** The cell that holds trials {@code cell * seeds()} to {@code (cell + 1) * seeds() - 1}. */
  public CellCoordinates cell(long cell) {
    if (cell < 0 || cell >= cells) {
      throw new IndexOutOfBoundsException("cell " + cell + " of " + cells);
    }
    return cellAmongAll(axes.where().isEmpty() ? cell : select(Math.toIntExact(cell)));
  }

  /** The index of a trial, or -1 if it is not in the grid. */
  public long indexOf(TrialCoordinates trial) {
    long cell = indexOf(trial.cell());
    return cell < 0 || trial.seed() < 0 || trial.seed() >= seeds()
        ? -1
        : cell * seeds() + trial.seed();
  }

  /** The index of a cell, or -1 if it is not in the grid. */
  public long indexOf(CellCoordinates cell) {
    long[] digits = {
      cell.problemIndex() < problems ? cell.problemIndex() : -1,
      axes.inputDimension().indexOf(cell.inputDimension()),
      axes.family().indexOf(cell.family()),
      axes.networkDepth().indexOf(cell.networkDepth()),
      axes.width().indexOf(cell.width()),
      axes.initialization().indexOf(cell.initialization())
    };
    long[] radix = {
      problems,
      axes.inputDimension().size(),
      axes.family().size(),
      axes.networkDepth().size(),
      axes.width().size(),
      axes.initialization().size()
    };
    long index = 0;
    for (int i = 0; i < digits.length; i++) {
      if (digits[i] < 0) {
        return -1;
      }
      index = index * radix[i] + digits[i];
    }
    if (axes.where().isEmpty()) {
      return index;
    }
    return admitted.get(Math.toIntExact(index)) ? rank(Math.toIntExact(index)) : -1;
  }

  private CellCoordinates cellAmongAll(long index) {
    long rest = index;
    int initialization = Math.toIntExact(rest % axes.initialization().size());
    rest /= axes.initialization().size();
    long width = rest % axes.width().size();
    rest /= axes.width().size();
    long networkDepth = rest % axes.networkDepth().size();
    rest /= axes.networkDepth().size();
    int family = Math.toIntExact(rest % axes.family().size());
    rest /= axes.family().size();
    long inputDimension = rest % axes.inputDimension().size();
    rest /= axes.inputDimension().size();
    return new CellCoordinates(
        Math.toIntExact(rest),
        axes.family().get(family),
        axes.width().get(width),
        axes.networkDepth().get(networkDepth),
        axes.inputDimension().get(inputDimension),
        axes.initialization().get(initialization));
  }

  /** Number of admitted cells before an index. */
  private long rank(int index) {
    int block = index / BLOCK;
    int rank = admittedBefore[block];
    for (int i = admitted.nextSetBit(block * BLOCK);
        i >= 0 && i < index;
        i = admitted.nextSetBit(i + 1)) {
      rank++;
    }
    return rank;
  }

  /** The index among all cells of the admitted cell with this rank. */
  private int select(int rank) {
    int low = 0;
    int high = admittedBefore.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (admittedBefore[middle] <= rank && middle * (long) BLOCK < allCells) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int found = admitted.nextSetBit(low * BLOCK);
    for (int seen = admittedBefore[low]; seen < rank; seen++) {
      found = admitted.nextSetBit(found + 1);
    }
    return found;
  }
}
