package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register blocks of a matrix product with eight rows: 24 sums of eight lanes use 24 of the 32
 * registers of AVX-512.
 *
 * <p>The sums are local variables, one by one, because the compiler keeps vectors in registers only
 * where none of them is stored in an array or an object; one block per method, because several in
 * one method are compiled badly. None of them crosses a method of ours, see {@link VectorWidth}.
 */
final class VectorEightRowBlocks {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = VectorWidth.LANES;

  private VectorEightRowBlocks() {}

  /** A block of 8 rows and 3 vectors of columns. */
  static void eightByThree(
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
    int c6 = c5 + cRow;
    int c7 = c6 + cRow;
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
    DoubleVector s40 = DoubleVector.fromArray(SPECIES, from, c4 & on);
    DoubleVector s41 = DoubleVector.fromArray(SPECIES, from, (c4 + LANES) & on);
    DoubleVector s42 = DoubleVector.fromArray(SPECIES, from, (c4 + 2 * LANES) & on);
    DoubleVector s50 = DoubleVector.fromArray(SPECIES, from, c5 & on);
    DoubleVector s51 = DoubleVector.fromArray(SPECIES, from, (c5 + LANES) & on);
    DoubleVector s52 = DoubleVector.fromArray(SPECIES, from, (c5 + 2 * LANES) & on);
    DoubleVector s60 = DoubleVector.fromArray(SPECIES, from, c6 & on);
    DoubleVector s61 = DoubleVector.fromArray(SPECIES, from, (c6 + LANES) & on);
    DoubleVector s62 = DoubleVector.fromArray(SPECIES, from, (c6 + 2 * LANES) & on);
    DoubleVector s70 = DoubleVector.fromArray(SPECIES, from, c7 & on);
    DoubleVector s71 = DoubleVector.fromArray(SPECIES, from, (c7 + LANES) & on);
    DoubleVector s72 = DoubleVector.fromArray(SPECIES, from, (c7 + 2 * LANES) & on);
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
      x = DoubleVector.broadcast(SPECIES, a[i + 4 * aRow]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      s42 = x.fma(b2, s42);
      x = DoubleVector.broadcast(SPECIES, a[i + 5 * aRow]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      s52 = x.fma(b2, s52);
      x = DoubleVector.broadcast(SPECIES, a[i + 6 * aRow]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      s62 = x.fma(b2, s62);
      x = DoubleVector.broadcast(SPECIES, a[i + 7 * aRow]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      s72 = x.fma(b2, s72);
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
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s42.intoArray(c, c4 + 2 * LANES);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s52.intoArray(c, c5 + 2 * LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
    s62.intoArray(c, c6 + 2 * LANES);
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
    s72.intoArray(c, c7 + 2 * LANES);
  }

  /** A block of 8 rows and 2 vectors of columns. */
  static void eightByTwo(
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
    int c6 = c5 + cRow;
    int c7 = c6 + cRow;
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
    DoubleVector s60 = DoubleVector.fromArray(SPECIES, from, c6 & on);
    DoubleVector s61 = DoubleVector.fromArray(SPECIES, from, (c6 + LANES) & on);
    DoubleVector s70 = DoubleVector.fromArray(SPECIES, from, c7 & on);
    DoubleVector s71 = DoubleVector.fromArray(SPECIES, from, (c7 + LANES) & on);
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
      x = DoubleVector.broadcast(SPECIES, a[i + 6 * aRow]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = DoubleVector.broadcast(SPECIES, a[i + 7 * aRow]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
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
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
  }

  /** A block of 8 rows and 1 vector of columns. */
  static void eightByOne(
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
    int c6 = c5 + cRow;
    int c7 = c6 + cRow;
    double[] from = accumulate ? c : VectorWidth.ZEROS;
    int on = accumulate ? -1 : 0;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, from, cOffset & on);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, from, c1 & on);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, from, c2 & on);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, from, c3 & on);
    DoubleVector s40 = DoubleVector.fromArray(SPECIES, from, c4 & on);
    DoubleVector s50 = DoubleVector.fromArray(SPECIES, from, c5 & on);
    DoubleVector s60 = DoubleVector.fromArray(SPECIES, from, c6 & on);
    DoubleVector s70 = DoubleVector.fromArray(SPECIES, from, c7 & on);
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
      x = DoubleVector.broadcast(SPECIES, a[i + 4 * aRow]);
      s40 = x.fma(b0, s40);
      x = DoubleVector.broadcast(SPECIES, a[i + 5 * aRow]);
      s50 = x.fma(b0, s50);
      x = DoubleVector.broadcast(SPECIES, a[i + 6 * aRow]);
      s60 = x.fma(b0, s60);
      x = DoubleVector.broadcast(SPECIES, a[i + 7 * aRow]);
      s70 = x.fma(b0, s70);
    }
    s00.intoArray(c, cOffset);
    s10.intoArray(c, c1);
    s20.intoArray(c, c2);
    s30.intoArray(c, c3);
    s40.intoArray(c, c4);
    s50.intoArray(c, c5);
    s60.intoArray(c, c6);
    s70.intoArray(c, c7);
  }
}
