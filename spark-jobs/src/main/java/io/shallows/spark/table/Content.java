package io.shallows.spark.table;

import io.shallows.spec.SpecException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** One file in memory; its bytes are shared and never written. */
final class Content {

  /** The largest array that every virtual machine has. */
  static final int MOST_BYTES = Integer.MAX_VALUE - 16;

  private static final String PACKED = ".gz";
  private static final char MARK = '\uFEFF';

  /** Text of numbers shrinks to a half or a tenth, sparse text to a fiftieth. */
  private static final int RATIO = 100;

  /** Small files may hold this much whatever their ratio. */
  private static final long FREE_BYTES = 1L << 24;

  private final String key;
  private final String name;
  private final byte[] bytes;

  /**
   * A file.
   *
   * @param key of the spec that names it
   * @param name what messages call it
   */
  Content(String key, String name, byte[] bytes) {
    this.key = key;
    this.name = name;
    this.bytes = bytes;
  }

  String name() {
    return name;
  }

  /** The bytes as stored, or unpacked. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes that a packed file may hold: tables shrink by less, bombs by more. */
  static int limit(int packed) {
    return (int) Math.min(MOST_BYTES, Math.max(FREE_BYTES, (long) packed * RATIO));
  }

  /** The content itself, or what all members of a gzip file hold. */
  Content unpacked() {
    boolean named = name.toLowerCase(Locale.ROOT).endsWith(PACKED);
    if (!FileSignature.isGzip(bytes)) {
      if (named && bytes.length > 0) {
        FileSignature.refuseAsText(this);
        throw damaged("is not a gzip file in spite of its name", "copy or download it again");
      }
      return this;
    }
    // Not GZIPInputStream: it takes a damaged header of a later member for the end of the file.
    try (InputStream in =
        GzipCompressorInputStream.builder()
            .setInputStream(new ByteArrayInputStream(bytes))
            .setDecompressConcatenated(true)
            .get()) {
      int limit = limit(bytes.length);
      byte[] unpacked = in.readNBytes(limit + 1);
      if (unpacked.length > limit) {
        throw damaged(
            "of " + bytes.length + " bytes holds more than " + limit + " when unpacked",
            "that is no table; if it is one, unpack it first, in files below 2 GiB");
      }
      if (FileSignature.isGzip(unpacked)) {
        throw damaged("is packed by gzip twice", "unpack it once (gunzip)");
      }
      return new Content(key, name, unpacked);
    } catch (IOException e) {
      throw damaged(
          "is not a whole gzip file ("
              + (e.getMessage() == null ? "it ends too early" : e.getMessage())
              + ")",
          "copy or download it again");
    }
  }

  /** The content as text, without a byte order mark. */
  String text() {
    FileSignature.refuseAsText(this);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw damaged(
          String.format(
              Locale.ROOT,
              "is not UTF-8 text: byte 0x%02X at line %d (Latin-1 or Windows-1252?)",
              bytes[in.position()] & 0xff,
              line(in.position())),
          "write it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8), or check problem.format");
    }
    String text = out.flip().toString();
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw damaged(
          "has a zero byte at line " + line(zero) + " (UTF-16 text, or no text at all?)",
          "write it as UTF-8 (iconv -f UTF-16 -t UTF-8), or check problem.format");
    }
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  private int line(int position) {
    int line = 1;
    for (int i = 0; i < position && i < bytes.length; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  /** A mistake in this file. */
  SpecException damaged(String complaint, String advice) {
    return new SpecException(key + ": " + name + " " + complaint + "; " + advice);
  }
}
