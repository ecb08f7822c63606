package io.shallows.depth;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.PathPool;
import io.shallows.depth.path.SearchLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The depths of one minimum to several targets, each by the lowest path that is known from the
 * minimum ({@link PathPool}). Targets are searched from the lowest level up, each search knowing
 * what those before found; then every target takes the lowest path of all.
 *
 * <p>What is proven of every path to a level holds of those to lower levels, which pass it.
 *
 * <p>So the depth to a level is never above the depth to a lower one. A depth that is 0 by an
 * argument is 0 to every higher level too.
 */
public final class PooledDepths {

  /** How one landscape looks for paths to one target. */
  public interface Search {
    /**
     * What is known of a target before any search: its bound, the barriers of the constructive
     * paths, an exact zero. Paths that are found on the way go into the log.
     */
    DepthMeasurement before(DepthTarget target, boolean covered, SearchLog log);

    /** Looks for lower paths than those of the log. */
    DepthMeasurement search(DepthTarget target, DepthMeasurement before, SearchLog log);

    /**
     * Looks for lower paths once more, with what the searches of all targets have found, by those
     * {@linkplain io.shallows.depth.finder.PathFinder#improves that go on from there}.
     *
     * @param before what was known before any search
     * @return empty if there are none
     */
    default Optional<DepthMeasurement> improve(
        DepthTarget target, DepthMeasurement before, SearchLog log) {
      return Optional.empty();
    }

    /** A path with fewer vertices and no larger maximum, or the same. */
    default CertifiedPath simplified(CertifiedPath path) {
      return path;
    }
  }

  private final List<DepthTarget> targets;
  private final List<DepthMeasurement> measured;
  private final PathPool pool;
  private final Search search;
  private final Set<CertifiedPath> simple = Collections.newSetFromMap(new IdentityHashMap<>());

  private PooledDepths(
      List<DepthTarget> targets, List<DepthMeasurement> measured, PathPool pool, Search search) {
    this.targets = targets;
    this.measured = measured;
    this.pool = pool;
    this.search = search;
  }

  static PooledDepths of(
      double loss, List<DepthTarget> targets, Coverage coverage, PathPool pool, Search search) {
    DepthMeasurement[] measured = new DepthMeasurement[targets.size()];
    Map<Integer, Asked> open = new TreeMap<>();
    for (int k : byLevel(targets)) {
      DepthTarget target = targets.get(k);
      boolean covered = coverage.covers(loss, target);
      SearchLog log = new SearchLog();
      Optional<CertifiedPath> known = covered ? pool.lowest(target.level()) : Optional.empty();
      known.ifPresent(log::found);
      DepthMeasurement before = search.before(target, covered, log);
      boolean settled = !covered || before.zero().isPresent();
      measured[k] = settled ? before : search.search(target, before, log);
      log.paths().stream().filter(path -> known.filter(path::equals).isEmpty()).forEach(pool::add);
      if (!settled && measured[k].zero().isEmpty()) {
        open.put(k, new Asked(before, log));
      }
    }
    for (int k : byLevel(targets)) {
      Optional.ofNullable(open.get(k))
          .flatMap(asked -> improved(targets.get(k), asked, pool, search))
          .ifPresent(improved -> measured[k] = improved);
    }
    PooledDepths depths =
        new PooledDepths(
            List.copyOf(targets), new ArrayList<>(Arrays.asList(measured)), pool, search);
    depths.settle();
    return depths;
  }

  /** What was known of a target before any search, and what its search found. */
  private record Asked(DepthMeasurement before, SearchLog log) {}

  private static Optional<DepthMeasurement> improved(
      DepthTarget target, Asked asked, PathPool pool, Search search) {
    SearchLog log = asked.log();
    pool.lowest(target.level())
        .filter(path -> log.lowest().map(path::isLowerThan).orElse(true))
        .ifPresent(log::found);
    int had = log.paths().size();
    Optional<DepthMeasurement> improved = search.improve(target, asked.before(), log);
    log.paths().subList(had, log.paths().size()).forEach(pool::add);
    return improved;
  }

  private static List<Integer> byLevel(List<DepthTarget> targets) {
    return IntStream.range(0, targets.size())
        .boxed()
        .sorted(Comparator.comparingDouble(k -> targets.get(k).level()))
        .toList();
  }

  /**
   * Gives every target the lowest path of the pool, and the exact zero of a lower level. What a
   * level gets without needless vertices is in the pool before the next higher level chooses.
   */
  private void settle() {
    Optional<ExactZero> zero = Optional.empty();
    for (int k : byLevel(targets)) {
      DepthMeasurement at = measured.get(k);
      if (!at.covered()) {
        continue;
      }
      Optional<CertifiedPath> lowest = pool.lowest(targets.get(k).level());
      Optional<CertifiedPath> settled = at.best().filter(simple::contains);
      if (lowest.isPresent() && (settled.isEmpty() || lowest.get().isLowerThan(settled.get()))) {
        CertifiedPath simpler = withFewerVertices(lowest.get());
        simple.add(simpler);
        pool.add(simpler);
        at = at.by(simpler);
      }
      if (at.zero().isEmpty() && zero.isPresent()) {
        at = at.because(zero.get());
      }
      zero = at.zero();
      measured.set(k, at);
    }
    List<Integer> order = byLevel(targets);
    double proven = 0;
    for (int at = order.size() - 1; at >= 0; at--) {
      DepthMeasurement next = measured.get(order.get(at));
      if (next.covered()) {
        proven = Math.max(proven, next.proven());
        measured.set(order.get(at), next.atLeast(proven));
      }
    }
  }

  /**
   * A path without needless vertices, unless rounding makes it higher by a bit: then a level would
   * be deeper than the one below it.
   */
  private CertifiedPath withFewerVertices(CertifiedPath path) {
    CertifiedPath simpler = search.simplified(path);
    return path.isLowerThan(simpler) ? path : simpler;
  }

  /** What was measured, in the order of the targets. */
  public List<DepthMeasurement> measurements() {
    return List.copyOf(measured);
  }

  /** Takes one path more from the minimum, found for another purpose. */
  public void add(CertifiedPath path) {
    pool.add(path);
    settle();
  }

  /** The lowest path to a level that is known. */
  public Optional<CertifiedPath> lowest(double level) {
    return pool.lowest(level);
  }
}
