package io.shallows.network;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code f = plain(x) + C x}, C learned. */
final class LinearSkipFamily implements NetworkFamily {

  @Override
  public String name() {
    return "linear-skip";
  }

  @Override
  public String definition() {
    return "f = plain(x) + C x, C learned";
  }

  @Override
  public Network build(NetworkShape shape) {
    NetworkBuilder net = new NetworkBuilder(name(), shape);
    int plain = net.head("A", PlainFamily.trunk(net, shape));
    int skip = net.dense("C", DenseLayer.Role.SKIP, net.input(), shape.outputs());
    return net.build(net.sum(plain, skip));
  }

  /**
   * With no further layer the head sees the first-layer units; deeper, they are hidden behind the
   * plain branch.
   */
  @Override
  public boolean mergeLemmaApplies(NetworkShape shape) {
    return shape.networkDepth() == 0 && !shape.committee();
  }

  /** C = 0. */
  @Override
  public Optional<Embedding> embedding(NetworkShape plain) {
    return Optional.of(Embedding.of(plain, build(plain), Map.of(), Set.of()));
  }

  /** Further layers pass on what they read, and C = 0. */
  @Override
  public Optional<Embedding> lift(NetworkShape shape) {
    return Optional.of(Embedding.lift(build(shape), Set.of(), PlainFamily.further("W", shape)));
  }

  @Override
  public Optional<PopulationSkip> populationSkip() {
    return Optional.of(PopulationSkip.LEARNED);
  }
}
