package io.shallows.depth.construction;

import io.shallows.depth.path.NodeValues;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Removes q of s small units from the head and scales up the s - q others, where the head sees the
 * units of the first layer: {@code f = sum_k v_k + g}, v_k = b_k relu(w_k . x).
 *
 * <p>For q units drawn at random from a set S of s, and the others of S times {@code s / (s - q)},
 * the sum over S keeps its mean; its variance is {@code V = q / (s - q) (s sum |v_k|^2 - |sum
 * v_k|^2) / (s - 1) / N}. So some choice has a loss of at most {@code R_0 + V}, and the heads slide
 * to it convexly. The choice is made unit by unit, each time one that does not raise the expected
 * loss of a random choice of the rest. Where a branch g reads the units, its rows of the removed
 * ones are scaled to 0 afterwards, which changes the outputs by at most the sum D of the q largest
 * {@link ChannelMass masses} of S in root mean square: the bound is {@code (sqrt(R_0 + V) + D)^2 -
 * R_0}. The units are ordered by |v_k| plus that mass, and the best s is taken.
 *
 * <p>A penalty kappa sum |b_k| |w_k| keeps its mean too, so that the same V bounds what loss and
 * penalty rise by together.
 *
 * <p>With q = m^eta and s = m / 2 it is at most {@code 2 q P^2 / m^2 (1 + o(1))}. The bound and its
 * proof are ours. Cost: {@code O(N c m q)}.
 */
final class SampledFreeing implements Freeing {

  private final Optional<UnitPenalty> penalty;

  SampledFreeing(Optional<UnitPenalty> penalty) {
    this.penalty = penalty;
  }

  /** Relative to the loss and to the sums that V is the difference of, which round far less. */
  private static final double ROUNDING = 1e-11;

  @Override
  public String name() {
    return "sampling";
  }

  @Override
  public Optional<Freed> free(NodeValues start, ChannelLayout layout, int units) {
    boolean plain = layout.direct() && layout.stages().get(0).writers().isEmpty();
    if (!plain || units >= layout.width()) {
      return Optional.empty();
    }
    Parts parts = new Parts(start, layout, penalty);
    int size = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int s = units + 1; s <= layout.width(); s++) {
      double bound = parts.bound(s, units);
      if (bound < least) {
        least = bound;
        size = s;
      }
    }
    List<Integer> removed = parts.removed(size, units);
    Construction path = new Construction(start, layout);
    DenseLayer head = layout.head().layer();
    double[] theta = path.theta();
    for (int unit : parts.order.subList(0, size)) {
      double factor = removed.contains(unit) ? 0 : (double) size / (size - units);
      for (int o = 0; o < head.outputs(); o++) {
        theta[head.index(unit, o)] *= factor;
      }
    }
    path.moveTo(theta);
    ReadFreeing.unread(path, layout, 0, removed);
    List<int[]> channels = removed.stream().map(unit -> new int[] {unit}).toList();
    return Optional.of(new Freed(new DepthBound(least, name()), path, channels));
  }

  /** The parts v_k of the output, and what the branch makes of the units. */
  private static final class Parts {
    final List<Integer> order;
    private final int samples;
    private final double loss;
    private final double[] residual;
    private final double[][] v;
    private final double[] square;
    private final double[] branch;
    private final double[] price;

    Parts(NodeValues start, ChannelLayout layout, Optional<UnitPenalty> penalty) {
      samples = start.data().samples();
      loss = start.loss() + penalty.map(sum -> sum.value(start.theta())).orElse(0.0);
      residual = start.residual();
      branch = ChannelMass.of(start, layout).read(0);
      double[] h = start.of(layout.head().source());
      DenseLayer head = layout.head().layer();
      int m = head.inputs();
      int c = head.outputs();
      v = new double[m][samples * c];
      square = new double[m];
      price = new double[m];
      for (int k = 0; k < m; k++) {
        for (int i = 0; i < samples * c; i++) {
          v[k][i] = h[i / c * m + k] * start.theta()[head.index(k, i % c)];
          square[k] += v[k][i] * v[k][i];
        }
        int unit = k;
        price[k] =
            penalty.map(sum -> samples * sum.kappa() * sum.size(start.theta(), unit)).orElse(0.0);
      }
      order =
          IntStream.range(0, m)
              .boxed()
              .sorted(Comparator.comparingDouble(k -> Math.sqrt(square[k] / samples) + branch[k]))
              .toList();
    }

    double bound(int s, int q) {
      List<Integer> set = order.subList(0, s);
      double share = (double) q / (s - q) / samples;
      double variance = share * spread(set);
      double squares = set.stream().mapToDouble(k -> square[k]).sum();
      double dropped =
          set.stream()
              .map(k -> branch[k])
              .sorted(Comparator.reverseOrder())
              .limit(q)
              .mapToDouble(mass -> mass)
              .sum();
      double rise = variance + ROUNDING * (2 * share * squares + loss);
      return rise + (2 * Math.sqrt(loss + rise) + dropped) * dropped;
    }

    /** {@code (s sum |v_k|^2 - |sum v_k|^2) / (s - 1)}; 0 for a single unit, all of which stays. */
    private double spread(List<Integer> set) {
      double[] sum = new double[residual.length];
      double squares = 0;
      for (int k : set) {
        squares += square[k];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += v[k][i];
        }
      }
      double all = 0;
      for (double value : sum) {
        all += value * value;
      }
      int s = set.size();
      return s < 2 ? 0 : Math.max(0, s * squares - all) / (s - 1);
    }

    /** q of the first s units whose removal does not raise loss and penalty above their mean. */
    List<Integer> removed(int s, int q) {
      List<Integer> left = new ArrayList<>(order.subList(0, s));
      List<Integer> removed = new ArrayList<>();
      double[] rest = residual.clone();
      while (removed.size() < q) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int at = 0; at < left.size(); at++) {
          double mean = mean(left, at, rest, s, q);
          if (mean < least) {
            least = mean;
            best = at;
          }
        }
        int unit = left.remove(best);
        removed.add(unit);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= v[unit][i];
        }
      }
      return removed;
    }

    /**
     * N times the mean loss and penalty if {@code left.get(at)} is removed too and then as many
     * more as are missing, at random.
     */
    private double mean(List<Integer> left, int at, double[] rest, int s, int q) {
      List<Integer> open = new ArrayList<>(left);
      int unit = open.remove(at);
      double stays = (double) (s - q) / open.size();
      double factor = (double) s / (s - q);
      double[] now = rest.clone();
      double prices = 0;
      for (int i = 0; i < now.length; i++) {
        now[i] -= v[unit][i];
      }
      for (int k : open) {
        prices += price[k];
        for (int i = 0; i < now.length; i++) {
          now[i] += (factor * stays - 1) * v[k][i];
        }
      }
      double sum = 0;
      for (double value : now) {
        sum += value * value;
      }
      return sum + factor * factor * stays * (1 - stays) * spread(open) + factor * stays * prices;
    }
  }
}
