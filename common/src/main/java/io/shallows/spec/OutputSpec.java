package io.shallows.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where results go.
 *
 * @param settings the values under the keys
 */
public record OutputSpec(Settings settings) {
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
              "uri",
              "out/sweep",
              "the store's folder: local, HDFS, S3A or any URI that Hadoop knows")
          .in(Section.OUTPUT, Role.PLACE);
  static final Key<String> PATHS =
      Key.word(
              "paths",
              Arrays.stream(PathsKept.values()).map(PathsKept::word).toList(),
              Optional.of(PathsKept.BEST.word()),
              "certified paths to keep; the best one suffices to verify every depth")
          .in(Section.OUTPUT, Role.KEPT);

  static final List<Key<?>> KEYS = List.of(URI, PATHS);

  /** Refuses settings of other keys; the settings have checked their values. */
  public OutputSpec {
    if (settings.requireKeys(KEYS).get(URI).isBlank()) {
      throw new IllegalArgumentException(URI.path() + ": must not be blank");
    }
  }

  /** The store's folder, any URI that Hadoop's file systems know. */
  public String uri() {
    return settings.get(URI);
  }

  /** Which certified paths are kept. */
  public PathsKept paths() {
    return PathsKept.valueOf(settings.get(PATHS).toUpperCase(Locale.ROOT));
  }
}
