package io.shallows.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where results go.
 *
 * @param uri the store's folder, any URI that Hadoop's file systems know
 * @param paths which certified paths are kept
 */
public record OutputSpec(String uri, PathsKept paths) {
  /** Which certified paths a store keeps. */
  public enum PathsKept {
    /** The lowest path of each depth. */
    BEST,
    /** Every certified path that a finder returned. */
    ALL,
    /** None; depths can then not be verified from the store alone. */
    NONE;

    /** The word used in specs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final Key<String> URI =
      Key.text(
          "uri", "out/sweep", "the store's folder: local, HDFS, S3A or any URI that Hadoop knows");
  static final Key<String> PATHS =
      Key.word(
          "paths",
          Arrays.stream(PathsKept.values()).map(PathsKept::word).toList(),
          Optional.of(PathsKept.BEST.word()),
          "certified paths to keep; the best one suffices to verify every depth");

  static final List<Key<?>> KEYS = List.of(URI, PATHS);

  public OutputSpec {
    if (uri.isBlank()) {
      throw new IllegalArgumentException("output.uri: must not be blank");
    }
    Objects.requireNonNull(paths, "output.paths");
  }

  static OutputSpec of(Settings settings) {
    return new OutputSpec(
        settings.get(URI), PathsKept.valueOf(settings.get(PATHS).toUpperCase(Locale.ROOT)));
  }

  /** The fields under their keys. */
  Settings settings() {
    return Settings.builder(KEYS).set(URI, uri).set(PATHS, paths.word()).build();
  }
}
