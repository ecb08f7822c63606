package io.shallows.spark.publish;

import io.shallows.record.Table;
import io.shallows.spark.store.StoreException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * One commit of a store as tables of one format. A further format is a class that implements this,
 * and its word in the command.
 */
public interface TablePublication {

  /**
   * What is published of a table.
   *
   * @param commit number of the store's commit that the snapshot shows
   * @param files its files
   * @param rows its rows
   * @param added files that this publication brought
   * @param removed files that it took out
   * @param metadata the file that was written last, by which readers find all
   */
  record Published(long commit, int files, long rows, int added, int removed, String metadata) {}

  /**
   * Publishes a table; empty if it has no rows and never had.
   *
   * @throws StoreException.Changed if somebody else publishes it at the same time, or has published
   *     a later commit
   */
  Optional<Published> publish(Table table);

  /** What those are told who come late. */
  static StoreException.Changed meanwhile(String location, Throwable cause) {
    return new StoreException.Changed(
        location + " was published by somebody else meanwhile; publish again", cause);
  }

  /** A path as readers outside Hadoop want it: a local one with an empty name of the host. */
  static String uri(Path path) {
    return "file".equals(path.toUri().getScheme())
        ? "file://" + path.toUri().getPath()
        : path.toString();
  }
}
