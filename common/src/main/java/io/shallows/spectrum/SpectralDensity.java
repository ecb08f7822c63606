package io.shallows.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A distribution of eigenvalues: ascending nodes with weights that sum to 1; exact, or the mean of
 * a few quadratures.
 */
public final class SpectralDensity {

  private final double[] nodes;
  private final double[] cumulative;
  private final boolean exact;
  private final List<SpectralDensity> probes;

  private SpectralDensity(
      double[] nodes, double[] weights, boolean exact, List<SpectralDensity> probes) {
    if (nodes.length == 0 || nodes.length != weights.length) {
      throw new IllegalArgumentException(
          nodes.length + " nodes with " + weights.length + " weights are no density");
    }
    int[] order =
        IntStream.range(0, nodes.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> nodes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.nodes = new double[nodes.length];
    this.cumulative = new double[nodes.length];
    double sum = 0;
    for (int k = 0; k < order.length; k++) {
      this.nodes[k] = nodes[order[k]];
      sum += weights[order[k]];
      cumulative[k] = sum;
    }
    for (int k = 0; k < cumulative.length; k++) {
      cumulative[k] /= sum;
    }
    this.exact = exact;
    this.probes = List.copyOf(probes);
  }

  /** Equal weights on these eigenvalues: an exact spectrum. */
  public static SpectralDensity of(double[] eigenvalues) {
    double[] weights = new double[eigenvalues.length];
    Arrays.fill(weights, 1);
    return of(eigenvalues, weights, true);
  }

  /**
   * These nodes in any order, with weights in proportion to {@code weights}.
   *
   * @param exact whether they are the measure itself and not a Gauss quadrature of it
   */
  static SpectralDensity of(double[] nodes, double[] weights, boolean exact) {
    return new SpectralDensity(nodes, weights, exact, List.of());
  }

  /** The mean of the measures of several probes. */
  static SpectralDensity mean(List<SpectralDensity> probes) {
    List<Double> nodes = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (SpectralDensity probe : probes) {
      for (int i = 0; i < probe.nodes.length; i++) {
        nodes.add(probe.nodes[i]);
        weights.add(probe.weight(i));
      }
    }
    return new SpectralDensity(
        nodes.stream().mapToDouble(Double::doubleValue).toArray(),
        weights.stream().mapToDouble(Double::doubleValue).toArray(),
        false,
        probes);
  }

  /** A mixture: {@code share} of zeros, the rest this density. */
  SpectralDensity withZeros(double share) {
    double[] more = Arrays.copyOf(nodes, nodes.length + 1);
    double[] weights = new double[more.length];
    for (int i = 0; i < nodes.length; i++) {
      weights[i] = (1 - share) * weight(i);
    }
    weights[nodes.length] = share;
    return new SpectralDensity(
        more, weights, exact, probes.stream().map(probe -> probe.withZeros(share)).toList());
  }

  /** The least eigenvalue. */
  public double least() {
    return nodes[0];
  }

  /** The largest eigenvalue. */
  public double largest() {
    return nodes[nodes.length - 1];
  }

  /** The largest absolute value of an eigenvalue. */
  public double radius() {
    return Math.max(Math.abs(least()), Math.abs(largest()));
  }

  /** The share of eigenvalues at or below {@code x}. */
  public double shareUpTo(double x) {
    int above = firstAbove(x);
    return above == 0 ? 0 : cumulative[above - 1];
  }

  /** The share of eigenvalues in {@code [-bound, bound]}. */
  public double shareWithin(double bound) {
    return shareUpTo(bound) - shareUpTo(Math.nextDown(-bound));
  }

  /** The share of eigenvalues below {@code -bound}. */
  public double shareBelow(double bound) {
    return shareUpTo(Math.nextDown(-bound));
  }

  /**
   * How far {@link #shareWithin} may be from the true share: 0 for an exact spectrum; otherwise the
   * mean over the probes of the quadrature's bound at both ends, the larger weight of the two nodes
   * around each (Chebyshev, Markov, Stieltjes), plus the standard error of the mean over the
   * probes. The bound holds for every spectrum with the same moments and is often far above the
   * error.
   */
  public double error(double bound) {
    if (probes.isEmpty()) {
      return exact ? 0 : quadratureBound(bound);
    }
    double mean = shareWithin(bound);
    double squares = 0;
    double bounds = 0;
    for (SpectralDensity probe : probes) {
      double difference = probe.shareWithin(bound) - mean;
      squares += difference * difference;
      bounds += probe.exact ? 0 : probe.quadratureBound(bound);
    }
    int n = probes.size();
    return bounds / n + (n > 1 ? Math.sqrt(squares / (n - 1) / n) : 1);
  }

  private double quadratureBound(double bound) {
    double sum = 0;
    for (double x : new double[] {Math.nextDown(-bound), bound}) {
      int above = firstAbove(x);
      double below = above > 0 ? weight(above - 1) : 0;
      sum += Math.max(below, above < nodes.length ? weight(above) : 0);
    }
    return Math.min(1, sum);
  }

  /** The mean of lambda^k. */
  public double moment(int k) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      double power = 1;
      for (int j = 0; j < k; j++) {
        power *= nodes[i];
      }
      sum += weight(i) * power;
    }
    return sum;
  }

  /**
   * The Kolmogorov distance to {@code other} at a resolution: the largest difference of the two
   * shares up to x after both densities are averaged over windows of half-width {@code resolution}
   * (each eigenvalue spread evenly). Without spreading, two atoms at 0 that rounding moves by 1e-17
   * to either side would be at a distance of their whole weight. Cost: nodes times nodes in a
   * window.
   *
   * @param resolution above 0, in units of eigenvalues
   */
  public double kolmogorov(SpectralDensity other, double resolution) {
    if (!(resolution > 0)) {
      throw new IllegalArgumentException("resolution: " + resolution + " is not above 0");
    }
    // both averages are piecewise linear with breaks at nodes +- resolution: the maximum is at one
    double distance = 0;
    for (SpectralDensity density : List.of(this, other)) {
      for (double node : density.nodes) {
        for (double x : new double[] {node - resolution, node + resolution}) {
          double difference = averaged(x, resolution) - other.averaged(x, resolution);
          distance = Math.max(distance, Math.abs(difference));
        }
      }
    }
    return distance;
  }

  /** The share up to x of the density spread over +-r. */
  private double averaged(double x, double r) {
    int i = firstAbove(x - r);
    double sum = i == 0 ? 0 : cumulative[i - 1];
    for (; i < nodes.length && nodes[i] < x + r; i++) {
      sum += weight(i) * (x + r - nodes[i]) / (2 * r);
    }
    return sum;
  }

  private double weight(int i) {
    return cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]);
  }

  /** Index of the first node above {@code x}. */
  private int firstAbove(double x) {
    int low = 0;
    int high = nodes.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nodes[middle] <= x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
