package io.shallows.network;

import java.util.List;

/** The registry of network families; a new one is one class and one entry here. */
public final class NetworkFamilies {

  private static final List<NetworkFamily> ALL =
      List.of(
          new PlainFamily(),
          new ResidualFamily(),
          new LongSkipFamily(),
          new LinearSkipFamily(),
          OrhanFamily.plain(),
          OrhanFamily.residual(),
          OrhanFamily.hyper("hyper-residual", SkipMatrix.ORTHOGONAL),
          OrhanFamily.hyper("hyper-residual-identity", SkipMatrix.IDENTITY),
          OrhanFamily.hyper("hyper-residual-low-rank", SkipMatrix.LOW_RANK));

  private NetworkFamilies() {}

  /** All families, in the order of documentation. */
  public static List<NetworkFamily> all() {
    return ALL;
  }

  /** The names that specs use. */
  public static List<String> names() {
    return ALL.stream().map(NetworkFamily::name).toList();
  }

  /** The names of those within which some plain network is a point. */
  public static List<String> embedding() {
    NetworkShape least = new NetworkShape(1, 0, 1, 1);
    return ALL.stream()
        .filter(family -> family.embedding(least).isPresent())
        .map(NetworkFamily::name)
        .toList();
  }

  /** The family of this name. */
  public static NetworkFamily named(String name) {
    for (NetworkFamily family : ALL) {
      if (family.name().equals(name)) {
        return family;
      }
    }
    throw new IllegalArgumentException("family: " + name + " is not one of " + names());
  }
}
