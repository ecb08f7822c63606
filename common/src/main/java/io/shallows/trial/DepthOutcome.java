package io.shallows.trial;

import io.shallows.depth.TreeWay;
import io.shallows.record.Record;
import java.util.List;
import java.util.Optional;

/**
 * What measuring one minimum's depth gives.
 *
 * @param depths rows of the depths table, one per target, eta and drop
 * @param paths rows of the paths table, as many as {@code output.paths} asks for
 * @param nested rows of the nested table, for plain minima with {@code nested}
 * @param held depths whose rows wait for the tree of the cell, with {@code connectivity: tree}
 * @param ways to other minima of the cell, with {@code connectivity: tree}
 */
public record DepthOutcome(
    List<Record> depths,
    List<Record> paths,
    List<Record> nested,
    Optional<MinimumDepths> held,
    List<TreeWay> ways) {

  public DepthOutcome {
    depths = List.copyOf(depths);
    paths = List.copyOf(paths);
    nested = List.copyOf(nested);
    ways = List.copyOf(ways);
  }

  /** Rows alone. */
  public DepthOutcome(List<Record> depths, List<Record> paths) {
    this(depths, paths, List.of());
  }

  /** Rows alone. */
  public DepthOutcome(List<Record> depths, List<Record> paths, List<Record> nested) {
    this(depths, paths, nested, Optional.empty(), List.of());
  }

  /** Nothing. */
  static DepthOutcome none() {
    return new DepthOutcome(List.of(), List.of());
  }

  /** Whether anything was measured. */
  public boolean isMeasured() {
    return !depths.isEmpty() || held.isPresent();
  }
}
