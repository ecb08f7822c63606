package io.shallows.spec;

import java.util.Objects;

/** One sweep, fully resolved. */
public record SweepSpec(
    String apiVersion,
    String name,
    GridSpec grid,
    ProblemSpec problem,
    TrainingSpec training,
    MeasurementSpec measurement,
    OutputSpec output) {
  /** The version of the spec's format that this code reads. */
  public static final String API_VERSION = "shallows/v1";

  public SweepSpec {
    if (!API_VERSION.equals(apiVersion)) {
      throw new IllegalArgumentException("apiVersion: " + apiVersion + " is not " + API_VERSION);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: must not be blank");
    }
    Objects.requireNonNull(grid, "grid");
    Objects.requireNonNull(problem, "problem");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(measurement, "measurement");
    Objects.requireNonNull(output, "output");
  }
}
