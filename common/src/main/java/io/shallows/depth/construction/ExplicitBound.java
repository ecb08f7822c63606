package io.shallows.depth.construction;

import io.shallows.depth.path.NodeValues;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The explicit bound of the depth of a minimum above a two-layer network of width k, for networks
 * whose head sees the first-layer units.
 *
 * <p>{@code 2 sqrt(R_0) S + S^2}, {@code S = sqrt|Sigma| sum_Q eps_Q (B_Q + branch_Q)}, over
 * clusters Q of units whose merging frees k of them. Write f = sum_k b_k relu(w_k . x) + g with
 * |w_k| = 1; R_0 is the loss; Sigma = (1/N) sum x x^T with the appended 1; eps_Q the largest |w_k -
 * c_Q| in Q; B_Q = sum |b_k| (Euclidean over outputs); branch_Q = |head of the branch| prod_{l >=
 * 2} |W_l| |U_1[:, Q]| sqrt|Q| where a branch reads the units (spectral norms, U_1 rescaled like
 * b), 0 else.
 *
 * <p>Proof. Moving every w_k in Q straight to c_Q changes the output at time t by at most {@code
 * sum |b_k| |w_k - c_Q| |x|}-like terms with root mean square {@code <= t S}: relu is 1-Lipschitz
 * and {@code E (d.x)^2 <= |d|^2 |Sigma|}; the branch is Lipschitz with the product of its spectral
 * norms, and sees a change of h_0 on Q of norm {@code sqrt|Q| eps sqrt|Sigma|}. So the loss on the
 * way is at most {@code R_0 + 2 sqrt(R_0) S + S^2} (Cauchy-Schwarz). Then the units of Q are
 * multiples of each other: head and read weights move onto one at constant loss, |Q| - 1 are free
 * and turn at constant loss to units of the reference, and the last slide, to the reference's head
 * with branch and skip off, is convex and ends below R_0. Several clusters move at once and their
 * changes add. Members that already are at c_Q do not move and do not count.
 *
 * <p>Accuracy: clusters are searched, not optimised, so a lower bound of this form may exist.
 * Spectral norms are rounded up. Cost {@code O(m^2 n + m^3)}. Source: the reconstruction of the
 * argument for arXiv 2006.05939 (abstract), restricted to squared loss.
 *
 * @param value the bound
 * @param freed k, the units it frees
 * @param clusters number of clusters
 * @param eps the largest eps_Q
 * @param mass sum of B_Q
 * @param branch sum of branch_Q
 * @param sqrtSigma the root of the largest eigenvalue of Sigma
 * @param loss R_0
 */
public record ExplicitBound(
    double value,
    int freed,
    int clusters,
    double eps,
    double mass,
    double branch,
    double sqrtSigma,
    double loss) {

  /** Units without a direction, which are free already, and those with one. */
  public static List<Integer> usable(UnitGeometry units) {
    return IntStream.range(0, units.units()).filter(k -> units.norm(k) > 0).boxed().toList();
  }

  /**
   * The clusters of the bound that frees {@code freed} units, those without a direction among them.
   */
  public static List<Cluster> clusters(UnitGeometry units, int freed) {
    List<Integer> usable = usable(units);
    return Clustering.cheapest(units, usable, Math.max(0, freed - (units.units() - usable.size())));
  }

  /** The bound with given clusters. */
  public static ExplicitBound of(NodeValues state, List<Cluster> clusters, int freed) {
    int n = state.data().samples();
    int inputs = state.data().inputs();
    double[] x = state.data().x();
    double sigma = UnitGeometry.spectralNorm(n, inputs, x) / Math.sqrt(n);
    double eps = 0;
    double mass = 0;
    double branch = 0;
    for (Cluster cluster : clusters) {
      eps = Math.max(eps, cluster.eps);
      mass += cluster.mass;
      branch += cluster.branch;
    }
    double s = sigma * Clustering.cost(clusters);
    double loss = state.loss();
    return new ExplicitBound(
        2 * Math.sqrt(loss) * s + s * s, freed, clusters.size(), eps, mass, branch, sigma, loss);
  }
}
