package io.shallows.spark.cli;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads through Hadoop's file systems; apart from other code so that local files need none of its
 * classes.
 */
final class RemoteFile {
  private RemoteFile() {}

  static byte[] read(String uri, int limit) throws IOException {
    Path path = new Path(uri);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return in.readNBytes(limit);
    }
  }
}
