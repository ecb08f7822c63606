package io.shallows.spark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads through Hadoop's file systems; apart from other code so that local files need none of its
 * classes.
 */
final class RemoteFile {
  private RemoteFile() {}

  static byte[] read(String uri, int limit) throws IOException {
    try (InputStream in =
        FileSystem.get(URI.create(uri), new Configuration()).open(new Path(uri))) {
      return in.readNBytes(limit);
    }
  }
}
