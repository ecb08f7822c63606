package io.shallows.spark.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system with so much room and no more: a write beyond it leaves part of its bytes and
 * throws, as a full disk does. Names that are taken are refused, as HDFS does.
 */
public final class FullDisk extends RawLocalFileSystem {

  /** Its scheme. */
  public static final String SCHEME = "full";

  private static final AtomicLong ROOM = new AtomicLong(Long.MAX_VALUE);
  private static final AtomicLong WRITTEN = new AtomicLong();

  /** Sets how many bytes may still be written. */
  public static void setRoom(long bytes) {
    ROOM.set(bytes);
    WRITTEN.set(0);
  }

  /** Bytes that were written since {@link #setRoom}. */
  public static long written() {
    return WRITTEN.get();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
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
    OutputStream out = super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new Limited(out), statistics);
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

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return !exists(to) && super.rename(from, to);
  }

  private static final class Limited extends FilterOutputStream {

    Limited(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      WRITTEN.addAndGet(length);
      long room = ROOM.getAndAdd(-length);
      out.write(bytes, offset, (int) Math.max(0, Math.min(room, length)));
      if (room < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }
  }
}
