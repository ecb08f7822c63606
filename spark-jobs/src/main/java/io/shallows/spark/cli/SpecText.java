package io.shallows.spark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The text of a spec from wherever it is kept. */
final class SpecText {
  private static final int MAX_BYTES = 4_000_000;

  private SpecText() {}

  /**
   * Reads a spec.
   *
   * @param location a local path, or a URI of any Hadoop file system; only then are Hadoop's
   *     classes loaded
   */
  static String read(String location, Map<String, String> settings) {
    byte[] bytes;
    try {
      bytes =
          isUri(location) ? RemoteFile.read(location, MAX_BYTES + 1, settings) : readPath(location);
    } catch (IOException | IllegalArgumentException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new Mistake(
          "SPEC: "
              + location
              + " cannot be read ("
              + reason.lines().findFirst().orElse("")
              + "); check its path and rights");
    }
    if (bytes.length > MAX_BYTES) {
      throw new Mistake("SPEC: " + location + " is above " + MAX_BYTES + " bytes; is this a spec?");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Mistake("SPEC: " + location + " is not UTF-8 text; is this a spec?");
    }
  }

  /** Whether a name is a URI with a scheme, and not a local path. */
  static boolean isUri(String name) {
    return name.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
  }

  private static byte[] readPath(String location) throws IOException {
    Path path = Path.of(location);
    if (!Files.exists(path)) {
      throw new Mistake(
          "SPEC: "
              + location
              + " does not exist; write one with: shallows init "
              + ShellText.quoted(location));
    }
    if (Files.isDirectory(path)) {
      throw new Mistake("SPEC: " + location + " is a folder; give the spec's file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }
}
