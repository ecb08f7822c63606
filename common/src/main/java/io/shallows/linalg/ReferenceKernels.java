package io.shallows.linalg;

/** The definition of every kernel, as plainly as it can be written; the oracle of the others. */
public class ReferenceKernels extends Kernels {
  @Override
  public String name() {
    return "reference";
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
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = accumulate ? c[cOffset + i * cRow + j] : 0;
        for (int p = 0; p < k; p++) {
          sum = Fma.of(a[aOffset + i * aRow + p * aColumn], b[bOffset + p * bRow + j], sum);
        }
        c[cOffset + i * cRow + j] = sum;
      }
    }
  }

  @Override
  public void gemv(
      int m,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      double[] x,
      int xOffset,
      double[] y,
      int yOffset,
      boolean accumulate) {
    for (int i = 0; i < m; i++) {
      double product = dot(k, a, aOffset + i * aRow, x, xOffset);
      y[yOffset + i] = accumulate ? y[yOffset + i] + product : product;
    }
  }

  @Override
  public void transpose(
      int m, int n, double[] a, int aOffset, int aRow, double[] b, int bOffset, int bRow) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        b[bOffset + j * bRow + i] = a[aOffset + i * aRow + j];
      }
    }
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int i = 0; i < n; i++) {
      double u = x[xOffset + i];
      double v = y[yOffset + i];
      switch (i & 7) {
        case 0 -> s0 = Fma.of(u, v, s0);
        case 1 -> s1 = Fma.of(u, v, s1);
        case 2 -> s2 = Fma.of(u, v, s2);
        case 3 -> s3 = Fma.of(u, v, s3);
        case 4 -> s4 = Fma.of(u, v, s4);
        case 5 -> s5 = Fma.of(u, v, s5);
        case 6 -> s6 = Fma.of(u, v, s6);
        default -> s7 = Fma.of(u, v, s7);
      }
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Fma.of(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }

  @Override
  public void scale(int n, double alpha, double[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      x[xOffset + i] *= alpha;
    }
  }

  @Override
  public void multiplyAdd(
      int n, double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    for (int i = 0; i < n; i++) {
      c[cOffset + i] = Fma.of(a[aOffset + i], b[bOffset + i], c[cOffset + i]);
    }
  }

  @Override
  public void relu(int n, double[] z, int zOffset, double[] h, int hOffset) {
    for (int i = 0; i < n; i++) {
      double value = z[zOffset + i];
      h[hOffset + i] = value <= 0 ? 0 : value;
    }
  }

  @Override
  public void maskPositive(int n, double[] h, int hOffset, double[] d, int dOffset) {
    for (int i = 0; i < n; i++) {
      if (!(h[hOffset + i] > 0)) {
        d[dOffset + i] = 0;
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
    adamRange(0, n, theta, gradient, first, second, beta1, beta2, step, epsilon);
  }

  static void adamRange(
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
    for (int i = from; i < to; i++) {
      double g = gradient[i];
      double m = beta1 * first[i] + (1 - beta1) * g;
      double v = beta2 * second[i] + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      theta[i] -= step * (m / (Math.sqrt(v) + epsilon));
    }
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
    for (int u = 0; u < units; u++) {
      for (int s = 0; s < samples; s++) {
        double z = 0;
        for (int i = 0; i < inputs; i++) {
          z = Fma.of(w[i * units + u], x[xOffset + i * xRow + s], z);
        }
        double value = z <= 0 ? 0 : z;
        h[u * hRow + s] = value;
        f[xOffset + s] = Fma.of(value, a[u], f[xOffset + s]);
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
    for (int u = 0; u < units; u++) {
      int unit = u * (inputs + 1) * 8;
      for (int s = 0; s < samples; s++) {
        double value = h[u * hRow + s];
        double error = d[xOffset + s];
        int lane = unit + s % 8;
        double on = value <= 0 ? 0 : error;
        for (int i = 0; i < inputs; i++) {
          sums[lane + i * 8] = Fma.of(on, x[xOffset + i * xRow + s], sums[lane + i * 8]);
        }
        sums[lane + inputs * 8] = Fma.of(value, error, sums[lane + inputs * 8]);
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
    for (int u = 0; u < units; u++) {
      for (int s = 0; s < samples; s++) {
        double z = 0;
        for (int i = 0; i < inputs; i++) {
          z = Fma.of(v[i * units + u], x[xOffset + i * xRow + s], z);
        }
        double value = h[u * hRow + s];
        double sum = Fma.of(value <= 0 ? 0 : z, a[u], f[xOffset + s]);
        f[xOffset + s] = Fma.of(value, b[u], sum);
      }
    }
  }
}
