package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register blocks of a matrix product with four or six rows, for processors with 16 vector
 * registers and for what eight rows leave over.
 *
 * <p>The sums are local variables, one by one, because the compiler keeps vectors in registers only
 * where none of them is stored in an array or an object; one block per method, because several in
 * one method are compiled badly. None of them crosses a method of ours, see {@link VectorWidth}.
 */
final class VectorFewRowBlocks {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = VectorWidth.LANES;

  private VectorFewRowBlocks() {}

  /** A block of 6 rows and 2 vectors of columns. */
  static void sixByTwo(
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
    int c1 = cOffset + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, from, (cOffset + LANES) & on);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, from, c1 & on);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, from, (c1 + LANES) & on);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, from, c2 & on);
    DoubleVector s21 = DoubleVector.fromArray(SPECIES, from, (c2 + LANES) & on);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, from, c3 & on);
    DoubleVector s31 = DoubleVector.fromArray(SPECIES, from, (c3 + LANES) & on);
    DoubleVector s40 = DoubleVector.fromArray(SPECIES, from, c4 & on);
    DoubleVector s41 = DoubleVector.fromArray(SPECIES, from, (c4 + LANES) & on);
    DoubleVector s50 = DoubleVector.fromArray(SPECIES, from, c5 & on);
    DoubleVector s51 = DoubleVector.fromArray(SPECIES, from, (c5 + LANES) & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = DoubleVector.broadcast(SPECIES, a[i + aRow]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = DoubleVector.broadcast(SPECIES, a[i + 2 * aRow]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = DoubleVector.broadcast(SPECIES, a[i + 3 * aRow]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = DoubleVector.broadcast(SPECIES, a[i + 4 * aRow]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = DoubleVector.broadcast(SPECIES, a[i + 5 * aRow]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
    }
    s00.intoArray(c, cOffset);
    s01.intoArray(c, cOffset + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
  }

  /** A block of 4 rows and 3 vectors of columns. */
  static void fourByThree(
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
    int c1 = cOffset + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, from, (cOffset + LANES) & on);
    DoubleVector s02 = DoubleVector.fromArray(SPECIES, from, (cOffset + 2 * LANES) & on);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, from, c1 & on);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, from, (c1 + LANES) & on);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, from, (c1 + 2 * LANES) & on);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, from, c2 & on);
    DoubleVector s21 = DoubleVector.fromArray(SPECIES, from, (c2 + LANES) & on);
    DoubleVector s22 = DoubleVector.fromArray(SPECIES, from, (c2 + 2 * LANES) & on);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, from, c3 & on);
    DoubleVector s31 = DoubleVector.fromArray(SPECIES, from, (c3 + LANES) & on);
    DoubleVector s32 = DoubleVector.fromArray(SPECIES, from, (c3 + 2 * LANES) & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + LANES);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, j + 2 * LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      x = DoubleVector.broadcast(SPECIES, a[i + aRow]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      x = DoubleVector.broadcast(SPECIES, a[i + 2 * aRow]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      s22 = x.fma(b2, s22);
      x = DoubleVector.broadcast(SPECIES, a[i + 3 * aRow]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      s32 = x.fma(b2, s32);
    }
    s00.intoArray(c, cOffset);
    s01.intoArray(c, cOffset + LANES);
    s02.intoArray(c, cOffset + 2 * LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s12.intoArray(c, c1 + 2 * LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s22.intoArray(c, c2 + 2 * LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s32.intoArray(c, c3 + 2 * LANES);
  }

  /** A block of 4 rows and 2 vectors of columns. */
  static void fourByTwo(
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
    int c1 = cOffset + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, from, (cOffset + LANES) & on);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, from, c1 & on);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, from, (c1 + LANES) & on);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, from, c2 & on);
    DoubleVector s21 = DoubleVector.fromArray(SPECIES, from, (c2 + LANES) & on);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, from, c3 & on);
    DoubleVector s31 = DoubleVector.fromArray(SPECIES, from, (c3 + LANES) & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = DoubleVector.broadcast(SPECIES, a[i + aRow]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = DoubleVector.broadcast(SPECIES, a[i + 2 * aRow]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = DoubleVector.broadcast(SPECIES, a[i + 3 * aRow]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
    }
    s00.intoArray(c, cOffset);
    s01.intoArray(c, cOffset + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
  }

  /** A block of 4 rows and 1 vector of columns. */
  static void fourByOne(
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
    int c1 = cOffset + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, from, c1 & on);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, from, c2 & on);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, from, c3 & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
      x = DoubleVector.broadcast(SPECIES, a[i + aRow]);
      s10 = x.fma(b0, s10);
      x = DoubleVector.broadcast(SPECIES, a[i + 2 * aRow]);
      s20 = x.fma(b0, s20);
      x = DoubleVector.broadcast(SPECIES, a[i + 3 * aRow]);
      s30 = x.fma(b0, s30);
    }
    s00.intoArray(c, cOffset);
    s10.intoArray(c, c1);
    s20.intoArray(c, c2);
    s30.intoArray(c, c3);
  }

  /** A block of 1 row and 3 vectors of columns. */
  static void oneByThree(
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
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, from, (cOffset + LANES) & on);
    DoubleVector s02 = DoubleVector.fromArray(SPECIES, from, (cOffset + 2 * LANES) & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + LANES);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, j + 2 * LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
    }
    s00.intoArray(c, cOffset);
    s01.intoArray(c, cOffset + LANES);
    s02.intoArray(c, cOffset + 2 * LANES);
  }

  /** A block of 1 row and 2 vectors of columns. */
  static void oneByTwo(
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
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, from, (cOffset + LANES) & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
    }
    s00.intoArray(c, cOffset);
    s01.intoArray(c, cOffset + LANES);
  }

  /** A block of 1 row and 1 vector of columns. */
  static void oneByOne(
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
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[i]);
      s00 = x.fma(b0, s00);
    }
    s00.intoArray(c, cOffset);
  }
}
