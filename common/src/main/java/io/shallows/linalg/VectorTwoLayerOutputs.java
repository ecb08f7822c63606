package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register blocks of the outputs of the fused two-layer kernels; one block per method, as in {@link
 * VectorEightRowBlocks}.
 */
final class VectorTwoLayerOutputs {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = VectorWidth.LANES;

  private VectorTwoLayerOutputs() {}

  /**
   * Four units on two vectors of samples: pre-activation, relu, and what the units add to the
   * outputs.
   */
  static void forward(
      int inputs,
      double[] x,
      int xOffset,
      int xRow,
      double[] w,
      int wOffset,
      int wRow,
      double[] a,
      int aOffset,
      double[] h,
      int hOffset,
      int hRow,
      double[] f,
      int fOffset) {
    DoubleVector z00 = DoubleVector.zero(SPECIES);
    DoubleVector z01 = DoubleVector.zero(SPECIES);
    DoubleVector z10 = DoubleVector.zero(SPECIES);
    DoubleVector z11 = DoubleVector.zero(SPECIES);
    DoubleVector z20 = DoubleVector.zero(SPECIES);
    DoubleVector z21 = DoubleVector.zero(SPECIES);
    DoubleVector z30 = DoubleVector.zero(SPECIES);
    DoubleVector z31 = DoubleVector.zero(SPECIES);
    for (int i = 0, j = wOffset, s = xOffset; i < inputs; i++, j += wRow, s += xRow) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, s);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, s + LANES);
      DoubleVector weight = DoubleVector.broadcast(SPECIES, w[j]);
      z00 = weight.fma(x0, z00);
      z01 = weight.fma(x1, z01);
      weight = DoubleVector.broadcast(SPECIES, w[j + 1]);
      z10 = weight.fma(x0, z10);
      z11 = weight.fma(x1, z11);
      weight = DoubleVector.broadcast(SPECIES, w[j + 2]);
      z20 = weight.fma(x0, z20);
      z21 = weight.fma(x1, z21);
      weight = DoubleVector.broadcast(SPECIES, w[j + 3]);
      z30 = weight.fma(x0, z30);
      z31 = weight.fma(x1, z31);
    }
    DoubleVector f0 = DoubleVector.fromArray(SPECIES, f, fOffset);
    DoubleVector f1 = DoubleVector.fromArray(SPECIES, f, fOffset + LANES);
    DoubleVector head = DoubleVector.broadcast(SPECIES, a[aOffset]);
    z00 = z00.blend(0.0, z00.compare(VectorOperators.LE, 0.0));
    z00.intoArray(h, hOffset);
    f0 = z00.fma(head, f0);
    z01 = z01.blend(0.0, z01.compare(VectorOperators.LE, 0.0));
    z01.intoArray(h, hOffset + LANES);
    f1 = z01.fma(head, f1);
    head = DoubleVector.broadcast(SPECIES, a[aOffset + 1]);
    z10 = z10.blend(0.0, z10.compare(VectorOperators.LE, 0.0));
    z10.intoArray(h, hOffset + hRow);
    f0 = z10.fma(head, f0);
    z11 = z11.blend(0.0, z11.compare(VectorOperators.LE, 0.0));
    z11.intoArray(h, hOffset + hRow + LANES);
    f1 = z11.fma(head, f1);
    head = DoubleVector.broadcast(SPECIES, a[aOffset + 2]);
    z20 = z20.blend(0.0, z20.compare(VectorOperators.LE, 0.0));
    z20.intoArray(h, hOffset + 2 * hRow);
    f0 = z20.fma(head, f0);
    z21 = z21.blend(0.0, z21.compare(VectorOperators.LE, 0.0));
    z21.intoArray(h, hOffset + 2 * hRow + LANES);
    f1 = z21.fma(head, f1);
    head = DoubleVector.broadcast(SPECIES, a[aOffset + 3]);
    z30 = z30.blend(0.0, z30.compare(VectorOperators.LE, 0.0));
    z30.intoArray(h, hOffset + 3 * hRow);
    f0 = z30.fma(head, f0);
    z31 = z31.blend(0.0, z31.compare(VectorOperators.LE, 0.0));
    z31.intoArray(h, hOffset + 3 * hRow + LANES);
    f1 = z31.fma(head, f1);
    f0.intoArray(f, fOffset);
    f1.intoArray(f, fOffset + LANES);
  }

  /** Four units on two vectors of samples: what the outputs change along a direction. */
  static void tangent(
      int inputs,
      double[] x,
      int xOffset,
      int xRow,
      double[] v,
      int vOffset,
      int vRow,
      double[] a,
      double[] b,
      int aOffset,
      double[] h,
      int hOffset,
      int hRow,
      double[] f,
      int fOffset) {
    DoubleVector z00 = DoubleVector.zero(SPECIES);
    DoubleVector z01 = DoubleVector.zero(SPECIES);
    DoubleVector z10 = DoubleVector.zero(SPECIES);
    DoubleVector z11 = DoubleVector.zero(SPECIES);
    DoubleVector z20 = DoubleVector.zero(SPECIES);
    DoubleVector z21 = DoubleVector.zero(SPECIES);
    DoubleVector z30 = DoubleVector.zero(SPECIES);
    DoubleVector z31 = DoubleVector.zero(SPECIES);
    for (int i = 0, j = vOffset, s = xOffset; i < inputs; i++, j += vRow, s += xRow) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, s);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, s + LANES);
      DoubleVector weight = DoubleVector.broadcast(SPECIES, v[j]);
      z00 = weight.fma(x0, z00);
      z01 = weight.fma(x1, z01);
      weight = DoubleVector.broadcast(SPECIES, v[j + 1]);
      z10 = weight.fma(x0, z10);
      z11 = weight.fma(x1, z11);
      weight = DoubleVector.broadcast(SPECIES, v[j + 2]);
      z20 = weight.fma(x0, z20);
      z21 = weight.fma(x1, z21);
      weight = DoubleVector.broadcast(SPECIES, v[j + 3]);
      z30 = weight.fma(x0, z30);
      z31 = weight.fma(x1, z31);
    }
    DoubleVector f0 = DoubleVector.fromArray(SPECIES, f, fOffset);
    DoubleVector f1 = DoubleVector.fromArray(SPECIES, f, fOffset + LANES);
    DoubleVector head = DoubleVector.broadcast(SPECIES, a[aOffset]);
    DoubleVector moved = DoubleVector.broadcast(SPECIES, b[aOffset]);
    DoubleVector unit = DoubleVector.fromArray(SPECIES, h, hOffset);
    f0 = z00.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f0);
    f0 = unit.fma(moved, f0);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + LANES);
    f1 = z01.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f1);
    f1 = unit.fma(moved, f1);
    head = DoubleVector.broadcast(SPECIES, a[aOffset + 1]);
    moved = DoubleVector.broadcast(SPECIES, b[aOffset + 1]);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + hRow);
    f0 = z10.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f0);
    f0 = unit.fma(moved, f0);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + hRow + LANES);
    f1 = z11.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f1);
    f1 = unit.fma(moved, f1);
    head = DoubleVector.broadcast(SPECIES, a[aOffset + 2]);
    moved = DoubleVector.broadcast(SPECIES, b[aOffset + 2]);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + 2 * hRow);
    f0 = z20.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f0);
    f0 = unit.fma(moved, f0);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + 2 * hRow + LANES);
    f1 = z21.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f1);
    f1 = unit.fma(moved, f1);
    head = DoubleVector.broadcast(SPECIES, a[aOffset + 3]);
    moved = DoubleVector.broadcast(SPECIES, b[aOffset + 3]);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + 3 * hRow);
    f0 = z30.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f0);
    f0 = unit.fma(moved, f0);
    unit = DoubleVector.fromArray(SPECIES, h, hOffset + 3 * hRow + LANES);
    f1 = z31.blend(0.0, unit.compare(VectorOperators.LE, 0.0)).fma(head, f1);
    f1 = unit.fma(moved, f1);
    f0.intoArray(f, fOffset);
    f1.intoArray(f, fOffset + LANES);
  }
}
