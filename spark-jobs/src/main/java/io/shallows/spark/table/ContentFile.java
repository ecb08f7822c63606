package io.shallows.spark.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Bytes in memory as Parquet reads files, so that what is parsed is what was digested. */
final class ContentFile implements InputFile {

  private final byte[] bytes;

  ContentFile(Content content) {
    this.bytes = content.bytes();
  }

  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    Bytes in = new Bytes(bytes);
    return new DelegatingSeekableInputStream(in) {
      @Override
      public long getPos() {
        return in.position();
      }

      @Override
      public void seek(long position) throws IOException {
        in.position(position);
      }
    };
  }

  private static final class Bytes extends ByteArrayInputStream {
    Bytes(byte[] bytes) {
      super(bytes);
    }

    int position() {
      return pos;
    }

    void position(long position) throws IOException {
      if (position < 0 || position > count) {
        throw new IOException("position " + position + " is outside of " + count + " bytes");
      }
      pos = (int) position;
    }
  }
}
