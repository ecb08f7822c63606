package io.shallows.spark.cli;

import io.shallows.spark.store.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Reads through Hadoop's file systems; apart from other code so that local files need none of its
 * classes.
 */
final class RemoteFile {
  private RemoteFile() {}

  /**
   * Reads a file.
   *
   * @param settings of Spark, of which those with the prefix spark.hadoop. count
   */
  static byte[] read(String uri, int limit, Map<String, String> settings) throws IOException {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    Path path = new Path(uri);
    try (InputStream in = FileSystems.of(path, hadoop).open(path)) {
      return in.readNBytes(limit);
    }
  }
}
