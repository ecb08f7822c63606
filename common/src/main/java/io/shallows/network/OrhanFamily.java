package io.shallows.network;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Networks with a bias in every further hidden layer, after Orhan and Pitkow 2018, arXiv
 * 1701.09175: {@code h_l = relu(W_l h_{l-1} + b_l)} plus what the kind of skip adds. All of them
 * have the same parameters, so that they can be compared at equal width and at equal parameter
 * count at once. The bias of the first layer is the constant appended to the input.
 */
final class OrhanFamily implements NetworkFamily {

  private final String name;
  private final String skip;
  private final boolean identity;
  private final SkipMatrix further;

  private OrhanFamily(String name, String skip, boolean identity, SkipMatrix further) {
    this.name = Objects.requireNonNull(name, "name");
    this.skip = Objects.requireNonNull(skip, "skip");
    this.identity = identity;
    this.further = Objects.requireNonNull(further, "further");
  }

  /** No skip: the control with biases. */
  static OrhanFamily plain() {
    return new OrhanFamily("orhan-plain", "", false, SkipMatrix.NONE);
  }

  /** The identity skip from the layer before. */
  static OrhanFamily residual() {
    return new OrhanFamily("orhan-residual", " + h_{l-1}", true, SkipMatrix.NONE);
  }

  /** The identity skip from the layer before and fixed skips {@code Q_k} from all earlier ones. */
  static OrhanFamily hyper(String name, SkipMatrix further) {
    return new OrhanFamily(
        name, " + h_{l-1} + (1/l) sum_{k<l-1} Q_k h_k, Q_k " + further.definition(), true, further);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String definition() {
    return "h_l = relu(W_l h_{l-1} + b_l)" + skip + ", f = A h_L";
  }

  /** Those of the same parameters with less skip, and {@code plain}, which has no biases. */
  @Override
  public List<String> controls() {
    if (!identity) {
      return List.of();
    }
    return further == SkipMatrix.NONE
        ? List.of("orhan-plain", "plain")
        : List.of("orhan-plain", "orhan-residual", "plain");
  }

  @Override
  public Network build(NetworkShape shape) {
    NetworkBuilder net = new NetworkBuilder(name, shape);
    int before = net.hidden("W0", net.input(), shape.width());
    if (shape.networkDepth() == 0) {
      return net.build(net.head("A", before));
    }
    int one = net.one();
    // the running sum of Q_k h_k, k < l - 1; h is h_{l-1} and before is h_{l-2}
    int earlier = -1;
    int h = before;
    for (int l = 1; l <= shape.networkDepth(); l++) {
      int weights = net.dense("W" + l, DenseLayer.Role.HIDDEN, h, shape.width());
      int bias = net.dense("b" + l, DenseLayer.Role.BIAS, one, shape.width());
      int next = net.relu(net.sum(weights, bias));
      if (identity && further != SkipMatrix.NONE && l >= 2) {
        int term = further.apply(net, before, l - 2);
        earlier = earlier < 0 ? term : net.sum(earlier, term);
        next = net.sum(next, h, net.fixed(earlier, FixedMatrix.diagonal(shape.width(), 1.0 / l)));
      } else if (identity) {
        next = net.sum(next, h);
      }
      before = h;
      h = next;
    }
    return net.build(net.head("A", h));
  }

  /**
   * With further layers the head sees first-layer units only in sums with others, never with a
   * weight of their own.
   */
  @Override
  public boolean mergeLemmaApplies(NetworkShape shape) {
    return shape.networkDepth() == 0 && !shape.committee();
  }

  @Override
  public Optional<PopulationSkip> populationSkip() {
    return Optional.of(PopulationSkip.NONE);
  }
}
