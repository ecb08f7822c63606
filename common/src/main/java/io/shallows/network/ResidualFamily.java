package io.shallows.network;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code h_l = h_{l-1} + V_l relu(U_l h_{l-1}), f = A h_L}: identity skips, a linear last layer in
 * each block.
 */
final class ResidualFamily implements NetworkFamily {

  @Override
  public String name() {
    return "residual";
  }

  @Override
  public String definition() {
    return "h_l = h_{l-1} + V_l relu(U_l h_{l-1}), f = A h_L";
  }

  @Override
  public Network build(NetworkShape shape) {
    NetworkBuilder net = new NetworkBuilder(name(), shape);
    int h = net.hidden("W0", net.input(), shape.width());
    for (int l = 1; l <= shape.networkDepth(); l++) {
      int inner = net.hidden("U" + l, h, shape.width());
      h = net.sum(h, net.dense("V" + l, DenseLayer.Role.BRANCH, inner, shape.width()));
    }
    return net.build(net.head("A", h));
  }

  /**
   * With one block, {@code f = A h_0 + (A V) relu(U h_0)}: the long skip with B = A V. With one
   * output A V is every B while A is not 0. With several outputs it has at most the rank of A,
   * which changes on the way of the proof, and no path is built that respects it: no bound is
   * claimed.
   */
  @Override
  public boolean mergeLemmaApplies(NetworkShape shape) {
    boolean branch = shape.networkDepth() == 1 && shape.outputs() == 1;
    return (shape.networkDepth() == 0 || branch) && !shape.committee();
  }

  /**
   * Two layers are a network with one block that adds nothing: V = 0. A deeper plain network is
   * none of the same width: a block adds to what it reads, and its m units cannot give the next
   * layer and also take away the last one.
   */
  @Override
  public Optional<Embedding> embedding(NetworkShape plain) {
    return plain.networkDepth() > 0
        ? Optional.empty()
        : Optional.of(Embedding.of(plain, build(plain.deeper()), Map.of(), Set.of("U1")));
  }

  /** Blocks add nothing: V = 0. */
  @Override
  public Optional<Embedding> lift(NetworkShape shape) {
    return Optional.of(Embedding.lift(build(shape), PlainFamily.further("U", shape), Set.of()));
  }

  @Override
  public Optional<PopulationSkip> populationSkip() {
    return Optional.of(PopulationSkip.NONE);
  }
}
