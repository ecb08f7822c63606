package io.shallows.singularity;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every metric's quantities at one point, per hidden layer and for the network. */
public final class SingularityProfile {

  /** The values of one quantity, layer by layer. */
  private static final class Entry {
    private final SingularityMetric metric;
    private final Quantity quantity;
    private final double[] layers;

    private Entry(SingularityMetric metric, Quantity quantity, double[] layers) {
      this.metric = metric;
      this.quantity = quantity;
      this.layers = layers;
    }
  }

  private final List<Entry> entries;

  private SingularityProfile(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** All metrics of a network on data. */
  public static SingularityProfile of(EmpiricalLoss loss, double[] theta) {
    return of(HiddenLayers.of(loss, theta), true);
  }

  /** The quantities that need no data. */
  public static SingularityProfile of(Network network, double[] theta) {
    return of(HiddenLayers.of(network, theta), false);
  }

  private static SingularityProfile of(List<HiddenLayer> layers, boolean data) {
    List<Entry> entries = new ArrayList<>();
    for (SingularityMetric metric : SingularityMetrics.all()) {
      List<Quantity> quantities = metric.quantities();
      if (!data && quantities.stream().allMatch(quantity -> quantity.kind().readsData())) {
        continue;
      }
      double[][] values = new double[quantities.size()][layers.size()];
      for (int l = 0; l < layers.size(); l++) {
        double[] measured = metric.measure(layers.get(l));
        for (int q = 0; q < values.length; q++) {
          values[q][l] = measured[q];
        }
      }
      for (int q = 0; q < values.length; q++) {
        if (data || !quantities.get(q).kind().readsData()) {
          entries.add(new Entry(metric, quantities.get(q), values[q]));
        }
      }
    }
    return new SingularityProfile(entries);
  }

  /**
   * The network's value of a quantity; empty where the metric needs data and there is none.
   *
   * @param metric name of the metric
   * @param quantity name of the quantity
   */
  public Optional<Double> network(String metric, String quantity) {
    return find(metric, quantity).map(entry -> entry.quantity.network().of(entry.layers));
  }

  /** The values of the hidden layers, first layer first; empty as above. */
  public Optional<double[]> layers(String metric, String quantity) {
    return find(metric, quantity).map(entry -> entry.layers.clone());
  }

  private Optional<Entry> find(String metric, String quantity) {
    return entries.stream()
        .filter(e -> e.metric.name().equals(metric) && e.quantity.name().equals(quantity))
        .findFirst();
  }
}
