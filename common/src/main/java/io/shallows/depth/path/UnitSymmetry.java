package io.shallows.depth.path;

/**
 * A permutation and rescaling of units that changes no output, as a map of parameters: {@code
 * theta'_q = factor_q theta_{source_q}}.
 *
 * <p>It maps every path to one on which the losses are the same, and layer moves to layer moves.
 */
public final class UnitSymmetry {

  private final int[] source;
  private final double[] factor;

  /** A map; {@code source} is a permutation, no factor is 0. */
  public UnitSymmetry(int[] source, double[] factor) {
    this.source = source.clone();
    this.factor = factor.clone();
  }

  public static UnitSymmetry identity(int parameters) {
    int[] source = new int[parameters];
    double[] factor = new double[parameters];
    for (int q = 0; q < parameters; q++) {
      source[q] = q;
      factor[q] = 1;
    }
    return new UnitSymmetry(source, factor);
  }

  /** A copy of the sources. */
  public int[] sources() {
    return source.clone();
  }

  /** A copy of the factors. */
  public double[] factors() {
    return factor.clone();
  }

  public double[] apply(double[] theta) {
    double[] mapped = new double[theta.length];
    for (int q = 0; q < mapped.length; q++) {
      mapped[q] = factor[q] * theta[source[q]];
    }
    return mapped;
  }

  /** This after {@code first}. */
  public UnitSymmetry after(UnitSymmetry first) {
    int[] both = new int[source.length];
    double[] factors = new double[source.length];
    for (int q = 0; q < both.length; q++) {
      both[q] = first.source[source[q]];
      factors[q] = factor[q] * first.factor[source[q]];
    }
    return new UnitSymmetry(both, factors);
  }

  public UnitSymmetry inverse() {
    int[] back = new int[source.length];
    double[] factors = new double[source.length];
    for (int q = 0; q < back.length; q++) {
      back[source[q]] = q;
      factors[source[q]] = 1 / factor[q];
    }
    return new UnitSymmetry(back, factors);
  }
}
