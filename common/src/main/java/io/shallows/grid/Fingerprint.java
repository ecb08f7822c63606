package io.shallows.grid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A canonical text, one {@code name=value} per line, and its hash. */
final class Fingerprint {
  private static final int BYTES = 16;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

  private final StringBuilder text = new StringBuilder();

  static void requireHex(String hex) {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("id: " + hex + " is not 32 hexadecimal digits");
    }
  }

  Fingerprint with(String name, Object value) {
    text.append(name).append('=').append(value).append('\n');
    return this;
  }

  /** The text of another fingerprint. */
  Fingerprint with(String lines) {
    text.append(lines);
    return this;
  }

  /** The text so far, as the beginning of other fingerprints. */
  String text() {
    return text.toString();
  }

  String hex() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
