package io.shallows.depth.layers;

import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.NodeValues;
import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The way down from a point that never climbs, as far as it is found.
 *
 * <p>One layer moves at a time. While the relus keep their sides the outputs are linear in its
 * weights w, J w, so the weights that leave all outputs as they are form a plane: a <em>flat
 * move</em> goes to the point of this plane that is nearest to 0. Where a unit changes its side on
 * the way, that pre-activation is held and the plane is that much smaller. Flat moves change
 * nothing but the numbers that other layers see as their slopes, and from there a <em>step
 * down</em> of one layer may be open: damped least squares on J, with pre-activations at a kink
 * held. Every move is taken only if its exact maximum is not above the loss at the start by more
 * than what rounding hides ({@link io.shallows.depth.path.PathCertificate#floor}).
 *
 * <p>A point from which nothing goes down so is not thereby a minimum. Squared loss. Cost: a
 * Jacobian of one layer and its Gram-Schmidt per move, {@code O(N c p_l^2)}, counted as N c
 * evaluations, as long as the budget allows and at most {@value #PASSES} passes over the layers.
 * Not safe for use by several threads.
 */
public final class Settling {

  /** Passes over all layers; what moves after so many moves little. */
  private static final int PASSES = 60;

  /** Rounds in which a flat move learns which units it may not carry over. */
  private static final int ROUNDS = 12;

  /** Steps down of one layer in a row before the next has its turn. */
  private static final int STEPS = 4;

  /** A pre-activation that is so much smaller than the largest of its unit is at a kink. */
  private static final double ON_KINK = 1e-9;

  /** What a flat move must change of a layer's norm to be worth a vertex. */
  private static final double WORTH = 1e-7;

  /** What a pass must win to be followed by another, once the first three are over. */
  private static final double PROGRESS = 1e-6;

  /** Relative decrease that is told from rounding. */
  private static final double DECREASE = 1e-9;

  /** Dampings of a step down, relative to the mean square of a row of J; the first that helps. */
  private static final double[] DAMPINGS = {1e-10, 1e-7, 1e-4, 1e-2};

  /** Shares of a step that are tried. */
  private static final double[] SHARES = {1, 0.25, 1.0 / 16};

  private final EmpiricalLoss loss;
  private final Network network;
  private final Kernels kernels = Kernels.best();
  private final SegmentMaximum maximum;
  private final double ceiling;
  private final List<NodeValues> states = new ArrayList<>();
  private final BudgetedSurface budget;
  private NodeValues now;

  private Settling(EmpiricalLoss loss, NodeValues start, BudgetedSurface budget) {
    this.loss = loss;
    this.budget = budget;
    this.network = loss.network();
    this.maximum = new SegmentMaximum(network, loss.data());
    this.ceiling = start.loss();
    this.now = start;
    states.add(start);
  }

  /**
   * The points of a way from {@code start}, which is the first of them, to the level or as far down
   * as there is one without a climb.
   *
   * @param budget counts the work; none begins when it is spent
   */
  public static List<NodeValues> from(
      EmpiricalLoss loss, NodeValues start, double level, BudgetedSurface budget) {
    Settling settling = new Settling(loss, start, budget);
    settling.toward(level);
    return List.copyOf(settling.states);
  }

  private void toward(double level) {
    List<DenseLayer> layers = network.layers();
    for (int pass = 0; pass < PASSES && now.loss() > level; pass++) {
      double before = now.loss();
      boolean moved = false;
      for (DenseLayer layer : layers) {
        moved |= flat(layer);
        for (DenseLayer other : layers) {
          for (int k = 0; k < STEPS && now.loss() > level && descend(other); k++) {
            moved = true;
          }
        }
      }
      if (!moved || (pass > 2 && now.loss() > before * (1 - PROGRESS))) {
        return;
      }
    }
  }

  private boolean flat(DenseLayer layer) {
    if (!allowed()) {
      return false;
    }
    int p = layer.size();
    List<Kink> kinks = kinks();
    Linearization at = loss.linearize(now.theta(), kinks);
    OrthonormalRows held = new OrthonormalRows(p);
    for (double[] row : rows(at, layer)) {
      held.add(row);
    }
    TreeSet<Kink> sides = new TreeSet<>(kinks);
    hold(at, sides, layer, held);
    double[] w = Arrays.copyOfRange(now.theta(), layer.offset(), layer.offset() + p);
    double size = norm(w);
    for (int round = 0; round < ROUNDS && held.count() < p; round++) {
      double[] move = new double[p];
      kernels.axpy(p, -1, w, 0, move, 0);
      held.project(move);
      held.project(move);
      if (!(norm(move) > WORTH * size)) {
        return false;
      }
      NodeValues next = now.moved(plus(layer, move, 1));
      if (take(next)) {
        return true;
      }
      SortedSet<Kink> crossed = crossed(next);
      crossed.removeAll(sides);
      if (crossed.isEmpty()) {
        return false;
      }
      hold(loss.linearize(now.theta(), kinks), crossed, layer, held);
      sides.addAll(crossed);
    }
    return false;
  }

  /** Whether the budget has room for one more move. */
  private boolean allowed() {
    return budget.allows(work());
  }

  /** A Jacobian of all outputs. */
  private long work() {
    return (long) loss.data().samples() * loss.data().outputs();
  }

  private boolean descend(DenseLayer layer) {
    if (!allowed()) {
      return false;
    }
    int p = layer.size();
    List<Kink> kinks = kinks();
    Linearization at = loss.linearize(now.theta(), kinks);
    int rows = loss.data().samples() * loss.data().outputs();
    double[] r = at.residual().clone();
    double[][] j = rows(at, layer);
    OrthonormalRows held = new OrthonormalRows(p);
    hold(at, new TreeSet<>(kinks), layer, held);
    double[] g = new double[p];
    double full = 0;
    for (int k = 0; k < rows; k++) {
      held.project(j[k]);
      kernels.axpy(p, r[k], j[k], 0, g, 0);
      full += kernels.dot(p, j[k], 0, j[k], 0);
    }
    if (!(norm(g) > 1e-12 * Math.sqrt(full) * norm(r))) {
      return false;
    }
    boolean tall = p <= rows;
    int n = tall ? p : rows;
    double[] gram = new double[n * n];
    if (tall) {
      for (double[] row : j) {
        for (int i = 0; i < p; i++) {
          kernels.axpy(p - i, row[i], row, i, gram, i * p + i);
        }
      }
    } else {
      for (int i = 0; i < n; i++) {
        for (int k = i; k < n; k++) {
          gram[i * n + k] = kernels.dot(p, j[i], 0, j[k], 0);
        }
      }
    }
    CholeskyFactor factor = new CholeskyFactor(kernels, n);
    for (double damping : DAMPINGS) {
      if (!factor.factor(n, gram, damping * full / n)) {
        continue;
      }
      double[] step = new double[p];
      if (tall) {
        double[] x = g.clone();
        factor.solve(x, 0);
        kernels.axpy(p, -1, x, 0, step, 0);
      } else {
        double[] x = r.clone();
        factor.solve(x, 0);
        for (int k = 0; k < n; k++) {
          kernels.axpy(p, -x[k], j[k], 0, step, 0);
        }
      }
      for (double share : SHARES) {
        NodeValues next = now.moved(plus(layer, step, share));
        if (next.loss() < now.loss() * (1 - DECREASE) && take(next)) {
          return true;
        }
      }
    }
    return false;
  }

  private double[] plus(DenseLayer layer, double[] move, double share) {
    double[] theta = now.theta().clone();
    kernels.axpy(move.length, share, move, 0, theta, layer.offset());
    return theta;
  }

  private boolean take(NodeValues next) {
    if (next.loss() > ceiling * (1 + DECREASE)) {
      return false;
    }
    SegmentBound segment = maximum.between(now, next);
    if (segment.upper() > ceiling + Math.max(4 * segment.rounding(), 1000 * Math.ulp(ceiling))) {
      return false;
    }
    states.add(next);
    now = next;
    return true;
  }

  /** The part of J that belongs to one layer, row by row. */
  private double[][] rows(Linearization at, DenseLayer layer) {
    budget.charge(work());
    double[] unit = new double[loss.data().samples() * loss.data().outputs()];
    double[] product = new double[loss.dimension()];
    double[][] rows = new double[unit.length][];
    for (int k = 0; k < rows.length; k++) {
      unit[k] = 1;
      at.multiplyTransposed(unit, product);
      unit[k] = 0;
      rows[k] = part(product, layer);
    }
    return rows;
  }

  private void hold(
      Linearization at, SortedSet<Kink> kinks, DenseLayer layer, OrthonormalRows held) {
    double[] row = new double[loss.dimension()];
    for (Kink kink : kinks) {
      at.preActivationGradient(kink, row);
      held.add(part(row, layer));
    }
  }

  private static double[] part(double[] row, DenseLayer layer) {
    return Arrays.copyOfRange(row, layer.offset(), layer.offset() + layer.size());
  }

  /** The pre-activations that are at a kink. */
  private List<Kink> kinks() {
    List<Kink> kinks = new ArrayList<>();
    for (int r = 0; r < network.relus().size(); r++) {
      double[] z = now.of(network.rectified(r));
      int width = z.length / loss.data().samples();
      double[] largest = new double[width];
      for (int i = 0; i < z.length; i++) {
        largest[i % width] = Math.max(largest[i % width], Math.abs(z[i]));
      }
      for (int i = 0; i < z.length; i++) {
        double most = largest[i % width];
        if (most > 0 && Math.abs(z[i]) <= ON_KINK * most) {
          kinks.add(new Kink(r, i / width, i % width));
        }
      }
    }
    return kinks;
  }

  /** The pre-activations that have another side at {@code next}. */
  private SortedSet<Kink> crossed(NodeValues next) {
    TreeSet<Kink> crossed = new TreeSet<>();
    for (int r = 0; r < network.relus().size(); r++) {
      double[] a = now.of(network.rectified(r));
      double[] b = next.of(network.rectified(r));
      int width = a.length / loss.data().samples();
      for (int i = 0; i < a.length; i++) {
        if (a[i] > 0 != b[i] > 0) {
          crossed.add(new Kink(r, i / width, i % width));
        }
      }
    }
    return crossed;
  }

  private double norm(double[] v) {
    return Math.sqrt(kernels.dot(v.length, v, 0, v, 0));
  }
}
