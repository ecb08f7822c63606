package io.shallows.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code h_l = relu(W_l h_{l-1}), f = A h_L}: no skip, the control. */
final class PlainFamily implements NetworkFamily {

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public String definition() {
    return "h_l = relu(W_l h_{l-1}), f = A h_L";
  }

  @Override
  public List<String> controls() {
    return List.of();
  }

  @Override
  public Network build(NetworkShape shape) {
    NetworkBuilder net = new NetworkBuilder(name(), shape);
    return net.build(net.head("A", trunk(net, shape)));
  }

  /** The hidden layers, shared with {@link LinearSkipFamily}. */
  static int trunk(NetworkBuilder net, NetworkShape shape) {
    int h = net.input();
    for (int l = 0; l <= shape.networkDepth(); l++) {
      h = net.hidden("W" + l, h, shape.width());
    }
    return h;
  }

  /** The names of the further layers. */
  static Set<String> further(String letter, NetworkShape shape) {
    return IntStream.rangeClosed(1, shape.networkDepth())
        .mapToObj(l -> letter + l)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Further layers pass on what they read. */
  @Override
  public Optional<Embedding> lift(NetworkShape shape) {
    return Optional.of(Embedding.lift(build(shape), Set.of(), further("W", shape)));
  }

  @Override
  public boolean mergeLemmaApplies(NetworkShape shape) {
    return shape.networkDepth() == 0 && !shape.committee();
  }

  @Override
  public Optional<PopulationSkip> populationSkip() {
    return Optional.of(PopulationSkip.NONE);
  }
}
