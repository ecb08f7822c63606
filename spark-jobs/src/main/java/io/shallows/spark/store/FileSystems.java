package io.shallows.spark.store;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens Hadoop's file systems. */
public final class FileSystems {

  private FileSystems() {}

  /**
   * The file system of a path.
   *
   * @throws IOException also where its class is not there, which Hadoop takes for a fault of the
   *     program
   */
  public static FileSystem of(Path path, Configuration configuration) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException missing) {
        throw new IOException(
            missing.getMessage() + "; its jar has to be on the class path", missing);
      }
      throw e;
    }
  }
}
