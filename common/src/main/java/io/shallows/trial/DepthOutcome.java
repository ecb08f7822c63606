package io.shallows.trial;

import io.shallows.record.Record;
import java.util.List;

/**
 * The rows that measuring one minimum's depth gives.
 *
 * @param depths rows of the depths table, one per target and eta
 * @param paths rows of the paths table, as many as {@code output.paths} asks for
 */
public record DepthOutcome(List<Record> depths, List<Record> paths) {

  public DepthOutcome {
    depths = List.copyOf(depths);
    paths = List.copyOf(paths);
  }
}
