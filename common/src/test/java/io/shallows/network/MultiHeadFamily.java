package io.shallows.network;

/** {@code f = sum_l A_l h_l}: plain layers, each with a head of its own. */
final class MultiHeadFamily implements NetworkFamily {

  @Override
  public String name() {
    return "multi-head";
  }

  @Override
  public String definition() {
    return "h_l = relu(W_l h_{l-1}), f = sum_l A_l h_l";
  }

  @Override
  public Network build(NetworkShape shape) {
    NetworkBuilder net = new NetworkBuilder(name(), shape);
    int layer = net.hidden("W0", net.input(), shape.width());
    int output = net.head("A0", layer);
    for (int l = 1; l <= shape.networkDepth(); l++) {
      layer = net.hidden("W" + l, layer, shape.width());
      output = net.sum(output, net.head("A" + l, layer));
    }
    return net.build(output);
  }

  @Override
  public boolean mergeLemmaApplies(NetworkShape shape) {
    return !shape.committee();
  }
}
