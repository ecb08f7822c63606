package io.shallows.singularity;

import java.util.List;

/** The registry of metrics; a new one is one class and one entry here. */
public final class SingularityMetrics {

  private static final List<SingularityMetric> ALL =
      List.of(new Overlap(), new Elimination(), new Dependence());

  private SingularityMetrics() {}

  /** All metrics, in the order of their columns. */
  public static List<SingularityMetric> all() {
    return ALL;
  }

  /** The metric of this name. */
  public static SingularityMetric named(String name) {
    for (SingularityMetric metric : ALL) {
      if (metric.name().equals(name)) {
        return metric;
      }
    }
    throw new IllegalArgumentException(
        "metric: " + name + " is not one of " + ALL.stream().map(SingularityMetric::name).toList());
  }
}
