package io.shallows.depth.finder;

import io.shallows.loss.LossSurface;

/** Surfaces whose saddles are known. */
final class AnalyticSurfaces {

  private AnalyticSurfaces() {}

  /** A surface of two variables with its derivatives. */
  abstract static class Plane implements LossSurface {
    abstract double value(double x, double y);

    /** f_x, f_y, f_xx, f_xy, f_yy. */
    abstract double[] derivatives(double x, double y);

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] theta) {
      return value(theta[0], theta[1]);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      System.arraycopy(derivatives(theta[0], theta[1]), 0, gradient, 0, 2);
      return value(theta);
    }

    @Override
    public void hessianVectorProduct(double[] theta, double[] d, double[] product) {
      double[] f = derivatives(theta[0], theta[1]);
      product[0] = f[2] * d[0] + f[3] * d[1];
      product[1] = f[3] * d[0] + f[4] * d[1];
    }
  }

  /** Mueller, Brown 1979, doi:10.1007/BF00547608. */
  static final class MuellerBrown extends Plane {
    private static final double[] A = {-200, -100, -170, 15};
    private static final double[] XX = {-1, -1, -6.5, 0.7};
    private static final double[] XY = {0, 0, 11, 0.6};
    private static final double[] YY = {-10, -10, -6.5, 0.7};
    private static final double[] X = {1, 0, -0.5, -1};
    private static final double[] Y = {0, 0.5, 1.5, 1};

    @Override
    double value(double x, double y) {
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        sum += term(k, x, y);
      }
      return sum;
    }

    private static double term(int k, double x, double y) {
      double u = x - X[k];
      double v = y - Y[k];
      return A[k] * StrictMath.exp(XX[k] * u * u + XY[k] * u * v + YY[k] * v * v);
    }

    @Override
    double[] derivatives(double x, double y) {
      double[] f = new double[5];
      for (int k = 0; k < 4; k++) {
        double u = x - X[k];
        double v = y - Y[k];
        double e = term(k, x, y);
        double p = 2 * XX[k] * u + XY[k] * v;
        double q = XY[k] * u + 2 * YY[k] * v;
        f[0] += e * p;
        f[1] += e * q;
        f[2] += e * (p * p + 2 * XX[k]);
        f[3] += e * (p * q + XY[k]);
        f[4] += e * (q * q + 2 * YY[k]);
      }
      return f;
    }
  }

  /** {@code cos 2 pi x + cos 2 pi y}: minima -2, saddles 0, every barrier 2. */
  static final class EggCarton extends Plane {
    private static final double W = 2 * Math.PI;

    @Override
    double value(double x, double y) {
      return StrictMath.cos(W * x) + StrictMath.cos(W * y);
    }

    @Override
    double[] derivatives(double x, double y) {
      return new double[] {
        -W * StrictMath.sin(W * x),
        -W * StrictMath.sin(W * y),
        -W * W * StrictMath.cos(W * x),
        0,
        -W * W * StrictMath.cos(W * y)
      };
    }
  }

  /**
   * {@code (y - sin x)^2 + (x^2 / 4 - 1)^2}: a double well along a bent valley; minima 0 at x =
   * +-2, barrier 1 at x = 0.
   */
  static final class CurvyValley extends Plane {
    @Override
    double value(double x, double y) {
      double d = y - StrictMath.sin(x);
      double w = x * x / 4 - 1;
      return d * d + w * w;
    }

    @Override
    double[] derivatives(double x, double y) {
      double d = y - StrictMath.sin(x);
      double c = StrictMath.cos(x);
      double w = x * x / 4 - 1;
      return new double[] {
        -2 * d * c + w * x, 2 * d, 2 * c * c + 2 * d * StrictMath.sin(x) + x * x / 2 + w, -2 * c, 2
      };
    }
  }
}
