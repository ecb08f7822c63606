package io.shallows.singularity;

import java.util.List;

/**
 * A measure of nearness to one kind of singularity: one class and one entry in {@link
 * SingularityMetrics}; the columns of the store follow from its quantities.
 */
public interface SingularityMetric {

  /** The first word of its columns, snake_case. */
  String name();

  /** One line for help and documentation. */
  String definition();

  /** What it measures, in the order of {@link #measure}. */
  List<Quantity> quantities();

  /**
   * The quantities of one hidden layer, all finite. Called with a layer without data only if some
   * quantity does not read data; the values of those that do are then not used.
   */
  double[] measure(HiddenLayer layer);
}
