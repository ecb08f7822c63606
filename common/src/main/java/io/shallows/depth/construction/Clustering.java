package io.shallows.depth.construction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The search for clusters whose merging frees a given number of units at the least cost.
 *
 * <p>Two searches, the cheaper result of which is taken: agglomeration (each step merges the two
 * clusters whose union adds least to the sum of costs, and frees one unit), and single clusters of
 * the nearest units around every unit. Any choice gives a valid bound; a better search only gives a
 * lower one. Cost {@code O(m^2 n + k m |Q|^2 n)}.
 */
final class Clustering {

  private Clustering() {}

  /**
   * Clusters of at least two members with {@code sum (|Q| - 1) = freed}.
   *
   * @param usable units with a direction
   */
  static List<Cluster> cheapest(UnitGeometry units, List<Integer> usable, int freed) {
    if (freed == 0) {
      return List.of();
    }
    List<Cluster> agglomerated = agglomerate(units, usable, freed);
    List<Cluster> best = exact(units, agglomerated);
    for (int centre : usable) {
      List<Integer> nearest =
          usable.stream()
              .sorted(Comparator.comparingDouble((Integer k) -> square(units, k, centre)))
              .limit(freed + 1L)
              .sorted()
              .toList();
      List<Cluster> single = List.of(Cluster.of(units, nearest, false));
      if (cost(single) < cost(best)) {
        List<Cluster> sharper = exact(units, single);
        best = cost(sharper) < cost(best) ? sharper : best;
      }
    }
    return best;
  }

  static double cost(List<Cluster> clusters) {
    double sum = 0;
    for (Cluster cluster : clusters) {
      sum += cluster.cost();
    }
    return sum;
  }

  private static List<Cluster> exact(UnitGeometry units, List<Cluster> clusters) {
    if (!units.hasBranch()) {
      return clusters;
    }
    List<Cluster> exact = new ArrayList<>();
    for (Cluster cluster : clusters) {
      Cluster sharper = Cluster.of(units, cluster.members, true);
      exact.add(sharper.cost() < cluster.cost() ? sharper : cluster);
    }
    return exact;
  }

  private static double square(UnitGeometry units, int a, int b) {
    double sum = 0;
    for (int i = 0; i < units.inputs(); i++) {
      double d = units.direction(a, i) - units.direction(b, i);
      sum += d * d;
    }
    return sum;
  }

  private static List<Cluster> agglomerate(UnitGeometry units, List<Integer> usable, int freed) {
    List<Cluster> clusters = new ArrayList<>();
    for (int k : usable) {
      clusters.add(Cluster.of(units, List.of(k), false));
    }
    int n = clusters.size();
    Cluster[][] union = new Cluster[n][n];
    boolean[] gone = new boolean[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        union[i][j] = join(units, clusters.get(i), clusters.get(j));
      }
    }
    for (int step = 0; step < freed; step++) {
      int first = -1;
      int second = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i && !gone[i]; j++) {
          if (!gone[j]) {
            double added = union[i][j].cost() - clusters.get(i).cost() - clusters.get(j).cost();
            if (first < 0 || added < least) {
              least = added;
              first = i;
              second = j;
            }
          }
        }
      }
      clusters.set(first, union[first][second]);
      gone[second] = true;
      for (int j = 0; j < n; j++) {
        if (j != first && !gone[j]) {
          int high = Math.max(first, j);
          int low = Math.min(first, j);
          union[high][low] = join(units, clusters.get(first), clusters.get(j));
        }
      }
    }
    return IntStream.range(0, n)
        .filter(i -> !gone[i] && clusters.get(i).members.size() > 1)
        .mapToObj(clusters::get)
        .toList();
  }

  private static Cluster join(UnitGeometry units, Cluster a, Cluster b) {
    List<Integer> members = new ArrayList<>(a.members);
    members.addAll(b.members);
    members.sort(Comparator.naturalOrder());
    return Cluster.of(units, members, false);
  }
}
