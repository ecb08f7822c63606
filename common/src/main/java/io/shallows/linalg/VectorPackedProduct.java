package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product for large right factors, which copies what a register block reads into two
 * contiguous buffers first.
 *
 * <p>Rows of a large matrix lie far apart: a panel of the right factor then takes more of the
 * first-level cache than its numbers need, its lines compete for the same few places, and nearly
 * every row is on a page of its own. So the inner index is cut into runs of {@link #TERMS}, and a
 * panel of one run is copied to 24 KiB that stay in the first-level cache (32 KiB or more) while
 * the rows of {@link #ROWS} pass; those of the left factor stay in the second level. A left factor
 * that is read across its rows (a transposed one) is copied too, the rows of a register block side
 * by side; one that is read along its rows needs no copy.
 *
 * <p>A run begins with the sums that the run before it stored, so every sum takes the same terms in
 * the same order, and the bits are those of the product without copies. A copy costs about a
 * nanosecond per number and is shared by the rows, or the columns, of the block.
 *
 * <p>The buffers, 536 KiB, belong to the thread, because steps must not allocate.
 */
final class VectorPackedProduct {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = VectorWidth.LANES;
  private static final int BLOCK_ROWS = VectorProduct.BLOCK_ROWS;

  /** Terms of a run: three vectors of each are 24 KiB, whatever the width. */
  static final int TERMS = 1024 / LANES;

  /** Numbers of the left factor worked on at a time: 512 KiB, for a second level of 1 MiB. */
  private static final int LEFT_NUMBERS = 1 << 16;

  /** Rows that pass a panel. */
  static final int ROWS = LEFT_NUMBERS / TERMS;

  /** Fewer rows do not pay for the copy of the panel that they pass. */
  static final int LEAST_ROWS = 32;

  /** Numbers of a right factor that no first-level cache holds: 128 KiB. */
  static final int LEAST_NUMBERS = 1 << 14;

  private static final ThreadLocal<double[]> LEFT =
      ThreadLocal.withInitial(() -> new double[LEFT_NUMBERS]);

  private static final ThreadLocal<double[]> RIGHT =
      ThreadLocal.withInitial(() -> new double[TERMS * 3 * LANES]);

  private VectorPackedProduct() {}

  /** Whether the copies cost less than they save; a matter of the shape alone. */
  static boolean pays(int m, int n, int k) {
    return m >= LEAST_ROWS && n >= 3 * LANES && (long) n * k >= LEAST_NUMBERS;
  }

  /** The columns of the product that fill whole vectors. */
  static void multiply(
      int m,
      int vectors,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    boolean across = aColumn != 1;
    double[] left = across ? LEFT.get() : a;
    double[] right = RIGHT.get();
    for (int first = 0; first < k; first += TERMS) {
      int terms = Math.min(TERMS, k - first);
      boolean add = accumulate || first > 0;
      for (int row = 0; row < m; row += ROWS) {
        int rows = Math.min(ROWS, m - row);
        int from = aOffset + row * aRow + first * aColumn;
        // Rows that fill no block are read where they are.
        int copied = across ? rows - rows % BLOCK_ROWS : 0;
        for (int i = 0; i < copied; i += BLOCK_ROWS) {
          copyRows(terms, a, from + i * aRow, aRow, aColumn, left, i * terms);
        }
        int width;
        for (int v = 0; v < vectors; v += width) {
          width = VectorProduct.panelWidth(vectors - v);
          int bRight = width * LANES;
          int target = cOffset + row * cRow + v * LANES;
          copyPanel(width, terms, b, bOffset + first * bRow + v * LANES, bRow, right);
          for (int i = 0; i < copied; i += BLOCK_ROWS) {
            VectorProduct.block(
                width,
                terms,
                left,
                i * terms,
                1,
                BLOCK_ROWS,
                right,
                0,
                bRight,
                c,
                target + i * cRow,
                cRow,
                add);
          }
          VectorProduct.panel(
              width,
              rows - copied,
              terms,
              a,
              from + copied * aRow,
              aRow,
              aColumn,
              right,
              0,
              bRight,
              c,
              target + copied * cRow,
              cRow,
              add);
        }
      }
    }
  }

  /** The rows of a register block, term by term. */
  private static void copyRows(
      int terms, double[] a, int aOffset, int aRow, int aColumn, double[] left, int offset) {
    if (aRow == 1) {
      copyNeighbours(terms, a, aOffset, aColumn, left, offset);
      return;
    }
    for (int row = 0; row < BLOCK_ROWS; row++) {
      int from = aOffset + row * aRow;
      for (int p = 0; p < terms; p++) {
        left[offset + row + p * BLOCK_ROWS] = a[from + p * aColumn];
      }
    }
  }

  private static void copyNeighbours(
      int terms, double[] a, int aOffset, int aColumn, double[] left, int offset) {
    for (int p = 0, i = aOffset, j = offset; p < terms; p++, i += aColumn, j += BLOCK_ROWS) {
      for (int lane = 0; lane < BLOCK_ROWS; lane += LANES) {
        DoubleVector.fromArray(SPECIES, a, i + lane).intoArray(left, j + lane);
      }
    }
  }

  private static void copyPanel(
      int vectors, int terms, double[] b, int bOffset, int bRow, double[] right) {
    switch (vectors) {
      case 3 -> copyThree(terms, b, bOffset, bRow, right);
      case 2 -> copyTwo(terms, b, bOffset, bRow, right);
      default -> copyOne(terms, b, bOffset, bRow, right);
    }
  }

  private static void copyThree(int terms, double[] b, int bOffset, int bRow, double[] right) {
    for (int p = 0, i = bOffset, j = 0; p < terms; p++, i += bRow, j += 3 * LANES) {
      DoubleVector.fromArray(SPECIES, b, i).intoArray(right, j);
      DoubleVector.fromArray(SPECIES, b, i + LANES).intoArray(right, j + LANES);
      DoubleVector.fromArray(SPECIES, b, i + 2 * LANES).intoArray(right, j + 2 * LANES);
    }
  }

  private static void copyTwo(int terms, double[] b, int bOffset, int bRow, double[] right) {
    for (int p = 0, i = bOffset, j = 0; p < terms; p++, i += bRow, j += 2 * LANES) {
      DoubleVector.fromArray(SPECIES, b, i).intoArray(right, j);
      DoubleVector.fromArray(SPECIES, b, i + LANES).intoArray(right, j + LANES);
    }
  }

  private static void copyOne(int terms, double[] b, int bOffset, int bRow, double[] right) {
    for (int p = 0, i = bOffset, j = 0; p < terms; p++, i += bRow, j += LANES) {
      DoubleVector.fromArray(SPECIES, b, i).intoArray(right, j);
    }
  }
}
