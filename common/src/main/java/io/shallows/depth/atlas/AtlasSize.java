package io.shallows.depth.atlas;

/**
 * The size of a landscape before its planes are known, in closed form.
 *
 * <p>P central planes in general position cut R^d into {@code 2 sum_{i<d} C(P-1, i)} regions. A
 * unit has a sign besides, and what is off on all samples does nothing: {@code c = 4 sum_{i<d}
 * C(P-1, i) - 2} cones, 2 fewer with a free skip, which gives what is on everywhere. The other
 * planes cut each plane likewise: {@code F = 4 P sum_{i<d-1} C(P-2, i)} facets. There are {@code
 * sum_{k<=m} C(c, k)} states. Exact for samples in general position whose inputs hold a constant;
 * planes that samples share make it less. Numbers are doubles, exact to 2^53.
 *
 * @param planes P, no more than the samples
 * @param inputs d, the constant included, at least 1
 * @param cones c
 * @param facets F
 */
public record AtlasSize(int planes, int inputs, double cones, double facets) {

  /**
   * The size for P samples in general position.
   *
   * @param freeSkip whether the networks have a learned linear skip
   */
  public static AtlasSize of(int planes, int inputs, boolean freeSkip) {
    double cones = 4 * upTo(planes - 1, inputs - 1) - 2 - (freeSkip ? 2 : 0);
    double facets = 4.0 * planes * upTo(planes - 2, inputs - 2);
    return new AtlasSize(planes, inputs, Math.max(0, cones), facets);
  }

  /** Whether {@link Arrangement} takes so many. */
  public boolean isPossible() {
    return planes >= inputs && 2 * choose(planes, inputs - 1) <= Arrangement.MOST_RAYS;
  }

  /** Sets of at most m cones. */
  public double states(int width) {
    return upTo(cones, width);
  }

  /** Sets of m - 1 cones with one facet each: what a listing looks at beside its states. */
  public double candidates(int width) {
    return choose(cones, width - 1) * facets;
  }

  /** C(n, 0) + ... + C(n, k). */
  private static double upTo(double n, int k) {
    double sum = 0;
    for (int i = 0; i <= k; i++) {
      sum += choose(n, i);
    }
    return sum;
  }

  private static double choose(double n, int k) {
    double product = 1;
    for (int i = 0; i < k; i++) {
      product = product * Math.max(0, n - i) / (i + 1);
    }
    return product;
  }
}
