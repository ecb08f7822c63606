package io.shallows.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plain network as a point of a network with skips of the same width.
 *
 * <p>The plain network's layers take their places, layers that no place is known for are 0, and
 * those that stand behind zeros are <em>free</em>: they may have any values. In exact arithmetic
 * the function is the same at every point, and since a straight line becomes a straight line, the
 * loss along a path is that along its image. In floating point {@code NodeValues} has the same
 * bits, because zeros are added; kernels that sum in another order agree to their rounding.
 *
 * <p>The point is a minimum of the plain network's loss; of the other's it may be none, and its
 * depth there is at most its depth here. All values of the free layers are joined at constant loss,
 * so none of them makes it deeper than another.
 */
public final class Embedding {

  /** The family whose networks are embedded. */
  public static final String OF = "plain";

  private record Place(DenseLayer from, DenseLayer to) {}

  private final Network plain;
  private final Network network;
  private final List<Place> places = new ArrayList<>();
  private final List<DenseLayer> free = new ArrayList<>();
  private final List<DenseLayer> identities = new ArrayList<>();

  private Embedding(
      Network plain,
      Network network,
      Map<String, String> places,
      Set<String> freeLayers,
      Set<String> identityLayers) {
    this.plain = plain;
    this.network = network;
    Set<String> rest = new LinkedHashSet<>(places.keySet());
    for (DenseLayer layer : plain.layers()) {
      DenseLayer to = network.layer(places.getOrDefault(layer.name(), layer.name()));
      if (layer.inputs() != to.inputs() || layer.outputs() != to.outputs()) {
        throw new IllegalArgumentException(layer + " does not fit into " + to);
      }
      this.places.add(new Place(layer, to));
      rest.remove(layer.name());
    }
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("layers " + rest + " are not of " + plain);
    }
    freeLayers.forEach(name -> free.add(network.layer(name)));
    for (String name : identityLayers) {
      DenseLayer layer = network.layer(name);
      if (layer.inputs() != layer.outputs()) {
        throw new IllegalArgumentException(layer + " is no identity");
      }
      identities.add(layer);
    }
  }

  /**
   * The plain network of a shape in another network.
   *
   * @param places the names of its layers there, where they are not their own
   * @param free names of the layers there whose values do not matter
   */
  static Embedding of(
      NetworkShape plain, Network network, Map<String, String> places, Set<String> free) {
    return new Embedding(new PlainFamily().build(plain), network, places, free, Set.of());
  }

  /**
   * The plain two-layer network of the width of another network, further layers of which do
   * nothing.
   *
   * @param free names of the layers whose values do not matter
   * @param identities names of the layers that pass on what they read: what a relu gave, another
   *     relu leaves as it is
   */
  static Embedding lift(Network network, Set<String> free, Set<String> identities) {
    return new Embedding(
        new PlainFamily().build(network.shape().twoLayers()), network, Map.of(), free, identities);
  }

  /**
   * How the plain network of a shape stands in a family.
   *
   * @throws IllegalArgumentException with the reason, if it does not
   */
  public static Embedding in(NetworkFamily family, NetworkShape plain) {
    return family
        .embedding(plain)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "family: no network of "
                        + family.name()
                        + " is known that has the plain network of width "
                        + plain.width()
                        + " and networkDepth "
                        + plain.networkDepth()
                        + (plain.committee() ? " with a fixed head" : "")
                        + " within it and can do more"));
  }

  /** The network that is embedded. */
  public Network plain() {
    return plain;
  }

  /** The network that has the plain one within it. */
  public Network network() {
    return network;
  }

  /** Whether some layers may have any values. */
  public boolean hasFreeLayers() {
    return !free.isEmpty();
  }

  /**
   * The point that computes what the plain network computes.
   *
   * @param theta parameters of the plain network
   * @param base parameters of the other one, from which the free layers are taken
   */
  public double[] point(double[] theta, double[] base) {
    if (theta.length != plain.parameterCount() || base.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          "embedding: "
              + theta.length
              + " and "
              + base.length
              + " parameters are not those of "
              + plain
              + " and "
              + network);
    }
    double[] point = new double[network.parameterCount()];
    for (Place place : places) {
      System.arraycopy(theta, place.from.offset(), point, place.to.offset(), place.from.size());
    }
    for (DenseLayer layer : free) {
      System.arraycopy(base, layer.offset(), point, layer.offset(), layer.size());
    }
    for (DenseLayer layer : identities) {
      for (int i = 0; i < layer.inputs(); i++) {
        point[layer.index(i, i)] = 1;
      }
    }
    return point;
  }
}
