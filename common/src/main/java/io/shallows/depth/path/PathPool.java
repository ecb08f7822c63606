package io.shallows.depth.path;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Every certified path that is known from one minimum, whatever it was looked for.
 *
 * <p>A path to a level passes all higher ones, so its beginning is a path to each of them: up to
 * the first vertex at or below the level, with the maxima of its segments and the rounding of the
 * whole, which bounds that of the part. Of a lower level the path to a higher one says nothing.
 * Hence the least barrier over the pool never falls as the level falls.
 */
public final class PathPool {

  /**
   * A path with the losses of its vertices: those of its certificate, else computed when they are
   * asked for.
   */
  private final class Entry {
    final CertifiedPath path;
    final double[] losses;

    Entry(CertifiedPath path) {
      this.path = path;
      this.losses = new double[path.path().size()];
      List<Double> kept = path.certificate().losses();
      for (int k = 0; k < losses.length; k++) {
        losses[k] = kept.isEmpty() ? Double.NaN : kept.get(k);
      }
      losses[0] = path.certificate().start();
      losses[losses.length - 1] = path.certificate().end();
    }

    /** The first vertex at or below the level, or -1. */
    int reaches(double level) {
      double limit = level + path.certificate().rounding();
      double near = limit + NEAR * path.certificate().start();
      for (int k = 0; k < losses.length; k++) {
        if (Double.isNaN(losses[k])) {
          double[] vertex = path.path().at(k);
          if (estimate.applyAsDouble(vertex) > near) {
            continue;
          }
          losses[k] = loss.applyAsDouble(vertex);
        }
        if (losses[k] <= limit) {
          return k;
        }
      }
      return -1;
    }
  }

  /** Far above the relative error of an estimate in double precision. */
  private static final double NEAR = 1e-9;

  private final ToDoubleFunction<double[]> loss;
  private final ToDoubleFunction<double[]> estimate;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<CertifiedPath> known = Collections.newSetFromMap(new IdentityHashMap<>());

  /** An empty pool for a loss that is cheap as certificates evaluate it. */
  public PathPool(ToDoubleFunction<double[]> loss) {
    this(loss, loss);
  }

  /**
   * An empty pool.
   *
   * @param loss the loss as certificates evaluate it
   * @param estimate the same to a relative error far below {@value #NEAR}, at less cost
   */
  public PathPool(ToDoubleFunction<double[]> loss, ToDoubleFunction<double[]> estimate) {
    this.loss = Objects.requireNonNull(loss, "loss");
    this.estimate = Objects.requireNonNull(estimate, "estimate");
  }

  /** Adds a path from the pool's minimum; one that is in the pool already is passed over. */
  public void add(CertifiedPath path) {
    if (known.add(path)) {
      entries.add(new Entry(path));
    }
  }

  /** The lowest path to a level, the first among equals; a whole path where it ends there. */
  public Optional<CertifiedPath> lowest(double level) {
    Optional<CertifiedPath> lowest = Optional.empty();
    for (Entry entry : entries) {
      int last = entry.reaches(level);
      if (last > 0) {
        CertifiedPath part = entry.path.upTo(last, entry.losses[last]);
        lowest = CertifiedPath.lower(lowest, Optional.of(part));
      }
    }
    return lowest;
  }
}
