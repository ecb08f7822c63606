package io.shallows.depth.construction;

import io.shallows.depth.construction.ChannelLayout.Reader;
import io.shallows.depth.exact.VertexCertifier;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The path of the merge lemma, move by move.
 *
 * <p>(1) the first layer: every unit of a cluster goes straight to its own norm times the centre;
 * the only move that costs, and at most the {@link ExplicitBound}. (2) a residual stream only: what
 * the block adds to the clusters' coordinates is moved to other coordinates at constant output
 * ({@link Construction#shiftWriter}), so that the head may then move within a cluster without
 * changing the branch's head V A. (3) read weights and head of every cluster move onto its largest
 * unit, at constant loss since the units are multiples of it. (4) the free units turn to the
 * target's, at constant loss. (5) the heads slide to the target's, 0 elsewhere: convex, from the
 * merged loss to the level. In a stream the block adds nothing to the target's coordinates, so V A
 * ends at 0 with the head alone moving.
 *
 * <p>Step (2) needs one output, and a coordinate outside the clusters with a head or a cluster
 * whose heads do not cancel; else there is no merge path here (the bound holds by a path that moves
 * V and A in turn in ever smaller steps).
 */
public final class MergePath {

  private MergePath() {}

  /**
   * The path, or empty if the target has more units than can be freed, or a stream leaves no room
   * for step (2).
   *
   * @param clusters what {@link ExplicitBound#clusters} gave for as many units as the target has
   */
  public static Optional<CertifiedPath> find(
      NodeValues start,
      ChannelLayout layout,
      UnitGeometry units,
      List<Cluster> clusters,
      TwoLayerTarget target,
      VertexCertifier certifier) {
    Construction path = new Construction(start, layout);
    path.moveTo(merged(start, layout, units, clusters));
    List<Integer> free = new ArrayList<>();
    List<Integer> keeping = new ArrayList<>();
    for (int k = 0; k < units.units(); k++) {
      if (units.norm(k) == 0) {
        free.add(k);
      }
    }
    for (Cluster cluster : clusters) {
      int keeper = cluster.members.get(0);
      for (int k : cluster.members) {
        keeper = units.norm(k) > units.norm(keeper) ? k : keeper;
      }
      keeping.add(keeper);
      for (int k : cluster.members) {
        if (k != keeper) {
          free.add(k);
        }
      }
    }
    if (free.size() < target.width()) {
      return Optional.empty();
    }
    if (!layout.stages().get(0).writers().isEmpty()) {
      List<Integer> moving = new ArrayList<>(free);
      moving.addAll(keeping);
      List<Integer> others =
          IntStream.range(0, units.units()).filter(k -> !moving.contains(k)).boxed().toList();
      if (!path.shiftWriter(moving, others) && !path.alignWriter(units, clusters, keeping)) {
        return Optional.empty();
      }
    }
    gather(path, layout, units, clusters, keeping, free);
    for (DenseLayer writer : layout.stages().get(0).writers()) {
      path.clearColumns(writer, free);
    }
    for (int q = 0; q < target.width(); q++) {
      path.turn(free.get(q), target, q);
    }
    double[] weights = new double[path.headWeights().length];
    int c = layout.head().layer().outputs();
    for (int q = 0; q < target.width(); q++) {
      for (int o = 0; o < c; o++) {
        weights[free.get(q) * c + o] = target.head(q, o);
      }
    }
    path.slideHeads(weights);
    CertifiedPath found = path.certify("merge", certifier);
    return found.certificate().reaches(target.level()) ? Optional.of(found) : Optional.empty();
  }

  private static double[] merged(
      NodeValues start, ChannelLayout layout, UnitGeometry units, List<Cluster> clusters) {
    double[] theta = start.theta().clone();
    DenseLayer first = layout.first();
    for (Cluster cluster : clusters) {
      for (int k : cluster.members) {
        for (int i = 0; i < first.inputs(); i++) {
          if (cluster.centre[i] != units.direction(k, i)) {
            theta[first.index(i, k)] = units.norm(k) * cluster.centre[i];
          }
        }
      }
    }
    return theta;
  }

  /**
   * Moves read weights, then heads, of every cluster onto its keeper; units without a direction
   * lose theirs.
   */
  private static void gather(
      Construction path,
      ChannelLayout layout,
      UnitGeometry units,
      List<Cluster> clusters,
      List<Integer> keeping,
      List<Integer> free) {
    List<DenseLayer> layers = new ArrayList<>();
    for (Reader reader : layout.stages().get(0).readers()) {
      layers.add(reader.layer());
    }
    layers.add(layout.head().layer());
    for (DenseLayer layer : layers) {
      double[] theta = path.theta();
      for (int q = 0; q < clusters.size(); q++) {
        int keeper = keeping.get(q);
        for (int k : clusters.get(q).members) {
          double share = units.norm(k) / units.norm(keeper);
          for (int o = 0; k != keeper && o < layer.outputs(); o++) {
            theta[layer.index(keeper, o)] += share * theta[layer.index(k, o)];
          }
        }
      }
      for (int k : free) {
        for (int o = 0; o < layer.outputs(); o++) {
          theta[layer.index(k, o)] = 0;
        }
      }
      path.moveTo(theta);
    }
  }
}
