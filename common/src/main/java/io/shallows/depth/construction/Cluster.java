package io.shallows.depth.construction;

import java.util.ArrayList;
import java.util.List;

/**
 * Units that a merge moves onto one direction.
 *
 * <p>Its cost is {@code eps (B + branch)}: eps the largest distance of a member's direction from
 * the centre, B the sum of |b_k| and branch = gain |U[:, Q]| sqrt|Q|, both over the members that
 * move. The centre is whichever gives the least cost of the members' directions and their mean
 * weighted by |b_k|; a member on the centre does not move.
 */
public final class Cluster {

  final List<Integer> members;
  final double[] centre;
  final double eps;
  final double mass;
  final double branch;

  private Cluster(List<Integer> members, double[] centre, double eps, double mass, double branch) {
    this.members = members;
    this.centre = centre;
    this.eps = eps;
    this.mass = mass;
    this.branch = branch;
  }

  double cost() {
    return eps * (mass + branch);
  }

  /**
   * The cheapest cluster of these units.
   *
   * @param spectral whether the branch term uses the spectral norm of the read rows, or their
   *     Frobenius norm, which is never less and cheaper
   */
  static Cluster of(UnitGeometry units, List<Integer> members, boolean spectral) {
    Cluster best = null;
    double[] mean = new double[units.inputs()];
    double total = 0;
    for (int k : members) {
      double weight = units.mass(k) + Double.MIN_NORMAL;
      total += weight;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += weight * units.direction(k, i);
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= total;
    }
    for (int option = -1; option < members.size(); option++) {
      double[] centre = mean;
      if (option >= 0) {
        centre = new double[mean.length];
        for (int i = 0; i < centre.length; i++) {
          centre[i] = units.direction(members.get(option), i);
        }
      }
      Cluster cluster = around(units, members, centre, spectral);
      if (best == null || cluster.cost() < best.cost()) {
        best = cluster;
      }
    }
    return best;
  }

  private static Cluster around(
      UnitGeometry units, List<Integer> members, double[] centre, boolean spectral) {
    double eps = 0;
    double mass = 0;
    double frobenius = 0;
    List<Integer> moving = new ArrayList<>();
    for (int k : members) {
      double square = 0;
      for (int i = 0; i < centre.length; i++) {
        double d = units.direction(k, i) - centre[i];
        square += d * d;
      }
      if (square > 0) {
        eps = Math.max(eps, Math.sqrt(square));
        mass += units.mass(k);
        moving.add(k);
        frobenius += units.hasBranch() ? units.readSquare(k) : 0;
      }
    }
    double branch = 0;
    if (units.hasBranch() && !moving.isEmpty()) {
      double rows = spectral ? units.readNorm(moving) : Math.sqrt(frobenius);
      branch = units.branchGain() * rows * Math.sqrt(moving.size());
    }
    return new Cluster(List.copyOf(members), centre, eps, mass, branch);
  }
}
