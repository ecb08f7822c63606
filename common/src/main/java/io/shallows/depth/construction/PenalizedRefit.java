package io.shallows.depth.construction;

import io.shallows.depth.exact.VertexCertifier;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The refit path to a two-layer network of fewer units under a penalty of units.
 *
 * <p>Round by round, the largest unit of the target first: (1) the head slides to one that leaves a
 * unit out, the one of the {@value #TRIED} smallest that costs least ({@link PenalizedHeads}); (2)
 * nothing reads it any more, so it turns to the target's unit at constant loss and penalty. What is
 * there already takes part in the next fit. At last the head slides to the target's, 0 elsewhere. E
 * is convex in the head with the skip, so that it is largest at a vertex.
 *
 * <p>Cost: {@value #TRIED} fits of heads per unit of the target.
 */
public final class PenalizedRefit {

  private static final int TRIED = 3;

  private PenalizedRefit() {}

  /** The path from {@code start}, or empty if the target has more units, or a skip of its own. */
  public static Optional<CertifiedPath> find(
      PenalizedLoss loss,
      NodeValues start,
      ChannelLayout layout,
      TwoLayerTarget target,
      VertexCertifier certifier) {
    if (target.width() > layout.width() || target.skip().length > 0) {
      return Optional.empty();
    }
    PenalizedHeads heads = new PenalizedHeads(loss);
    Construction path = new Construction(start, layout);
    List<Integer> left =
        new ArrayList<>(
            IntStream.range(0, layout.width())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> loss.penalty().size(start.theta(), k)))
                .toList());
    List<int[]> channels = new ArrayList<>();
    List<Integer> units =
        IntStream.range(0, target.width())
            .boxed()
            .sorted(Comparator.comparingDouble(q -> -size(target, q)))
            .toList();
    for (int unit : units) {
      double[] best = new double[0];
      double least = Double.POSITIVE_INFINITY;
      int freed = -1;
      for (int k : left.subList(0, Math.min(TRIED, left.size()))) {
        double[] tried = heads.without(path.theta(), k);
        double value = loss.value(tried);
        if (freed < 0 || value < least) {
          least = value;
          best = tried;
          freed = k;
        }
      }
      left.remove((Integer) freed);
      path.moveTo(best);
      path.turn(freed, target, unit);
      channels.add(new int[] {freed});
    }
    path.slideTo(target, channels, units);
    CertifiedPath found = path.certify("refit", certifier);
    return found.certificate().reaches(target.level()) ? Optional.of(found) : Optional.empty();
  }

  private static double size(TwoLayerTarget target, int unit) {
    double square = 0;
    for (int i = 0; i < target.inputs(); i++) {
      square += target.direction(unit, i) * target.direction(unit, i);
    }
    return Math.abs(target.head(unit, 0)) * Math.sqrt(square);
  }
}
