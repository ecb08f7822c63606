package io.shallows.depth.construction;

import io.shallows.depth.construction.ChannelLayout.Reader;
import io.shallows.depth.path.NodeValues;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scales the rows by which the channels of least mass are read to 0.
 *
 * <p>In every stage the {@code units} channels of least {@link ChannelMass} are chosen; Delta is
 * the sum of their masses. The outputs change by at most Delta in root mean square, so the loss is
 * at most {@code (sqrt(R_0) + Delta)^2} on the way: the bound is {@code 2 sqrt(R_0) Delta +
 * Delta^2}. Every way passes through a channel of a stage once per reader, so with L + 1 readers a
 * stage's masses sum to at most (L + 1) P, and {@code Delta <= (L + 1) units P / m} for one stage
 * of L + 1 readers as for L + 1 stages of one. Loss and a penalty kappa sum |b_k| |w_k| are convex
 * together on the way, and the penalty of the chosen units is saved at its end: that is taken off
 * the bound, down to 0. For every family with channels, any L. The bound and its proof are ours.
 */
final class ReadFreeing implements Freeing {

  private final Optional<UnitPenalty> penalty;

  ReadFreeing(Optional<UnitPenalty> penalty) {
    this.penalty = penalty;
  }

  /** Relative; far above the rounding of a sum of so many positive terms. */
  private static final double ROUNDING = 1e-11;

  @Override
  public String name() {
    return "path-norm";
  }

  @Override
  public Optional<Freed> free(NodeValues start, ChannelLayout layout, int units) {
    if (units > layout.width()) {
      return Optional.empty();
    }
    ChannelMass masses = ChannelMass.of(start, layout);
    List<List<Integer>> chosen = new ArrayList<>();
    double delta = 0;
    for (int stage = 0; stage < layout.stages().size(); stage++) {
      double[] mass = masses.of(stage);
      List<Integer> least =
          IntStream.range(0, mass.length)
              .boxed()
              .sorted(Comparator.comparingDouble(k -> mass[k]))
              .limit(units)
              .toList();
      for (int k : least) {
        delta += mass[k];
      }
      chosen.add(least);
    }
    double bound = (2 * Math.sqrt(start.loss()) + delta) * delta * (1 + ROUNDING);
    if (penalty.isPresent()) {
      double saved = 0;
      for (int k : chosen.get(0)) {
        saved += penalty.get().kappa() * penalty.get().size(start.theta(), k);
      }
      bound = Math.max(0, bound - saved * (1 - ROUNDING));
    }
    Construction path = new Construction(start, layout);
    int last = chosen.size() - 1;
    path.clearRows(layout.head().layer(), chosen.get(last));
    for (int stage = last; stage >= 0; stage--) {
      unread(path, layout, stage, chosen.get(stage));
    }
    List<int[]> channels = new ArrayList<>();
    for (int k = 0; k < units; k++) {
      int[] channel = new int[last + 1];
      for (int stage = 0; stage <= last; stage++) {
        channel[stage] = chosen.get(stage).get(k);
      }
      channels.add(channel);
    }
    return Optional.of(new Freed(new DepthBound(bound, name()), path, channels));
  }

  /** Scales the rows by which layers read some units of a stage to 0, the last reader first. */
  static void unread(Construction path, ChannelLayout layout, int stage, List<Integer> units) {
    List<Reader> readers = layout.stages().get(stage).readers();
    for (int r = readers.size() - 1; r >= 0; r--) {
      DenseLayer layer = readers.get(r).layer();
      path.clearRows(layer, units);
    }
  }
}
