package io.shallows.trial;

import io.shallows.depth.DepthMeasurement;
import io.shallows.depth.TreeWay;
import io.shallows.record.Record;
import java.util.List;
import java.util.Optional;

/**
 * What measuring one minimum's depth gives.
 *
 * @param depths rows of the depths table, one per target and eta
 * @param paths rows of the paths table, as many as {@code output.paths} asks for
 * @param toBest the measurement to the best minimum of the cell, for one that is not the best
 * @param ways to other minima of the cell, with {@code connectivity: tree}
 */
public record DepthOutcome(
    List<Record> depths,
    List<Record> paths,
    Optional<DepthMeasurement> toBest,
    List<TreeWay> ways) {

  public DepthOutcome {
    depths = List.copyOf(depths);
    paths = List.copyOf(paths);
    ways = List.copyOf(ways);
  }

  /** Rows alone. */
  public DepthOutcome(List<Record> depths, List<Record> paths) {
    this(depths, paths, Optional.empty(), List.of());
  }

  DepthOutcome with(List<TreeWay> found) {
    return new DepthOutcome(depths, paths, toBest, found);
  }
}
