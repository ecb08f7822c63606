package io.shallows.spec;

import java.util.List;

/**
 * The seeds 0 to count - 1 of every cell.
 *
 * @param count trials per cell, at least 1
 * @param root the root seed from which every random stream of the sweep derives
 */
public record SeedSpec(long count, long root) {
  static final Key<Long> COUNT =
      Key.whole("count", 1, 16, "trials per cell; 16 show a median, hundreds a .95 quantile")
          .in(Section.SEED, Role.EXTENT);
  static final Key<Long> ROOT =
      Key.whole(
              "root",
              Long.MIN_VALUE,
              1,
              "root of all random numbers; another root gives an independent sweep")
          .in(Section.SEED, Role.DATA)
          .inIdsByName();

  static final List<Key<?>> KEYS = List.of(COUNT, ROOT);

  public SeedSpec {
    if (count < 1) {
      throw new IllegalArgumentException(COUNT.path() + ": " + count + " is below 1");
    }
  }

  static SeedSpec of(Settings settings) {
    return new SeedSpec(settings.get(COUNT), settings.get(ROOT));
  }

  /** The fields under their keys. */
  Settings settings() {
    return Settings.builder(KEYS).set(COUNT, count).set(ROOT, root).build();
  }
}
