package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register blocks of the sums over samples of the fused two-layer kernels; one block per method, as
 * in {@link VectorEightRowBlocks}.
 */
final class VectorTwoLayerBlocks {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = VectorWidth.LANES;

  private VectorTwoLayerBlocks() {}

  /** Four units, four inputs and the head. */
  static void backwardFourAndHead(
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] h,
      int hOffset,
      int hRow,
      double[] d,
      int dOffset,
      double[] sums,
      int offset,
      int unitStep,
      int headOffset) {
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, sums, offset);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, sums, offset + 8);
    DoubleVector s02 = DoubleVector.fromArray(SPECIES, sums, offset + 16);
    DoubleVector s03 = DoubleVector.fromArray(SPECIES, sums, offset + 24);
    DoubleVector t0 = DoubleVector.fromArray(SPECIES, sums, headOffset);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 8);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 16);
    DoubleVector s13 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 24);
    DoubleVector t1 = DoubleVector.fromArray(SPECIES, sums, headOffset + unitStep);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep);
    DoubleVector s21 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep + 8);
    DoubleVector s22 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep + 16);
    DoubleVector s23 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep + 24);
    DoubleVector t2 = DoubleVector.fromArray(SPECIES, sums, headOffset + 2 * unitStep);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep);
    DoubleVector s31 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep + 8);
    DoubleVector s32 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep + 16);
    DoubleVector s33 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep + 24);
    DoubleVector t3 = DoubleVector.fromArray(SPECIES, sums, headOffset + 3 * unitStep);
    int x1 = xOffset + xRow;
    int x2 = x1 + xRow;
    int x3 = x2 + xRow;
    int h1 = hOffset + hRow;
    int h2 = h1 + hRow;
    int h3 = h2 + hRow;
    for (int s = 0; s < samples; s += 8) {
      DoubleVector error = DoubleVector.fromArray(SPECIES, d, dOffset + s);
      DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, xOffset + s);
      DoubleVector v1 = DoubleVector.fromArray(SPECIES, x, x1 + s);
      DoubleVector v2 = DoubleVector.fromArray(SPECIES, x, x2 + s);
      DoubleVector v3 = DoubleVector.fromArray(SPECIES, x, x3 + s);
      DoubleVector unit = DoubleVector.fromArray(SPECIES, h, hOffset + s);
      t0 = unit.fma(error, t0);
      DoubleVector on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s00 = on.fma(v0, s00);
      s01 = on.fma(v1, s01);
      s02 = on.fma(v2, s02);
      s03 = on.fma(v3, s03);
      unit = DoubleVector.fromArray(SPECIES, h, h1 + s);
      t1 = unit.fma(error, t1);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s10 = on.fma(v0, s10);
      s11 = on.fma(v1, s11);
      s12 = on.fma(v2, s12);
      s13 = on.fma(v3, s13);
      unit = DoubleVector.fromArray(SPECIES, h, h2 + s);
      t2 = unit.fma(error, t2);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s20 = on.fma(v0, s20);
      s21 = on.fma(v1, s21);
      s22 = on.fma(v2, s22);
      s23 = on.fma(v3, s23);
      unit = DoubleVector.fromArray(SPECIES, h, h3 + s);
      t3 = unit.fma(error, t3);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s30 = on.fma(v0, s30);
      s31 = on.fma(v1, s31);
      s32 = on.fma(v2, s32);
      s33 = on.fma(v3, s33);
    }
    s00.intoArray(sums, offset);
    s01.intoArray(sums, offset + 8);
    s02.intoArray(sums, offset + 16);
    s03.intoArray(sums, offset + 24);
    t0.intoArray(sums, headOffset);
    s10.intoArray(sums, offset + unitStep);
    s11.intoArray(sums, offset + unitStep + 8);
    s12.intoArray(sums, offset + unitStep + 16);
    s13.intoArray(sums, offset + unitStep + 24);
    t1.intoArray(sums, headOffset + unitStep);
    s20.intoArray(sums, offset + 2 * unitStep);
    s21.intoArray(sums, offset + 2 * unitStep + 8);
    s22.intoArray(sums, offset + 2 * unitStep + 16);
    s23.intoArray(sums, offset + 2 * unitStep + 24);
    t2.intoArray(sums, headOffset + 2 * unitStep);
    s30.intoArray(sums, offset + 3 * unitStep);
    s31.intoArray(sums, offset + 3 * unitStep + 8);
    s32.intoArray(sums, offset + 3 * unitStep + 16);
    s33.intoArray(sums, offset + 3 * unitStep + 24);
    t3.intoArray(sums, headOffset + 3 * unitStep);
  }

  /**
   * Two units, four inputs and the head: with sixteen registers the sums of four units do not fit.
   */
  static void backwardTwoUnitsAndHead(
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] h,
      int hOffset,
      int hRow,
      double[] d,
      int dOffset,
      double[] sums,
      int offset,
      int unitStep,
      int headOffset) {
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, sums, offset);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, sums, offset + 8);
    DoubleVector s02 = DoubleVector.fromArray(SPECIES, sums, offset + 16);
    DoubleVector s03 = DoubleVector.fromArray(SPECIES, sums, offset + 24);
    DoubleVector t0 = DoubleVector.fromArray(SPECIES, sums, headOffset);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 8);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 16);
    DoubleVector s13 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 24);
    DoubleVector t1 = DoubleVector.fromArray(SPECIES, sums, headOffset + unitStep);
    int x1 = xOffset + xRow;
    int x2 = x1 + xRow;
    int x3 = x2 + xRow;
    int h1 = hOffset + hRow;
    for (int s = 0; s < samples; s += 8) {
      DoubleVector error = DoubleVector.fromArray(SPECIES, d, dOffset + s);
      DoubleVector unit = DoubleVector.fromArray(SPECIES, h, hOffset + s);
      t0 = unit.fma(error, t0);
      DoubleVector on0 = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      unit = DoubleVector.fromArray(SPECIES, h, h1 + s);
      t1 = unit.fma(error, t1);
      DoubleVector on1 = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      DoubleVector input = DoubleVector.fromArray(SPECIES, x, xOffset + s);
      s00 = on0.fma(input, s00);
      s10 = on1.fma(input, s10);
      input = DoubleVector.fromArray(SPECIES, x, x1 + s);
      s01 = on0.fma(input, s01);
      s11 = on1.fma(input, s11);
      input = DoubleVector.fromArray(SPECIES, x, x2 + s);
      s02 = on0.fma(input, s02);
      s12 = on1.fma(input, s12);
      input = DoubleVector.fromArray(SPECIES, x, x3 + s);
      s03 = on0.fma(input, s03);
      s13 = on1.fma(input, s13);
    }
    s00.intoArray(sums, offset);
    s01.intoArray(sums, offset + 8);
    s02.intoArray(sums, offset + 16);
    s03.intoArray(sums, offset + 24);
    t0.intoArray(sums, headOffset);
    s10.intoArray(sums, offset + unitStep);
    s11.intoArray(sums, offset + unitStep + 8);
    s12.intoArray(sums, offset + unitStep + 16);
    s13.intoArray(sums, offset + unitStep + 24);
    t1.intoArray(sums, headOffset + unitStep);
  }

  /** Four units and four inputs. */
  static void backwardFour(
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] h,
      int hOffset,
      int hRow,
      double[] d,
      int dOffset,
      double[] sums,
      int offset,
      int unitStep) {
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, sums, offset);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, sums, offset + 8);
    DoubleVector s02 = DoubleVector.fromArray(SPECIES, sums, offset + 16);
    DoubleVector s03 = DoubleVector.fromArray(SPECIES, sums, offset + 24);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 8);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 16);
    DoubleVector s13 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep + 24);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep);
    DoubleVector s21 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep + 8);
    DoubleVector s22 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep + 16);
    DoubleVector s23 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep + 24);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep);
    DoubleVector s31 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep + 8);
    DoubleVector s32 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep + 16);
    DoubleVector s33 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep + 24);
    int x1 = xOffset + xRow;
    int x2 = x1 + xRow;
    int x3 = x2 + xRow;
    int h1 = hOffset + hRow;
    int h2 = h1 + hRow;
    int h3 = h2 + hRow;
    for (int s = 0; s < samples; s += 8) {
      DoubleVector error = DoubleVector.fromArray(SPECIES, d, dOffset + s);
      DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, xOffset + s);
      DoubleVector v1 = DoubleVector.fromArray(SPECIES, x, x1 + s);
      DoubleVector v2 = DoubleVector.fromArray(SPECIES, x, x2 + s);
      DoubleVector v3 = DoubleVector.fromArray(SPECIES, x, x3 + s);
      DoubleVector unit = DoubleVector.fromArray(SPECIES, h, hOffset + s);
      DoubleVector on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s00 = on.fma(v0, s00);
      s01 = on.fma(v1, s01);
      s02 = on.fma(v2, s02);
      s03 = on.fma(v3, s03);
      unit = DoubleVector.fromArray(SPECIES, h, h1 + s);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s10 = on.fma(v0, s10);
      s11 = on.fma(v1, s11);
      s12 = on.fma(v2, s12);
      s13 = on.fma(v3, s13);
      unit = DoubleVector.fromArray(SPECIES, h, h2 + s);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s20 = on.fma(v0, s20);
      s21 = on.fma(v1, s21);
      s22 = on.fma(v2, s22);
      s23 = on.fma(v3, s23);
      unit = DoubleVector.fromArray(SPECIES, h, h3 + s);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s30 = on.fma(v0, s30);
      s31 = on.fma(v1, s31);
      s32 = on.fma(v2, s32);
      s33 = on.fma(v3, s33);
    }
    s00.intoArray(sums, offset);
    s01.intoArray(sums, offset + 8);
    s02.intoArray(sums, offset + 16);
    s03.intoArray(sums, offset + 24);
    s10.intoArray(sums, offset + unitStep);
    s11.intoArray(sums, offset + unitStep + 8);
    s12.intoArray(sums, offset + unitStep + 16);
    s13.intoArray(sums, offset + unitStep + 24);
    s20.intoArray(sums, offset + 2 * unitStep);
    s21.intoArray(sums, offset + 2 * unitStep + 8);
    s22.intoArray(sums, offset + 2 * unitStep + 16);
    s23.intoArray(sums, offset + 2 * unitStep + 24);
    s30.intoArray(sums, offset + 3 * unitStep);
    s31.intoArray(sums, offset + 3 * unitStep + 8);
    s32.intoArray(sums, offset + 3 * unitStep + 16);
    s33.intoArray(sums, offset + 3 * unitStep + 24);
  }

  /** Four units and one input. */
  static void backwardOne(
      int samples,
      double[] x,
      int xOffset,
      double[] h,
      int hOffset,
      int hRow,
      double[] d,
      int dOffset,
      double[] sums,
      int offset,
      int unitStep) {
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, sums, offset);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep);
    int h1 = hOffset + hRow;
    int h2 = h1 + hRow;
    int h3 = h2 + hRow;
    for (int s = 0; s < samples; s += 8) {
      DoubleVector error = DoubleVector.fromArray(SPECIES, d, dOffset + s);
      DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, xOffset + s);
      DoubleVector unit = DoubleVector.fromArray(SPECIES, h, hOffset + s);
      DoubleVector on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s00 = on.fma(v0, s00);
      unit = DoubleVector.fromArray(SPECIES, h, h1 + s);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s10 = on.fma(v0, s10);
      unit = DoubleVector.fromArray(SPECIES, h, h2 + s);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s20 = on.fma(v0, s20);
      unit = DoubleVector.fromArray(SPECIES, h, h3 + s);
      on = error.blend(0.0, unit.compare(VectorOperators.LE, 0.0));
      s30 = on.fma(v0, s30);
    }
    s00.intoArray(sums, offset);
    s10.intoArray(sums, offset + unitStep);
    s20.intoArray(sums, offset + 2 * unitStep);
    s30.intoArray(sums, offset + 3 * unitStep);
  }

  /** Four units and the head. */
  static void backwardHead(
      int samples,
      double[] h,
      int hOffset,
      int hRow,
      double[] d,
      int dOffset,
      double[] sums,
      int offset,
      int unitStep) {
    DoubleVector t0 = DoubleVector.fromArray(SPECIES, sums, offset);
    DoubleVector t1 = DoubleVector.fromArray(SPECIES, sums, offset + unitStep);
    DoubleVector t2 = DoubleVector.fromArray(SPECIES, sums, offset + 2 * unitStep);
    DoubleVector t3 = DoubleVector.fromArray(SPECIES, sums, offset + 3 * unitStep);
    for (int s = 0; s < samples; s += 8) {
      DoubleVector error = DoubleVector.fromArray(SPECIES, d, dOffset + s);
      t0 = DoubleVector.fromArray(SPECIES, h, hOffset + s).fma(error, t0);
      t1 = DoubleVector.fromArray(SPECIES, h, hOffset + hRow + s).fma(error, t1);
      t2 = DoubleVector.fromArray(SPECIES, h, hOffset + 2 * hRow + s).fma(error, t2);
      t3 = DoubleVector.fromArray(SPECIES, h, hOffset + 3 * hRow + s).fma(error, t3);
    }
    t0.intoArray(sums, offset);
    t1.intoArray(sums, offset + unitStep);
    t2.intoArray(sums, offset + 2 * unitStep);
    t3.intoArray(sums, offset + 3 * unitStep);
  }
}
