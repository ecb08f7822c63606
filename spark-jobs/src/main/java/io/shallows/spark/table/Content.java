package io.shallows.spark.table;

import io.shallows.spec.SpecException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** One file in memory; its bytes are shared and never written. */
final class Content {

  private static final String PACKED = ".gz";

  private final String name;
  private final byte[] bytes;

  /**
   * A file.
   *
   * @param name what messages call it
   */
  Content(String name, byte[] bytes) {
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

  /** The content itself, or what a gzip file holds. */
  Content unpacked() {
    if (!name.endsWith(PACKED)) {
      return this;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new Content(name, in.readAllBytes());
    } catch (IOException e) {
      throw damaged(
          "is not a whole gzip file (" + e.getMessage() + ")", "copy or download it again");
    }
  }

  /** The content as text. */
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw damaged("is not UTF-8 text", "check problem.format");
    }
  }

  /** A mistake in this file. */
  SpecException damaged(String complaint, String advice) {
    return new SpecException("problem.uri: " + name + " " + complaint + "; " + advice);
  }
}
