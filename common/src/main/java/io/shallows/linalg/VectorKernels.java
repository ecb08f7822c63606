package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels in the JDK's Vector API, for the species of {@link VectorWidth}. Loaded by name where its
 * module is present; see {@link KernelSelection}.
 */
final class VectorKernels extends PlainKernels {
  private static final VectorSpecies<Double> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = VectorWidth.LANES;

  VectorKernels() {
    if (LANES != 2 && LANES != 4 && LANES != 8) {
      throw new UnsupportedOperationException(
          "vectors of " + SPECIES.vectorBitSize() + " bits; 128, 256 or 512 are supported");
    }
  }

  @Override
  public String name() {
    return KernelSelection.VECTOR + SPECIES.vectorBitSize();
  }

  @Override
  public void gemm(
      int m,
      int n,
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
    VectorProduct.multiply(
        m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
  }

  @Override
  public void relu(int n, double[] z, int zOffset, double[] h, int hOffset) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      DoubleVector value = DoubleVector.fromArray(SPECIES, z, zOffset + i);
      VectorMask<Double> off = value.compare(VectorOperators.LE, 0.0);
      value.blend(0.0, off).intoArray(h, hOffset + i);
    }
    super.relu(n - i, z, zOffset + i, h, hOffset + i);
  }

  @Override
  public void maskPositive(int n, double[] h, int hOffset, double[] d, int dOffset) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      VectorMask<Double> on =
          DoubleVector.fromArray(SPECIES, h, hOffset + i).compare(VectorOperators.GT, 0.0);
      DoubleVector.zero(SPECIES)
          .blend(DoubleVector.fromArray(SPECIES, d, dOffset + i), on)
          .intoArray(d, dOffset + i);
    }
    super.maskPositive(n - i, h, hOffset + i, d, dOffset + i);
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, alpha);
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      factor
          .fma(
              DoubleVector.fromArray(SPECIES, x, xOffset + i),
              DoubleVector.fromArray(SPECIES, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    super.axpy(n - i, alpha, x, xOffset + i, y, yOffset + i);
  }

  @Override
  public void multiplyAdd(
      int n, double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      DoubleVector.fromArray(SPECIES, a, aOffset + i)
          .fma(
              DoubleVector.fromArray(SPECIES, b, bOffset + i),
              DoubleVector.fromArray(SPECIES, c, cOffset + i))
          .intoArray(c, cOffset + i);
    }
    super.multiplyAdd(n - i, a, aOffset + i, b, bOffset + i, c, cOffset + i);
  }

  @Override
  public void twoLayerForward(
      int units,
      int inputs,
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] w,
      double[] a,
      double[] h,
      int hRow,
      double[] f) {
    for (int u = 0; u < units; u += UNIT_BLOCK) {
      for (int s = 0; s < samples; s += 2 * LANES) {
        VectorTwoLayerOutputs.forward(
            inputs, x, xOffset + s, xRow, w, u, units, a, u, h, u * hRow + s, hRow, f, xOffset + s);
      }
    }
  }

  @Override
  public void twoLayerTangent(
      int units,
      int inputs,
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] v,
      double[] a,
      double[] b,
      double[] h,
      int hRow,
      double[] f) {
    for (int u = 0; u < units; u += UNIT_BLOCK) {
      for (int s = 0; s < samples; s += 2 * LANES) {
        int at = xOffset + s;
        VectorTwoLayerOutputs.tangent(
            inputs, x, at, xRow, v, u, units, a, b, u, h, u * hRow + s, hRow, f, at);
      }
    }
  }

  @Override
  public void twoLayerBackward(
      int units,
      int inputs,
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] h,
      int hRow,
      double[] d,
      double[] sums) {
    int step = (inputs + 1) * 8;
    for (int u = 0; u < units; u += UNIT_BLOCK) {
      for (int lane = 0; lane < 8; lane += LANES) {
        int at = u * step + lane;
        int hAt = u * hRow + lane;
        int dAt = xOffset + lane;
        int i = 0;
        for (; i + 4 <= inputs; i += 4) {
          int xAt = dAt + i * xRow;
          if (i == 0 && LANES < 8) {
            int head = at + inputs * 8;
            VectorTwoLayerBlocks.backwardTwoUnitsAndHead(
                samples, x, xAt, xRow, h, hAt, hRow, d, dAt, sums, at, step, head);
            int third = hAt + 2 * hRow;
            int further = 2 * step;
            VectorTwoLayerBlocks.backwardTwoUnitsAndHead(
                samples,
                x,
                xAt,
                xRow,
                h,
                third,
                hRow,
                d,
                dAt,
                sums,
                at + further,
                step,
                head + further);
          } else if (i == 0) {
            VectorTwoLayerBlocks.backwardFourAndHead(
                samples, x, xAt, xRow, h, hAt, hRow, d, dAt, sums, at, step, at + inputs * 8);
          } else {
            VectorTwoLayerBlocks.backwardFour(
                samples, x, xAt, xRow, h, hAt, hRow, d, dAt, sums, at + i * 8, step);
          }
        }
        if (inputs < 4) {
          VectorTwoLayerBlocks.backwardHead(
              samples, h, hAt, hRow, d, dAt, sums, at + inputs * 8, step);
        }
        for (; i < inputs; i++) {
          VectorTwoLayerBlocks.backwardOne(
              samples, x, dAt + i * xRow, h, hAt, hRow, d, dAt, sums, at + i * 8, step);
        }
      }
    }
  }

  @Override
  public void adam(
      int n,
      double[] theta,
      double[] gradient,
      double[] first,
      double[] second,
      double beta1,
      double beta2,
      double step,
      double epsilon) {
    // In short calls, so that a long vector does not run in the interpreter until it is replaced on
    // the stack.
    for (int from = 0; from < n; from += ADAM_CHUNK) {
      int to = Math.min(n, from + ADAM_CHUNK);
      adamChunk(from, to, theta, gradient, first, second, beta1, beta2, step, epsilon);
    }
  }

  private static final int ADAM_CHUNK = 1024;

  private static void adamChunk(
      int from,
      int to,
      double[] theta,
      double[] gradient,
      double[] first,
      double[] second,
      double beta1,
      double beta2,
      double step,
      double epsilon) {
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      DoubleVector g = DoubleVector.fromArray(SPECIES, gradient, i);
      DoubleVector m = DoubleVector.fromArray(SPECIES, first, i).mul(beta1).add(g.mul(1 - beta1));
      DoubleVector v =
          DoubleVector.fromArray(SPECIES, second, i).mul(beta2).add(g.mul(1 - beta2).mul(g));
      m.intoArray(first, i);
      v.intoArray(second, i);
      DoubleVector move = m.div(v.sqrt().add(epsilon)).mul(step);
      DoubleVector.fromArray(SPECIES, theta, i).sub(move).intoArray(theta, i);
    }
    adamRange(i, to, theta, gradient, first, second, beta1, beta2, step, epsilon);
  }
}
