package io.shallows.spark.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal. */
public final class Checksum {

  private Checksum() {}

  /** The checksum of a text in UTF-8. */
  public static String of(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The checksum of everything that {@code in} still has to give. */
  static String of(InputStream in) throws IOException {
    DigestInputStream digesting = new DigestInputStream(in, sha256());
    digesting.transferTo(java.io.OutputStream.nullOutputStream());
    return hex(digesting.getMessageDigest().digest());
  }

  /** A new digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digits of a digest. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
