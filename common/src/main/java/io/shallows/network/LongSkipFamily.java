package io.shallows.network;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code f = A h_0 + B z_L}, z a plain branch of L layers on h_0: the head sees the first-layer
 * features directly.
 */
final class LongSkipFamily implements NetworkFamily {

  @Override
  public String name() {
    return "long-skip";
  }

  @Override
  public String definition() {
    return "z_0 = h_0, z_l = relu(W_l z_{l-1}), f = A h_0 + B z_L";
  }

  @Override
  public Network build(NetworkShape shape) {
    NetworkBuilder net = new NetworkBuilder(name(), shape);
    int first = net.hidden("W0", net.input(), shape.width());
    if (shape.networkDepth() == 0) {
      return net.build(net.head("A", first));
    }
    int z = first;
    for (int l = 1; l <= shape.networkDepth(); l++) {
      z = net.hidden("W" + l, z, shape.width());
    }
    int direct = net.head("A", first);
    return net.build(net.sum(direct, net.head("B", z)));
  }

  @Override
  public boolean mergeLemmaApplies(NetworkShape shape) {
    return !shape.committee();
  }

  /**
   * The plain network is the branch, and the head does not read the first layer: A = 0. With two
   * layers it is the head on the first layer, of a network with one layer more that is not read: B
   * = 0.
   */
  @Override
  public Optional<Embedding> embedding(NetworkShape plain) {
    if (plain.committee()) {
      return Optional.empty();
    }
    return Optional.of(
        plain.networkDepth() == 0
            ? Embedding.of(plain, build(plain.deeper()), Map.of(), Set.of("W1"))
            : Embedding.of(plain, build(plain), Map.of("A", "B"), Set.of()));
  }

  /** The branch is not read, B = 0, for which the heads must be learned. */
  @Override
  public Optional<Embedding> lift(NetworkShape shape) {
    return shape.committee() && shape.networkDepth() > 0
        ? Optional.empty()
        : Optional.of(Embedding.lift(build(shape), PlainFamily.further("W", shape), Set.of()));
  }

  @Override
  public Optional<PopulationSkip> populationSkip() {
    return Optional.of(PopulationSkip.NONE);
  }
}
