package io.shallows.spark.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file on this machine's disk that is gone when its process is, however that ends: where the
 * system allows it, its name is taken away as soon as it is open.
 */
final class ScratchFile implements OutputFile, AutoCloseable {

  /** Setting of Hadoop's: the folder for these files; Java's own folder if it is not set. */
  static final String FOLDER = "shallows.scratch.folder";

  private final FileChannel channel;

  private ScratchFile(FileChannel channel) {
    this.channel = channel;
  }

  /** A new file in the folder that the settings name. */
  static ScratchFile create(Configuration configuration) throws IOException {
    Path folder =
        Path.of(configuration.get(FOLDER, System.getProperty("java.io.tmpdir")).split(",", -1)[0]);
    Files.createDirectories(folder);
    return new ScratchFile(
        FileChannel.open(
            folder.resolve("shallows-" + UUID.randomUUID() + ".parquet"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Its length. */
  long length() throws IOException {
    return channel.size();
  }

  /** Its content from the beginning; closing it does not close the file. */
  InputStream content() throws IOException {
    channel.position(0);
    return new FilterInputStream(Channels.newInputStream(channel)) {
      @Override
      public void close() {
        // The file has more readers to come.
      }
    };
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Output(channel);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return new Output(channel);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static final class Output extends PositionOutputStream {
    private final FileChannel channel;

    Output(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
