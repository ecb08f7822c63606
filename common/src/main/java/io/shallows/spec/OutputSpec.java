package io.shallows.spec;

import java.util.Locale;
import java.util.Objects;

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

  public OutputSpec {
    if (uri.isBlank()) {
      throw new IllegalArgumentException("output.uri: must not be blank");
    }
    Objects.requireNonNull(paths, "output.paths");
  }
}
