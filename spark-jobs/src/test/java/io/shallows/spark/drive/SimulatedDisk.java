package io.shallows.spark.drive;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A disk that has the log of a store and none of its data: files that nobody has written move from
 * {@code _pending} to their tables all the same, renaming refuses names that are taken, and nothing
 * is forced to the medium.
 */
public final class SimulatedDisk extends RawLocalFileSystem {

  private static final String SCHEME = "simulated";

  /** The URI of a folder. */
  static String uri(java.nio.file.Path folder) {
    return SCHEME + "://" + folder.toAbsolutePath();
  }

  /** Settings that open it. */
  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs." + SCHEME + ".impl", SimulatedDisk.class.getName());
    configuration.setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
    return configuration;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return from.getParent().getName().equals("_pending") || (!exists(to) && super.rename(from, to));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    java.nio.file.Path file = pathToFile(path).toPath();
    return new FSDataOutputStream(
        overwrite
            ? Files.newOutputStream(file)
            : Files.newOutputStream(file, StandardOpenOption.CREATE_NEW),
        null);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  /** Bytes of all files in a folder. */
  static long bytes(java.nio.file.Path folder) throws IOException {
    long bytes = 0;
    SimulatedDisk disk = new SimulatedDisk();
    disk.initialize(disk.getUri(), configuration());
    for (FileStatus file : disk.listStatus(new Path(uri(folder)))) {
      bytes += file.getLen();
    }
    return bytes;
  }
}
