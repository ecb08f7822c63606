package io.shallows.depth.construction;

import io.shallows.depth.construction.ChannelLayout.Reader;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.layers.FeatureSystem;
import io.shallows.depth.layers.PathSimplification;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The refit path: channels are freed one after another, each is turned to a unit of the target as
 * soon as it is free, and the heads slide to the least-squares heads on what is there.
 *
 * <p>Round by round, until the heads' least-squares loss is at or below the level: (1) the channel
 * whose removal costs least is chosen by the increase of the least-squares loss (backward
 * elimination) and, where other layers read it, by the remainder of its column's least-squares
 * approximation by the kept ones; (2) every reader's row of it is spread over the kept rows with
 * the coefficients of that approximation; (3) the heads slide to the least-squares heads without
 * it; (4) nothing reads it any more, so its writers are set to 0 and its first-layer weights turn
 * to the target's unit that lowers the loss most, at constant loss. Once all units of the target
 * are there, the heads slide to the target's own, 0 elsewhere; with them the loss is the level.
 * Every move is of one layer set. The barrier is paid only in (2) and (3), and each round but the
 * first begins below the loss at the start, so that freeing one by one is cheaper than freeing all
 * at once.
 *
 * <p>Where all this is dearer than to free all channels at once, they are freed at once: the
 * barrier is never above the loss without the units less that at the start.
 *
 * <p>Where it is cheaper the branch is switched off ({@link Construction#switchOff}), after which
 * nothing reads the first layer but its head. In deep chains without a skip a channel is one unit
 * in every hidden layer, freed and then made to repeat the one below.
 */
public final class RefitPath {

  /**
   * Channels that are tried in full per round where other layers read them; estimates order them
   * well beyond that.
   */
  private static final int TRIED = 3;

  /**
   * Shifts of the least squares, one after the other while the rounding of the path hides its
   * barrier: the larger, the smaller the weights that rounding grows with, and the higher the path.
   */
  private static final double[] SHIFTS = {FeatureSystem.SHIFT, 1e-9, 1e-6, 1e-3};

  /** A rounding, over the loss at the start, below which another shift is not worth its time. */
  private static final double SMALL = 1e-9;

  private final TwoLayerTarget target;
  private final ChannelLayout layout;
  private Construction path;
  private final boolean[][] taken;
  private final List<Integer> missing;
  private final List<int[]> channels = new ArrayList<>();
  private final List<Integer> placed = new ArrayList<>();
  private boolean off;

  private RefitPath(NodeValues start, ChannelLayout layout, TwoLayerTarget target, double shift) {
    this.target = target;
    this.layout = layout;
    this.path = new Construction(start, layout, shift);
    this.taken = new boolean[layout.stages().size()][layout.width()];
    this.missing = new ArrayList<>(IntStream.range(0, target.width()).boxed().toList());
    this.off = isUnread();
  }

  /**
   * The path from {@code start}, or empty if the target has more units than the first layer or a
   * skip that is missing here.
   */
  public static Optional<CertifiedPath> find(
      NodeValues start,
      ChannelLayout layout,
      TwoLayerTarget target,
      PathCertifier certifier,
      PathSimplification simplification) {
    int others = layout.otherHeads().stream().mapToInt(head -> head.layer().size()).sum();
    if (target.width() > layout.width() || target.skip().length > others) {
      return Optional.empty();
    }
    Optional<CertifiedPath> lowest = Optional.empty();
    for (double shift : SHIFTS) {
      RefitPath refit = new RefitPath(start, layout, target, shift);
      refit.run();
      CertifiedPath found = refit.path.certify("refit", certifier);
      if (found.certificate().reaches(target.level())) {
        lowest = CertifiedPath.lower(lowest, Optional.of(found));
      }
      if (!found.certificate().isHidden() || found.certificate().floor() <= SMALL * start.loss()) {
        break;
      }
    }
    RefitPath all = new RefitPath(start, layout, target, FeatureSystem.SHIFT);
    all.freeAll();
    double rise = all.path.peak() - start.loss();
    if (lowest.isPresent() && rise >= lowest.get().barrier()) {
      return lowest;
    }
    CertifiedPath found = all.path.certify("refit", certifier);
    // Its few moves stay as they are; a path of many may be far lower without some of them.
    lowest = lowest.map(simplification::simplified);
    return found.certificate().reaches(target.level())
        ? CertifiedPath.lower(lowest, Optional.of(found))
        : lowest;
  }

  /** Whether nothing but the head reads the first layer's units. */
  private boolean isUnread() {
    ChannelLayout.Stage first = layout.stages().get(0);
    return layout.direct() && first.readers().isEmpty() && first.writers().isEmpty();
  }

  private void run() {
    boolean hasBranch = !off;
    for (; ; ) {
      FeatureSystem system = path.headSystem();
      FeatureSystem.Fit fit = path.fitHeads(system, removed(system, -1, hasBranch));
      if (fit.loss <= target.level()) {
        path.slideHeads(fit.coefficients);
        return;
      }
      if (missing.isEmpty()) {
        embed();
        return;
      }
      Construction off = null;
      int[] channel;
      if (this.off) {
        channel = new int[] {cheapest(system, fit)};
        FeatureSystem.Fit without = path.fitHeads(system, removed(system, channel[0], hasBranch));
        path.slideHeads(without.coefficients);
        turn(channel, system, without);
        continue;
      }
      if (layout.direct()) {
        off = path.fork();
        off = off.switchOff() ? off : null;
      }
      if (off != null && off.peak() <= path.peak()) {
        path = off;
        this.off = true;
        continue;
      }
      path.slideHeads(fit.coefficients);
      Freed best = free(system, fit);
      if (off != null && off.peak() <= best.path.peak()) {
        path = off;
        this.off = true;
        continue;
      }
      path = best.path;
      turn(best.channel, best.system, best.fit);
    }
  }

  /**
   * Frees all channels at once: the heads slide to 0, but for a skip that the target has too, which
   * slides to its least squares; then nothing below them matters until they slide to the target's.
   */
  private void freeAll() {
    FeatureSystem system = path.headSystem();
    int outputs = layout.head().layer().outputs();
    boolean[] removed = new boolean[system.columns()];
    Arrays.fill(removed, 0, removed.length - target.skip().length / outputs, true);
    path.slideHeads(path.fitHeads(system, removed).coefficients);
    for (int unit = 0; unit < target.width(); unit++) {
      int[] channel = new int[layout.stages().size()];
      Arrays.fill(channel, unit);
      place(channel, unit);
    }
    embed();
  }

  /** Columns of the heads that must stay 0: a channel's, and those of a branch that is off. */
  private boolean[] removed(FeatureSystem system, int unit, boolean hasBranch) {
    boolean[] removed = new boolean[system.columns()];
    if (unit >= 0) {
      removed[unit] = true;
    }
    if (off && hasBranch) {
      Arrays.fill(removed, layout.width(), removed.length, true);
    }
    return removed;
  }

  /** The kept unit whose removal raises the least-squares loss least. */
  private int cheapest(FeatureSystem system, FeatureSystem.Fit fit) {
    double[] increases = system.increases(fit, system.inverse());
    int best = -1;
    for (int u = 0; u < layout.width(); u++) {
      if (!taken[0][u] && (best < 0 || increases[u] < increases[best])) {
        best = u;
      }
    }
    return best;
  }

  /** A freed channel and the path up to the moment when it is free. */
  private static final class Freed {
    final Construction path;
    final int[] channel;
    final FeatureSystem system;
    final FeatureSystem.Fit fit;

    Freed(Construction path, int[] channel, FeatureSystem system, FeatureSystem.Fit fit) {
      this.path = path;
      this.channel = channel;
      this.system = system;
      this.fit = fit;
    }
  }

  /** Frees one channel, trying the most promising ones in full. */
  private Freed free(FeatureSystem system, FeatureSystem.Fit fit) {
    int last = layout.stages().size() - 1;
    int[] channel = new int[last + 1];
    for (int stage = 0; stage < last; stage++) {
      channel[stage] = order(stage, null).get(0);
    }
    double[] increases = system.increases(fit, system.inverse());
    Freed best = null;
    for (int unit : order(last, increases)) {
      channel[last] = unit;
      Freed tried = free(channel.clone());
      if (best == null || tried.path.peak() < best.path.peak()) {
        best = tried;
      }
    }
    return best;
  }

  private Freed free(int[] channel) {
    Construction tried = path.fork();
    int last = channel.length - 1;
    if (layout.direct()) {
      int unit = channel[0];
      tried.shiftWriter(List.of(unit), keptExcept(0, unit));
    }
    for (int stage = 0; stage <= last; stage++) {
      for (Reader reader : layout.stages().get(stage).readers()) {
        if (!tried.rowIsZero(reader.layer(), channel[stage])) {
          FeatureSystem read = tried.features(List.of(reader.source()));
          tried.spreadRow(
              reader.layer(), channel[stage], read.reconstruction(channel[stage], read.inverse()));
        }
      }
    }
    FeatureSystem system = tried.headSystem();
    FeatureSystem.Fit fit = tried.fitHeads(system, removed(system, channel[last], true));
    tried.slideHeads(fit.coefficients);
    return new Freed(tried, channel, system, fit);
  }

  private List<Integer> keptExcept(int stage, int unit) {
    return IntStream.range(0, layout.width())
        .filter(j -> j != unit && !taken[stage][j])
        .boxed()
        .toList();
  }

  /**
   * The kept units of a stage that look cheapest to free: by the root of the head's increase plus,
   * for every reader, the remainder of the unit's column times the norm of its row, the latter
   * scaled by the readers' share of the output.
   */
  private List<Integer> order(int stage, double[] increases) {
    double[] cost = new double[layout.width()];
    for (Reader reader : layout.stages().get(stage).readers()) {
      FeatureSystem read = path.features(List.of(reader.source()));
      double[] inverse = read.inverse();
      for (int u = 0; u < cost.length; u++) {
        double square = 0;
        for (int o = 0; o < reader.layer().outputs(); o++) {
          double weight = path.now().theta()[reader.layer().index(u, o)];
          square += weight * weight;
        }
        cost[u] += read.remainder(u, inverse) * Math.sqrt(square);
      }
    }
    for (int u = 0; increases != null && u < cost.length; u++) {
      cost[u] += Math.sqrt(increases[u]);
    }
    return IntStream.range(0, cost.length)
        .filter(u -> !taken[stage][u])
        .boxed()
        .sorted(Comparator.comparingDouble((Integer u) -> cost[u]))
        .limit(TRIED)
        .toList();
  }

  /** Turns a free channel to the target's unit that lowers the loss most. */
  private void turn(int[] channel, FeatureSystem system, FeatureSystem.Fit fit) {
    double[] inverse = system.inverse();
    int best = 0;
    double most = -1;
    for (int q = 0; q < missing.size(); q++) {
      double gain = system.gain(target.feature(missing.get(q), path.now().data()), fit, inverse);
      if (gain > most) {
        most = gain;
        best = q;
      }
    }
    place(channel, missing.remove(best));
  }

  /** Makes a free channel repeat a unit of the target. */
  private void place(int[] channel, int unit) {
    path.place(channel, target, unit);
    for (int stage = 0; stage < channel.length; stage++) {
      taken[stage][channel[stage]] = true;
    }
    channels.add(channel);
    placed.add(unit);
  }

  /**
   * Slides the heads to the target's on the channels that repeat its units and on a skip, 0
   * elsewhere.
   */
  private void embed() {
    path.slideTo(target, channels, placed);
  }
}
